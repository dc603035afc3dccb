import type { ColumnKey } from '../sources/file/template.ts'

/** What a form asks for: columns of the file of consultations, and what serves the checks only. */
export type FormField =
  | ColumnKey
  | 'amountBand'
  | 'estimate'
  | 'lots'
  | 'lotGround'
  | 'lotReason'
  | 'urgencyGround'
  | 'priorNotice'

export interface FormStep {
  /** Word of the address: `?etape=`. */
  slug: 'essentiel' | 'dates' | 'lieu-montant-lots' | 'reponse'
  fields: FormField[]
}

/** The short steps of a consultation that is no small contract; the check comes after the last. */
export const STEPS: FormStep[] = [
  {
    slug: 'essentiel',
    fields: ['object', 'category', 'procedure', 'trades', 'cpv', 'reference', 'description'],
  },
  {
    slug: 'dates',
    fields: [
      'deadline',
      'deadlineStage',
      'urgencyGround',
      'priorNotice',
      'questionsUntil',
      'visit',
      'visitDates',
      'visitBooking',
      'duration',
      'expectedStart',
      'renewals',
    ],
  },
  {
    slug: 'lieu-montant-lots',
    fields: [
      'place',
      'amountBand',
      'estimate',
      'contractForm',
      'frameworkMaximum',
      'divided',
      'lots',
      'lotGround',
      'lotReason',
      'otherBuyers',
    ],
  },
  {
    slug: 'reponse',
    fields: [
      'responseKind',
      'responseAddress',
      'signature',
      'documentsUrl',
      'criteria',
      'requiredDocuments',
      'qualifications',
      'minimumTurnover',
      'samples',
      'variants',
      'grouping',
      'reserved',
      'socialClauses',
      'environmentalClauses',
      'advance',
      'paymentDelayDays',
      'contactName',
      'contactPhone',
      'contactEmail',
    ],
  },
]

/** The twelve questions of the short form for a small contract (users.md 5.4), in their order. */
export const SHORT_FIELDS: FormField[] = [
  'object',
  'category',
  'trades',
  'place',
  'deadline',
  'responseKind',
  'responseAddress',
  'amountBand',
  'divided',
  'lots',
  'lotGround',
  'lotReason',
  'visit',
  'visitDates',
  'criteria',
  'contactName',
  'contactPhone',
  'contactEmail',
  'documentsUrl',
]

/** Whether a form may send this name: a field, a part of a date, a column of the lots. */
export function isFormName(name: string): boolean {
  const field = name.replace(/\.(?:day|month|year|time)$/, '')
  return FIELD_NAMES.has(field) || LOT_COLUMNS.some((column) => column === field)
}

const LOT_COLUMNS: ColumnKey[] = ['lotNumber', 'lotTitle', 'lotAmountMin', 'lotAmountMax']
const FIELD_NAMES = new Set<string>(STEPS.flatMap(({ fields }) => fields))

/** The rest of the short form, folded. */
export const FOLDED_FIELDS: FormField[] = STEPS.flatMap(({ fields }) => fields).filter(
  (field) => !SHORT_FIELDS.includes(field),
)
