import type { Breakdown, Cell, EuroShare, FigureTable, Spread } from '../../src/analysis/figures.ts'
import type { Unit } from '../../src/analysis/indicators/indicator.ts'
import { euros, numberText, percent } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { PROCEDURE_LABELS } from '../words/procedures.ts'
import { LOT_GROUND_LABELS } from '../words/rules.ts'

/** Fewer cases than these are told as numbers, never as a percentage. */
export const FEWEST_FOR_A_SHARE = 10

/** « 62 % (412 sur 664) »; « 3 sur 7 » where there are fewer than ten cases. */
export function shareText(numerator: number, denominator: number): string {
  if (denominator === 0) return 'aucun cas'
  const counted = `${numberText(numerator)} sur ${numberText(denominator)}`
  const share = shareAlone(numerator, denominator)
  return share === null ? counted : `${share} (${counted})`
}

/** « 62 % », « moins de 1 % »; null where there are fewer than ten cases. */
export function shareAlone(numerator: number, denominator: number): string | null {
  if (denominator < FEWEST_FOR_A_SHARE) return null
  const rounded = Math.round((100 * numerator) / denominator)
  if (rounded === 0 && numerator > 0) return `moins de ${percent(1)}`
  if (rounded === 100 && numerator < denominator) return `plus de ${percent(99)}`
  return percent(rounded)
}

/** What a cell tells: its share, or its spread. */
export function cellText(cell: Cell, unit: Unit | null): string {
  if (cell.numerator !== null && cell.denominator !== null)
    return shareText(cell.numerator, cell.denominator)
  if (cell.spread && unit) return spreadText(cell.spread, unit)
  return numberText(cell.n)
}

/** « 31 % des montants (12,4 sur 40 millions d’euros) »; the numbers alone where few amounts are known. */
export function eurosText({ numerator, denominator, known }: EuroShare): string {
  if (known === 0) return 'aucun montant connu'
  const counted = `${roughEuros(numerator)} sur ${roughEuros(denominator)}`
  const share =
    known < FEWEST_FOR_A_SHARE ? null : percent(Math.round((100 * numerator) / denominator))
  return share === null || denominator === 0 ? counted : `${share} des montants (${counted})`
}

/** « 12,4 millions d’euros », « 840 000 € »: as people say amounts. */
export function roughEuros(amount: number): string {
  if (amount >= 1_000_000_000) return `${inMillions(amount / 1_000)}\u00A0milliards d’euros`
  if (amount >= 1_000_000) {
    const millions = inMillions(amount)
    return `${millions}\u00A0${amount < 2_000_000 ? 'million' : 'millions'} d’euros`
  }
  return euros(Math.round(amount))
}

function inMillions(amount: number): string {
  const millions = amount / 1_000_000
  return numberText(millions < 100 ? Math.round(millions * 10) / 10 : Math.round(millions))
}

/** « médiane 25 jours, de 18 à 41 pour huit cas sur dix ». */
export function spreadText({ median, p10, p90 }: Spread, unit: Unit): string {
  if (median === null) return 'aucun cas'
  const one = UNITS[unit]
  const words = median < 2 ? one[0] : one[1]
  const around =
    p10 === null || p90 === null
      ? ''
      : `, de ${numberText(p10)} à ${numberText(p90)} pour huit sur dix`
  return `médiane ${numberText(median)} ${words}${around}`
}

/** One and many of each unit. */
const UNITS: Record<Unit, [string, string]> = {
  contracts: ['marché', 'marchés'],
  holders: ['attribution', 'attributions'],
  firms: ['entreprise', 'entreprises'],
  bids: ['offre', 'offres'],
  consultations: ['consultation', 'consultations'],
  lots: ['lot', 'lots'],
  days: ['jour', 'jours'],
  pieces: ['pièce', 'pièces'],
  percent: ['%', '%'],
  sessions: ['session', 'sessions'],
  people: ['personne', 'personnes'],
}

/** What a table tells apart: « Par catégorie ». */
export const BREAKDOWN_LABELS: Record<Breakdown, string> = {
  all: 'Ensemble',
  category: 'Par catégorie',
  buyer: 'Par acheteur, par ordre alphabétique',
  band: 'Par tranche de montant HT',
  procedure: 'Par procédure',
  division: 'Par allotissement',
  ground: 'Par motif',
  kind: 'Par issue',
  cross: 'PME et entreprises de l’Aude',
}

/** What a table is of, its part of a bigger one included. */
export function tableTitle({ breakdown, within }: FigureTable): string {
  if (within === null) return BREAKDOWN_LABELS[breakdown]
  return `${BREAKDOWN_LABELS[breakdown]} : ${groupText(within.breakdown, within.group)}`
}

/** What a group is called; « non précisé » where it is none. Buyers are called by their names where these are given. */
export function groupText(
  breakdown: Breakdown,
  group: string | null,
  buyers: ReadonlyMap<string, string> = new Map(),
): string {
  if (breakdown === 'all') return 'Ensemble'
  if (group === null) return 'Non précisé'
  if (breakdown === 'buyer') return buyers.get(group) ?? group
  if (breakdown === 'band') return bandText(group)
  return GROUPS[group] ?? group
}

/** « de 40 000 à 90 000 € », « 5 000 000 € et plus » */
function bandText(key: string): string {
  const [from = '0', below = ''] = key.split('-')
  if (below === '') return `${euros(Number(from))} et plus`
  if (from === '0') return `moins de ${euros(Number(below))}`
  return `de ${numberText(Number(from))} à ${euros(Number(below))}`
}

const GROUPS: Record<string, string> = {
  ...CATEGORY_LABELS,
  ...PROCEDURE_LABELS,
  ...LOT_GROUND_LABELS,
  'without-competition': 'Sans mise en concurrence',
  'negotiated-open': 'Négocié, ouvert',
  'negotiated-restricted': 'Négocié, restreint',
  'direct-open': 'Attribution directe, ouverte',
  'direct-restricted': 'Attribution directe, restreinte',
  lots: 'Marchés allotis',
  single: 'Marchés non allotis',
  'sme-aude': 'PME, établissement dans l’Aude',
  'sme-elsewhere': 'PME, établissement ailleurs',
  'other-aude': 'Autre taille, établissement dans l’Aude',
  'other-elsewhere': 'Autre taille, établissement ailleurs',
  withdrawn: 'Avis annulé',
  abandoned: 'Déclarée sans suite',
  unsuccessful: 'Infructueuse',
  nature: 'Nature de contrat non comptée',
  'call-off': 'Marché subséquent ou bon de commande d’un accord-cadre compté',
  year: 'Date de notification inconnue',
  buyer: 'Acheteur non reconnu',
  'not-ours': 'L’acheteur dit que ce n’est pas le sien',
  'other-year': 'L’acheteur dit que c’est d’une autre année',
}
