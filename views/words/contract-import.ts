import type { DecpEnding, DecpProblem, DecpRefusal } from '../../src/contracts/decp/row.ts'
import type { TroubleCode } from '../../src/contracts/facts.ts'
import type { ImportReport } from '../../src/contracts/record-contracts.ts'
import { numberText, plural } from '../format.ts'

/** What cannot be believed in what a source says of a contract. */
export const TROUBLE_LABELS: Record<TroubleCode, string> = {
  'amount-unreadable': 'montant illisible',
  'amount-out-of-range': 'montant hors du vraisemblable',
  'date-unreadable': 'date illisible',
  'date-out-of-range': 'date hors du vraisemblable',
  'cpv-unreadable': 'code CPV illisible',
  'buyer-number-wrong': 'SIRET de l’acheteur inexact',
  'supplier-number-wrong': 'SIRET d’un titulaire inexact',
  'supplier-missing': 'titulaire absent',
  'number-rewritten': 'numéro du marché réécrit',
  'count-out-of-range': 'nombre d’offres hors du vraisemblable',
  'rate-out-of-range': 'taux hors du vraisemblable',
  'value-unknown': 'valeur inconnue du schéma',
  'text-too-long': 'texte trop long, coupé',
  'place-unreadable': 'lieu d’exécution illisible',
  'modification-unreadable': 'modification illisible',
}

const REFUSAL_LABELS: Record<DecpRefusal, string> = {
  'no-number': 'le marché n’a pas de numéro',
  'no-buyer': 'l’acheteur n’est pas nommé',
  'not-a-contract': 'ce n’est pas un marché',
  'too-large': 'l’enregistrement est trop grand',
}

/** What an import came to, line by line, for a terminal. */
export function importLines({ counts, troubles, refusals, format }: ImportReport): string[] {
  const troubled = Object.entries(troubles) as [TroubleCode, number][]
  const unshown = counts.refused - refusals.length
  return [
    `${plural(counts.read, 'ligne lue', 'lignes lues')} (${format}) :`,
    `  ${plural(counts.added, 'marché ajouté', 'marchés ajoutés')}`,
    `  ${plural(counts.changed, 'marché modifié', 'marchés modifiés')}`,
    `  ${numberText(counts.unchanged)} sans changement`,
    `  ${plural(counts.repeated, 'ligne répétée', 'lignes répétées')} dans le fichier`,
    `  ${numberText(counts.leftOut)} d’acheteurs hors du territoire, laissés de côté`,
    `  ${plural(counts.refused, 'ligne refusée', 'lignes refusées')}`,
    ...refusals.map(({ row, code }) => `    ligne ${row} : ${REFUSAL_LABELS[code]}`),
    ...(unshown > 0 ? [`    et ${numberText(unshown)} de plus`] : []),
    ...(troubled.length > 0 ? ['Valeurs écartées, laissées inconnues :'] : []),
    ...troubled
      .toSorted(([, one], [, other]) => other - one)
      .map(([code, rows]) => `  ${TROUBLE_LABELS[code]} : ${plural(rows, 'marché', 'marchés')}`),
  ]
}

/** Why nothing is kept of a file. */
export function importFailure({ problem, line, rows }: Extract<DecpEnding, { ok: false }>): string {
  const where =
    rows > 0 ? `, à la ligne ${numberText(line)}, après ${plural(rows, 'marché', 'marchés')}` : ''
  return `${PROBLEMS[problem]}${where}. Rien n’a été importé.`
}

export const PROBLEMS: Record<DecpProblem, string> = {
  empty: 'Le fichier est vide',
  'not-decp':
    'Le fichier ne contient pas de données essentielles de marchés (DECP 1.5 ou 2.0, JSON ou XML)',
  malformed: 'Le fichier est abîmé',
  truncated: 'Le fichier s’arrête au milieu',
  zip: 'Le fichier est une archive ZIP : décompressez-la d’abord',
  'bad-gzip': 'Le fichier gzip est abîmé',
}
