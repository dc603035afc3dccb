import { sql } from 'drizzle-orm'
import { anyOf } from '../../db/any-of.ts'
import type { Tx } from '../../db/db.ts'
import { insertRows } from '../../db/insert-rows.ts'
import { type ClosingRow, CLOSING_COLUMNS, closingWith, nearness } from './near-matches.ts'
import { tellingWords } from '../same-words.ts'
import { type Nearness, possibleDuplicates, sourceRecords } from '../schema.ts'

/**
 * Asks whether these consultations are ones that are known already: of the same buyer, nearly the same object, deadlines
 * within a day or so. Merges nothing. What was asked before, whatever the answer, is not asked again.
 */
export async function askOfNear(tx: Tx, consultationIds: number[], now: Date): Promise<void> {
  const near = await nearPairs(tx, consultationIds)
  if (near.length === 0) return
  const identities = await identitiesOf(
    tx,
    near.flatMap(({ elderId, youngerId }) => [elderId, youngerId]),
  )
  const asked = near.filter(({ elderId, youngerId, why }) =>
    mayBeOne(identities.get(elderId) ?? [], identities.get(youngerId) ?? [], why),
  )
  if (asked.length === 0) return
  await insertRows(
    tx,
    possibleDuplicates,
    asked.map((pair) => ({ ...pair, askedAt: now })),
    sql`on conflict do nothing`,
  )
}

interface Pair {
  elderId: number
  youngerId: number
  why: Nearness
}

type PairRow = ClosingRow & { own_id: number; own_title: string; own_deadline_at: string }

async function nearPairs(tx: Tx, ids: number[]): Promise<Pair[]> {
  if (ids.length === 0) return []
  const rows = await tx.execute<PairRow>(sql`
    select own.id as own_id, own.title as own_title, own.deadline_at as own_deadline_at, ${CLOSING_COLUMNS}
    from consultations own
    cross join lateral ${closingWith(sql`own.buyer_id`, sql`own.deadline_at`)}
    where ${anyOf(sql`own.id`, ids)} and own.joined_into_id is null and near.id <> own.id`)
  const pairs = new Map<string, Pair>()
  for (const row of rows) {
    const why = nearness(
      { deadlineAt: new Date(row.own_deadline_at), words: tellingWords(row.own_title) },
      { deadlineAt: new Date(row.deadline_at), words: tellingWords(row.title) },
    )
    if (!why) continue
    const [elderId, youngerId] = [Math.min(row.own_id, row.id), Math.max(row.own_id, row.id)]
    pairs.set(`${elderId} ${youngerId}`, { elderId, youngerId, why })
  }
  return [...pairs.values()]
}

interface Identity {
  consultationId: number
  sourceId: number
  boampId: string | null
  referenceKey: string | null
}

async function identitiesOf(tx: Tx, ids: number[]): Promise<Map<number, Identity[]>> {
  const rows = await tx
    .select({
      consultationId: sourceRecords.consultationId,
      sourceId: sourceRecords.sourceId,
      boampId: sourceRecords.boampId,
      referenceKey: sourceRecords.referenceKey,
    })
    .from(sourceRecords)
    .where(anyOf(sourceRecords.consultationId, [...new Set(ids)]))
  return Map.groupBy(rows, (row) => row.consultationId)
}

/** A source knows its own: what it tells apart is two, unless it says the very same twice. */
function mayBeOne(elder: Identity[], younger: Identity[], { sameWords, deadlineGap }: Nearness) {
  return !elder.some((one) =>
    younger.some((other) => {
      if (one.boampId !== null && other.boampId !== null && one.boampId !== other.boampId)
        return true
      if (one.sourceId !== other.sourceId) return false
      const isOtherReference =
        one.referenceKey !== null &&
        other.referenceKey !== null &&
        one.referenceKey !== other.referenceKey
      return isOtherReference || sameWords < 1 || deadlineGap > 0
    }),
  )
}
