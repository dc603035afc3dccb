import { and, arrayContains, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { AwardLine } from '../../views/consultations/awards-page.tsx'
import type { Reader } from '../db/db.ts'
import { buyers } from '../partners/schema.ts'
import { canonicalQuery, type Cursor, type Filter, type FilterProblem } from './filter.ts'
import { pathOf } from './listing.ts'
import type { ResolvedFilter } from './matching.ts'
import { awards, consultations } from './schema.ts'

const PAGE_SIZE = 50

/** A page of the contracts awarded for a trade and a place, newest first, with the keys of its neighbours. */
export async function listAwards(
  reader: Reader,
  { trade, placeKeys, place }: ResolvedFilter,
  cursor: Cursor | null,
): Promise<{ lines: AwardLine[]; next: string | null; previous: string | null }> {
  const at = cursor ? readKey(cursor.key) : null
  const backwards = at !== null && cursor?.direction === 'before'
  const conditions: (SQL | undefined)[] = [
    trade ? arrayContains(awards.trades, [trade.slug]) : undefined,
    place ? inArray(awards.placeKey, placeKeys) : undefined,
    at
      ? sql`(${awards.listedOn}, ${awards.id}) ${sql.raw(backwards ? '>' : '<')} (${at.day}::date, ${at.id}::int)`
      : undefined,
  ]
  const rows = await reader
    .select({
      id: awards.id,
      listedOn: awards.listedOn,
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
      lotNumber: awards.lotNumber,
      lotTitle: awards.lotTitle,
      buyerName: buyers.name,
      buyerSlug: buyers.slug,
      supplierName: awards.supplierName,
      supplierCommune: awards.supplierCommune,
      amount: awards.amount,
      bids: awards.bids,
      notifiedOn: awards.notifiedOn,
    })
    .from(awards)
    .innerJoin(consultations, eq(consultations.id, awards.consultationId))
    .leftJoin(buyers, eq(buyers.id, consultations.buyerId))
    .where(and(...conditions))
    .orderBy(
      ...(backwards ? [awards.listedOn, awards.id] : [desc(awards.listedOn), desc(awards.id)]),
    )
    .limit(PAGE_SIZE + 1)
  const more = rows.length > PAGE_SIZE
  const shown = backwards ? rows.slice(0, PAGE_SIZE).toReversed() : rows.slice(0, PAGE_SIZE)
  const key = (row: (typeof rows)[number] | undefined) => (row ? `${row.listedOn}_${row.id}` : null)
  return {
    lines: shown.map((row) => ({
      path: pathOf(row),
      title: row.title,
      lot: row.lotNumber === null ? null : { number: row.lotNumber, title: row.lotTitle },
      buyer: { name: row.buyerName ?? '', slug: row.buyerSlug },
      supplier: { name: row.supplierName, commune: row.supplierCommune },
      amount: row.amount,
      bids: row.bids,
      notifiedOn: row.notifiedOn,
    })),
    next: backwards || more ? key(shown.at(-1)) : null,
    previous: (backwards ? more : at !== null) ? key(shown[0]) : null,
  }
}

/** What of this filter is not asked of awards, pages and feeds alike: only trade, place and radius are. */
export function unaskedOfAwards(filter: Filter): FilterProblem[] {
  return Object.keys(filter)
    .filter((field) => !ASKABLE.has(field))
    .map((field) => ({
      word: canonicalQuery({ [field]: filter[field as keyof Filter] }).replace(/^\?|=.*$/g, ''),
      given: '',
      allowed: ['metier', 'lieu', 'rayon'].map((value) => ({ value })),
    }))
}

const ASKABLE = new Set(['trade', 'place', 'radius'])

function readKey(key: string): { day: string; id: number } | null {
  const [, day = '', id] = /^((?!0000)\d{4}-\d\d-\d\d)_(\d{1,9})$/.exec(key) ?? []
  const instant = Date.parse(day)
  const exists = !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(day)
  return exists && id !== undefined ? { day, id: Number(id) } : null
}
