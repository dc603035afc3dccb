import type { Breakdown, Cell, EuroShare, FigureTable, Spread } from '../../src/analysis/figures.ts'
import type { Unit } from '../../src/analysis/indicators/indicator.ts'
import { euros, numberText, percent } from '../format.ts'
import { CATEGORY_LABELS } from '../words/categories.ts'
import { PROCEDURE_LABELS } from '../words/procedures.ts'
import { MEDIATION_RESULT_LABELS } from '../words/requests.ts'
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
  return denominator < FEWEST_FOR_A_SHARE ? null : percentOf(numerator, denominator)
}

/** Never « 0 % » of what there is, nor « 100 % » of what is not all. */
function percentOf(numerator: number, denominator: number): string {
  const rounded = Math.round((100 * numerator) / denominator)
  if (rounded === 0 && numerator > 0) return `moins de ${percent(1)}`
  if (rounded === 100 && numerator < denominator) return `plus de ${percent(99)}`
  return percent(rounded)
}

/** From where contracts are known, below the table of whose they are. */
export const PERIMETER_NOTE =
  'Acheteurs par ordre alphabétique. Les marchés viennent des attributions de ce guichet et des données essentielles de la commande publique ; chacun compte une fois. « Connus par le seul guichet » : aucune donnée essentielle n’en a été trouvée.'

/** Why the greatest amounts are told one by one. */
export function cappedNote(above: number): string {
  return `Un seul très gros montant, juste ou faux, changerait tous les totaux : au-delà de ${euros(above)}, un marché compte pour ce plafond. Si l’un de ces montants est une erreur, l’acheteur peut le corriger.`
}

/** What a cell tells: its share, or its spread. */
export function cellText(cell: Cell, unit: Unit | null): string {
  if (cell.numerator !== null && cell.denominator !== null)
    return shareText(cell.numerator, cell.denominator)
  if (cell.spread && unit) return spreadText(cell, cell.spread, unit)
  return `${numberText(cell.n)} cas`
}

/** « 31 % des montants (12,4 sur 40 millions d’euros) »; the numbers alone where few amounts are known. */
export function eurosText({ numerator, denominator, known }: EuroShare): string {
  if (known === 0) return 'aucun montant connu'
  const counted = `${roughEuros(numerator)} sur ${roughEuros(denominator)}`
  if (known < FEWEST_FOR_A_SHARE || denominator === 0) return counted
  return `${percentOf(numerator, denominator)} des montants (${counted})`
}

/** « Montant médian : 48 000 € ; de tous les montants connus : 60 000 €. »; '' where none is known. */
export function medianAmountsText({ medianNumerator, medianDenominator }: EuroShare): string {
  if (medianDenominator === null) return ''
  const own = medianNumerator === null ? 'aucun' : roughEuros(medianNumerator)
  return `Montant médian : ${own} ; de tous les montants connus : ${roughEuros(medianDenominator)}.`
}

/** « 12,4 millions d’euros », « 840 000 € »: as people say amounts. */
export function roughEuros(amount: number): string {
  if (amount >= 1_000_000_000)
    return `${numberText(inMillions(amount / 1_000))}\u00A0milliards d’euros`
  if (amount >= 1_000_000) {
    const millions = inMillions(amount)
    return `${numberText(millions)}\u00A0${millions < 2 ? 'million' : 'millions'} d’euros`
  }
  return euros(Math.round(amount))
}

function inMillions(amount: number): number {
  const millions = amount / 1_000_000
  return millions < 100 ? Math.round(millions * 10) / 10 : Math.round(millions)
}

/** Cases that a spread is of: where a share is told too, it is of those that the share counts. */
export function spreadCases({ n, missing, numerator }: Cell): number {
  return numerator ?? n - missing
}

/**
 * « médiane 25 jours, de 18 à 41 pour huit sur dix »; of fewer than ten cases the median alone, and nothing where it is a
 * percentage itself.
 */
export function spreadText(cell: Cell, { median, p10, p90 }: Spread, unit: Unit): string {
  if (median === null) return 'aucun cas'
  const isSmall = spreadCases(cell) < FEWEST_FOR_A_SHARE
  if (isSmall && unit === 'percent') return 'trop peu de cas'
  const [one, many] = UNITS[unit]
  const around =
    isSmall || p10 === null || p90 === null
      ? ''
      : `, de ${numberText(p10)} à ${numberText(p90)} pour huit sur dix`
  return `médiane ${numberText(median)} ${median < 2 ? one : many}${around}`
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
  mediations: ['médiation', 'médiations'],
  uses: ['utilisation', 'utilisations'],
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
  const part =
    within.group === null
      ? UNKNOWN_PARTS[within.breakdown]
      : groupText(within.breakdown, within.group)
  return `${BREAKDOWN_LABELS[breakdown]} : ${part}`
}

const UNKNOWN_PARTS: Record<NonNullable<FigureTable['within']>['breakdown'], string> = {
  category: 'catégorie non précisée',
  band: 'montant non précisé',
  division: 'allotissement non précisé',
}

/** Tables as they are read: the parts of a bigger one by rising amounts, what is not known last. */
export function tablesInOrder(tables: readonly FigureTable[]): FigureTable[] {
  return tables.toSorted((one, other) =>
    one.within?.breakdown === 'band' && other.within?.breakdown === 'band'
      ? lowerEnd(one.within.group) - lowerEnd(other.within.group)
      : 0,
  )
}

/** Cells as they are read: amounts rising, buyers in alphabetical order, never by their figures. */
export function cellsInOrder(
  { breakdown, cells }: FigureTable,
  buyers: ReadonlyMap<string, string>,
): Cell[] {
  if (breakdown === 'band')
    return cells.toSorted((one, other) => lowerEnd(one.group) - lowerEnd(other.group))
  if (breakdown !== 'buyer') return cells
  const name = ({ group }: Cell) => groupText('buyer', group, buyers)
  return cells.toSorted((one, other) => name(one).localeCompare(name(other), 'fr'))
}

function lowerEnd(band: string | null): number {
  return band === null ? Infinity : Number.parseInt(band, 10)
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
  'sme-aude': 'PME établies dans l’Aude',
  'sme-elsewhere': 'PME établies ailleurs',
  'other-aude': 'Autres tailles, dans l’Aude',
  'other-elsewhere': 'Autres tailles, ailleurs',
  withdrawn: 'Avis annulé',
  abandoned: 'Déclarée sans suite',
  unsuccessful: 'Infructueuse',
  ...Object.fromEntries(
    Object.entries(MEDIATION_RESULT_LABELS).map(([result, label]) => [
      `mediation-${result}`,
      label,
    ]),
  ),
  nature: 'Nature de contrat non comptée',
  'call-off': 'Marché subséquent ou bon de commande d’un accord-cadre compté',
  year: 'Date de notification inconnue',
  buyer: 'Acheteur non reconnu',
  'not-ours': 'L’acheteur dit que ce n’est pas le sien',
  'other-year': 'L’acheteur dit que c’est d’une autre année',
}
