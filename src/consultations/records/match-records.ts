import { and, eq, or, sql } from 'drizzle-orm'
import { anyOf } from '../../db/any-of.ts'
import type { Tx } from '../../db/db.ts'
import { nameKey } from '../../places/name-key.ts'
import { changesBetween } from './changes.ts'
import { type RecordDraft, referenceKey, valuesOf } from './draft.ts'
import { type FactName, factNames, type RecordFacts } from '../facts.ts'
import { sourceRecords } from '../schema.ts'

export type RecordRow = typeof sourceRecords.$inferSelect

/** A draft, under the identity it is kept by, with the record it is about; null for one nobody told of. */
export interface Matched {
  draft: RecordDraft
  record: RecordRow | null
}

/** Finds the records that drafts are about: by their own identity, else by a second one that no other draft has. */
export async function matchRecords(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  now: Date,
): Promise<Matched[]> {
  if (drafts.length === 0) return []
  const ids = drafts.flatMap((draft) => [draft.externalId, distinguished(draft)])
  const alternates = [...new Set(drafts.flatMap((draft) => draft.alternateIds))]
  const rows = await tx
    .select()
    .from(sourceRecords)
    .where(
      and(
        eq(sourceRecords.sourceId, sourceId),
        or(
          anyOf(sourceRecords.externalId, [...new Set([...ids, ...alternates])]),
          alternates.length > 0
            ? sql`${sourceRecords.alternateIds} && ${sql.param(alternates, sourceRecords.alternateIds)}`
            : undefined,
        ),
      ),
    )
  const byId = new Map(rows.map((row) => [row.externalId, row]))
  const matched = drafts.map((draft): Matched => {
    const record = byId.get(draft.externalId) ?? null
    if (!record || !isAnother(record, draft)) return { draft, record }
    const externalId = distinguished(draft)
    return { draft: { ...draft, externalId }, record: byId.get(externalId) ?? null }
  })
  const taken = new Set(matched.map(({ record }) => record))
  const byAlternate = Map.groupBy(
    rows.flatMap((row) =>
      [row.externalId, ...row.alternateIds].map((alternate) => ({ alternate, row })),
    ),
    ({ alternate }) => alternate,
  )
  for (const each of matched) {
    if (each.record) continue
    const found = each.draft.alternateIds.flatMap((alternate) => byAlternate.get(alternate) ?? [])
    const candidates = new Set(found.map(({ row }) => row))
    const [only, ...others] = [...candidates].filter(
      (row) => !taken.has(row) && isRenamed(row, each.draft, now),
    )
    if (!only || others.length > 0) continue
    each.record = only
    taken.add(only)
  }
  return matched
}

/** The identity of an item whose identifier stands for another one already. */
function distinguished({ externalId, facts }: RecordDraft): string {
  return `${externalId}#${referenceKey(facts) ?? objectKey(facts).slice(0, 200)}`
}

/**
 * Whether an item bears an identifier that was another's: some publishers number the items of each document anew. No
 * second identity is shared, both reference and object differ; without references, deadline and every word of the object.
 */
function isAnother(record: RecordRow, { facts, alternateIds }: RecordDraft): boolean {
  const [before, after] = [objectKey(record.facts), objectKey(facts)]
  if (before === after) return false
  if (record.alternateIds.some((alternate) => alternateIds.includes(alternate))) return false
  const sameReference = agree(record.referenceKey, referenceKey(facts))
  if (sameReference !== null) return !sameReference
  const words = new Set(before.split(' ').filter((word) => word.length > 3))
  return (
    agree(instantOf(record.facts), instantOf(facts)) === false &&
    !after.split(' ').some((word) => words.has(word))
  )
}

/**
 * Whether an item that shares a second identity with a record is that one under a new identifier: it names the old one
 * (a procedure whose first notice turns up late), or says the same. Addresses and titles come back: a consultation that
 * has closed does not start again under another date.
 */
function isRenamed(record: RecordRow, { facts, alternateIds }: RecordDraft, now: Date): boolean {
  if (alternateIds.includes(record.externalId)) return true
  const sameReference = agree(record.referenceKey, referenceKey(facts))
  if (sameReference !== null) return sameReference
  const deadline = instantOf(record.facts)
  const isOver = deadline !== null && deadline <= now.toISOString()
  return objectKey(record.facts) === objectKey(facts) && (!isOver || deadline === instantOf(facts))
}

/** null where one of the two is not known. */
function agree(one: string | null, other: string | null): boolean | null {
  return one === null || other === null ? null : one === other
}

function objectKey(facts: RecordFacts): string {
  return nameKey(facts.object?.value ?? '')
}

function instantOf(facts: RecordFacts): string | null {
  return facts.deadline ? new Date(facts.deadline.value.instant).toISOString() : null
}

/**
 * Whether two readings of an item say the same: case, spaces and the words around a value make no difference; how sure
 * a value is does, and every character of an address.
 */
export function saySame(one: RecordFacts, other: RecordFacts): boolean {
  if (canonical(one) === canonical(other)) return true
  const names = [...new Set([...factNames(one), ...factNames(other)])]
  return (
    names.every((name) => one[name]?.basis === other[name]?.basis) &&
    EXACT.every((name) => canonical(one[name]?.value) === canonical(other[name]?.value)) &&
    one.deadline?.value.doubt === other.deadline?.value.doubt &&
    changesBetween(valuesOf(one), valuesOf(other)).length === 0
  )
}

/** Whether two readings say that the same has become of the procedure and of each of its lots. */
export function saySameOutcome(one: RecordFacts, other: RecordFacts): boolean {
  const outcomeOf = ({ status, outcome, lots }: RecordFacts) =>
    canonical([
      status?.value,
      outcome?.value,
      lots?.value.flatMap((lot) => (lot.outcome ? [[lot.number, lot.outcome]] : [])),
    ])
  return outcomeOf(one) === outcomeOf(other)
}

const EXACT: FactName[] = ['reference', 'boampId', 'noticeUrl', 'documentsUrl', 'response']

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
