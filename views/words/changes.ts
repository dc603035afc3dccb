import * as z from 'zod'
import type {
  Amount,
  Contact,
  Facts,
  LotFacts,
  LotOutcome,
  Moment,
  Place,
  ResponseMethod,
  SiteVisit,
} from '../../src/consultations/facts.ts'
import type { Change } from '../../src/consultations/shown.ts'
import { cutAtWord } from '../cut.ts'
import { amountText, euros, longMoment, lowerFirst, plural } from '../format.ts'
import { CATEGORY_LABELS } from './categories.ts'
import { CONTRACT_FORM_LABELS } from './contract-forms.ts'
import { fieldLabel } from './fields.ts'
import { PROCEDURE_LABELS } from './procedures.ts'
import { RESERVED_LABELS } from './reserved.ts'
import { STATUS_LABELS } from './states.ts'
import {
  contactText,
  criteriaText,
  outcomeText,
  responseText,
  startText,
  visitText,
} from './values.ts'
import { VARIANTS_LABELS } from './variants.ts'
import { VISIT_LABELS } from './visits.ts'

/** A change in French: two values under a label, or one sentence where values would say nothing. */
export interface ChangeWords {
  /** « Montant estimé »; « Lot 6, montant estimé » for a lot's. */
  label: string
  /** null: was not known. */
  before: string | null
  /** null: is no longer known. */
  after: string | null
  /** « Dossier de consultation modifié »: to be shown instead of the values. */
  sentence: string | null
}

/** What this change says to a firm; values of an unexpected shape count as not known. */
export function changeWords(change: Change): ChangeWords {
  const own = fieldLabel(change.field)
  const label = change.lot === undefined ? own : `Lot ${change.lot}, ${lowerFirst(own)}`
  const tell = tellerOf(change)
  if (change.field === 'status' && change.after === 'active' && change.before !== 'planned')
    return { label, before: null, after: null, sentence: 'Consultation de nouveau en cours' }
  return {
    label,
    before: tell === null ? null : tell(change.before),
    after: tell === null ? null : tell(change.after),
    sentence: tell === null ? untold(change, label) : null,
  }
}

/** The two moments between which a date has moved; null where it is no date, or only one of them is known. */
export function movedDate(
  change: Change,
): { before: Moment; after: Moment; later: boolean } | null {
  const before = moment.safeParse(change.before)
  const after = moment.safeParse(change.after)
  if (!before.success || !after.success || before.data.instant === after.data.instant) return null
  return {
    before: before.data,
    after: after.data,
    later: after.data.instant > before.data.instant,
  }
}

/** What a lot's outcome has become by this change; null when it tells of something else. */
export function outcomeAfter(change: Change): LotOutcome['kind'] | null {
  const after = outcome.safeParse(change.after)
  return change.field === 'lot.outcome' && after.success ? after.data.kind : null
}

type Teller = (value: unknown) => string | null

const LONGEST = 200

const moment: z.ZodType<Moment> = z.object({
  instant: z.iso.datetime(),
  wall: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d/),
  doubt: z.enum(['sources-disagree', 'no-hour', 'ambiguous-hour', 'clock-trap']).optional(),
})
const amount: z.ZodType<Amount> = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  maximum: z.boolean().optional(),
})
const place: z.ZodType<Pick<Place, 'name'>> = z.object({ name: z.string() })
const visit: z.ZodType<SiteVisit> = z.object({
  obligation: z.enum(['compulsory', 'advised', 'none']),
  dates: z.array(moment),
  booking: z.string().nullable(),
})
const response: z.ZodType<Omit<ResponseMethod, 'signature'>> = z.object({
  kind: z.enum(['platform', 'email', 'paper']),
  address: z.string().nullable(),
})
const contact: z.ZodType<Contact> = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
})
const outcome: z.ZodType<LotOutcome> = z.object({
  kind: z.enum(['awarded', 'unsuccessful', 'abandoned']),
  winners: z.array(
    z.object({
      name: z.string(),
      siret: z.string().nullable(),
      foreignId: z.string().optional(),
      commune: z.string().nullable(),
      size: z.enum(['micro', 'sme', 'mid-size', 'large']).optional(),
    }),
  ),
  amount: z.number().nullable(),
  bids: z.number().nullable(),
  irregularBids: z.number().nullable(),
  smeBids: z.number().optional(),
  notifiedOn: z.string().nullable(),
  ground: z.string().nullable(),
})
const named = z.array(z.object({ name: z.string() }))
const criteria = z.array(z.object({ name: z.string(), weight: z.number().nullable() }))

const text = told(z.string(), shortened)
const list = told(z.array(z.string()), (items) => shortened(items.join(', ')))
const date = told(moment, longMoment)
const money = told(z.number(), (n) => `${euros(n)} HT`)
const labels = (table: Record<string, string>) =>
  told(z.string(), (value) => (Object.hasOwn(table, value) ? (table[value] ?? null) : null))

