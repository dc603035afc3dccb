import type { Contact, Facts, LotFacts } from '../../consultations/facts.ts'
import { emailAddress, phone, wholeNumber, words } from '../../sources/file/cell-values.ts'
import { nameKey } from '../../places/name-key.ts'
import type { FactChange } from '../fact-change.ts'

/** The three fields as they were typed. */
export interface TypedComplement {
  /** A band as the form sends it: `40000-90000`. */
  amount: string
  lots: string
  contact: string
}

export interface ComplementProblem {
  name: keyof TypedComplement
  code: 'band' | 'lots' | 'contact' | 'nothing'
}

export type ComplementReading =
  { ok: true; change: FactChange } | { ok: false; problems: ComplementProblem[] }

/**
 * What the three fields say; one that is empty says nothing. Lots are « aucun », a number, or a line each (« 1 – Gros
 * œuvre »); a contact is written as one does: a name, a telephone number, an e-mail address.
 */
export function readComplement(typed: TypedComplement): ComplementReading {
  const problems: ComplementProblem[] = []
  const change: FactChange = {}
  const band = typed.amount.trim()
  const lots = typed.lots.trim()
  const contact = typed.contact.trim()
  if (band !== '') {
    const [, min, max] = /^(\d{1,11})-(\d{1,11})?$/.exec(band) ?? []
    if (min === undefined) problems.push({ name: 'amount', code: 'band' })
    else change.amount = { min: Number(min), max: max === undefined ? null : Number(max) }
  }
  if (lots !== '') {
    const read = readLots(lots)
    if (read) Object.assign(change, read)
    else problems.push({ name: 'lots', code: 'lots' })
  }
  if (contact !== '') {
    const read = readContact(contact)
    if (read) change.contact = read
    else problems.push({ name: 'contact', code: 'contact' })
  }
  if (problems.length > 0) return { ok: false, problems }
  if (Object.keys(change).length === 0)
    return { ok: false, problems: [{ name: 'amount', code: 'nothing' }] }
  return { ok: true, change }
}

const MOST_LOTS = 60
const COUNT = wholeNumber(0, 999)
const LINE = words(300)

function readLots(text: string): Partial<Pick<Facts, 'lots' | 'lotCount' | 'divided'>> | null {
  if (/^(?:aucun|non|non alloti|pas de lots?|marche unique|unique)$/.test(nameKey(text)))
    return { divided: false }
  const count = COUNT({ text: text.replace(/ ?lots?$/i, ''), kind: 'text' })
  if (count.ok)
    return count.value < 2 ? { divided: false } : { divided: true, lotCount: count.value }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const lots = lines.flatMap((line) => readLot(line.trim()) ?? [])
  const numbers = new Set(lots.map(({ number }) => number))
  if (lots.length < lines.length || lots.length > MOST_LOTS || numbers.size < lots.length)
    return null
  return { divided: true, lots }
}

/** « Lot 1 – Gros œuvre », « 1. Gros œuvre » */
function readLot(line: string): LotFacts | null {
  const [, number, title] =
    /^(?:lot\s*(?:n\s*°)?\s*)?(\w{1,10})\s*[-–—.:)]\s*(\S.*)$/iu.exec(line) ?? []
  if (number === undefined || title === undefined) return null
  const read = LINE({ text: title, kind: 'text' })
  return read.ok ? { number, title: read.value } : null
}

/** The parts of a contact, apart by commas, line ends or spaces; null where nobody can be reached. */
function readContact(text: string): Contact | null {
  if (text.length > 300) return null
  const email = /[^\s,;<>()]+@[^\s,;<>()]+/.exec(text)?.[0] ?? null
  const rest = email === null ? text : text.replace(email, ' ')
  const number = /(?:\+33|0)[\s.]?[1-9](?:[\s.-]?\d\d){4}/.exec(rest)?.[0] ?? null
  const name = (number === null ? rest : rest.replace(number, ' '))
    .replaceAll(/[\s,;:–—-]+/gu, ' ')
    .replace(/(?:^| )(?:au|tel|tél|téléphone|courriel)\.? ?$/iu, '')
    .trim()
  const read = {
    phone: number === null ? null : phone({ text: number, kind: 'text' }),
    email: email === null ? null : emailAddress({ text: email, kind: 'text' }),
  }
  if (read.phone?.ok === false || read.email?.ok === false) return null
  if (!read.phone && !read.email) return null
  return {
    name: name === '' ? null : name,
    phone: read.phone?.value ?? null,
    email: read.email?.value ?? null,
  }
}
