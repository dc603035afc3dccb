import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { makePgArray, type PgTable } from 'drizzle-orm/pg-core'
import type { Reader, Tx } from '../db/db.ts'
import { loadRules } from '../rules/load-rules.ts'
import { liveConsultationLines } from './consultation-lines.ts'
import { floorsOf } from './floors.ts'
import { type Method, METHOD } from './method.ts'
import { type Perimeter, perimeterOf } from './perimeter.ts'
import { modelLimitsOf } from './model-limits.ts'
import {
  consultationLines,
  contractLines,
  mediationLines,
  modelUseLines,
  sessionLines,
} from './schema.ts'
import { liveMediationLines, liveModelUseLines } from './service-lines.ts'
import { sessionsOf } from './session-lines.ts'

/**
 * What the figures of a year rest on: relations, each a select in brackets with the columns of its table in schema.ts
 * (but for year and edition), to be named after `from`. The same questions are asked of live and of frozen ones.
 */
export interface Lines {
  year: number
  /** Each contract that is counted, with each of the firms that hold it. */
  holders: SQL
  /**
   * Each contract that is counted and those that are left out, with why (`excluded`), without what is told of firms: a
   * quicker way to the same rows.
   */
  known: SQL
  /** The same with each of the firms that hold them: all that is frozen. */
  everything: SQL
  /** The firms of each contract that is counted: `siren`, `buyer`, `position` and `amount`, a quicker way to holders. */
  firms: SQL
  /** Whether firms are newcomers: `siren` and `newcomer`, each firm once. */
  judged: SQL
  /** The same of all firms that are not there; null: nobody can tell. */
  othersAreNew: boolean | null
  consultations: SQL
  sessions: SQL
  mediations: SQL
  modelUses: SQL
}

/** The tables of lines, in the order in which they are hashed, each with the relation that its rows are frozen from. */
export const FROZEN = [
  [contractLines, 'everything'],
  [consultationLines, 'consultations'],
  [sessionLines, 'sessions'],
  [mediationLines, 'mediations'],
  [modelUseLines, 'modelUses'],
] as const

/**
 * The lines of a year as things stand now.
 *
 * A firm's size is the register's, which knows of the group that it belongs to (a subsidiary is no SME); else what the
 * buyer says. Its place is that of the establishment that signed, else of its seat. Of councils, what is not counted is
 * there too, with the reason.
 */
export async function liveLines(
  reader: Reader,
  year: number,
  method: Method = METHOD,
): Promise<Lines> {
  const perimeter = await perimeterOf(reader, year)
  const rules = await loadRules(reader)
  const areKnown = await areEarlierKnown(reader, year, perimeter, method)
  const counted = isCounted(year, perimeter, method)
  const left = isLeftOut(year, perimeter, method)
  return {
    year,
    holders: liveHolders(year, perimeter, method, { areKnown, which: counted }),
    known: liveContracts(method, sql`${counted} or ${left}`),
    firms: liveFirms(year, perimeter, method),
    judged: areKnown ? firmsMetBefore(year, perimeter, method) : NONE_JUDGED,
    othersAreNew: areKnown ? true : null,
    everything: liveHolders(year, perimeter, method, {
      areKnown,
      which: sql`${counted} or ${left}`,
    }),
    consultations: liveConsultationLines(
      year,
      buyerIds(perimeter),
      floorsOf(rules, year),
      modelLimitsOf(rules, year),
    ),
    sessions: await sessionsOf(reader, year),
    mediations: liveMediationLines(year),
    modelUses: liveModelUseLines(year),
  }
}

/** The lines of an edition as they were frozen. */
export function frozenLines(year: number, edition: number): Lines {
  const of = (table: PgTable, more = sql``) =>
    sql`(select * from ${table} where year = ${year}::int and edition = ${edition}::int ${more})`
  return {
    year,
    holders: of(contractLines, sql`and excluded is null`),
    known: of(contractLines, sql`and position = 0`),
    everything: of(contractLines),
    firms: of(contractLines, sql`and excluded is null`),
    judged: sql`(
      select siren, bool_and(newcomer) as newcomer
      from ${of(contractLines, sql`and excluded is null`)} line group by siren)`,
    othersAreNew: null,
    consultations: of(consultationLines),
    sessions: of(sessionLines),
    mediations: of(mediationLines),
    modelUses: of(modelUseLines),
  }
}

/** Copies the live lines of a year into a new edition of it. */
export async function freezeLines(
  tx: Tx,
  year: number,
  edition: number,
  method: Method = METHOD,
): Promise<void> {
  const live = await liveLines(tx, year, method)
  for (const [table, relation] of FROZEN) {
    const names = sql.join(
      lineColumns(table).map((name) => sql.identifier(name)),
      sql`, `,
    )
    await tx.execute(sql`
      insert into ${table} (year, edition, ${names})
      select ${year}::int, ${edition}::int, ${names} from ${live[relation]} line`)
  }
}

/** Names of the columns that a line has by itself, in the order of the table. */
export function lineColumns(table: PgTable): string[] {
  return Object.values(getTableColumns(table))
    .map(({ name }) => name)
    .filter((name) => name !== 'year' && name !== 'edition')
}

function buyerIds({ councils }: Perimeter): SQL {
  return sql`${makePgArray(councils.map(({ buyerId }) => buyerId))}::int[]`
}

