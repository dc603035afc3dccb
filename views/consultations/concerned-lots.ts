import type { LotOutcome } from '../../src/consultations/facts.ts'
import type { FeedConsultation, FeedNotice } from '../../src/consultations/shown.ts'
import { cutAtWord } from '../cut.ts'
import { outcomeAfter } from '../words/changes.ts'
import { oneLabel } from '../feeds/label.ts'

/** « lot 6 », « lots 1, 2 et 3 », « 5 lots » for more; '' for none. */
export function lotsPhrase(numbers: string[]): string {
  const [only] = numbers
  if (only === undefined) return ''
  if (numbers.length > 3) return `${numbers.length} lots`
  const names = numbers.map(lotNumber)
  return names.length === 1
    ? `lot ${names[0]}`
    : `lots ${names.slice(0, -1).join(', ')} et ${names.at(-1)}`
}

/** Numbers of the lots that a cancellation, an award or a lack of bids is about; [] where it is the whole. */
export function concernedLots(notice: FeedNotice, kind: LotOutcome['kind']): string[] {
  const told = notice.changes
    .filter((change) => outcomeAfter(change) === kind)
    .flatMap((change) => change.lot ?? [])
  const { matchingLots, lots } = notice.consultation
  const matching = told.filter((number) => matchingLots.includes(number))
  if (matching.length > 0) return matching
  return told.length === lots.length && told.length > 1 ? [] : told
}

/** What has become of the lots that answer the filter's trade, where it is the same of all; null while one is open. */
export function endOfMatchingLots({
  matchingLots,
  lots,
}: FeedConsultation): LotOutcome['kind'] | null {
  const [first, ...others] = lots
    .filter((lot) => matchingLots.includes(lot.number))
    .map((lot) => lot.outcome?.kind ?? null)
  return first !== undefined && others.every((kind) => kind === first) ? first : null
}

/** Whether a cancellation ends the procedure (« sans suite »), rather than withdrawing a notice made by mistake. */
export function isAbandonment(notice: FeedNotice): boolean {
  const status = notice.changes.find(({ field }) => field === 'status')
  return (
    (status?.after ?? notice.consultation.state) === 'abandoned' ||
    notice.changes.some((change) => outcomeAfter(change) === 'abandoned')
  )
}

/** A lot's number as titles name it: nobody's number is longer than this. */
export function lotNumber(number: string): string {
  return cutAtWord(oneLabel(number), 8)
}
