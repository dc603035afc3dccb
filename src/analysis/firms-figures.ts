import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { pricedOf } from './base.ts'
import type { Cell, FigureTable } from './figures.ts'
import type { Lines } from './lines.ts'
import type { Method } from './method.ts'

/**
 * What is asked of firms rather than of contracts, for everything together and by buyer: how many hold contracts, how
 * much the first ones hold (by amount, then by number, then by SIREN), how many are new.
 */
export async function firmTables(
  reader: Reader,
  lines: Lines,
  method: Method,
): Promise<[slug: string, tables: FigureTable[]][]> {
  const rows = await reader.execute<FirmRow>(sql`
    with held as (
      select siren, buyer, count(*)::float8 as cases, count(cents)::float8 as priced,
        coalesce(sum(cents), 0)::float8 as cents, (count(cents) filter (where over))::float8 as over
      from (select * from ${pricedOf(lines.firms, method)} priced offset 0) line
      group by siren, buyer
    ), whole as (
      select all_of.*, coalesce(judged.newcomer, ${lines.othersAreNew}::boolean) as newcomer
      from (
        select siren, sum(cases) as cases, sum(priced) as priced, sum(cents) as cents, sum(over) as over
        from held group by siren
      ) all_of left join ${lines.judged} judged using (siren)
    ), ranked as (
      select true as whole, null::text as buyer, siren, cases, priced, cents, over, newcomer,
        row_number() over (order by ${BY_AMOUNT}) as rank
      from whole
      union all
      select false, buyer, siren, cases, priced, cents, over, newcomer,
        row_number() over (partition by buyer collate "C" order by ${BY_AMOUNT})
      from (
        select held.*, whole.newcomer from held left join whole using (siren)
      ) of_buyers
    )
    select whole, buyer,
      ${added(sql`cases`, sql`true`)} as cases,
      ${added(sql`cases`, sql`siren is not null`)} as named,
      (count(*) filter (where siren is not null))::float8 as firms,
      (count(*) filter (where siren is not null and newcomer is not null))::float8 as judged,
      (count(*) filter (where siren is not null and newcomer))::float8 as newcomers,
      ${added(sql`cases`, isFirst(method))} as first_cases,
      ${added(sql`cents`, isFirst(method))} as first_cents,
      ${added(sql`cents`, sql`siren is not null`)} as cents,
      ${added(sql`priced`, sql`siren is not null`)} as priced,
      ${added(sql`over`, sql`siren is not null`)} as over
    from ranked group by whole, buyer`)
  const all = rows.find(({ whole }) => whole) ?? NONE
  const buyers = rows
    .filter(({ whole }) => !whole)
    .toSorted((one, other) => ((one.buyer ?? '') < (other.buyer ?? '') ? -1 : 1))
  const tables = (cellOf: (row: FirmRow) => Cell): FigureTable[] => [
    { breakdown: 'all', within: null, cells: [cellOf(all)] },
    { breakdown: 'buyer', within: null, cells: buyers.map(cellOf) },
  ]
  return [
    ['entreprises-distinctes', tables(distinctCell)],
    ['part-des-premieres-entreprises', tables(firstCell)],
    ['nouvelles-entreprises', tables(newCell)],
  ]
}

type FirmRow = {
  whole: boolean
  buyer: string | null
  /** Holders, and those of them whose SIREN is known. */
  cases: number
  named: number
  firms: number
  judged: number
  newcomers: number
  first_cases: number
  first_cents: number
  cents: number
  priced: number
  over: number
}

const NONE: FirmRow = {
  whole: true,
  buyer: null,
  cases: 0,
  named: 0,
  firms: 0,
  judged: 0,
  newcomers: 0,
  first_cases: 0,
  first_cents: 0,
  cents: 0,
  priced: 0,
  over: 0,
}

/** Who cannot be told comes last, whatever they hold. */
const BY_AMOUNT = sql`case when siren is null then -1 else cents end desc, cases desc, siren collate "C"`

function isFirst({ firstFirms }: Method): SQL {
  return sql`siren is not null and rank <= ${firstFirms}::int`
}

function added(column: SQL, condition: SQL): SQL {
  return sql`coalesce(sum(${column}) filter (where ${condition}), 0)`
}

/** Firms among the holders whose SIREN is known. */
function distinctCell({ buyer, cases, named, firms }: FirmRow): Cell {
  return {
    group: buyer,
    unknown: false,
    n: cases,
    missing: cases - named,
    numerator: firms,
    denominator: named,
    euros: null,
    spread: null,
  }
}

function firstCell(row: FirmRow): Cell {
  return {
    ...distinctCell(row),
    numerator: row.first_cases,
    euros: {
      numerator: row.first_cents / 100,
      denominator: row.cents / 100,
      known: row.priced,
      medianNumerator: null,
      medianDenominator: null,
      capped: row.over,
    },
  }
}

/** A holder without a SIREN is a firm of which nothing can be told. */
function newCell({ buyer, cases, named, firms, judged, newcomers }: FirmRow): Cell {
  const untold = cases - named
  return {
    group: buyer,
    unknown: false,
    n: firms + untold,
    missing: firms - judged + untold,
    numerator: newcomers,
    denominator: judged,
    euros: null,
    spread: null,
  }
}
