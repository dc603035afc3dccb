import type { FilterLabels } from '../../src/consultations/shown.ts'
import { type ProgrammeFilter, STATUS_WORDS, type StatusAsked } from '../../src/programme/filter.ts'
import type { ListedPurchase } from '../../src/programme/listed.ts'
import type { PurchaseChange, PurchaseEvent, PurchaseFacts } from '../../src/programme/purchase.ts'
import type { Expected } from '../../src/programme/quarter.ts'
import type { LineKey } from '../../src/programme/template.ts'
import { amountText } from '../format.ts'
import type { AddressWords } from '../http/unknown-filter-page.tsx'
import { CATEGORY_LABELS } from './categories.ts'
import { describeFilter, QUERY_WORDS } from './query.ts'

/** What stands on every list, page and feed of the programme. */
export const FORECAST_SENTENCE = 'Prévisions indicatives, sans engagement des acheteurs.'

export const PROGRAMME_TITLE = 'Achats à venir des acheteurs publics de l’Aude'

/** What is not known of a line. */
export const UNKNOWN = 'non précisé'

/** « 2e trimestre 2026 »; « 2026 » where no quarter is said. */
export function quarterText({ year, quarter }: Expected): string {
  return quarter === null ? String(year) : `${ordinal(quarter)} trimestre\u00A0${year}`
}

function ordinal(quarter: number): string {
  return quarter === 1 ? '1er' : `${quarter}e`
}

/** « au 2e trimestre 2026 », « en 2026 » */
export function atQuarter(expected: Expected): string {
  return `${expected.quarter === null ? 'en' : 'au'} ${quarterText(expected)}`
}

/** « attendu au 2e trimestre 2026, pas encore publié », « publié », « abandonné » */
export function standingText({
  status,
  late,
  facts,
}: Pick<ListedPurchase, 'status' | 'late' | 'facts'>): string {
  if (status === 'dropped') return 'abandonné'
  if (status === 'published') return 'consultation publiée'
  return `attendu ${atQuarter(facts)}${late ? ', pas encore publié' : ''}`
}

/** The quarter first announced, where it is another one now: « annoncé d’abord pour le 1er trimestre 2026 »; null where it is the same. */
export function movedText({ dueOn, firstDueOn, firstYear }: ListedPurchase): string | null {
  if (dueOn === firstDueOn) return null
  const quarter = Number(firstDueOn.slice(5, 7)) / 3
  return `annoncé d’abord pour ${quarter === 4 ? 'fin' : `le ${ordinal(quarter)} trimestre`}\u00A0${firstYear}`
}

export const EVENT_LABELS: Record<PurchaseEvent, string> = {
  announced: 'Annoncé',
  changed: 'Modifié',
  dropped: 'Abandonné',
  resumed: 'De nouveau prévu',
  became: 'Devenu une consultation',
  unlinked: 'Séparé de sa consultation',
}

const PURCHASE_FIELD_LABELS: Record<keyof PurchaseFacts, string> = {
  object: 'Objet',
  description: 'Précisions',
  category: 'Type',
  cpv: 'CPV',
  trades: 'Métier',
  amount: 'Montant estimé',
  year: 'Année attendue',
  quarter: 'Trimestre attendu',
  place: 'Lieu',
  contact: 'Contact',
}

/** A change in words: what it was, and is; both null where only the fact is told. */
export function changeLine(
  change: PurchaseChange,
  tradeLabel: (slug: string) => string,
): { label: string; before: string | null; after: string | null } {
  const label = PURCHASE_FIELD_LABELS[change.field]
  if (change.field === 'contact') return { label, before: null, after: null }
  const told = (value: PurchaseFacts[keyof PurchaseFacts]) =>
    valueText(change.field, value, tradeLabel) ?? UNKNOWN
  return { label, before: told(change.before), after: told(change.after) }
}

/** « Trimestre attendu : avant, T1 ; maintenant, T3 » */
export function changeText(change: PurchaseChange, tradeLabel: (slug: string) => string): string {
  const { label, before, after } = changeLine(change, tradeLabel)
  return before === null && after === null
    ? `${label} : mis à jour`
    : `${label} : avant, ${before} ; maintenant, ${after}`
}

function valueText(
  field: PurchaseChange['field'],
  value: PurchaseFacts[keyof PurchaseFacts],
  tradeLabel: (slug: string) => string,
): string | null {
  if (value === null || value === '') return null
  if (Array.isArray(value))
    return value.length === 0
      ? null
      : value.map((each) => (field === 'trades' ? tradeLabel(each) : each)).join(', ')
  if (typeof value === 'number') return field === 'quarter' ? ordinal(value) : String(value)
  if (typeof value === 'string')
    return value === 'works' || value === 'supplies' || value === 'services'
      ? CATEGORY_LABELS[value]
      : value
  if ('min' in value) return amountText(value)
  return value.name
}

