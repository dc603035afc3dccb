import { and, asc, count, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { type Perimeter, perimeterOf } from '../perimeter.ts'
import { contractLines, type Exclusion } from '../schema.ts'

/** Of whom the lines of an edition are, and what is unknown of them: told before any figure. */
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

/** The coverage of an edition's lines. Size and place are those of the firm that leads. */
export async function readCoverage(
  reader: Reader,
  { year, edition }: { year: number; edition: number },
): Promise<Coverage> {
  const { councils, departements } = await perimeterOf(reader, year)
  const at = and(
    eq(contractLines.year, year),
    eq(contractLines.edition, edition),
    eq(contractLines.position, 0),
  )
  const rows = await reader
    .select({
      buyer: contractLines.buyer,
      contracts: count(),
      withoutAmount: countWhere(isNull(contractLines.amount)),
      withoutSize: countWhere(isNull(contractLines.size)),
      withoutPlace: countWhere(isNull(contractLines.departement)),
      smallest: sql<
        number | null
      >`min(${contractLines.amount}) filter (where ${gt(contractLines.amount, 0)})`.mapWith(Number),
    })
    .from(contractLines)
    .where(and(at, isNull(contractLines.excluded)))
    .groupBy(contractLines.buyer)
  const excluded = await reader
    .select({ why: contractLines.excluded, contracts: count() })
    .from(contractLines)
    .where(and(at, sql`${contractLines.excluded} is not null`))
    .groupBy(contractLines.excluded)
    .orderBy(asc(contractLines.excluded))
  const said = await reader.select({ id: partners.id, says: partners.coverage }).from(partners)
  return {
    departements,
    councils: byName(councils).map(({ slug, name, partnerId }) => {
      const row = rows.find(({ buyer }) => buyer === slug)
      return {
        slug,
        name,
        says: said.find(({ id }) => id === partnerId)?.says ?? null,
        contracts: row?.contracts ?? 0,
        withoutAmount: row?.withoutAmount ?? 0,
        withoutSize: row?.withoutSize ?? 0,
        withoutPlace: row?.withoutPlace ?? 0,
        smallest: row?.smallest ?? null,
      }
    }),
    excluded: excluded.flatMap(({ why, contracts }) => (why === null ? [] : [{ why, contracts }])),
  }
}

function byName(councils: Perimeter['councils']): Perimeter['councils'] {
  return councils.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}

function countWhere(condition: ReturnType<typeof isNull>) {
  return sql<number>`count(*) filter (where ${condition})`.mapWith(Number)
}
