import { type Basis, type FactName, factNames, type Facts } from '../facts.ts'
import { mergeBuyers, type MergedList, type PartOrigin } from './merge-buyers.ts'
import { mergeLots } from './merge-lots.ts'
import {
  byLatest,
  byStrength,
  chosenDeadline,
  LATEST_WINS,
  type RecordState,
  type Statement,
} from './precedence.ts'

/** Where a field came from: the record, the words it was read in, and how; and what of a list came from others. */
export interface Origin {
  recordId: number
  words: string | null
  basis: Basis
  parts?: PartOrigin[]
}

export type ProvenanceRow = { [K in FactName]?: Origin }

export interface Projection {
  facts: Partial<Facts>
  provenance: ProvenanceRow
}

/**
 * Computes a consultation from all of its records, by the table of precedence. Every field is taken whole from one
 * record, except lots and buyers: to these lists every record adds what the others do not tell.
 */
export function project(records: RecordState[]): Projection {
  const [only, ...others] = records
  if (only && others.length === 0) return projectionOf(only)
  const projection: Projection = { facts: {}, provenance: {} }
  const names = new Set(records.flatMap((record) => factNames(record.facts)))
  for (const name of names) take(projection, name, records)
  const deadline = chosenDeadline(saying(records, 'deadline'))
  if (deadline) keep(projection, 'deadline', deadline)
  takeList(projection, 'lots', mergeLots(saying(records, 'lots').toSorted(byStrength)))
  takeList(projection, 'buyers', mergeBuyers(saying(records, 'buyers').toSorted(byStrength)))
  return projection
}

/** What one record says is what it is, as nearly always: nobody contradicts it. */
function projectionOf(record: RecordState): Projection {
  const projection: Projection = { facts: {}, provenance: {} }
  for (const name of factNames(record.facts)) {
    const reading = record.facts[name]
    if (reading) keep(projection, name, { record, reading })
  }
  return projection
}

function take<K extends FactName>(projection: Projection, name: K, records: RecordState[]): void {
  const best = saying(records, name).toSorted(LATEST_WINS.has(name) ? byLatest : byStrength)[0]
  if (best) keep(projection, name, best)
}

function saying<K extends FactName>(records: RecordState[], name: K): Statement<Facts[K]>[] {
  return records.flatMap((record) => {
    const reading = record.facts[name]
    return reading === undefined ? [] : [{ record, reading }]
  })
}

function keep<K extends FactName>(
  projection: Projection,
  name: K,
  { record, reading: { value, words, basis } }: Statement<Facts[K]>,
): void {
  projection.facts[name] = value
  projection.provenance[name] = { recordId: record.id, words, basis }
}

function takeList<K extends 'lots' | 'buyers'>(
  projection: Projection,
  name: K,
  merged: MergedList<Facts[K][number]> | null,
): void {
  const origin = projection.provenance[name]
  if (!merged || !origin) return
  Object.assign(projection.facts, { [name]: merged.value })
  if (merged.parts.length > 0) projection.provenance[name] = { ...origin, parts: merged.parts }
}
