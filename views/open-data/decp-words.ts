import type { Incomplete } from '../../src/contracts/decp/export.ts'

/** Columns of the table of contracts that files of essential data leave out. */
export const INCOMPLETE_HEADER = [
  'numero',
  'acheteur_siret',
  'acheteur_nom',
  'objet',
  'date_notification',
  'liste',
  'champs_manquants',
]

/** One of them, as a row; the missing fields by the schema's own names. */
export function incompleteRow({ list, facts, missing }: Incomplete): string[] {
  return [
    facts.number,
    facts.buyerSiret ?? '',
    facts.buyerName ?? '',
    facts.object ?? '',
    facts.notifiedOn ?? '',
    list,
    missing.join(' '),
  ]
}
