import { and, eq, gte, isNotNull, isNull, lt, max, ne, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { analysisYears } from '../analysis/years/schema.ts'
import { pathOf } from '../consultations/listing.ts'
import { consultations } from '../consultations/schema.ts'
import { helpBodies, supportSchemes } from '../contacts/schema.ts'
import { contracts } from '../contracts/schema.ts'
import type { Reader } from '../db/db.ts'
import type { Scope } from '../http/route.ts'
import { itemPath } from '../library/item-path.ts'
import { libraryItems } from '../library/schema.ts'
import { actions } from '../pact/actions/schema.ts'
import { groups } from '../pact/groups/schema.ts'
import { buyers } from '../partners/schema.ts'
import { purchasePath } from '../programme/purchases.ts'
import { plannedPurchases } from '../programme/schema.ts'
import { rencontres } from '../rencontres/schema.ts'
import { trainings } from '../trainings/schema.ts'

/** Numbers of rows in one file: a file has at most 50 000 addresses and 50 MB (sitemaps.org), and here half of that. */
export const NUMBERS_IN_A_FILE = 25_000
/** Rows read at a time. */
const PAGE = 1_000

/** A page's address on this site, and when what it shows last changed, where that is known. */
export interface MappedPage {
  path: string
  changedAt: Date | null
}

/** Pages of one sort, one for each row of a table, in files by the rows' numbers. */
export interface Family {
  scopes: Scope[]
  /** Pages of the rows from one number to before another, in their order. */
  read: (reader: Reader, from: number, before: number) => Promise<MappedPage[]>
  /** The highest number. */
  last: (reader: Reader) => Promise<number>
  /** When something last changed in each file that has anything; absent where that is not known without reading all. */
  changes?: (reader: Reader) => Promise<Map<number, Date>>
}

/** Every sort of page that there is one of for each row of something. */
export const FAMILIES: Record<string, Family> = {
  consultations: {
    ...family(consultations, consultations.id, ['board'], (reader, within) =>
      reader
        .select({
          reference: consultations.reference,
          slug: consultations.slug,
          changedAt: consultations.lastChangeAt,
        })
        .from(consultations)
        .where(and(within, isNull(consultations.joinedIntoId)))
        .orderBy(consultations.id)
        .then((rows) => rows.map((row) => ({ path: pathOf(row), changedAt: row.changedAt }))),
    ),
    changes: (reader) => changesByFile(reader, consultations, consultations.id),
  },
  attributions: family(contracts, contracts.id, ['contracts'], (reader, within) =>
    reader
      .select({ id: contracts.id })
      .from(contracts)
      .where(and(within, isNull(contracts.joinedIntoId), isNull(contracts.withdrawnAt)))
      .orderBy(contracts.id)
      .then((rows) => rows.map(({ id }) => undated(`/attributions/${id}`))),
  ),
  acheteurs: family(buyers, buyers.id, ['partners'], (reader, within) =>
    reader
      .select({ slug: buyers.slug })
      .from(buyers)
      .where(within)
      .orderBy(buyers.id)
      .then((rows) => rows.map(({ slug }) => undated(`/acheteurs/${slug}`))),
  ),
  programmation: family(plannedPurchases, plannedPurchases.id, ['programme'], (reader, within) =>
    reader
      .select({
        id: plannedPurchases.id,
        object: plannedPurchases.object,
        changedAt: plannedPurchases.movedAt,
      })
      .from(plannedPurchases)
      .where(within)
      .orderBy(plannedPurchases.id)
      .then((rows) => rows.map((row) => ({ path: purchasePath(row), changedAt: row.changedAt }))),
  ),
}

/** Pages of what there are some dozens or hundreds of. */
export async function fewPages(reader: Reader): Promise<MappedPage[]> {
  const found = await Promise.all([
    reader.select({ slug: groups.slug }).from(groups).then(at('/pacte/groupes/')),
    reader
      .select({ slug: actions.slug, changedAt: actions.movedAt })
      .from(actions)
      .then(at('/pacte/actions/')),
    reader.select({ slug: trainings.slug }).from(trainings).then(at('/pacte/formations/')),
    reader
      .select({ slug: rencontres.slug })
      .from(rencontres)
      .where(ne(rencontres.state, 'draft'))
      .then(at('/rencontres/')),
    reader
      .select()
      .from(libraryItems)
      .where(isNull(libraryItems.withdrawnAt))
      .then((rows) => rows.map((row) => ({ path: itemPath(row), changedAt: row.movedAt }))),
    reader
      .select({ slug: supportSchemes.slug, changedAt: supportSchemes.changedAt })
      .from(supportSchemes)
      .where(isNull(supportSchemes.removedAt))
      .then(at('/contacts/aides/')),
    reader
      .select({ slug: helpBodies.slug })
      .from(helpBodies)
      .where(isNull(helpBodies.removedAt))
      .then(at('/contacts/organismes/')),
    reader
      .select({ slug: sql<string>`${analysisYears.year}::text` })
      .from(analysisYears)
      .where(and(eq(analysisYears.state, 'published'), isNotNull(analysisYears.publishedAt)))
      .then(at('/analyses/')),
  ])
  return found.flat()
}

/** The pages of one file, a thousand at a time. */
export async function* pagesIn(
  reader: Reader,
  { read }: Family,
  file: number,
): AsyncGenerator<MappedPage[]> {
  const first = file * NUMBERS_IN_A_FILE
  for (let from = first; from < first + NUMBERS_IN_A_FILE; from += PAGE)
    yield await read(reader, from, from + PAGE)
}

function family(
  table: PgTable,
  id: PgColumn,
  scopes: Scope[],
  read: (reader: Reader, within: SQL | undefined) => Promise<MappedPage[]>,
): Family {
  return {
    scopes,
    read: (reader, from, before) => read(reader, and(gte(id, from), lt(id, before))),
    async last(reader) {
      const [row] = await reader.select({ last: max(id) }).from(table)
      return Number(row?.last ?? -1)
    },
  }
}

/** Read in the index of what changed when, without a look at the rows. */
async function changesByFile(
  reader: Reader,
  table: typeof consultations,
  id: PgColumn,
): Promise<Map<number, Date>> {
  const file = sql<number>`${id} / ${sql.raw(String(NUMBERS_IN_A_FILE))}`
  const rows = await reader
    .select({ file, changedAt: max(table.lastChangeAt) })
    .from(table)
    .groupBy(sql`1`)
  return new Map(rows.flatMap((row) => (row.changedAt ? [[row.file, row.changedAt]] : [])))
}

function at(prefix: string) {
  return (rows: { slug: string; changedAt?: Date | null }[]): MappedPage[] =>
    rows.map(({ slug, changedAt = null }) => ({ path: prefix + slug, changedAt }))
}

function undated(path: string): MappedPage {
  return { path, changedAt: null }
}
