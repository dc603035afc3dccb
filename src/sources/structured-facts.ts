import type {
  Criterion,
  FactName,
  Facts,
  LotOutcome,
  Place,
  Reading,
  RecordFacts,
} from '../consultations/facts.ts'
import { checkSiret } from '../partners/siret.ts'
import { plainText, plainTitle } from './plain-text.ts'
import { elementAt, wordAt, type XmlElement } from './xml-tree.ts'

/** Adds a fact that came as data; null, undefined and empty ones are unknown and add nothing. */
export function tell<K extends FactName>(
  facts: RecordFacts,
  name: K,
  value: Facts[K] | null | undefined,
  words: string | null = null,
): void {
  if (value === null || value === undefined || value === '') return
  if (Array.isArray(value) && value.length === 0) return
  const target: { [P in K]?: Reading<Facts[P]> } = facts
  target[name] = { value, words, basis: 'structured' }
}

/** A value that came as data, with the words it stood in where they tell more. */
export function structured<T>(value: T, words: string | null = null): Reading<T> {
  return { value, words, basis: 'structured' }
}

/** A text for people on one line, HTML and its entities, even encoded twice, resolved; null where there is none. */
export function lineIn(element: XmlElement | undefined): string | null {
  return plainTitle(decoded(element?.text ?? '')).normalize('NFC') || null
}

export function lineAt(element: XmlElement | undefined, path: string): string | null {
  return lineIn(elementAt(element, path))
}

/** A text for people with its line breaks. */
export function proseIn(element: XmlElement | undefined): string | null {
  return plainText(decoded(element?.text ?? '')).normalize('NFC') || null
}

export function proseAt(element: XmlElement | undefined, path: string): string | null {
  return proseIn(elementAt(element, path))
}

/** One encoding is left for the reader of HTML to undo. */
export function decoded(written: string): string {
  return written.replaceAll(/&(?:amp;)+(?=(?:#\d+|#x[\da-f]+|[a-z]\w*);)/gi, '&')
}

/** The first http or https address under these paths; text that is no address is none. */
export function addressAt(element: XmlElement | undefined, ...paths: string[]): string | null {
  for (const path of paths) {
    const address = addressIn(wordAt(element, path))
    if (address !== null) return address
  }
  return null
}

/** An absolute http(s) address: a missing scheme is completed, signs in front of it are dropped. */
export function addressIn(written: string | null): string | null {
  const bare = written?.replaceAll(/^[\s:;,.]+|\s.*$/gs, '') ?? ''
  const address = /^https?:\/\//i.test(bare) ? bare : `https://${bare}`
  if (address.length > 2_000 || !/^https?:\/\/[^/?#]+\.[a-z]{2,}(?:[:/?#]|$)/i.test(address))
    return null
  return URL.canParse(address) && !address.includes('@') ? address : null
}

/** An amount in euros; null in another currency, below zero, or where nobody states one. */
export function eurosIn(element: XmlElement | undefined, currency: string): number | null {
  if (element === undefined || (element.attributes.get(currency) ?? 'EUR') !== 'EUR') return null
  return numberIn(element.text)
}

/** A reference or identifier; null where there is none or it is longer than anybody means (an index refuses it). */
export function nameAt(element: XmlElement | undefined, path: string): string | null {
  const name = lineAt(element, path)
  return name === null || name.length > 200 ? null : name
}

/** A plain number, « 348852 » or « 390697.84 »; null where it is none or negative. */
export function numberIn(written: string | null): number | null {
  const plain = (written ?? '').replaceAll(/\s/g, '').replace(',', '.')
  const value = /^\d{1,12}(?:\.\d+)?$/.test(plain) ? Number(plain) : null
  return value === null ? null : Math.round(value * 100) / 100
}

/** CPV codes of eight figures, without their check figure, each once. */
export function cpvIn(codes: string[]): string[] {
  return [...new Set(codes.flatMap((code) => /^\d{8}(?!\d)/.exec(code.trim())?.[0] ?? []))]
}

/**
 * The SIRET in what was typed as an identifier: fourteen digits with a right key, whatever stands before them
 * (« SIRET : », « FR »). Null for a SIREN, a VAT number, a missing or an excess digit: notices hold all of these, and a
 * completed number would be another's.
 */
export function siretIn(...written: (string | null)[]): string | null {
  for (const each of written) {
    const checked = checkSiret(each?.replace(/^\D+/, '').trim() ?? '')
    if (checked.ok) return checked.siret
  }
  return null
}

/** A town without what the post adds (« Rouen Cedex 1 », « Levallois-Perret, »); null where there is none. */
export function townIn(written: string | null): string | null {
  return written?.replace(/[\s,]+cedex\b.*$/i, '').replace(/[\s,;.]+$/, '') || null
}

/** What all lots say alike; undefined where they differ or one says nothing. */
export function agreed<T>(values: (T | null | undefined)[]): T | undefined {
  const [first, ...others] = values
  const same = others.every((value) => JSON.stringify(value) === JSON.stringify(first))
  return same ? (first ?? undefined) : undefined
}

/** Several places as one: the place itself, what they have in common, or their names. */
export function placeOf(places: Place[]): Place | undefined {
  const distinct = [...new Map(places.map((place) => [place.name, place])).values()]
  const [first] = distinct
  if (first === undefined || distinct.length === 1) return first
  return {
    kind: 'unrecognised',
    name: distinct
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', '),
    code: null,
  }
}

/** Criteria weighted in points, coefficients or fractions, with weights in per cent; as they are where one has none. */
export function inPercent(criteria: Criterion[]): Criterion[] {
  const total = criteria.reduce((sum, { weight }) => sum + (weight ?? 0), 0)
  if (total === 0 || criteria.some(({ weight }) => weight === null)) return criteria
  return criteria.map(({ name, weight }) => ({
    name,
    weight: Math.round(((weight ?? 0) * 1000) / total) / 10,
  }))
}

/** What has become of a procedure whose lots have come to this; undefined while nothing is decided. */
export function statusOf(outcomes: LotOutcome[]): Facts['status'] | undefined {
  const kinds = new Set(outcomes.map(({ kind }) => kind))
  if (kinds.has('awarded')) return 'awarded'
  if (kinds.has('unsuccessful')) return 'unsuccessful'
  return kinds.has('abandoned') ? 'abandoned' : undefined
}
