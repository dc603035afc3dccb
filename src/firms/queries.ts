import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { firmLookups, firms, firmServices } from './schema.ts'

/** What is known of a firm. */
export type KnownFirm = typeof firms.$inferSelect

/** What is known of these firms, by SIREN; those that are not known are not in it. For pages: some hundreds at most. */
export async function firmsOf(reader: Reader, sirens: string[]): Promise<Map<string, KnownFirm>> {
  if (sirens.length === 0) return new Map()
  const rows = await reader
    .select()
    .from(firms)
    .where(inArray(firms.siren, [...new Set(sirens)]))
  return new Map(rows.map((row) => [row.siren, row]))
}

/** How far the register of firms has been asked. */
export interface FirmsStand {
  /** Of all firms and establishments that somebody wants to know of. */
  wanted: number
  found: number
  notFound: number
  /** Not answered yet, and never failed. */
  waiting: number
  failing: number
  impossible: number
  /** Kept, wanted or not. */
  firms: number
  withSize: number
  establishments: number
  withPlace: number
  service: typeof firmServices.$inferSelect | null
  /** Those that fail, the next to be asked again first. */
  failures: { number: string; attempts: number; lastFailure: string | null; dueAt: Date | null }[]
}

const MOST_FAILURES = 20

/** How far the register has been asked, and what came of it. */
export async function firmsStand(reader: Reader): Promise<FirmsStand> {
  const [lookups] = await reader.execute<Record<Counted, number>>(sql`
    select count(*)::int as wanted,
      count(*) filter (where found and state <> 'impossible')::int as found,
      count(*) filter (where not found)::int as "notFound",
      count(*) filter (where state = 'wanted')::int as waiting,
      count(*) filter (where state = 'failing')::int as failing,
      count(*) filter (where state = 'impossible')::int as impossible
    from firm_lookups`)
  const [known] = await reader.execute<Record<'firms' | 'withSize', number>>(
    sql`select count(*)::int as firms, count(size)::int as "withSize" from firms`,
  )
  const [placed] = await reader.execute<Record<'establishments' | 'withPlace', number>>(
    sql`select count(*)::int as establishments, count(commune)::int as "withPlace" from establishments`,
  )
  if (!lookups || !known || !placed) throw new Error('a count has one row')
  const [service] = await reader
    .select()
    .from(firmServices)
    .where(eq(firmServices.source, 'recherche-entreprises'))
  const failures = await reader
    .select({
      number: firmLookups.number,
      attempts: firmLookups.attempts,
      lastFailure: firmLookups.lastFailure,
      dueAt: firmLookups.dueAt,
    })
    .from(firmLookups)
    .where(eq(firmLookups.state, 'failing'))
    .orderBy(asc(firmLookups.dueAt))
    .limit(MOST_FAILURES)
  return { ...lookups, ...known, ...placed, service: service ?? null, failures }
}

type Counted = 'wanted' | 'found' | 'notFound' | 'waiting' | 'failing' | 'impossible'
