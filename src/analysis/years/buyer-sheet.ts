import { and, eq } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { buyers, partners } from '../../partners/schema.ts'
import type { Cell } from '../figures.ts'
import type { CouncilCoverage } from './coverage.ts'
import { analysisChecks, analysisYears } from './schema.ts'
import { lastSnapshot } from './snapshots.ts'

/** A buyer's own figures of a year, beside those of all councils together. */
export interface BuyerSheet {
  year: number
  isPublished: boolean
  buyer: { slug: string; name: string }
  coverage: CouncilCoverage | null
  /** Indicators that tell buyers apart. */
  lines: { slug: string; own: Cell | null; all: Cell | null }[]
  publicSince: Date | null
}

/** The sheet of a partner that buys, out of the last snapshot of a year; null where nothing of it is frozen. */
export async function buyerSheet(
  reader: Reader,
  year: number,
  slug: string,
): Promise<BuyerSheet | null> {
  const [found] = await reader
    .select({
      buyer: { slug: buyers.slug, name: buyers.name },
      publicSince: analysisChecks.sheetPublicSince,
      state: analysisYears.state,
    })
    .from(partners)
    .innerJoin(buyers, eq(buyers.partnerId, partners.id))
    .innerJoin(analysisYears, eq(analysisYears.year, year))
    .leftJoin(
      analysisChecks,
      and(eq(analysisChecks.year, year), eq(analysisChecks.partnerId, partners.id)),
    )
    .where(eq(partners.slug, slug))
  const snapshot = found ? await lastSnapshot(reader, year) : null
  if (!found || !snapshot) return null
  const { buyer, publicSince, state } = found
  return {
    year,
    isPublished: state === 'published',
    buyer,
    publicSince,
    coverage: snapshot.coverage.councils.find((each) => each.slug === buyer.slug) ?? null,
    lines: snapshot.figures.indicators.flatMap(({ slug: indicator, tables }) => {
      const byBuyer = tables.find(({ breakdown }) => breakdown === 'buyer')
      if (!byBuyer) return []
      const all = tables.find(({ breakdown }) => breakdown === 'all')?.cells[0] ?? null
      const own = byBuyer.cells.find(({ group }) => group === buyer.slug) ?? null
      return [{ slug: indicator, own, all }]
    }),
  }
}
