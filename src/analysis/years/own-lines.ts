import { and, asc, countDistinct, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { buyers } from '../../partners/schema.ts'
import { contractLines } from '../schema.ts'
import type { ContractLine } from './correct-line.ts'
import { analysisCorrections } from './schema.ts'
import { lastEdition } from './last-edition.ts'

const LINES_PAGE = 50

/** A correction, and the contract that it is of as it was frozen last. */
export interface CorrectionRow {
  correction: typeof analysisCorrections.$inferSelect
  number: string | null
  object: string | null
  supplier: string | null
}

/** A page of a buyer's own lines as they were frozen last, in the order of their keys, and how many contracts it has. */
export async function ownLines(
  reader: Reader,
  { year, partnerId, after }: { year: number; partnerId: number; after: string | null },
): Promise<{ lines: ContractLine[]; next: string | null; contracts: number }> {
  const edition = await lastEdition(reader, year)
  if (edition === null) return { lines: [], next: null, contracts: 0 }
  const isOwn = and(
    eq(contractLines.year, year),
    eq(contractLines.edition, edition),
    eq(buyers.partnerId, partnerId),
  )
  const rows = await reader
    .select({ line: contractLines })
    .from(contractLines)
    .innerJoin(buyers, eq(buyers.slug, contractLines.buyer))
    .where(and(isOwn, after === null ? undefined : gt(contractLines.line, after)))
    .orderBy(asc(contractLines.line))
    .limit(LINES_PAGE + 1)
  const [counted] = await reader
    .select({ contracts: countDistinct(contractLines.contract) })
    .from(contractLines)
    .innerJoin(buyers, eq(buyers.slug, contractLines.buyer))
    .where(isOwn)
  const lines = rows.slice(0, LINES_PAGE).map(({ line }) => line)
  return {
    lines,
    next: rows.length > LINES_PAGE ? (lines.at(-1)?.line ?? null) : null,
    contracts: counted?.contracts ?? 0,
  }
}

/** A buyer's corrections that stand, in order. */
export async function ownCorrections(
  reader: Reader,
  year: number,
  partnerId: number,
): Promise<CorrectionRow[]> {
  const edition = await lastEdition(reader, year)
  return reader
    .select({
      correction: analysisCorrections,
      number: contractLines.number,
      object: contractLines.object,
      supplier: sql<string | null>`coalesce(${contractLines.supplier}, ${contractLines.siret})`,
    })
    .from(analysisCorrections)
    .leftJoin(
      contractLines,
      and(
        eq(contractLines.year, year),
        eq(contractLines.edition, edition ?? 0),
        eq(contractLines.line, analysisCorrections.line),
      ),
    )
    .where(
      and(
        eq(analysisCorrections.year, year),
        eq(analysisCorrections.partnerId, partnerId),
        isNull(analysisCorrections.withdrawnAt),
      ),
    )
    .orderBy(asc(analysisCorrections.id))
}
