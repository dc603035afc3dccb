import { type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '../db/db.ts'
import { baseOf, pricedOf } from './base.ts'
import type { FigureTable } from './figures.ts'
import { isMeasuredBy } from './indicators/catalogue.ts'
import type {
  FirmsIndicator,
  Indicator,
  LinesIndicator,
  Parts,
  Question,
} from './indicators/indicator.ts'
import { lineColumns, type Lines } from './lines.ts'
import { METHOD, type Method } from './method.ts'
import {
  consultationLines,
  contractLines,
  mediationLines,
  modelUseLines,
  sessionLines,
} from './schema.ts'
import { namesOf } from './tally.ts'

type Line<T extends { $inferSelect: object }> = Omit<T['$inferSelect'], 'year' | 'edition'>

/** Lines of one kind, each with the columns of its table. */
export type DrilledLines =
  | { of: 'contracts'; lines: Line<typeof contractLines>[]; next: string | null }
  | { of: 'consultations'; lines: Line<typeof consultationLines>[]; next: string | null }
  | { of: 'sessions'; lines: Line<typeof sessionLines>[]; next: string | null }
  | { of: 'mediations'; lines: Line<typeof mediationLines>[]; next: string | null }
  | { of: 'modelUses'; lines: Line<typeof modelUseLines>[]; next: string | null }

/** Which cell of which table, and which of its lines: those in no figure are `missing`. */
export interface Drilled {
  breakdown: FigureTable['breakdown']
  within: FigureTable['within']
  /** Null: « non précisé », or everything together. */
  group: string | null
  part: 'cases' | 'numerator' | 'denominator' | 'missing'
}

/**
 * The very lines behind a cell, in the order of their keys, so many after a key; null where the indicator has no such
 * table or is not measured. Of firms, the lines of the contracts that they hold.
 */
export async function drillDown(
  reader: Reader,
  indicator: Indicator,
  drilled: Drilled,
  lines: Lines,
  { after = '', limit, method = METHOD }: { after?: string; limit: number; method?: Method },
): Promise<DrilledLines | null> {
  const behind = linesBehind(indicator, drilled, lines, method)
  if (behind === null) return null
  const { of, relation, condition } = behind
  const rows = await reader.execute<Record<string, unknown>>(sql`
    select ${columnsOf(TABLES[of])} from ${relation} line
    where (${condition}) and line collate "C" > ${after}::text
    order by line collate "C" limit ${limit + 1}::int`)
  const shown = rows.slice(0, limit).map(inFields)
  const next = rows.length > limit ? String(rows[limit - 1]?.['line']) : null
  // The columns are those of the table: schema.ts names both.
  return { of, lines: shown, next } as DrilledLines
}

/** Contracts whose amount is above the cap and counts as the cap, the largest first. */
export async function outliers(
  reader: Reader,
  lines: Lines,
  { limit, method = METHOD }: { limit: number; method?: Method },
): Promise<Line<typeof contractLines>[]> {
  const rows = await reader.execute<Record<string, unknown>>(sql`
    select ${columnsOf(contractLines)} from ${lines.holders} line
    where position = 0 and amount > ${method.cap}::numeric
    order by amount desc, line collate "C" limit ${limit}::int`)
  return rows.map(inFields) as Line<typeof contractLines>[]
}

interface Behind {
  of: DrilledLines['of']
  relation: SQL
  condition: SQL
}

function linesBehind(
  indicator: Indicator,
  drilled: Drilled,
  lines: Lines,
  method: Method,
): Behind | null {
  if (!isMeasuredBy(method, indicator)) return null
  if (indicator.of === 'firms') return behindFirms(indicator, drilled, lines, method)
  const condition = conditionOf(indicator, indicator.question(method), drilled)
  return condition === null
    ? null
    : { of: kindOf(indicator), relation: relationOf(indicator, lines, method), condition }
}

function kindOf({ of }: LinesIndicator): DrilledLines['of'] {
  return of === 'holders' || of === 'everything' ? 'contracts' : of
}

/** Contracts are shown with their lead firm; holders one by one. */
function relationOf({ of }: LinesIndicator, lines: Lines, method: Method): SQL {
  const leads = (relation: SQL) =>
    sql`(select * from ${pricedOf(relation, method)} lead where position = 0)`
  if (of === 'contracts') return leads(lines.holders)
  return of === 'everything' ? leads(lines.everything) : baseOf(of, lines, method)
}

function conditionOf(
  { by, parts }: LinesIndicator,
  question: Question,
  { breakdown, within, group, part }: Drilled,
): SQL | null {
  const { asked, known } = question
  const isPart = parts !== null && parts.breakdown === breakdown
  const counted = isPart ? partOf(parts, group) : (question.counted ?? sql`false`)
  const place = isPart ? within : breakdown === 'all' ? null : { breakdown, group }
  if (counted === null) return null
  if (!isPart && breakdown !== 'all' && !by.some((each) => each === breakdown)) return null
  if (isPart && within !== null && !parts.within.includes(within.breakdown)) return null
  const here =
    place === null
      ? sql`true`
      : sql`${sql.identifier(place.breakdown)} is not distinct from ${place.group}::text`
  switch (part) {
    case 'cases':
      return sql`(${asked}) and ${here}`
    case 'missing':
      return sql`(${asked}) and (${known}) is not true and ${here}`
    case 'denominator':
      return sql`(${asked}) and (${known}) and ${here}`
    case 'numerator':
      return sql`(${asked}) and (${known}) and (${counted}) and ${here}`
  }
}

function partOf({ groups }: Parts, group: string | null): SQL | null {
  return groups.find((each) => each.group === group)?.is ?? null
}

function behindFirms(
  { question }: FirmsIndicator,
  { breakdown, group, part }: Drilled,
  lines: Lines,
  method: Method,
): Behind | null {
  if (breakdown !== 'all' && breakdown !== 'buyer') return null
  const here = breakdown === 'all' ? sql`true` : sql`buyer = ${group}::text`
  const holders = baseOf('holders', lines, method)
  const known =
    question === 'new' ? sql`siren is not null and newcomer is not null` : sql`siren is not null`
  const first = sql`siren in (
    select siren from ${holders} holder where siren is not null and ${here}
    group by siren order by coalesce(sum(cents), 0) desc, count(*) desc, siren limit ${method.firstFirms}::int)`
  const counted = { distinct: sql`true`, first, new: sql`newcomer` }[question]
  const told = {
    cases: sql`true`,
    missing: sql`not (${known})`,
    denominator: known,
    numerator: sql`${known} and ${counted}`,
  }[part]
  return {
    of: 'contracts',
    relation: holders,
    condition: sql`${here} and ${told}`,
  }
}

const TABLES = {
  contracts: contractLines,
  consultations: consultationLines,
  sessions: sessionLines,
  mediations: mediationLines,
  modelUses: modelUseLines,
}

function columnsOf(table: PgTable): SQL {
  return namesOf(lineColumns(table))
}

/** `amount_min` of the database is `amountMin` here, and amounts are numbers. */
function inFields(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      name.startsWith('amount') && value !== null ? Number(value) : value,
    ]),
  )
}
