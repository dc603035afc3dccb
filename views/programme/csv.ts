import type { CsvCell } from '../../src/feeds/csv.ts'
import type { ListedPurchase } from '../../src/programme/listed.ts'
import { isoWithOffset } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { standingText } from '../words/programme.ts'

/** The columns of `/programmation.csv`; amounts are euros excluding VAT, unknown values are empty. */
export const PROGRAMME_CSV_HEADER = [
  'numero',
  'acheteur',
  'siret_acheteur',
  'objet',
  'annee',
  'trimestre',
  'type',
  'metiers',
  'cpv',
  'montant_min',
  'montant_max',
  'lieu',
  'precisions',
  'situation',
  'consultation',
  'annonce_le',
  'modifie_le',
  'adresse',
]

/** One planned purchase as a row under `PROGRAMME_CSV_HEADER`. */
export function programmeRow(
  purchase: ListedPurchase,
  baseUrl: string,
  tradeLabel: (slug: string) => string,
): CsvCell[] {
  const { id, facts, buyer, trades, became, announcedAt, movedAt, path } = purchase
  return [
    id,
    buyer.name,
    buyer.siret,
    facts.object,
    facts.year,
    facts.quarter === null ? null : `T${facts.quarter}`,
    facts.category && CATEGORY_LABELS[facts.category],
    trades.map(tradeLabel).join('|') || null,
    facts.cpv.join('|') || null,
    facts.amount?.min ?? null,
    facts.amount?.max ?? null,
    facts.place?.name ?? null,
    facts.description || null,
    standingText(purchase).replaceAll('\u00A0', ' '),
    became?.reference ?? null,
    isoWithOffset(announcedAt),
    isoWithOffset(movedAt),
    `${baseUrl}${path}`,
  ]
}
