import type { Facts, LotFacts, Moment } from './facts.ts'

/**
 * The deadline that counts: of the lots of these numbers (of all where there are none) that are not decided, the first
 * to come after an instant, else the last of them. The consultation's own where its lots have no others.
 */
export function deadlineOfLots(
  facts: Partial<Facts>,
  numbers: string[],
  after: Date | null,
): Moment | null {
  const all = openLots(facts)
  const asked = all.filter(({ number }) => numbers.includes(number))
  const deadlines = momentsOf(asked.length > 0 ? asked : all, facts)
  const next = deadlines.find(({ instant }) => after === null || new Date(instant) > after)
  return next ?? deadlines.at(-1) ?? facts.deadline ?? null
}

/** When the last lot that is not decided closes; the consultation's own deadline where its lots have no others. */
export function lastDeadline(facts: Partial<Facts>): Moment | null {
  return momentsOf(openLots(facts), facts).at(-1) ?? facts.deadline ?? null
}

/**
 * The lots whose deadlines count: they explain the consultation's, which is the first of them. Where they do not, it
 * has been moved since by somebody who knows only the whole.
 */
function openLots(facts: Partial<Facts>): LotFacts[] {
  const lots = facts.lots ?? []
  const [first] = momentsOf(lots, facts)
  const whole = facts.deadline && new Date(facts.deadline.instant).getTime()
  const explained = first !== undefined && new Date(first.instant).getTime() === whole
  return explained ? lots.filter(({ outcome }) => !outcome) : []
}

/** The earliest first; a lot without its own deadline has the consultation's. */
function momentsOf(lots: LotFacts[], facts: Partial<Facts>): Moment[] {
  return lots
    .flatMap(({ deadline }) => deadline ?? facts.deadline ?? [])
    .toSorted((one, other) => Date.parse(one.instant) - Date.parse(other.instant))
}
