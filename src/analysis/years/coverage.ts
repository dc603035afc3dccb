import { sql } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import type { Lines } from '../lines.ts'
import { perimeterOf } from '../perimeter.ts'
import type { Exclusion } from '../schema.ts'

/** Of whom the lines are, and what is unknown of them: told before any figure. */
export interface Coverage {
  departements: string[]
  /** In alphabetical order of their names. */
  councils: CouncilCoverage[]
  /** Contracts that are in no figure, by why. */
  excluded: { why: Exclusion; contracts: number }[]
}

export interface CouncilCoverage {
  slug: string
  name: string
  /** What the council says of its own publications; null: nothing. */
  says: string | null
  contracts: number
  withoutAmount: number
  withoutSize: number
  withoutPlace: number
  /** The smallest amount that is known; null where none is. */
  smallest: number | null
}

/** The coverage of lines. Size and place are those of the firm that leads. */
export async function readCoverage(
  reader: Reader,
  year: number,
  { holders }: Pick<Lines, 'holders'>,
): Promise<Coverage> {
  const { councils, departements } = await perimeterOf(reader, year)
  const rows = await reader.execute<{
    buyer: string | null
    contracts: number
    without_amount: number
    without_size: number
    without_place: number
    smallest: number | null
  }>(sql`
    select buyer, count(*)::int as contracts,
      (count(*) filter (where amount is null))::int as without_amount,
      (count(*) filter (where size is null))::int as without_size,
      (count(*) filter (where departement is null))::int as without_place,
      (min(amount) filter (where amount > 0))::float8 as smallest
    from ${holders} line where position = 0 and excluded is null group by buyer`)
  const excluded = await reader.execute<{ why: Exclusion; contracts: number }>(sql`
    select excluded as why, count(*)::int as contracts
    from ${holders} line where position = 0 and excluded is not null
    group by excluded order by excluded collate "C"`)
  const said = await reader.select({ id: partners.id, says: partners.coverage }).from(partners)
  return {
    departements,
    councils: councils
      .toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
      .map(({ slug, name, partnerId }) => {
        const row = rows.find(({ buyer }) => buyer === slug)
        return {
          slug,
          name,
          says: said.find(({ id }) => id === partnerId)?.says ?? null,
          contracts: row?.contracts ?? 0,
          withoutAmount: row?.without_amount ?? 0,
          withoutSize: row?.without_size ?? 0,
          withoutPlace: row?.without_place ?? 0,
          smallest: row?.smallest ?? null,
        }
      }),
    excluded: excluded.map(({ why, contracts: count }) => ({ why, contracts: count })),
  }
}
