import { and, asc, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Reader, Tx } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import type { Facts, Moment } from './facts.ts'
import { pathOf } from './listing.ts'
import {
  consultations,
  overriddenDeadlines,
  possibleDuplicates,
  sourceRecords,
  sources,
  type WhyAsked,
} from './schema.ts'

/** What an agent compares of a consultation. */
export interface Compared {
  id: number
  reference: string
  path: string
  title: string
  buyer: string
  publishedAt: Date
  facts: Partial<Facts>
  records: ComparedRecord[]
}

export interface ComparedRecord {
  id: number
  sourceId: number
  source: string
  url: string | null
  object: string | null
}

export interface Question {
  elder: Compared
  younger: Compared
  why: WhyAsked | null
}

/** Whose consultations are meant: a partner's, or everybody's where it is null. */
export type OfPartner = number | null

const QUESTIONS = 100

/** The questions that wait for an answer, of consultations that stand; the oldest first, at most a hundred. */
export async function openQuestions(reader: Reader, partnerId: OfPartner): Promise<Question[]> {
  const elder = alias(consultations, 'elder')
  const younger = alias(consultations, 'younger')
  const pairs = await reader
    .select({
      elderId: possibleDuplicates.elderId,
      youngerId: possibleDuplicates.youngerId,
      why: possibleDuplicates.why,
    })
    .from(possibleDuplicates)
    .innerJoin(elder, and(eq(elder.id, possibleDuplicates.elderId), isNull(elder.joinedIntoId)))
    .innerJoin(
      younger,
      and(eq(younger.id, possibleDuplicates.youngerId), isNull(younger.joinedIntoId)),
    )
    .where(
      and(
        isNull(possibleDuplicates.answer),
        partnerId === null
          ? undefined
          : or(isOf(sql`${elder.id}`, partnerId), isOf(sql`${younger.id}`, partnerId)),
      ),
    )
    .orderBy(asc(possibleDuplicates.askedAt), asc(possibleDuplicates.youngerId))
    .limit(QUESTIONS)
  const found = await comparedOf(
    reader,
    pairs.flatMap((pair) => [pair.elderId, pair.youngerId]),
  )
  return pairs.flatMap(({ elderId, youngerId, why }) => {
    const [one, other] = [found.get(elderId), found.get(youngerId)]
    return one && other ? [{ elder: one, younger: other, why }] : []
  })
}

const TOGETHER = 50

/** Consultations under way that several sources tell of: those that may have to be separated. At most fifty. */
export async function joinedConsultations(
  reader: Reader,
  partnerId: number,
  now: Date,
): Promise<Compared[]> {
  const rows = await reader
    .select({ id: consultations.id })
    .from(consultations)
    .where(
      and(
        isNull(consultations.joinedIntoId),
        sql`${consultations.closesAt} > ${now.toISOString()}`,
        isOf(sql`${consultations.id}`, partnerId),
        sql`(select count(*) from source_records r where r.consultation_id = ${consultations.id}) > 1`,
      ),
    )
    .orderBy(desc(consultations.lastChangeAt), desc(consultations.id))
    .limit(TOGETHER)
  const ids = rows.map(({ id }) => id)
  const found = await comparedOf(reader, ids)
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** A deadline that an agent typed, and the official one that took its place. */
export interface OverriddenDeadline {
  id: number
  path: string
  title: string
  typed: Moment
  official: Moment
}

/** Those of a partner's agents that nobody has acknowledged, the newest first. */
export async function unseenOverriddenDeadlines(
  reader: Reader,
  partnerId: number,
): Promise<OverriddenDeadline[]> {
  const rows = await reader
    .select({
      id: overriddenDeadlines.id,
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
      typed: overriddenDeadlines.typed,
      official: overriddenDeadlines.official,
    })
    .from(overriddenDeadlines)
    .innerJoin(sourceRecords, eq(sourceRecords.id, overriddenDeadlines.recordId))
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(and(isNull(overriddenDeadlines.seenAt), eq(sources.partnerId, partnerId)))
    .orderBy(desc(overriddenDeadlines.id))
    .limit(QUESTIONS)
  return rows.map(({ reference, slug, ...row }) => ({ ...row, path: pathOf({ reference, slug }) }))
}

/** Keeps that an agent has seen that its partner's deadline was replaced; false where there is no such thing to see. */
export async function acknowledgeDeadline(
  tx: Tx,
  id: number,
  partnerId: number,
  now: Date,
): Promise<boolean> {
  if (!Number.isSafeInteger(id) || id > 2_147_483_647) return false
  const seen = await tx
    .update(overriddenDeadlines)
    .set({ seenAt: now })
    .where(
      and(
        eq(overriddenDeadlines.id, id),
        isNull(overriddenDeadlines.seenAt),
        sql`exists (select 1 from source_records r join sources s on s.id = r.source_id
          where r.id = ${overriddenDeadlines.recordId} and s.partner_id = ${partnerId})`,
      ),
    )
    .returning({ id: overriddenDeadlines.id })
  return seen.length > 0
}

/** What is to be compared of one consultation that stands, by its reference. */
export async function comparedBy(reader: Reader, reference: string): Promise<Compared | null> {
  const [row] = await reader
    .select({ id: consultations.id })
    .from(consultations)
    .where(and(eq(consultations.reference, reference), isNull(consultations.joinedIntoId)))
  return row ? ((await comparedOf(reader, [row.id])).get(row.id) ?? null) : null
}

/** Whether a partner buys what one of these consultations is about, alone or with others. */
export async function concernsPartner(
  reader: Reader,
  references: string[],
  partnerId: number,
): Promise<boolean> {
  const [row] = await reader
    .select({ id: consultations.id })
    .from(consultations)
    .where(
      and(inArray(consultations.reference, references), isOf(sql`${consultations.id}`, partnerId)),
    )
    .limit(1)
  return row !== undefined
}

function isOf(consultationId: SQL, partnerId: number): SQL {
  return sql`exists (select 1 from consultation_buyers cb join buyers b on b.id = cb.buyer_id
    where cb.consultation_id = ${consultationId} and b.partner_id = ${partnerId})`
}

async function comparedOf(reader: Reader, ids: number[]): Promise<Map<number, Compared>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .select({
      id: consultations.id,
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
      buyer: buyers.name,
      publishedAt: consultations.publishedAt,
      facts: consultations.facts,
    })
    .from(consultations)
    .leftJoin(buyers, eq(buyers.id, consultations.buyerId))
    .where(inArray(consultations.id, ids))
  const records = await reader
    .select({
      consultationId: sourceRecords.consultationId,
      id: sourceRecords.id,
      sourceId: sources.id,
      source: sources.name,
      url: sql<string | null>`${sourceRecords.facts}->'noticeUrl'->>'value'`,
      object: sql<string | null>`${sourceRecords.facts}->'object'->>'value'`,
    })
    .from(sourceRecords)
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(inArray(sourceRecords.consultationId, ids))
    .orderBy(sourceRecords.id)
  return new Map(
    rows.map(({ slug, buyer, ...row }) => [
      row.id,
      {
        ...row,
        path: pathOf({ reference: row.reference, slug }),
        buyer: buyer ?? row.facts.buyers?.[0]?.name ?? '',
        records: records.filter((record) => record.consultationId === row.id),
      },
    ]),
  )
}
