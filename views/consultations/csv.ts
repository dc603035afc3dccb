import type { FeedConsultation } from '../../src/consultations/shown.ts'
import { isoWithOffset } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { PROCEDURE_LABELS } from '../words/procedures.ts'
import { STATE_LABELS } from '../words/states.ts'
import { officialLink } from './notice-body.ts'

/**
 * The columns of `/consultations.csv`. Amounts are euros excluding VAT, instants ISO 8601 with the Paris offset;
 * unknown values are empty. `reference_source` is the buyer's own reference, `adresse_officielle` where to answer.
 */
export const CSV_HEADER = [
  'reference',
  'reference_source',
  'ocid',
  'objet',
  'acheteur',
  'siret_acheteur',
  'type',
  'procedure',
  'metiers',
  'lieu',
  'montant_min',
  'montant_max',
  'lots',
  'publie_le',
  'date_limite',
  'date_limite_a_verifier',
  'etat',
  'source',
  'adresse',
  'adresse_officielle',
]

/** One consultation as a row under `CSV_HEADER`; several trades are parted by « | ». The object is as published. */
export function csvRow(
  consultation: FeedConsultation,
  { baseUrl }: { baseUrl: string },
): (string | number | null)[] {
  const { facts, deadline, lots } = consultation
  const lotCount = Math.max(lots.length, facts.lotCount ?? 0)
  return [
    consultation.reference,
    facts.reference ?? null,
    consultation.ocid,
    facts.object ?? consultation.title,
    consultation.buyerName,
    consultation.buyerSiret,
    facts.category ? CATEGORY_LABELS[facts.category] : null,
    facts.procedure ? PROCEDURE_LABELS[facts.procedure] : null,
    consultation.tradeLabels.join('|') || null,
    facts.place?.name ?? consultation.placeLabel,
    facts.amount?.min ?? null,
    facts.amount?.max ?? null,
    lotCount > 0 ? lotCount : null,
    isoWithOffset(consultation.publishedAt),
    deadline && isoWithOffset(deadline),
    deadline && (deadline.doubt ? 'oui' : 'non'),
    STATE_LABELS[consultation.state],
    consultation.source?.name ?? null,
    `${baseUrl}${consultation.path}`,
    officialLink(consultation),
  ]
}