/** « de 40 000 à 90 000 € HT », or that it is not said. */
export function amountOrUnknown({ amount }: PurchaseFacts): string {
  return (amount && amountText(amount)) ?? `montant ${UNKNOWN}`
}

export const STATUS_ASKED_LABELS: Record<StatusAsked, string> = {
  expected: 'À venir',
  late: 'En retard',
  published: 'Consultation publiée',
  dropped: 'Abandonnés',
  all: 'Tous',
}

/** The words of an address of the programme. */
export const PROGRAMME_WORDS: AddressWords = {
  ...Object.fromEntries(
    [
      'q',
      'metier',
      'lieu',
      'rayon',
      'type',
      'montant-min',
      'montant-max',
      'acheteur',
      'precis',
    ].flatMap((word) => {
      const known = QUERY_WORDS[word]
      return known ? [[word, known]] : []
    }),
  ),
  annee: { label: 'Année' },
  trimestre: {
    label: 'Trimestre',
    values: Object.fromEntries(['1', '2', '3', '4'].map((each) => [each, `T${each}`])),
  },
  statut: {
    label: 'Statut',
    values: Object.fromEntries(
      (Object.keys(STATUS_WORDS) as StatusAsked[]).map((status) => [
        STATUS_WORDS[status],
        STATUS_ASKED_LABELS[status],
      ]),
    ),
  },
}

/** One thing that is asked, in words, and the same question without it. */
export interface AskedOfProgramme {
  text: string
  without: ProgrammeFilter
}

/** What a filter asks, in words. */
export function describeProgramme(
  filter: ProgrammeFilter,
  labels: FilterLabels,
): AskedOfProgramme[] {
  const { board, year, quarter, status } = filter
  return [
    ...describeFilter(board, labels).map(({ field, text }) => ({
      text,
      without: { ...filter, board: withoutBoardWord(board, field) },
    })),
    ...(year === undefined
      ? []
      : [{ text: `en ${year}`, without: { ...without(filter, 'year') } }]),
    ...(quarter === undefined
      ? []
      : [{ text: `T${quarter}`, without: { ...without(filter, 'quarter') } }]),
    ...(status === undefined
      ? []
      : [{ text: STATUS_ASKED_LABELS[status], without: { ...without(filter, 'status') } }]),
  ]
}

function without(filter: ProgrammeFilter, word: 'year' | 'quarter' | 'status'): ProgrammeFilter {
  const rest = { ...filter }
  delete rest[word]
  return rest
}

function withoutBoardWord(
  board: ProgrammeFilter['board'],
  field: string,
): ProgrammeFilter['board'] {
  const left = Object.entries(board).filter(
    ([key]) => key !== field && !(field === 'place' && key === 'radius'),
  )
  return Object.fromEntries(left)
}

/** Messages at the pages of the partners' area, by what was just done. */
export const PROGRAMME_DONE: Record<string, string> = {
  ajoute: 'L’achat est au programme : il est visible dès maintenant, et dans les flux.',
  modifie: 'La modification est enregistrée.',
  inchange: 'Rien n’a changé.',
  abandonne: 'L’achat est montré comme abandonné, avec le motif.',
  repris: 'L’achat est de nouveau prévu.',
  lie: 'La consultation est liée : chacune des deux pages mène à l’autre.',
  separe: 'Le lien est retiré.',
  importe: 'Le fichier est importé.',
}

/** Why something in the partners' area is not done. */
export const PURCHASE_PROBLEMS = {
  stale:
    'Quelqu’un a changé cet achat entre-temps. Ce que vous avez saisi est gardé : vérifiez-le, puis envoyez de nouveau.',
  reasonMissing: 'Motif : dites pourquoi, il est publié.',
  reasonTooLong: 'Motif : texte trop long, abrégez.',
  noConsultation: 'Choisissez une consultation, ou écrivez sa référence.',
  unknownConsultation: 'Aucune de vos consultations ne porte cette référence.',
  noPurchase: 'Choisissez un des achats proposés.',
}

/** Labels of the form, by the column that each field is. */
export const LINE_FIELD_LABELS: Partial<Record<LineKey, string>> = {
  object: 'Objet',
  year: 'Année attendue',
  quarter: 'Trimestre attendu',
  category: 'Type',
  trades: 'Métiers',
  cpv: 'Codes CPV',
  amountMin: 'Montant estimé, de (€ HT)',
  amountMax: 'à (€ HT)',
  place: 'Lieu',
  description: 'Précisions',
  contactName: 'Personne ou service à contacter',
  contactPhone: 'Téléphone',
  contactEmail: 'Courriel',
  dropped: 'Motif',
}
