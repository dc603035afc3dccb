import { eq } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Facts } from '../consultations/facts.ts'
import type { RecordContext } from '../consultations/records/draft.ts'
import { consultations } from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'
import { ownSource, type StatingPartner } from '../sources/own-source.ts'
import type { Kept } from './check-draft.ts'
import type { Draft } from './drafts.ts'
import { keepReasons } from './kept-reasons.ts'
import { type Said, sayTyped } from './say-typed.ts'
import { drafts } from './schema.ts'

/** What is published, by whom, and which warnings it keeps to. */
export interface Publication {
  draft: Draft
  facts: Partial<Facts>
  kept: Kept[]
  /** Why there are no lots, for the partners' area; null where there are. */
  singleLot: { ground: string; words: string } | null
}

/**
 * Publishes a draft that the checks let through: from now on it stands on the board. Null where it was published or
 * discarded meanwhile: nothing is published twice.
 */
export async function publishDraft(
  tx: Tx,
  partner: StatingPartner,
  actor: string,
  sourceName: string,
  { draft, facts, kept, singleLot }: Publication,
  context: RecordContext,
): Promise<Said | null> {
  const { now } = context
  const sourceId = await ownSource(tx, partner, 'saisie', sourceName, now)
  const [open] = await tx.select().from(drafts).where(eq(drafts.id, draft.id)).for('update')
  if (!open || open.consultationId !== null || open.discardedAt !== null) return null
  if (open.version !== draft.version) return null
  const renewed = await renewedBy(tx, draft)
  const whole = renewed ? { ...facts, renews: renewed } : facts
  const statement = { externalId: draft.id, facts: whole, publishedAt: now }
  const said = await sayTyped(tx, sourceId, statement, context)
  if (renewed)
    await tx
      .update(consultations)
      .set({ renewsId: draft.renewsId })
      .where(eq(consultations.id, said.consultationId))
  await tx
    .update(drafts)
    .set({ consultationId: said.consultationId, savedAt: now })
    .where(eq(drafts.id, draft.id))
  const reasons = [...kept, ...(singleLot ? [{ finding: 'single-lot', ...singleLot }] : [])]
  await keepReasons(tx, said.consultationId, partner.id, actor, reasons, now)
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId: partner.id,
    action: 'consultation.publish',
    subject: `consultation:${said.reference}`,
    after: { deadline: facts.deadline?.wall ?? null, object: facts.object ?? null },
  })
  return said
}

/** The reference of the consultation that this one starts again: its buyer's own, else the public one. */
async function renewedBy(tx: Tx, { renewsId }: Draft): Promise<string | null> {
  if (renewsId === null) return null
  const [earlier] = await tx
    .select({ reference: consultations.reference, facts: consultations.facts })
    .from(consultations)
    .where(eq(consultations.id, renewsId))
  return earlier ? (earlier.facts.reference ?? earlier.reference) : null
}
