import type {
  BuyerName,
  Category,
  Contact,
  Facts,
  Place,
  ResponseMethod,
} from '../../consultations/facts.ts'
import { emailsIn, linksIn, phoneIn, siteIn } from './addresses.ts'
import type { Passage } from './passage.ts'
import { categoryNamed, PROCEDURES } from './phrases.ts'

/** What stands after a label: its line, and the text up to the next label. */
export interface LabelledValue {
  line: Passage
  block: Passage
}

/** A value and the part of the text it was read in. */
export type Read<T> = { value: T; read: Passage } | null

/** A buyer's name, with the SIRET typed behind it. A name that is a sentence is no name. */
export function readBuyer(coordinator: boolean): (labelled: LabelledValue) => Read<BuyerName[]> {
  return ({ line }) => {
    const siret =
      /\(?\b(?:n[°o]? ?)?(?:siret|siren)?\b ?:? ?(\d{3} ?\d{3} ?\d{3} ?\d{5})(?!\d)\)?/.exec(
        line.plain,
      )
    const read = clauseOf(siret === null ? line : line.part(0, siret.index))
    const name = read.words.replace(/(?<=[\p{L})]{4})\.$/u, '').replace(/\s+/g, ' ')
    if (!/[a-z]/.test(read.plain) || name.length > 200) return null
    const value = [{ name, siret: siret?.[1]?.replaceAll(' ', '') ?? null, coordinator }]
    return { value, read: siret === null ? read : line }
  }
}

/** A reference: one or more code words with figures, or a single code word. Words of the object behind it stay out. */
export function readReference({ line }: LabelledValue): Read<string> {
  const tokens = [...line.plain.matchAll(/\S+/g)]
  let end = 0
  for (const [index, token] of tokens.entries()) {
    const stop = token.index + token[0].length
    const next = tokens[index + 1]?.[0] ?? ''
    const isCode = /\d/.test(token[0]) && !/^\d+(?:er|e|eme)$/.test(token[0])
    const leads =
      /^[a-z]{1,6}[-_/]?$|^[-_/]$/.test(token[0]) && /\d/.test(next) && !NO_CODE.test(token[0])
    const written = line.part(token.index, stop).words
    if (!isCode && !(leads && written === written.toUpperCase())) break
    if (isCode) end = stop
  }
  const [only, another] = tokens
  if (end === 0 && only !== undefined && another === undefined) end = only[0].length + only.index
  const read = line.part(0, end).trimmed()
  const value = read.words.replace(/[.,;:]+$/, '')
  return value === '' || value.length > 60 || linksIn(read).length > 0 ? null : { value, read }
}

const NO_CODE = /^(?:lots?|de|du|des|pour|annee|a|en)$/

/** Works, supplies or services when exactly one is named. */
export function readCategory({ line }: LabelledValue): Read<Category> {
  const read = clauseOf(line)
  const value = categoryNamed(read.plain)
  return value === null || read.plain.length > 60 ? null : { value, read }
}

const BARE_PROCEDURES: [RegExp, Facts['procedure']][] = [
  [/\badaptee\b/, 'adapted'],
  [/\bnegoci/, 'negotiated'],
  [/\brestreinte?\b/, 'restricted'],
  [/\bouverte?\b/, 'open'],
  [/\bconcession\b/, 'concession'],
  [/\bformalisee\b|\bappels? d'offres?\b/, 'formal'],
]

/** A procedure after its label, where the adjective is enough (« Procédure : adaptée »). */
export function readProcedure({ line }: LabelledValue): Read<Facts['procedure']> {
  const read = clauseOf(line)
  const named = PROCEDURES.filter(({ when, weak }) => weak !== true && when.test(read.plain))
  const [only, another] = named
  if (another !== undefined || read.plain.length > 120) return null
  const value = only?.says ?? BARE_PROCEDURES.find(([when]) => when.test(read.plain))?.[1]
  return value === undefined ? null : { value, read }
}

/** CPV codes of eight digits; the check digit behind a dash is left out. The first is the main one. */
export function readCpv({ block }: LabelledValue): Read<string[]> {
  const value: string[] = []
  let end = 0
  for (const match of block.plain.matchAll(/(?<![\d-])(\d{8})(?: ?- ?\d)?(?!\d)/g)) {
    if (/\n/.test(block.plain.slice(end, match.index).trim()) || match.index - end > 150) break
    const [, code = ''] = match
    if (/^0[3-9]|^[1-9]/.test(code) && !value.includes(code)) value.push(code)
    end = match.index + match[0].length
  }
  return value.length === 0 ? null : { value, read: block.part(0, end) }
}

/** The place as named; which commune or département it is, is found elsewhere. */
export function readPlace({ line }: LabelledValue): Read<Place> {
  const read = clauseOf(line)
  if (!/[a-z]{2}/.test(read.plain) || read.plain.length > 200) return null
  const name = read.words.replace(/(?<=[\p{L})]{4})\.$/u, '')
  return { value: { kind: 'unrecognised', name, code: null }, read }
}

