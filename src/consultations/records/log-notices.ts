import type { Tx } from '../../db/db.ts'
import { insertRows } from '../../db/insert-rows.ts'
import type { NoticeDraft } from './changes.ts'
import type { RecordContext } from './draft.ts'
import type { Facts } from '../facts.ts'
import { notices } from '../schema.ts'

/** An item found this much later than it was published takes the time it was found, so that readers see it. */
const LATE_MS = 24 * 3_600_000
/** Awards notified longer ago stay out of the default feed (users.md, decision 8). */
const OLD_AWARD_DAYS = 60

/** A notice with what it is about. */
export interface NoticeToInsert {
  consultationId: number
  recordId: number | null
  said: Date
  notice: NoticeDraft
  facts: Partial<Facts>
  /** The ground given for it. */
  reason: string | null
  /** Firms could have followed the consultation before this notice. */
  stoodOnBoard: boolean
}

/** Adds notices to the history, and says where they stand in feeds. */
export async function logNotices(
  tx: Tx,
  drafted: NoticeToInsert[],
  { now, firstRead }: RecordContext,
): Promise<void> {
  await insertRows(
    tx,
    notices,
    drafted.map(({ consultationId, recordId, said, notice, facts, reason, stoodOnBoard }) => ({
      consultationId,
      recordId,
      kind: notice.kind,
      publishedAt: said,
      recordedAt: now,
      feedAt: !firstRead && now.getTime() - said.getTime() > LATE_MS ? now : said,
      inDefaultFeed: notice.kind !== 'award' || (stoodOnBoard && isRecentAward(facts, now)),
      changes: notice.changes,
      reason: notice.kind === 'tender' ? null : reason,
    })),
  )
}

/** An award without a date was learnt when it was made known. */
function isRecentAward(facts: Partial<Facts>, now: Date): boolean {
  const notified = [
    facts.outcome?.notifiedOn,
    ...(facts.lots ?? []).map((lot) => lot.outcome?.notifiedOn),
  ].filter((day) => typeof day === 'string')
  const latest = notified.toSorted().at(-1)
  return latest === undefined || now.getTime() - Date.parse(latest) < OLD_AWARD_DAYS * 86_400_000
}
