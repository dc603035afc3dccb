import { and, asc, desc, eq, gte, inArray, isNull, lt, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Facts } from '../consultations/facts.ts'
import type { Change, NoticeKind } from '../consultations/shown.ts'
import { consultationBuyers, consultations, notices } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import { beginningOf, parisYear } from '../rules/calendar.ts'

/** Consultations read at a time: what an export holds in memory. */
export const PAGE_SIZE = 200

/** A consultation as open data tell it: nothing that depends on the time of day. */
export interface PublishedConsultation {
  id: number
  reference: string
  ocid: string
  slug: string
  /** As it is shown. */
  title: string
  status: Facts['status']
  publishedAt: Date
  lastChangeAt: Date
  deadlineMoves: number
  facts: Partial<Facts>
  /** Every buyer, the one that buys for the others first; with its number where the directory or the source has it. */
  buyers: { name: string; siret: string | null; slug: string | null }[]
  /** The consultation that it starts again. */
  renews: { reference: string; ocid: string; title: string } | null
  /** The planned purchases that announced it. */
  announced: { id: number; object: string }[]
}

/** An event of its history. */
export interface PublishedNotice {
  id: number
  kind: NoticeKind
  /** When its source published it. */
  publishedAt: Date
  /** When it was recorded here. */
  recordedAt: Date
  changes: Change[]
  reason: string | null
  /** False where it was told of a consultation that has been joined to this one since. */
  isOwn: boolean
}

export type WithHistory = PublishedConsultation & { notices: PublishedNotice[] }

/** The consultation of this reference, with its history; null where there is none, or none any more. */
export async function findPublished(
  reader: Reader,
  reference: string,
): Promise<WithHistory | null> {
  const rows = await published(reader, eq(consultations.reference, reference), [], 1)
  return (await withHistory(reader, rows))[0] ?? null
}

/**
 * Every consultation in pages that are read one after the other, the year's in the order of their publication (Paris), all
 * of them in that of their numbers. A page is one look at the database: what changes meanwhile may or may not be in it.
 */
export async function* publishedPages(
  reader: Reader,
  year: number | null,
): AsyncGenerator<PublishedConsultation[]> {
  let last: PublishedConsultation | undefined
  do {
    const page: PublishedConsultation[] =
      year === null
        ? await published(reader, afterId(last), [asc(consultations.id)], PAGE_SIZE)
        : await published(
            reader,
            ofYear(year, last),
            [asc(consultations.publishedAt), asc(consultations.id)],
            PAGE_SIZE,
          )
    if (page.length > 0) yield page
    last = page.length === PAGE_SIZE ? page.at(-1) : undefined
  } while (last)
}

/** The same with their histories. */
export async function* historyPages(
  reader: Reader,
  year: number | null,
): AsyncGenerator<WithHistory[]> {
  for await (const page of publishedPages(reader, year)) yield await withHistory(reader, page)
}

/** The years in which consultations were published, the latest first. */
export async function publishedYears(reader: Reader): Promise<number[]> {
  const [row] = await reader
    .select({
      first: sql<string | null>`min(${consultations.publishedAt})`,
      last: sql<string | null>`max(${consultations.publishedAt})`,
    })
    .from(consultations)
    .where(isNull(consultations.joinedIntoId))
  if (!row?.first || !row.last) return []
  const [first, last] = [parisYear(new Date(row.first)), parisYear(new Date(row.last))]
  return Array.from({ length: last - first + 1 }, (_, back) => last - back)
}

/** The latest consultation, for examples; null while there is none. */
export async function someReference(reader: Reader): Promise<string | null> {
  const [row] = await reader
    .select({ reference: consultations.reference })
    .from(consultations)
    .where(isNull(consultations.joinedIntoId))
    .orderBy(desc(consultations.publishedAt), desc(consultations.id))
    .limit(1)
  return row?.reference ?? null
}

/** The instant at which a year begins in Paris. */
export function beginningOfYear(year: number): Date {
  return beginningOf(`${year}-01-01`)
}

function afterId(last: PublishedConsultation | undefined): SQL {
  return sql`${consultations.id} > ${last?.id ?? 0}`
}

