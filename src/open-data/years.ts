import { sql } from 'drizzle-orm'
import { listYears } from '../analysis/years/read-year.ts'
import type { Reader } from '../db/db.ts'

/** The years in which contracts were notified, the latest first. */
export async function notifiedYears(reader: Reader): Promise<number[]> {
  const rows = await reader.execute<{ year: number }>(sql`
    select year
    from generate_series((select max(year) from contracts), (select min(year) from contracts), -1) year
    where exists (select from contracts where contracts.year = year.year and counted)`)
  return [...rows].map(({ year }) => year)
}

/** The years whose analysis is published, the latest first. */
export async function analysedYears(reader: Reader): Promise<number[]> {
  const rows = await listYears(reader)
  return rows.filter(({ state }) => state === 'published').map(({ year }) => year)
}
