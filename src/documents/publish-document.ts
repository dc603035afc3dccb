import { and, eq, inArray, isNull } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { documents } from './schema.ts'
import type { Giver } from './store-document.ts'

/** Lets everyone read these documents of the giver's partner, from now on; what is published or withdrawn stays so. */
export async function publishDocuments(tx: Tx, ids: string[], giver: Giver): Promise<void> {
  const published = await tx
    .update(documents)
    .set({ publishedAt: giver.now })
    .where(and(isOwn(ids, giver), isNull(documents.publishedAt), isNull(documents.withdrawnAt)))
    .returning({ id: documents.id })
  for (const { id } of published) await tell(tx, 'document.publish', id, giver)
}

/**
 * Takes a published document back: its address says so from now on (410). A document that was never published is
 * forgotten instead. False where it is not the giver's partner's, or withdrawn already.
 */
export async function withdrawDocument(tx: Tx, id: string, giver: Giver): Promise<boolean> {
  const own = isOwn([id], giver)
  const forgotten = await tx
    .delete(documents)
    .where(and(own, isNull(documents.publishedAt)))
    .returning({ id: documents.id })
  const withdrawn = await tx
    .update(documents)
    .set({ withdrawnAt: giver.now })
    .where(and(own, isNull(documents.withdrawnAt)))
    .returning({ id: documents.id })
  if (forgotten.length + withdrawn.length === 0) return false
  await tell(tx, forgotten.length > 0 ? 'document.forget' : 'document.withdraw', id, giver)
  return true
}

function isOwn(ids: string[], { partnerId }: Giver) {
  return and(inArray(documents.id, ids), eq(documents.partnerId, partnerId))
}

async function tell(tx: Tx, action: string, id: string, giver: Giver): Promise<void> {
  await recordAudit(tx, {
    at: giver.now,
    actor: giver.actor,
    partnerId: giver.partnerId,
    action,
    subject: `document:${id}`,
  })
}