function ofYear(year: number, last: PublishedConsultation | undefined): SQL | undefined {
  return and(
    gte(consultations.publishedAt, beginningOfYear(year)),
    lt(consultations.publishedAt, beginningOfYear(year + 1)),
    last &&
      sql`(${consultations.publishedAt}, ${consultations.id}) > (${last.publishedAt.toISOString()}::timestamptz, ${last.id}::int)`,
  )
}

const earlier = alias(consultations, 'earlier')

async function published(
  reader: Reader,
  where: SQL | undefined,
  order: SQL[],
  limit: number,
): Promise<PublishedConsultation[]> {
  const rows = await reader
    .select({
      id: consultations.id,
      reference: consultations.reference,
      ocid: consultations.ocid,
      slug: consultations.slug,
      title: consultations.title,
      status: consultations.status,
      publishedAt: consultations.publishedAt,
      lastChangeAt: consultations.lastChangeAt,
      deadlineMoves: consultations.deadlineMoves,
      facts: consultations.facts,
      renews: { reference: earlier.reference, ocid: earlier.ocid, title: earlier.title },
    })
    .from(consultations)
    .leftJoin(earlier, and(eq(earlier.id, consultations.renewsId), isNull(earlier.joinedIntoId)))
    .where(and(isNull(consultations.joinedIntoId), where))
    .orderBy(...order)
    .limit(limit)
  const buyersOf = await knownBuyers(
    reader,
    rows.map(({ id }) => id),
  )
  const announcing = await announcedIn(
    reader,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    ...row,
    buyers: allBuyers(row.facts, buyersOf.get(row.id) ?? []),
    announced: announcing.get(row.id) ?? [],
  }))
}

/** What announced these consultations, and those that were joined to them. */
async function announcedIn(
  reader: Reader,
  ids: number[],
): Promise<Map<number, PublishedConsultation['announced']>> {
  if (ids.length === 0) return new Map()
  const rows = await reader.execute<{ consultation: number; id: number; object: string }>(sql`
    with recursive same as (
      select id, id as standing from consultations where ${inArray(sql`id`, ids)}
      union all select c.id, same.standing from consultations c join same on c.joined_into_id = same.id)
    select same.standing as consultation, p.id, p.object
    from same join planned_purchases p on p.consultation_id = same.id order by p.id`)
  return Map.groupBy([...rows], ({ consultation }) => consultation)
}

type Known = { consultationId: number } & PublishedConsultation['buyers'][number]

async function knownBuyers(reader: Reader, ids: number[]): Promise<Map<number, Known[]>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .select({
      consultationId: consultationBuyers.consultationId,
      name: buyers.name,
      siret: buyers.siret,
      slug: buyers.slug,
    })
    .from(consultationBuyers)
    .innerJoin(buyers, eq(buyers.id, consultationBuyers.buyerId))
    .where(inArray(consultationBuyers.consultationId, ids))
    .orderBy(desc(consultationBuyers.coordinator), buyers.name)
  return Map.groupBy(rows, ({ consultationId }) => consultationId)
}

/** Those that the directory knows, under their best known names; as the source names them where it knows not all. */
function allBuyers(facts: Partial<Facts>, known: Known[]): PublishedConsultation['buyers'] {
  const named = facts.buyers ?? []
  if (known.length > 0 && known.length >= named.length)
    return known.map(({ name, siret, slug }) => ({ name, siret, slug }))
  return named
    .toSorted((one, other) => Number(other.coordinator) - Number(one.coordinator))
    .map(({ name, siret }) => ({ name, siret, slug: null }))
}

async function withHistory(reader: Reader, page: PublishedConsultation[]): Promise<WithHistory[]> {
  if (page.length === 0) return []
  const rows = await reader
    .select({
      consultationId: notices.consultationId,
      id: notices.id,
      kind: notices.kind,
      publishedAt: notices.publishedAt,
      recordedAt: notices.recordedAt,
      changes: notices.changes,
      reason: notices.reason,
      isOwn: sql<boolean>`${notices.toldOfId} is null`,
    })
    .from(notices)
    .where(
      inArray(
        notices.consultationId,
        page.map(({ id }) => id),
      ),
    )
    .orderBy(notices.consultationId, notices.id)
  const noticesOf = Map.groupBy(rows, ({ consultationId }) => consultationId)
  return page.map((consultation) => ({
    ...consultation,
    notices: noticesOf.get(consultation.id) ?? [],
  }))
}
