import type { BuyerName, FactName, Facts, LotFacts } from '../consultations/facts.ts'
import { lotKey } from '../consultations/lot-key.ts'
import { buyerKey } from '../partners/buyer-key.ts'
import type { FileContext } from '../sources/file/read-consultations.ts'
import { DEMAND_NAMES, TERM_NAMES } from '../sources/file/template.ts'
import type { FactChange } from './fact-change.ts'
import { lotChoices, statedLots } from './lot-changes.ts'
import { readTyped, type TypedProblem } from './read-typed.ts'
import type { TypedFields } from './schema.ts'
import { fieldsOf, momentFields, withBand } from './typed-fields.ts'

export type ChangeReading =
  { ok: true; change: FactChange } | { ok: false; problems: TypedProblem[] }

/**
 * What somebody changed who was shown these facts in a form: the facts whose fields now say something else, and no
 * others, so that what sources say later of the rest still shows. Fields that are not sent stay. Only what was touched can
 * be wrong: a notice that was read elsewhere need not have all that a form asks.
 */
export function readChange(
  facts: Partial<Facts>,
  own: Partial<Facts>,
  typed: TypedFields,
  context: FileContext,
): ChangeReading {
  const known = fieldsOf(facts)
  const touched = GROUPS.filter(({ fields }) =>
    fields.some((field) => differs(typed, known, field)),
  )
  const asked = fieldsFor(touched, { ...known, ...typed })
  const read = readTyped(withBand(asked), context)
  if (!read.ok) return read
  const before = readTyped(withBand(fieldsFor(touched, known)), context)
  const change: FactChange = {}
  for (const name of touched.flatMap((group) => group.facts)) {
    const [was, is] = [before.ok ? before.facts[name] : facts[name], read.facts[name]]
    if (JSON.stringify(was) !== JSON.stringify(is)) put(change, name, is)
  }
  if ('lots' in change) change.lots = lotsStated(facts, own, read.facts.lots ?? [])
  if ('buyers' in change) change.buyers = buyersStated(facts, read.facts.buyers ?? [])
  return { ok: true, change }
}

/** Whether a form says something else in this field. */
export function differs(typed: TypedFields, known: TypedFields, field: string): boolean {
  return typed[field] !== undefined && meant(typed[field]) !== meant(known[field] ?? [])
}

/** Fields that are read together, and the facts that they say. */
const GROUPS: { facts: FactName[]; fields: string[] }[] = [
  ...(
    [
      'object',
      'description',
      'reference',
      'category',
      'procedure',
      'contractForm',
      'trades',
      'cpv',
      'place',
      'deadlineStage',
      ...TERM_NAMES,
      'criteria',
      ...DEMAND_NAMES,
      'documentsUrl',
    ] as const
  ).map((name) => ({ facts: [name], fields: [name] })),
  { facts: ['amount', 'frameworkMaximum'], fields: ['amountBand', 'frameworkMaximum'] },
  { facts: ['deadline'], fields: momentParts('deadline') },
  { facts: ['questionsUntil'], fields: momentParts('questionsUntil') },
  { facts: ['siteVisit'], fields: ['visit', 'visitDates', 'visitBooking'] },
  { facts: ['response'], fields: ['responseKind', 'responseAddress', 'signature'] },
  { facts: ['contact'], fields: ['contactName', 'contactPhone', 'contactEmail'] },
  {
    facts: ['lots', 'divided'],
    fields: ['lotNumber', 'lotTitle', 'lotAmountMin', 'lotAmountMax', 'divided'],
  },
  { facts: ['buyers'], fields: ['otherBuyers'] },
]

function momentParts(name: string): string[] {
  return ['day', 'month', 'year', 'time'].map((part) => `${name}.${part}`)
}

/** What the reader of forms cannot do without, where it was not touched. */
const STAND_INS: TypedFields = {
  object: ['Consultation'],
  category: ['travaux'],
  ...momentFields('deadline', '2099-12-31T12:00'),
}

function fieldsFor(groups: typeof GROUPS, fields: TypedFields): TypedFields {
  const asked = { ...STAND_INS }
  for (const field of groups.flatMap((group) => group.fields)) asked[field] = fields[field] ?? []
  return asked
}

/** The same for values that say the same, in the order in which they were typed. */
function meant(values: string[]): string {
  return values
    .join('\n')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n ?/g, '\n')
    .trim()
}

function put<K extends FactName>(change: FactChange, name: K, value: Facts[K] | undefined): void {
  Object.assign(change, { [name]: value })
}

/** A form asks for a lot's number, title and amount only: the rest of it stays. */
function lotsStated(
  facts: Partial<Facts>,
  own: Partial<Facts>,
  typed: LotFacts[],
): LotFacts[] | undefined {
  const current = lotChoices(facts)
  const left = new Map(typed.map((lot) => [lotKey(lot.number), lot]))
  if (left.size < typed.length) return typed
  const edits = current.flatMap((choice) => {
    const lot = left.get(lotKey(choice.lot.number))
    if (!lot) return []
    const isSame =
      lot.title === choice.lot.title &&
      JSON.stringify(lot.amount) === JSON.stringify(choice.lot.amount)
    return isSame ? [] : [{ choice, edit: { title: lot.title, amount: lot.amount } }]
  })
  const known = new Set(current.map(({ lot }) => lotKey(lot.number)))
  const added = typed.filter(({ number }) => !known.has(lotKey(number)))
  const stated = [...statedLots(facts, own, edits), ...added].filter(({ number }) =>
    left.has(lotKey(number)),
  )
  return stated.length > 0 ? stated : undefined
}

/** Whoever buys first stays so: a form asks for the others only. */
function buyersStated(facts: Partial<Facts>, typed: BuyerName[]): BuyerName[] {
  const others = typed.slice(1).map((other) => {
    const known = facts.buyers?.find(({ name }) => buyerKey(name) === buyerKey(other.name))
    return known ?? other
  })
  const main = facts.buyers?.[0] ?? typed[0]
  return main ? [{ ...main, coordinator: others.length > 0 }, ...others] : others
}
