import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { removeDocument } from './documents.ts'
import { type Author, done } from './edit-rencontre.ts'
import { lockRencontre } from './lock.ts'
import { type Outcome, refused } from './problem.ts'
import { rencontreDocuments, rencontres } from './schema.ts'

/** Takes away a meeting that was never published, its buyers, programme and files with it. */
export async function deleteDraft(tx: Tx, id: number, author: Author): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (before?.state !== 'draft') return refused('not-now')
  const files = await tx
    .select({ id: rencontreDocuments.documentId })
    .from(rencontreDocuments)
    .where(eq(rencontreDocuments.rencontreId, id))
  for (const file of files) await removeDocument(tx, id, file.id, author)
  await tx.delete(rencontres).where(eq(rencontres.id, id))
  await done(tx, 'rencontre.delete', before, author)
  return { ok: true }
}
