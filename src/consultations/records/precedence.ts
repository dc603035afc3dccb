import type { Basis, FactName, Moment, Reading, RecordFacts } from '../facts.ts'

/**
 * The table of precedence. Of a field that several records tell, the strongest reading is shown: typed by an agent before
 * structured before extracted, and among equals the newer. Of what has become of a procedure the latest statement is
 * shown, whoever made it. Deadlines have a rule of their own (`chosenDeadline`).
 */
const STRENGTH: Record<Basis, number> = { typed: 3, structured: 2, extracted: 1 }
export const LATEST_WINS = new Set<FactName>(['status', 'statusReason', 'outcome'])

/** What one record says, and since when. */
export interface RecordState {
  id: number
  facts: RecordFacts
  changedAt: Date
  /** When what it says of the deadline last changed. */
  deadlineSaidAt: Date
  /** When what it says has become of the procedure or of a lot last changed. */
  outcomeSaidAt: Date
}

/** A value that a record says. */
export interface Statement<T> {
  record: RecordState
  reading: Reading<T>
}

/** Sorts statements of a field by who is to be believed, the strongest first. */
export function byStrength(one: Statement<unknown>, other: Statement<unknown>): number {
  return (
    STRENGTH[other.reading.basis] - STRENGTH[one.reading.basis] ||
    other.record.changedAt.getTime() - one.record.changedAt.getTime() ||
    one.record.id - other.record.id
  )
}

/** Sorts statements of an outcome, the latest first. */
export function byLatest(one: Statement<unknown>, other: Statement<unknown>): number {
  return (
    other.record.outcomeSaidAt.getTime() - one.record.outcomeSaidAt.getTime() ||
    byStrength(one, other)
  )
}

/**
 * Of several deadlines the one that is shown: an agent's, unless an official one has changed since; else the earliest of
 * the official ones, in doubt while they disagree. Null where nobody says any.
 */
export function chosenDeadline(statements: Statement<Moment>[]): Statement<Moment> | null {
  const newestFirst = statements.toSorted(
    (one, other) => saidAt(other) - saidAt(one) || byStrength(one, other),
  )
  const typed = newestFirst.find(({ reading }) => reading.basis === 'typed')
  const official = newestFirst.filter(({ reading }) => reading.basis !== 'typed')
  const [latest] = official
  if (typed && (!latest || saidAt(typed) >= saidAt(latest))) return typed
  const earliest = official.toSorted((one, other) =>
    one.reading.value.instant.localeCompare(other.reading.value.instant),
  )[0]
  if (!earliest) return null
  const agreed = official.filter(
    ({ reading }) => reading.value.instant === earliest.reading.value.instant,
  )
  const value: Moment =
    agreed.length === official.length
      ? (agreed.find(({ reading }) => !reading.value.doubt) ?? earliest).reading.value
      : { ...earliest.reading.value, doubt: 'sources-disagree' }
  return { record: earliest.record, reading: { ...earliest.reading, value } }
}

function saidAt({ record }: Statement<unknown>): number {
  return record.deadlineSaidAt.getTime()
}
