import type {
  BuyerName,
  Category,
  Contact,
  Criterion,
  Facts,
  LotFacts,
  Moment,
  Place,
  Reading,
  RecordFacts,
} from '../../consultations/facts.ts'
import type { NoticeKind } from '../standing-facts.ts'
import { datedWords } from '../french/deadlines.ts'
import { Passage } from '../french/passage.ts'
import { readPhrases } from '../french/phrases.ts'
import { readVisit } from '../french/visits.ts'
import { addressIn, siretIn, structured } from '../structured-facts.ts'

/** Facts of which null ones are unknown: what every shape of `donnees` is gathered into. */
export interface Gathered {
  object: string | null
  description: string | null
  buyers: BuyerName[]
  reference: string | null
  category: Category | null
  procedure: Facts['procedure'] | null
  contractForm: Facts['contractForm'] | null
  cpv: string[]
  place: Place | null
  amount: Facts['amount'] | null
  lots: LotFacts[]
  divided: boolean | null
  deadline: Moment | null
  /** The deadline as the document has it. */
  deadlineWords: string | null
  deadlineStage: Facts['deadlineStage'] | null
  duration: string | null
  variants: Facts['variants'] | null
  reserved: Facts['reserved'] | null
  criteria: Criterion[]
  platform: string | null
  documents: string | null
  contact: Contact | null
}

/** The facts of a document, those that are not known left out. Basis `structured`. */
export function factsOf(gathered: Partial<Gathered>): RecordFacts {
  const { lots = [], buyers = [], cpv = [], criteria = [], deadline, platform, contact } = gathered
  const facts: RecordFacts = {
    object: known(gathered.object),
    description: gathered.description === gathered.object ? undefined : known(gathered.description),
    buyers: buyers.length > 0 ? structured(buyers) : undefined,
    reference: known(gathered.reference),
    category: known(gathered.category),
    procedure: known(gathered.procedure),
    contractForm: known(gathered.contractForm),
    cpv: cpv.length > 0 ? structured([...new Set(cpv)]) : undefined,
    place: known(gathered.place),
    amount: known(gathered.amount),
    frameworkMaximum: gathered.amount?.maximum ? known(gathered.amount.max) : undefined,
    lots: lots.length > 0 ? structured(lots) : undefined,
    lotCount: lots.length > 1 ? structured(lots.length) : undefined,
    divided: known(lots.length > 1 ? true : gathered.divided),
    deadline: deadline ? structured(deadline, gathered.deadlineWords ?? null) : undefined,
    deadlineStage: deadline ? known(gathered.deadlineStage) : undefined,
    duration: known(gathered.duration),
    variants: known(gathered.variants),
    reserved: known(gathered.reserved),
    criteria: criteria.length > 0 ? structured(criteria) : undefined,
    response: platform
      ? structured({ kind: 'platform', address: platform, signature: null })
      : undefined,
    documentsUrl: known(gathered.documents),
    contact:
      contact && (contact.name ?? contact.phone ?? contact.email) !== null
        ? structured(contact)
        : undefined,
  }
  return withoutGaps(facts)
}

/** What the words of « renseignements complémentaires » say: visit, variants, reservation. Basis `extracted`. */
export function factsInWords(words: string | null): RecordFacts {
  if (words === null) return {}
  const passage = Passage.of(words)
  const { variants, reserved } = readPhrases(passage)
  return withoutGaps({ variants, reserved, ...readVisit(passage, datedWords(passage)) })
}

/** A buyer as typed. Null without a name. */
export function buyerOf(
  name: string | null,
  identifier: string | null,
  coordinator = false,
): BuyerName | null {
  return name === null ? null : { name, siret: siretIn(identifier), coordinator }
}

/** A place as written; the official lists recognise it later. Null where nothing is written. */
export function placeOf(...parts: (string | null)[]): Place | null {
  const name = parts.filter((part) => part !== null).join(' ')
  return /\p{L}{2}|\d{5}/u.test(name) ? { kind: 'unrecognised', name, code: null } : null
}

/** A contact whose parts may have been typed into each other's boxes. */
export function contactOf(
  name: string | null,
  phone: string | null,
  email: string | null,
): Contact | null {
  const swapped = name !== null && /^\S+@\S+$/.test(name)
  const contact = {
    name: swapped ? null : name,
    phone,
    email: email ?? (swapped ? name : null),
  }
  return contact.name === null && phone === null && contact.email === null ? null : contact
}

/** The first web address that can be one. */
export function firstAddress(...written: (string | null)[]): string | null {
  for (const each of written) {
    const address = addressIn(each)
    if (address !== null) return address
  }
  return null
}

/** Codes of the common procurement vocabulary in a text: eight digits, the check digit left out. */
export function cpvIn(written: string | null): string[] {
  return [...(written ?? '').matchAll(/(?<!\d)(\d{8})(?:-\d)?(?!\d)/g)].map(([, code = '']) => code)
}

/**
 * A notice of results tells what the contract came to, not what was estimated or when to answer; without a type of
 * contract, its codes tell it (divisions 45; 03 to 44 and 48; 50 to 98 of the common procurement vocabulary).
 */
export function told(facts: RecordFacts, kind: NoticeKind): RecordFacts {
  const category = facts.category ?? categoryOfCodes(facts.cpv?.value ?? [])
  if (kind !== 'award') return { ...facts, category }
  const { amount: _, frameworkMaximum: __, deadline: ___, deadlineStage: ____, ...rest } = facts
  return { ...rest, category }
}

function categoryOfCodes([code]: string[]): Reading<Category> | undefined {
  const division = Number(code?.slice(0, 2) ?? Number.NaN)
  if (Number.isNaN(division)) return undefined
  const value = division === 45 ? 'works' : division < 50 ? 'supplies' : 'services'
  return { value, words: code ?? null, basis: 'extracted' }
}

/** A record's facts without the undefined ones. */
export function withoutGaps(facts: RecordFacts): RecordFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, reading]) => reading !== undefined))
}

function known<T>(value: T | null | undefined) {
  return value === null || value === undefined ? undefined : structured(value)
}