/** A few words, up to the end of the clause. */
export function readWords({ line }: LabelledValue): Read<string> {
  const read = clauseOf(line)
  return read.plain === '' || read.plain.length > 300 ? null : { value: read.words, read }
}

/** A text of one or more lines, up to the next label. */
export function readText({ block }: LabelledValue): Read<string> {
  const read = block.trimmed()
  return read.plain === '' ? null : { value: read.words, read }
}

/** A list separated by commas, semicolons or lines. */
export function readList({ block }: LabelledValue): Read<string[]> {
  const read = block.part(0, 2000).trimmed()
  const value = [...read.plain.matchAll(/[^,;\n]+/g)]
    .map((match) => read.part(match.index, match.index + match[0].length).trimmed().words)
    .filter((item) => item !== '' && item !== '.')
  return value.length === 0 || value.length > 30 ? null : { value, read }
}

/** An address that begins with http or www. */
export function readLink({ block }: LabelledValue): Read<string> {
  const [link] = linksIn(block.part(0, 2100))
  return link === undefined ? null : { value: link.address, read: block.part(0, link.end) }
}

/** Where and how to answer: a platform's address, or an e-mail address. */
export function readResponse({ line }: LabelledValue): Read<ResponseMethod> {
  const [email] = emailsIn(line)
  const link = email === undefined ? siteIn(line) : (linksIn(line)[0] ?? null)
  if (link !== null) {
    const value: ResponseMethod = { kind: 'platform', address: link.address, signature: null }
    return { value, read: line.part(0, link.end) }
  }
  if (email === undefined) return null
  const value: ResponseMethod = { kind: 'email', address: email.address, signature: null }
  return { value, read: line.part(0, email.end) }
}

/** A person or service with telephone and e-mail, whichever are given. */
export function readContact({ block }: LabelledValue): Read<Contact> {
  const near = block.part(0, 300)
  const [email] = emailsIn(near)
  const phone = phoneIn(near)
  const line = near.plain.indexOf('\n')
  const before = Math.min(email?.start ?? 300, phone?.start ?? 300, line === -1 ? 300 : line)
  const named = near.part(0, before)
  const label = named.plain.search(
    /[ ,;:(-]*\b(?:tel|telephone|mel|mail|e-mail|courriel|par|au|a l'adresse)\b[^a-z]*$/,
  )
  const part = named.part(0, label === -1 ? undefined : label).trimmed()
  const isName =
    /[a-z]{2}/.test(part.plain) && part.plain.length <= 100 && linksIn(part).length === 0
  const value = {
    name: isName ? part.words : null,
    phone: phone?.phone ?? null,
    email: email?.address ?? null,
  }
  if (value.name === null && value.phone === null && value.email === null) return null
  return {
    value,
    read: near.part(0, Math.max(email?.end ?? 0, phone?.end ?? 0, isName ? before : 0)),
  }
}

/** A telephone number alone. */
export function readPhone({ line }: LabelledValue): Read<Contact> {
  const phone = phoneIn(line)
  if (phone === null) return null
  return { value: { name: null, phone: phone.phone, email: null }, read: line.part(0, phone.end) }
}

/** An e-mail address alone. */
export function readEmail({ line }: LabelledValue): Read<Contact> {
  const [email] = emailsIn(line)
  if (email === undefined) return null
  return { value: { name: null, phone: null, email: email.address }, read: line.part(0, email.end) }
}

/** A whole number of days (« 30 jours »). */
export function readDays({ line }: LabelledValue): Read<number> {
  const match = /^ ?(\d{1,3}) (?:jours?|j)\b/.exec(line.plain)
  if (match === null) return null
  return { value: Number(match[1]), read: line.part(0, match[0].length) }
}

/** A value up to the next bar, bullet, semicolon or end of sentence; abbreviations (« C.H. », « St. ») end none. */
function clauseOf(line: Passage): Passage {
  const ends = [' | ', ' • ', ';', '\t']
    .map((sign) => line.plain.indexOf(sign))
    .filter((at) => at > 0)
  const stops = line.plain.includes('. ') ? line.plain.matchAll(FULL_STOP) : []
  for (const match of stops) {
    if (line.capitalAt(match.index + match[0].length)) ends.push(match.index + 5)
  }
  return line.part(0, Math.min(...ends, line.plain.length)).trimmed()
}

const FULL_STOP = /[a-z0-9)€%]{4}\. (?=[a-z0-9])/g
