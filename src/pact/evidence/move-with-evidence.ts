import type { Tx } from '../../db/db.ts'
import { parisDay } from '../../rules/calendar.ts'
import { changeStatus, groundsOf } from '../actions/change-status.ts'
import { lockAction } from '../actions/lock-action.ts'
import type { ActionStatus } from '../actions/schema.ts'
import { checkStatus } from '../actions/status.ts'
import type { Written } from '../problem.ts'
import type { Author } from '../versions.ts'
import { addEvidence, type EvidenceValues } from './add-evidence.ts'

/** Adds evidence of an action and says what it has become by it: both, or neither. */
export async function moveWithEvidence(
  tx: Tx,
  author: Author,
  of: { actionId: number; councilId: number | null },
  values: EvidenceValues,
  to: ActionStatus,
): Promise<Written> {
  const locked = await lockAction(tx, of.actionId)
  if (!locked) throw new Error(`no action ${of.actionId}`)
  const { evidence, councils } = await groundsOf(tx, of.actionId)
  const given = { datedOn: values.datedOn, councilId: of.councilId }
  const problems = checkStatus(locked.row.status, to, {
    evidence: [...evidence, given],
    councils,
    reason: '',
    today: parisDay(author.now),
  })
  if (problems.length > 0) return { ok: false, problems }
  const added = await addEvidence(tx, author, of, values)
  return added.ok ? changeStatus(tx, author, { id: of.actionId, version: null }, to, '') : added
}