/** Whether contracts of each of the years are known in which a firm may have been met before. */
async function areEarlierKnown(
  reader: Reader,
  year: number,
  perimeter: Perimeter,
  { newcomerYears }: Method,
): Promise<boolean> {
  const [known] = await reader.execute<{ count: number }>(sql`
    select count(*)::int as count from generate_series(${year - newcomerYears}::int, ${year - 1}::int) earlier
    where exists (
      select from contracts c
      where c.counted and c.buyer_id = any(${buyerIds(perimeter)}) and c.year = earlier::smallint)`)
  return known?.count === newcomerYears
}

/** What is told of a contract itself. */
function contractColumns({ natures }: Method): SQL {
  return sql`
    case
      when c.buyer_id is null then 'buyer'
      when c.year is null then 'year'
      when c.nature = 'call-off' then 'call-off'
      when c.nature <> all(${textArray(natures)}) then 'nature'
    end as excluded,
    c.number, c.object, b.slug as buyer, b.name as buyer_name,
    k.reference as consultation, c.lot_number, c.nature, c.cpv, c.category, c.procedure,
    c.amount, c.notified_on, c.published_on, c.months, c.bids, c.sme_bids, c.irregular_bids,
    c.advance, c.advance_rate, c.subcontracting, c.social, c.environmental,
    case
      when c.lot_number is not null or k.divided then 'lots'
      when not k.divided then 'single'
    end as division`
}

function contractsFrom(): SQL {
  return sql`
    contracts c
    left join buyers b on b.id = c.buyer_id
    left join consultations k on k.id = c.consultation_id`
}

/** By the year's index. */
function isCounted(year: number, perimeter: Perimeter, { natures }: Method): SQL {
  return sql`(c.counted and c.year = ${year}::int and c.buyer_id = any(${buyerIds(perimeter)})
    and c.nature = any(${textArray(natures)}))`
}

/** Of other natures, without a date, or of a buyer whose number nobody can read. */
function isLeftOut(year: number, perimeter: Perimeter, { natures }: Method): SQL {
  return sql`(c.counted and (c.year = ${year}::int or c.year is null) and (
    (c.buyer_id is null and c.buyer_siret is null)
    or (c.buyer_id = any(${buyerIds(perimeter)})
      and (c.year is null or c.nature <> all(${textArray(natures)})))))`
}

function liveContracts(method: Method, which: SQL): SQL {
  return sql`(
    select c.key || '#0' as line, c.key as contract, 0::smallint as position, ${contractColumns(method)}
    from ${contractsFrom()}
    where ${which}
  )`
}

/** No CTE and no subquery in the list: what a question does not use, its joins too, is left out by PostgreSQL. */
function liveHolders(
  year: number,
  perimeter: Perimeter,
  method: Method,
  { areKnown, which }: { areKnown: boolean; which: SQL },
): SQL {
  const { natures, newcomerYears } = method
  const isIn = (place: SQL, codes: string[]) =>
    codes.length === 0 ? sql`null::boolean` : sql`${place} = any(${textArray(codes)})`
  return sql`(
    select c.key || '#' || coalesce(s.position, 0) as line, c.key as contract,
      coalesce(s.position, 0::smallint) as position, ${contractColumns(method)},
      s.siret, s.siren, coalesce(s.name, f.name) as supplier,
      coalesce(f.size, s.size_said) as size,
      case when f.size is not null then 'register' when s.size_said is not null then 'buyer' end as size_from,
      coalesce(e.departement, seat.departement) as departement,
      case
        when e.departement is not null then 'establishment'
        when seat.departement is not null then 'seat'
      end as place_from,
      ${isIn(sql`coalesce(e.departement, seat.departement)`, perimeter.departements)} as local,
      ${isIn(sql`case when e.departement is not null then e.region else seat.region end`, perimeter.regions)} as regional,
      case when ${areKnown}::boolean and s.siren is not null then earlier.siren is null end as newcomer
    from ${contractsFrom()}
    left join contract_suppliers s on s.contract_id = c.id
    left join firms f on f.siren = s.siren
    left join establishments e on e.siret = s.siret
    left join establishments seat on seat.siret = f.seat
    left join (
      select distinct held.siren
      from contracts before join contract_suppliers held on held.contract_id = before.id
      where before.counted and before.year between ${year - newcomerYears}::int and ${year - 1}::int
        and before.buyer_id = any(${buyerIds(perimeter)}) and before.nature = any(${textArray(natures)})
        and held.siren is not null
    ) earlier on earlier.siren = s.siren
    where ${which}
  )`
}

function liveFirms(year: number, perimeter: Perimeter, method: Method): SQL {
  return sql`(
    select s.siren, b.slug as buyer, coalesce(s.position, 0::smallint) as position, c.amount
    from contracts c
    left join buyers b on b.id = c.buyer_id
    left join contract_suppliers s on s.contract_id = c.id
    where ${isCounted(year, perimeter, method)}
  )`
}

const NONE_JUDGED = sql`(select null::text as siren, null::boolean as newcomer where false)`

/** Those that held a contract in the years that tell newcomers. */
function firmsMetBefore(
  year: number,
  perimeter: Perimeter,
  { natures, newcomerYears }: Method,
): SQL {
  return sql`(
    select distinct s.siren, false as newcomer
    from contracts c
    join contract_suppliers s on s.contract_id = c.id
    where c.counted and c.year between ${year - newcomerYears}::int and ${year - 1}::int
      and c.buyer_id = any(${buyerIds(perimeter)}) and c.nature = any(${textArray(natures)})
  )`
}

function textArray(values: readonly string[]): SQL {
  return sql`${makePgArray([...values])}::text[]`
}
