import { and, asc, eq, sql } from 'drizzle-orm'
import { consultations } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import { plannedPurchases as lines } from './schema.ts'

/** What became of some lines; the five add up to all of them. */
export interface YearFigures {
  announced: number
  /** The consultation was published in the quarter first announced, or before. */
  onTime: number
  /** Published later than that. */
  late: number
  dropped: number
  /** Without a consultation, though what was first announced has passed. */
  overdue: number
  /** Without a consultation, and not yet expected. */
  waiting: number
}

export interface YearLook {
  year: number
  whole: YearFigures
  /** In alphabetical order: it ranks nobody. */
  buyers: { name: string; slug: string; figures: YearFigures }[]
}

/**
 * What became of the programme of a year: of the lines that were first announced for it, whatever was said of them
 * since. A consultation is on time that was published, in Paris, by the last day of the quarter first announced.
 */
export async function yearLook(reader: Reader, year: number, today: string): Promise<YearLook> {
  const published = sql`(${consultations.publishedAt} at time zone 'Europe/Paris')::date`
  const count = (condition: ReturnType<typeof sql>) =>
    sql<number>`(count(*) filter (where ${condition}))::int`
  const isPublished = sql`${lines.status} = 'published'`
  const isWaiting = sql`${lines.status} = 'waiting'`
  const rows = await reader
    .select({
      name: buyers.name,
      slug: buyers.slug,
      announced: sql<number>`count(*)::int`,
      onTime: count(sql`${isPublished} and ${published} <= ${lines.firstDueOn}`),
      late: count(sql`${isPublished} and ${published} > ${lines.firstDueOn}`),
      dropped: count(sql`${lines.status} = 'dropped'`),
      overdue: count(sql`${isWaiting} and ${lines.firstDueOn} < ${today}`),
      waiting: count(sql`${isWaiting} and ${lines.firstDueOn} >= ${today}`),
    })
    .from(lines)
    .innerJoin(buyers, eq(buyers.id, lines.buyerId))
    .leftJoin(consultations, eq(consultations.id, lines.consultationId))
    .where(and(eq(lines.firstYear, year)))
    .groupBy(buyers.id, buyers.name, buyers.slug)
    .orderBy(asc(buyers.name))
  const sum = (field: keyof YearFigures) => rows.reduce((total, row) => total + row[field], 0)
  return {
    year,
    whole: {
      announced: sum('announced'),
      onTime: sum('onTime'),
      late: sum('late'),
      dropped: sum('dropped'),
      overdue: sum('overdue'),
      waiting: sum('waiting'),
    },
    buyers: rows
      .map(({ name, slug, ...figures }) => ({ name, slug, figures }))
      .toSorted((one, other) => one.name.localeCompare(other.name, 'fr')),
  }
}

/** The years for which something was announced, the latest first. */
export async function programmeYears(reader: Reader): Promise<number[]> {
  const rows = await reader.execute<{ year: number }>(sql`
    with recursive years as (
      (select first_year as year from planned_purchases order by first_year desc limit 1)
      union all
      select (select first_year from planned_purchases where first_year < years.year
        order by first_year desc limit 1) from years where years.year is not null)
    select year from years where year is not null`)
  return [...rows].map(({ year }) => year)
}
