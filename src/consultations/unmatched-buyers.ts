import { and, count, desc, eq, isNull, lt, max, not, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { buyerKey } from '../partners/buyer-key.ts'
import { buyerAliases, buyers } from '../partners/schema.ts'
import { consultationBuyers, consultations } from './schema.ts'

/** A buyer that a source named and nobody knows: neither the directory nor the official lists, nor an administrator. */
export interface UnmatchedBuyer {
  id: number
  slug: string
  /** As the source typed it. */
  name: string
  siret: string | null
  /** Consultations that name it. */
  times: number
  latest: { title: string; path: string; publishedAt: Date } | null
  /** Known buyers with names like it, the likest first. */
  candidates: { slug: string; name: string }[]
}

/** Buyers on one page of the list. */
const PAGE = 50

/**
 * The unmatched buyers, most often met first, fifty at a time; `before` goes on after a page's last one. `next` is the
 * key of the following page, null at the end.
 */
export async function listUnmatched(
  reader: Reader,
  before: UnmatchedKey | null,
): Promise<{ buyers: UnmatchedBuyer[]; next: UnmatchedKey | null }> {
  const rows = await selectUnmatched(reader, isUnmatched)
    .having(
      before === null
        ? undefined
        : or(
            lt(times, before.times),
            and(eq(times, before.times), sql`${buyers.id} > ${before.id}`),
          ),
    )
    .orderBy(desc(times), buyers.id)
    .limit(PAGE + 1)
  const list = await withCandidates(reader, rows.slice(0, PAGE))
  const last = list.at(-1)
  return {
    buyers: list,
    next: rows.length > PAGE && last ? { times: last.times, id: last.id } : null,
  }
}

/** The unmatched buyer with this address word; null when there is none. */
export async function findUnmatched(reader: Reader, slug: string): Promise<UnmatchedBuyer | null> {
  const rows = await selectUnmatched(reader, and(eq(buyers.slug, slug), isUnmatched))
  return (await withCandidates(reader, rows))[0] ?? null
}

/** The address word of the unmatched buyer that is spelt so; null when there is none. */
export async function findUnmatchedNamed(reader: Reader, name: string): Promise<string | null> {
  const [row] = await reader
    .select({ slug: buyers.slug })
    .from(buyers)
    .where(and(eq(buyers.nameKey, buyerKey(name)), isUnmatched))
    .orderBy(buyers.id)
    .limit(1)
  return row?.slug ?? null
}

/** Every buyer that somebody vouches for, in alphabetical order: what an unmatched one may be. */
export async function knownBuyers(reader: Reader): Promise<{ slug: string; name: string }[]> {
  const rows = await reader
    .select({ slug: buyers.slug, name: buyers.name })
    .from(buyers)
    .where(not(isUnmatched ?? sql`false`))
  return rows.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

const times = count(consultationBuyers.consultationId)

function selectUnmatched(reader: Reader, which: typeof isUnmatched) {
  return reader
    .select({
      id: buyers.id,
      slug: buyers.slug,
      name: buyers.name,
      nameKey: buyers.nameKey,
      siret: buyers.siret,
      times,
      latestId: max(consultationBuyers.consultationId),
    })
    .from(buyers)
    .leftJoin(consultationBuyers, eq(consultationBuyers.buyerId, buyers.id))
    .where(which)
    .groupBy(buyers.id)
    .$dynamic()
}

type Selected = Awaited<ReturnType<typeof selectUnmatched>>[number]

async function withCandidates(reader: Reader, rows: Selected[]): Promise<UnmatchedBuyer[]> {
  const list: UnmatchedBuyer[] = []
  for (const { nameKey, latestId, ...row } of rows)
    list.push({
      ...row,
      latest: latestId === null ? null : await latestOf(reader, latestId),
      candidates: await candidatesFor(reader, nameKey),
    })
  return list
}

/** Where a page of the list ends. */
export interface UnmatchedKey {
  times: number
  id: number
}

/** How many there are. */
export async function countUnmatched(reader: Reader): Promise<number> {
  const [row] = await reader.select({ n: count() }).from(buyers).where(isUnmatched)
  return row?.n ?? 0
}

/** Whose names anybody vouches for have an entry among the spellings. */
export const isUnmatched = and(
  isNull(buyers.partnerId),
  isNull(buyers.place),
  sql`not exists (select 1 from ${buyerAliases} where ${buyerAliases.buyerId} = ${buyers.id})`,
)

async function latestOf(reader: Reader, id: number): Promise<UnmatchedBuyer['latest']> {
  const [row] = await reader
    .select({
      title: consultations.title,
      reference: consultations.reference,
      slug: consultations.slug,
      publishedAt: consultations.publishedAt,
    })
    .from(consultations)
    .where(eq(consultations.id, id))
  return row
    ? {
        title: row.title,
        path: `/consultations/${row.reference}-${row.slug}`,
        publishedAt: row.publishedAt,
      }
    : null
}

/** Names less alike than this are none. */
const LEAST_ALIKE = 0.3

async function candidatesFor(
  reader: Reader,
  nameKey: string,
): Promise<UnmatchedBuyer['candidates']> {
  const likeness = (key: typeof buyers.nameKey | typeof buyerAliases.nameKey) =>
    sql`similarity(${weighty(sql`${key}`)}, ${weighty(sql`${nameKey}::text`)})`
  const alike = sql<number>`max(greatest(${likeness(buyerAliases.nameKey)}, ${likeness(buyers.nameKey)}))`
  return reader
    .select({ slug: buyers.slug, name: buyers.name })
    .from(buyerAliases)
    .innerJoin(buyers, eq(buyers.id, buyerAliases.buyerId))
    .groupBy(buyers.id)
    .having(sql`${alike} > ${LEAST_ALIKE}`)
    .orderBy(desc(alike), buyers.id)
    .limit(3)
}

/** A name without the small words, which all names share. */
function weighty(key: SQL): SQL {
  return sql`regexp_replace(${key}, '\\m(de|du|des|d|la|le|les|l|et)\\M ?', '', 'g')`
}
