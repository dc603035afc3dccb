import { and, desc, eq, isNull, ne, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyers, correspondents } from '../partners/schema.ts'
import type { Lists } from './lists.ts'
import { daysGiven } from './days.ts'
import type { FactName } from './facts.ts'
import type { ConsultationPage, HistoryLine, Provenance } from './shown.ts'
import {
  cardOf,
  type ConsultationRow,
  LISTED_COLUMNS,
  listed,
  lotsByConsultation,
  pathOf,
  type RawRow,
  rowsOf,
} from './listing.ts'
import { stateCondition } from './matching.ts'
import { consultationBuyers, consultations, notices, sourceRecords, sources } from './schema.ts'

/** The row of a consultation by its public reference; null when there is none, or none any more (`successorOf`). */
export async function findConsultation(
  reader: Reader,
  reference: string,
): Promise<ConsultationRow | null> {
  const rows = rowsOf(
    await reader.execute<RawRow>(sql`
    select ${LISTED_COLUMNS} from ${consultations}
    left join ${buyers} on ${buyers.id} = ${consultations.buyerId}
    where ${consultations.reference} = ${reference} and ${consultations.joinedIntoId} is null`),
  )
  return rows[0] ?? null
}

/** Where a reference leads since its consultation was joined to another; null where it was not. */
export async function successorOf(reader: Reader, reference: string): Promise<string | null> {
  const [row] = await reader.execute<{ reference: string; slug: string }>(sql`
    with recursive way as (
      select joined_into_id as id from consultations where reference = ${reference}
      union select next.joined_into_id from way join consultations next on next.id = way.id)
    select reference, slug from way join consultations using (id) where joined_into_id is null`)
  return row ? pathOf(row) : null
}

/** All that the page of a consultation shows. */
export async function readConsultationPage(
  reader: Reader,
  row: ConsultationRow,
  now: Date,
  lists: Lists,
): Promise<ConsultationPage> {
  const { facts } = row
  const lotRows = (await lotsByConsultation(reader, [row.id])).get(row.id) ?? []
  const slugs = new Set(lotRows.flatMap((lot) => lot.trades))
  const [records, ofBuyers, history, correspondent, neighbours, renewedBy, renews] =
    await Promise.all([
      recordsOf(reader, row.id),
      buyersOf(reader, row),
      historyOf(reader, row.id),
      correspondentOf(reader, row.buyer_slug),
      neighboursOf(reader, row, [...slugs], now, lists),
      linked(reader, eq(consultations.renewsId, row.id)),
      row.renews_id === null ? null : linked(reader, eq(consultations.id, row.renews_id)),
    ])
  return {
    listed: cardOf(row, lotRows, now, lists.gazetteer, null),
    ocid: row.ocid,
    publishedAt: row.published_at,
    daysGiven: daysGiven(row.published_at, facts.deadline),
    facts,
    buyers: ofBuyers,
    lots: facts.lots ?? [],
    provenance: provenanceOf(row, records),
    history,
    sources: records.map((record) => ({
      name: record.source,
      url: record.url,
      lastSeen: record.changedAt,
    })),
    correspondent,
    ...neighbours,
    trades: lists.trades
      .filter((trade) => slugs.has(trade.slug))
      .map(({ slug, label }) => ({ slug, label })),
    questionsUntil: facts.questionsUntil ?? null,
    renewedBy,
    renews,
  }
}

type Records = Awaited<ReturnType<typeof recordsOf>>

async function recordsOf(reader: Reader, consultationId: number) {
  return reader
    .select({
      id: sourceRecords.id,
      source: sources.name,
      url: sql<string | null>`${sourceRecords.facts}->'noticeUrl'->>'value'`,
      changedAt: sourceRecords.changedAt,
    })
    .from(sourceRecords)
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(eq(sourceRecords.consultationId, consultationId))
    .orderBy(sourceRecords.id)
}

function provenanceOf(row: ConsultationRow, records: Records): ConsultationPage['provenance'] {
  const found: Partial<Record<FactName, Provenance>> = {}
  const byId = new Map(records.map((record) => [record.id, record]))
  for (const [name, { recordId, words, basis, parts = [] }] of Object.entries(row.provenance)) {
    const record = byId.get(recordId)
    if (record)
      found[name as FactName] = {
        source: record.source,
        url: record.url,
        words,
        basis,
        readAt: record.changedAt,
        parts: parts.flatMap((part) => {
          const source = byId.get(part.recordId)?.source
          return source === undefined ? [] : [{ ...part, source }]
        }),
      }
  }
  return found
}

