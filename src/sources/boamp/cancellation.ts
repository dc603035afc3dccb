import type { Facts, LotOutcome, Reading } from '../../consultations/facts.ts'
import { Passage } from '../french/passage.ts'
import { noChanges, type NoticeChanges } from '../standing-facts.ts'
import { plainLotNumber } from './outcomes.ts'

/**
 * What a cancellation changes, by its ground in the buyer's words: the procedure is abandoned (« sans suite » or
 * « intérêt général », art. R. 2185-1), came to nothing (« infructueux »), or else the notice alone is withdrawn. A
 * ground that speaks of one lot leaves the others standing; one that takes back a notice of results leaves the call.
 */
export function cancellationFacts(ground: Reading<string> | null): NoticeChanges {
  const { plain } = Passage.of(ground?.value ?? '')
  if (/\bavis (?:d'attribution|de resultats?)\b/.test(plain)) return noChanges()
  const lots = lotsFallen(plain)
  if (lots.length > 0) {
    const kind = /infructueu/.test(plain) ? 'unsuccessful' : 'abandoned'
    const outcome: LotOutcome = { ...NOTHING, kind, ground: ground?.value ?? null }
    return { ...noChanges(), lots: lots.map((number) => ({ number, outcome })) }
  }
  return {
    ...noChanges(),
    facts: {
      status: { value: statusIn(plain), words: ground?.words ?? null, basis: 'structured' },
      ...(ground ? { statusReason: ground } : {}),
    },
  }
}

function statusIn(plain: string): Facts['status'] {
  if (/\binfructu/.test(plain)) return 'unsuccessful'
  return /\b(?:sans|non) suite\b|\br\.? ?2185|\binteret general\b/.test(plain)
    ? 'abandoned'
    : 'withdrawn'
}

const NOTHING = { winners: [], amount: null, bids: null, irregularBids: null, notifiedOn: null }

/** « … le lot n° 3 de la procédure sans suite » ; what says that the procedure or the contract falls speaks of all. */
function lotsFallen(plain: string): string[] {
  const [, numbers = '', between = ''] = LOTS_FALLEN.exec(plain) ?? []
  if (/(?<!\bde )\bla (?:presente )?(?:consultation|procedure)\b|\ble marche\b/.test(between))
    return []
  return numbers.split(/,|et|&/).flatMap((each) => plainLotNumber(each.trim()) ?? [])
}

const LOTS_FALLEN =
  /\blots? ((?:n[°o]s? ?)?\d{1,3}(?:(?:,| et| &) ?(?:n[°o] ?)?\d{1,3})*)([^.]{0,80}?)\b(?:(?:sans|non) suite|infructueu)/
