import type { FactName, Facts } from '../consultations/facts.ts'
import type { Tx } from '../db/db.ts'
import { recordAudit } from '../audit/record.ts'
import { beginDraft } from './drafts.ts'
import type { OwnConsultation } from './own-consultation.ts'
import { fieldsOf } from './typed-fields.ts'

/** Dates of the first time are of no use to the second. */
const NOT_AGAIN: FactName[] = ['deadline', 'questionsUntil', 'reference']

/**
 * Begins the draft of a consultation that starts this one again, filled with what this one said, to be looked over. Lots
 * that found their contract are left out. Returns the draft's id.
 */
export async function relaunch(
  tx: Tx,
  by: { partnerId: number; agentId: string; actor: string },
  { id, reference, facts }: OwnConsultation,
  now: Date,
): Promise<string> {
  const again: Partial<Facts> = { ...facts }
  for (const name of NOT_AGAIN) delete again[name]
  if (facts.siteVisit) again.siteVisit = { ...facts.siteVisit, dates: [] }
  const lots = facts.lots?.filter(({ outcome }) => outcome?.kind !== 'awarded')
  if (lots && lots.length > 0) again.lots = lots
  const fields = fieldsOf(again)
  const form = facts.procedure === 'below-threshold' ? ('short' as const) : ('steps' as const)
  const prefilled = Object.keys(fields)
  const draftId = await beginDraft(tx, by, { form, fields, prefilled, renewsId: id }, now)
  await recordAudit(tx, {
    at: now,
    actor: by.actor,
    partnerId: by.partnerId,
    action: 'consultation.relaunch',
    subject: `consultation:${reference}`,
    after: { draft: draftId },
  })
  return draftId
}
