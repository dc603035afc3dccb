import { canonical } from './canonical.ts'
import type { ContractFacts } from './facts.ts'
import { partsOf } from './keys.ts'

/** A record of essential data as it is stored. */
export interface StoredRecord {
  id: number
  part: string
  facts: ContractFacts
  /** Whether the file that is being read tells of it: one of its rows says just this. */
  told: boolean
}

/** A row of that file under the same buyer and number, that says something else. */
export interface WaitingRow {
  row: number
  part: string
  facts: ContractFacts
}

/** What a row comes to. */
export type Settled<R extends WaitingRow> =
  /** Another contract under the same number. */
  | { kind: 'added'; row: R }
  /** What the record says from now on. */
  | { kind: 'changed'; row: R; recordId: number }
  /** An older state of what is stored. */
  | { kind: 'outdated'; row: R }
  /** Another row of the file tells of the same contract, later or in more detail. */
  | { kind: 'repeated'; row: R }

/**
 * Decides what rows of a file under one buyer and number are: buyers use one number for all lots of a procedure, and
 * tell of a contract again when it has changed.
 *
 * Rows with the same firm, object and amount are one contract, and so are those with the same firm, object and day of
 * notification that were published one after the other. Of these the latest published counts, then the one with more
 * modifications. What is left is a new state of a stored record that the file does not tell of where they have firm and
 * object, or firm, or object in common, or where only one of each is left and the amount or the day is the same; else it
 * is another contract. A row published before what is stored changes nothing. The order of rows does not matter.
 */
export function settleRows<R extends WaitingRow>(rows: R[], records: StoredRecord[]): Settled<R>[] {
  const settled: Settled<R>[] = []
  const untold = new Set(records.filter(({ told }) => !told))
  /** What the file tells of stored records by now. */
  const told = new Map(
    records.flatMap((each) => (each.told ? [[each.id, each.facts] as const] : [])),
  )
  const byPart = new Map(records.map((record) => [record.part, record]))
  const left: R[] = []

  for (const [part, same] of grouped(rows, (row) => row.part)) {
    const [best, ...others] = same.toSorted(later)
    if (!best) continue
    settled.push(...others.map((row) => ({ kind: 'repeated' as const, row })))
    const record = byPart.get(part)
    if (!record) {
      left.push(best)
      continue
    }
    const outcome = !untold.delete(record)
      ? later(best, record) < 0
        ? ({ kind: 'changed', row: best, recordId: record.id } as const)
        : ({ kind: 'repeated', row: best } as const)
      : against(best, record)
    told.set(record.id, outcome.kind === 'changed' ? best.facts : record.facts)
    settled.push(outcome)
  }

  const toldByAct = grouped(
    records.flatMap(({ id, part }) => {
      const facts = told.get(id)
      return facts ? { id, part, facts } : []
    }),
    actOf,
  )
  const leftByAct = grouped(left, actOf)
  const standing: R[] = []
  for (const row of left) {
    const act = actOf(row)
    const own = publishedOn(row)
    const stored = act === null ? [] : (toldByAct.get(act) ?? [])
    const beside = act === null ? [] : (leftByAct.get(act) ?? [])
    const [replaced, ...more] = stored.filter((record) => publishedOn(record) < own)
    if ([...stored, ...beside].some((other) => publishedOn(other) > own))
      settled.push({ kind: 'repeated', row })
    else if (
      replaced &&
      more.length === 0 &&
      beside.every((other) => publishedOn(other) < own || other.part >= row.part) &&
      stored.every((other) => publishedOn(other) < own)
    )
      settled.push({ kind: 'changed', row, recordId: replaced.id })
    else standing.push(row)
  }

  let rest = standing
  for (const alike of [firmAndObjectOf, firmOf, objectOf]) {
    const open = grouped(rest, alike)
    const stored = grouped([...untold], alike)
    rest = rest.filter((row) => {
      const key = alike(row)
      const [record, ...others] = key === null ? [] : (stored.get(key) ?? [])
      if (!record || others.length > 0 || key === null || open.get(key)?.length !== 1) return true
      untold.delete(record)
      settled.push(against(row, record))
      return false
    })
  }
  const [row, ...otherRows] = rest
  const [record, ...otherRecords] = untold
  if (row && record && otherRows.length + otherRecords.length === 0 && sameAmountOrDay(row, record))
    return [...settled, against(row, record)]
  return [...settled, ...rest.map((each) => ({ kind: 'added' as const, row: each }))]
}

/** A row beside the stored state of the same contract, of which the file says nothing else. */
function against<R extends WaitingRow>(row: R, record: StoredRecord): Settled<R> {
  return (row.facts.publishedOn ?? '9') < (record.facts.publishedOn ?? '')
    ? { kind: 'outdated', row }
    : { kind: 'changed', row, recordId: record.id }
}

/** Null: like nothing else. */
function grouped<T>(all: T[], keyOf: (each: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const each of all) {
    const key = keyOf(each)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(each)
    else groups.set(key, [each])
  }
  return groups
}

/** Sorts what tells of one contract, what counts first. */
function later(one: { facts: ContractFacts }, other: { facts: ContractFacts }): number {
  return (
    (other.facts.publishedOn ?? '').localeCompare(one.facts.publishedOn ?? '') ||
    other.facts.modifications.length - one.facts.modifications.length ||
    // Only so that the order of rows does not matter.
    compareTexts(canonical(other.facts), canonical(one.facts))
  )
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

interface Told {
  part: string
  facts: ContractFacts
}

/** One contract however often it is published: its amount may have been put right. */
function actOf(said: Told): string | null {
  const both = firmAndObjectOf(said)
  return both === null ? null : `${both}.${said.facts.notifiedOn ?? ''}`
}

function publishedOn({ facts }: Told): string {
  return facts.publishedOn ?? ''
}

function firmAndObjectOf(said: Told): string | null {
  const firm = firmOf(said)
  const object = objectOf(said)
  return firm === null || object === null ? null : `${firm}.${object}`
}

function firmOf({ part }: Told): string | null {
  return partsOf(part).lead || null
}

function objectOf({ part }: Told): string | null {
  return partsOf(part).object || null
}

function sameAmountOrDay(one: Told, other: Told): boolean {
  const { notifiedOn, amount } = one.facts
  return (
    (amount !== null && amount === other.facts.amount) ||
    (notifiedOn !== null && notifiedOn === other.facts.notifiedOn)
  )
}
