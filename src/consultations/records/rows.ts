import { getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '../../db/db.ts'
import { insertRows } from '../../db/insert-rows.ts'
import { slugOfName } from '../../partners/buyer-key.ts'
import { awardRows } from './award-rows.ts'
import { consultationColumns, type KnownBuyer, type LotRow, searchTextOf } from './columns.ts'
import { comparableReference, type RecordContext, type RecordDraft, referenceKey } from './draft.ts'
import { buyerIdOf } from './main-buyer.ts'
import type { Projection } from './projection.ts'
import { awards, consultationBuyers, lots } from '../schema.ts'

/** The row of source_records that holds a draft. */
export function recordRow(sourceId: number, consultationId: number, draft: RecordDraft, now: Date) {
  const saidAt = draft.publishedAt && draft.publishedAt < now ? draft.publishedAt : now
  return {
    sourceId,
    consultationId,
    ...draftColumns(draft),
    publishedAt: draft.publishedAt,
    firstSeenAt: now,
    deadlineSaidAt: saidAt,
    outcomeSaidAt: saidAt,
    changedAt: now,
  }
}

/** The columns of source_records that are as a draft says. */
export function draftColumns({ externalId, alternateIds, raw, facts }: RecordDraft) {
  const boampId = facts.boampId?.value ?? null
  return { externalId, alternateIds, boampId, referenceKey: referenceKey(facts), raw, facts }
}

/** The columns of a consultation that its facts decide. */
export function consultationRow(
  { facts, provenance }: Projection,
  publishedAt: Date,
  reference: string,
  buyer: KnownBuyer | null,
  rows: LotRow[],
  context: RecordContext,
) {
  const title = context.titleOf(facts.object ?? '', facts.reference ?? null)
  const labels = context.trades
    .filter((trade) => rows.some((row) => row.trades.includes(trade.slug)))
    .map((trade) => trade.label)
  return {
    title,
    slug: slugOfName(title),
    buyerId: buyer?.id ?? null,
    publishedAt,
    ...consultationColumns(facts, publishedAt),
    signatory: buyer?.signatory ?? false,
    demonstration: context.demonstration,
    facts,
    provenance,
    searchText: searchTextOf(facts, reference, buyer, labels),
  }
}

/** A consultation whose rows beside its own are to be written. */
export interface Part {
  id: number
  projection: Projection
  buyer: KnownBuyer | null
  publishedAt: Date
  rows: LotRow[]
}

/** Writes the lots, awards and buyers of these consultations. */
export async function insertParts(tx: Tx, parts: Part[], context: RecordContext): Promise<void> {
  await insertRows(
    tx,
    lots,
    parts.flatMap(({ id, rows }) => rows.map((row) => ({ ...row, consultationId: id }))),
  )
  const awarded = parts.flatMap(({ id, projection, rows, publishedAt }) =>
    awardRows(id, projection.facts, rows, context.now, publishedAt),
  )
  if (awarded.length > 0) await tx.insert(awards).values(awarded)
  const several = []
  for (const { id, projection, buyer } of parts) {
    const named = projection.facts.buyers ?? []
    if (named.length < 2 && buyer)
      several.push({ consultationId: id, buyerId: buyer.id, coordinator: false })
    if (named.length < 2) continue
    for (const each of named) {
      const buyerId = await buyerIdOf(tx, each)
      if (buyerId !== null)
        several.push({ consultationId: id, buyerId, coordinator: each.coordinator })
    }
  }
  // A group may name one buyer twice: the first time counts.
  const distinct = new Map(
    several.toReversed().map((row) => [`${row.consultationId} ${row.buyerId}`, row]),
  )
  await insertRows(tx, consultationBuyers, [...distinct.values()])
}

/** Links what is started again to what it starts again: the consultation of the same buyer with the reference it names. */
export async function linkRenewals(
  tx: Tx,
  parts: (Pick<Part, 'id'> & {
    projection: Pick<Projection, 'facts'>
    buyer: { id: number } | null
  })[],
): Promise<void> {
  for (const { id, projection, buyer } of parts) {
    const key = comparableReference(projection.facts.renews)
    if (key === null || !buyer) continue
    await tx.execute(sql`
      update consultations set renews_id = coalesce((
        select earlier.id from consultations earlier
        join source_records r on r.consultation_id = earlier.id
        where r.reference_key = ${key} and earlier.buyer_id = ${buyer.id} and earlier.id <> ${id}
        order by earlier.id desc limit 1), renews_id)
      where id = ${id}`)
  }
}

/** Ids for rows about to be inserted, so that rows which name each other can be written in one go. */
export async function reserveIds(tx: Tx, table: PgTable, count: number): Promise<number[]> {
  const rows = await tx.execute<{ id: number }>(
    sql`select nextval(pg_get_serial_sequence(${getTableName(table)}, 'id'))::int as id from generate_series(1, ${count})`,
  )
  return [...rows].map((row) => row.id)
}