async function buyersOf(reader: Reader, row: ConsultationRow): Promise<ConsultationPage['buyers']> {
  const known = await reader
    .select({
      name: buyers.name,
      slug: buyers.slug,
      siret: buyers.siret,
      coordinator: consultationBuyers.coordinator,
    })
    .from(consultationBuyers)
    .innerJoin(buyers, eq(buyers.id, consultationBuyers.buyerId))
    .where(eq(consultationBuyers.consultationId, row.id))
    .orderBy(desc(consultationBuyers.coordinator), buyers.name)
  if (known.length > 0) return known
  return (row.facts.buyers ?? []).map((buyer) => ({ ...buyer, slug: null }))
}

async function historyOf(reader: Reader, consultationId: number): Promise<HistoryLine[]> {
  const rows = await reader
    .select({
      id: notices.id,
      kind: notices.kind,
      publishedAt: notices.publishedAt,
      recordedAt: notices.recordedAt,
      changes: notices.changes,
      reason: notices.reason,
      source: sources.name,
    })
    .from(notices)
    .leftJoin(sourceRecords, eq(sourceRecords.id, notices.recordId))
    .leftJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(eq(notices.consultationId, consultationId))
    .orderBy(notices.id)
  return rows
}

async function correspondentOf(
  reader: Reader,
  buyerSlug: string | null,
): Promise<ConsultationPage['correspondent']> {
  if (buyerSlug === null) return null
  const [row] = await reader
    .select({
      name: correspondents.name,
      function: correspondents.function,
      email: correspondents.email,
      phones: correspondents.phones,
    })
    .from(correspondents)
    .innerJoin(buyers, eq(buyers.partnerId, correspondents.partnerId))
    .where(eq(buyers.slug, buyerSlug))
  return row
    ? { name: row.name, function: row.function, email: row.email, phone: row.phones[0] ?? null }
    : null
}

const NEIGHBOURS = 5

/** Open consultations beside this one at the nearest deadlines: its buyer's, and others' of the same trades. */
async function neighboursOf(
  reader: Reader,
  row: ConsultationRow,
  trades: string[],
  now: Date,
  lists: Lists,
): Promise<Pick<ConsultationPage, 'sameBuyer' | 'similar'>> {
  const [same, others] = await Promise.all([
    sameBuyer(reader, row, now),
    similar(reader, row, trades, now),
  ])
  const cards = await listed(reader, [...same, ...others], now, lists.gazetteer, null)
  return { sameBuyer: cards.slice(0, same.length), similar: cards.slice(same.length) }
}

async function sameBuyer(
  reader: Reader,
  row: ConsultationRow,
  now: Date,
): Promise<ConsultationRow[]> {
  if (row.buyer_slug === null) return []
  return rowsOf(
    await reader.execute<RawRow>(sql`
    select ${LISTED_COLUMNS} from ${consultations}
    join ${buyers} on ${buyers.id} = ${consultations.buyerId}
    where ${and(stateCondition('open', now), eq(buyers.slug, row.buyer_slug), ne(consultations.id, row.id))}
    order by ${consultations.closesAt} limit ${NEIGHBOURS}`),
  )
}

/** Other buyers' of the same trades. */
async function similar(
  reader: Reader,
  row: ConsultationRow,
  trades: string[],
  now: Date,
): Promise<ConsultationRow[]> {
  if (trades.length === 0) return []
  return rowsOf(
    await reader.execute<RawRow>(sql`
    select ${LISTED_COLUMNS} from ${consultations}
    left join ${buyers} on ${buyers.id} = ${consultations.buyerId}
    where ${stateCondition('open', now)} and ${consultations.id} <> ${row.id}
      and ${consultations.buyerId} is distinct from (select id from buyers where slug = ${row.buyer_slug})
      and exists (select 1 from lots where lots.consultation_id = ${consultations.id}
        and lots.trades && string_to_array(${trades.join(',')}, ','))
    order by ${consultations.closesAt} limit ${NEIGHBOURS}`),
  )
}

/** The latest consultation that stands and answers this. */
async function linked(reader: Reader, where: SQL): Promise<ConsultationPage['renews']> {
  const [row] = await reader
    .select({
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
    })
    .from(consultations)
    .where(and(where, isNull(consultations.joinedIntoId)))
    .orderBy(desc(consultations.id))
    .limit(1)
  return row ? { path: pathOf(row), title: row.title } : null
}
