import type { Basis, FactName, Facts, Moment, Reading, RecordFacts } from './facts.ts'

/** What one record says, and since when. */
export interface RecordState {
  id: number
  facts: RecordFacts
  changedAt: Date
  /** When what it says of the deadline last changed. */
  deadlineSaidAt: Date
}

/** For each field: the record it came from, the words it was read in, and how. */
export type ProvenanceRow = {
  [K in FactName]?: { recordId: number; words: string | null; basis: Basis }
}

export interface Projection {
  facts: Partial<Facts>
  provenance: ProvenanceRow
}

/** Precedence of a value: the higher wins, and among equals the newer. The deadline and the status have their own rules. */
const PRECEDENCE: Record<Basis, number> = { typed: 3, structured: 2, extracted: 1 }

/**
 * Computes a consultation from all of its records. Every field is taken whole from one record: typed by an agent
 * before structured before extracted, newer before older. Of the status the latest statement wins. Of the deadline
 * the latest official change wins, whoever typed before; while two sources disagree the earlier is shown, in doubt.
 */
export function project(records: RecordState[]): Projection {
  const projection: Projection = { facts: {}, provenance: {} }
  const names = new Set(records.flatMap((record) => Object.keys(record.facts) as FactName[]))
  for (const name of names) take(projection, name, records)
  takeDeadline(projection, records)
  return projection
}

function take<K extends FactName>(projection: Projection, name: K, records: RecordState[]): void {
  const rank = name === 'status' || name === 'statusReason' ? newest : strongest
  const best = saying(records, name).toSorted(rank)[0]
  if (best) keep(projection, name, best.record, best.reading)
}

interface Statement<T> {
  record: RecordState
  reading: Reading<T>
}

function saying<K extends FactName>(records: RecordState[], name: K): Statement<Facts[K]>[] {
  return records.flatMap((record) => {
    const reading = record.facts[name]
    return reading === undefined ? [] : [{ record, reading }]
  })
}

function newest(one: Statement<unknown>, other: Statement<unknown>): number {
  return other.record.changedAt.getTime() - one.record.changedAt.getTime()
}

function strongest(one: Statement<unknown>, other: Statement<unknown>): number {
  return PRECEDENCE[other.reading.basis] - PRECEDENCE[one.reading.basis] || newest(one, other)
}

function keep<K extends FactName>(
  projection: Projection,
  name: K,
  record: RecordState,
  { value, words, basis }: Reading<Facts[K]>,
): void {
  projection.facts[name] = value
  projection.provenance[name] = { recordId: record.id, words, basis }
}

function takeDeadline(projection: Projection, records: RecordState[]): void {
  const statements = saying(records, 'deadline').toSorted(
    (one, other) => other.record.deadlineSaidAt.getTime() - one.record.deadlineSaidAt.getTime(),
  )
  const official = statements.filter(({ reading }) => reading.basis !== 'typed')
  const typed = statements.find(({ reading }) => reading.basis === 'typed')
  const latestOfficial = official[0]
  if (
    typed &&
    (!latestOfficial || typed.record.deadlineSaidAt >= latestOfficial.record.deadlineSaidAt)
  ) {
    keep(projection, 'deadline', typed.record, typed.reading)
    return
  }
  const earliest = official.toSorted((one, other) =>
    one.reading.value.instant.localeCompare(other.reading.value.instant),
  )[0]
  if (!earliest) return
  const agreed = official.every(
    ({ reading }) => reading.value.instant === earliest.reading.value.instant,
  )
  const value: Moment = agreed
    ? (official.find(({ reading }) => !reading.value.doubt) ?? earliest).reading.value
    : { ...earliest.reading.value, doubt: 'sources-disagree' }
  keep(projection, 'deadline', earliest.record, { ...earliest.reading, value })
}