/** null: the values would say nothing to a reader. */
const FIELDS: Record<keyof Facts, Teller | null> = {
  object: text,
  description: null,
  buyers: told(named, (buyers) => buyers.map((buyer) => buyer.name).join(', ')),
  reference: text,
  boampId: text,
  category: labels(CATEGORY_LABELS),
  procedure: labels(PROCEDURE_LABELS),
  contractForm: labels(CONTRACT_FORM_LABELS),
  frameworkMaximum: money,
  cpv: null,
  trades: null,
  place: told(place, ({ name }) => name),
  amount: told(amount, amountText),
  lots: told(z.array(z.unknown()), (lots) => plural(lots.length, 'lot', 'lots')),
  divided: told(z.boolean(), (divided) =>
    divided ? 'marché alloti' : 'marché non alloti (marché unique)',
  ),
  lotCount: told(z.number(), (count) => plural(count, 'lot', 'lots')),
  deadline: date,
  deadlineStage: labels({ tender: 'remise des offres', candidacy: 'remise des candidatures' }),
  questionsUntil: date,
  siteVisit: told(visit, visitInFull),
  duration: text,
  expectedStart: told(z.string(), startText),
  renewals: text,
  variants: labels(VARIANTS_LABELS),
  grouping: text,
  reserved: labels({ ...RESERVED_LABELS, none: 'non réservé' }),
  socialClauses: text,
  environmentalClauses: text,
  criteria: told(criteria, criteriaText),
  qualifications: list,
  requiredDocuments: list,
  minimumTurnover: told(z.number(), euros),
  samples: text,
  advance: text,
  paymentDelayDays: told(z.number(), (days) => plural(days, 'jour', 'jours')),
  response: told(response, (method) => responseText({ ...method, signature: null })),
  noticeUrl: text,
  documentsUrl: text,
  documentsVersion: null,
  documents: null,
  answers: null,
  contact: told(contact, contactText),
  status: labels(STATUS_LABELS),
  statusReason: text,
  outcome: told(outcome, outcomeText),
  renews: text,
}

const LOT_FIELDS: Record<keyof LotFacts, Teller | null> = {
  number: told(z.string(), (number) => number),
  title: text,
  description: null,
  category: FIELDS.category,
  cpv: null,
  trades: null,
  place: FIELDS.place,
  amount: FIELDS.amount,
  deadline: date,
  reserved: FIELDS.reserved,
  outcome: FIELDS.outcome,
}

const UNTOLD: Record<string, string> = {
  description: 'Description modifiée',
  cpv: 'Codes CPV modifiés',
  trades: 'Métiers modifiés',
  lots: 'Lots modifiés',
  documentsVersion: 'Dossier de consultation modifié',
  documents: 'Dossier de consultation modifié',
  answers: 'Réponse publiée à une question',
}

function tellerOf(change: Change): Teller | null {
  const { field } = change
  // As many lots as before: their number does not say what changed.
  if (field === 'lots' && FIELDS.lots?.(change.before) === FIELDS.lots?.(change.after)) return null
  const lotField = field.replace(/^lot\./, '')
  if (lotField !== field) return isLotField(lotField) ? LOT_FIELDS[lotField] : null
  return isField(field) ? FIELDS[field] : null
}

function isLotField(field: string): field is keyof LotFacts {
  return Object.hasOwn(LOT_FIELDS, field)
}

function isField(field: string): field is keyof Facts {
  return Object.hasOwn(FIELDS, field)
}

const answers = z.array(z.object({ question: z.string(), answer: z.string() }))

/** « Réponse publiée à une question : « … » – « … » »: the newest of them. */
function answerSentence(after: unknown): string | null {
  const read = answers.safeParse(after)
  const last = read.success ? read.data.at(-1) : undefined
  return last === undefined
    ? null
    : `${UNTOLD.answers} : « ${shortened(last.question)} » – « ${shortened(last.answer)} »`
}

function untold(change: Change, label: string): string {
  const answer = change.field === 'answers' ? answerSentence(change.after) : null
  if (answer !== null) return answer
  const sentence = UNTOLD[change.field.replace(/^lot\./, '')] ?? `${label} : changement`
  return change.lot === undefined ? sentence : `Lot ${change.lot}, ${lowerFirst(sentence)}`
}

function told<T>(schema: z.ZodType<T>, tell: (value: T) => string | null): Teller {
  return (value) => {
    const read = schema.safeParse(value)
    return read.success ? tell(read.data) || null : null
  }
}

function visitInFull(value: SiteVisit): string {
  return [VISIT_LABELS[value.obligation], visitText(value)].filter(Boolean).join(', ')
}

function shortened(value: string): string {
  return cutAtWord(value, LONGEST)
}
