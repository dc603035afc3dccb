import { sql } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { outliers } from '../drill-down.ts'
import type { Lines } from '../lines.ts'
import type { Method } from '../method.ts'
import { perimeterOf } from '../perimeter.ts'
import type { Exclusion } from '../schema.ts'

/** Of whom the lines are, and what is unknown of them: told before any figure. */
export interface Coverage {
  departements: string[]
  /** In alphabetical order of their names. */
  councils: CouncilCoverage[]
  /** Contracts that are in no figure, by why. */
  excluded: { why: Exclusion; contracts: number }[]
  /** Contracts whose amount counts as the cap of the method, by buyer; of very many, the largest. */
  capped: { above: number; contracts: CappedAmount[] }
}

/** A contract whose amount is above the cap. */
export interface CappedAmount {
  buyer: string | null
  number: string
  object: string | null
  /** Euros excluding VAT. */
  amount: number | null
}

export interface CouncilCoverage {
  slug: string
  name: string
  /** What the council says of its own publications; null: nothing. */
  says: string | null
  /** In figures. */
  contracts: number
  /** In none. */
  leftOut: number
  /** Of those in figures, how many only the awards of the board tell of, and no essential data. */
  boardOnly: number
  withoutAmount: number
  withoutSize: number
  withoutPlace: number
  /** The smallest amount that is known; null where none is. */
  smallest: number | null
}

/** What counts are read of a buyer's lines. */
interface Counted {
  [name: string]: unknown
  buyer: string | null
  contracts: number
  left_out: number
  board_only: number
  without_amount: number
  without_size: number
  without_place: number
  smallest: number | null
}

const MOST_CAPPED = 50

/** The coverage of lines. Size and place are those of the firm that leads. */
export async function readCoverage(
  reader: Reader,
  year: number,
  lines: Lines,
  method: Method,
): Promise<Coverage> {
  const { councils, departements } = await perimeterOf(reader, year)
  const counted = await countByBuyer(reader, lines)
  const excluded = await reader.execute<{ why: Exclusion; contracts: number }>(sql`
    select excluded as why, count(*)::int as contracts
    from ${lines.everything} line where position = 0 and excluded is not null
    group by excluded order by excluded collate "C"`)
  const said = await reader.select({ id: partners.id, says: partners.coverage }).from(partners)
  const capped = await outliers(reader, lines, { limit: MOST_CAPPED, method })
  return {
    departements,
    councils: councils
      .toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
      .map(({ slug, name, partnerId }) => ({
        slug,
        name,
        says: said.find(({ id }) => id === partnerId)?.says ?? null,
        ...countsOf(counted.get(slug)),
      })),
    excluded: excluded.map(({ why, contracts }) => ({ why, contracts })),
    capped: {
      above: method.cap,
      contracts: capped
        .map(({ buyerName, number, object, amount }) => ({
          buyer: buyerName,
          number,
          object,
          amount,
        }))
        .toSorted((one, other) => (one.buyer ?? '').localeCompare(other.buyer ?? '', 'fr')),
    },
  }
}

/** What coverage counts of each council, by slug, in frozen lines as they are now. */
export async function countByBuyer(
  reader: Reader,
  { everything }: Pick<Lines, 'everything'>,
): Promise<ReadonlyMap<string | null, Counted>> {
  // A contract that only the board tells of has the board's key (see contracts/schema.ts).
  const rows = await reader.execute<Counted>(sql`
    select buyer,
      (count(*) filter (where excluded is null))::int as contracts,
      (count(*) filter (where excluded is not null))::int as left_out,
      (count(*) filter (where excluded is null and starts_with(contract, 'board.')))::int as board_only,
      (count(*) filter (where excluded is null and amount is null))::int as without_amount,
      (count(*) filter (where excluded is null and size is null))::int as without_size,
      (count(*) filter (where excluded is null and departement is null))::int as without_place,
      (min(amount) filter (where excluded is null and amount > 0))::float8 as smallest
    from ${everything} line where position = 0 group by buyer`)
  return new Map(rows.map((row) => [row.buyer, row]))
}

/** The counts of one council, as coverage has them. */
export function countsOf(
  row: Counted | undefined,
): Omit<CouncilCoverage, 'slug' | 'name' | 'says'> {
  return {
    contracts: row?.contracts ?? 0,
    leftOut: row?.left_out ?? 0,
    boardOnly: row?.board_only ?? 0,
    withoutAmount: row?.without_amount ?? 0,
    withoutSize: row?.without_size ?? 0,
    withoutPlace: row?.without_place ?? 0,
    smallest: row?.smallest ?? null,
  }
}
