import type { Amount } from '../../consultations/facts.ts'
import { headingBefore } from './heading.ts'
import { matchesIn } from './matches.ts'
import type { Passage } from './passage.ts'

/** An amount of money of a notice, in euros excluding VAT. */
export interface WrittenAmount extends Amount {
  /** A floor or a ceiling of orders, rather than an estimate. */
  bound: 'minimum' | 'maximum' | null
  start: number
  end: number
  written: Passage
}

/**
 * The amounts of a passage that its words call the estimate, the value, the budget, or the floor or ceiling of a
 * framework. Amounts including VAT, yearly ones, turnovers, penalties and guarantees are left out; so is an amount
 * that does not say « HT », unless it is called the estimate or the value: article R. 2121-1 of the code de la
 * commande publique makes those exclusive of tax.
 */
export function writtenAmounts(passage: Passage): WrittenAmount[] {
  const found: WrittenAmount[] = []
  if (!/€|eur/.test(passage.plain)) return found
  let previousEnd = 0
  for (const match of matchesIn(MONEY, passage.plain)) {
    const groups = match.groups ?? {}
    if (groups.unit === undefined && groups.lastUnit === undefined) continue
    const heading = headingBefore(passage.plain, match.index, previousEnd)
    const start = match.index
    const end = start + match[0].length
    const ends = endsOf(groups, heading.text)
    if (ends !== null && isEstimate(heading.text, groups, passage.plain.slice(end, end + 25))) {
      const written = passage.part(heading.start, end).trimmed()
      const said = boundOf(heading.text) ?? boundOf(wordsAfter(passage.plain, end))
      found.push({ ...ends, bound: said, start, end, written })
    }
    previousEnd = end
  }
  return found
}

/** « HT au minimum »: what is said of an amount behind it, up to the next stop or figure. */
function wordsAfter(text: string, end: number): string {
  return /^[^;,.:\d\n]*/.exec(text.slice(end, end + 30))?.[0] ?? ''
}

/**
 * One estimate, or a framework's floor and ceiling; null when there is none or when two of them disagree.
 */
export function amountAmong(
  amounts: WrittenAmount[],
): { amount: Amount; words: string; maximum: boolean } | null {
  const ceilings = amounts.filter(({ bound }) => bound === 'maximum')
  const floors = amounts.filter(({ bound }) => bound === 'minimum')
  const ceiling = onlyOne(ceilings)
  if (ceilings.length > 0) return ceiling === null ? null : framework(ceiling, onlyOne(floors))
  const estimate = onlyOne(amounts.filter(({ bound }) => bound === null))
  if (estimate === null) return null
  const { min, max, written } = estimate
  return { amount: { min, max }, words: written.words, maximum: false }
}

function framework(
  ceiling: WrittenAmount,
  floor: WrittenAmount | null,
): { amount: Amount; words: string; maximum: boolean } {
  const { max } = ceiling
  const min = floor?.min ?? null
  if (floor === null || min === null || max === null || min > max) {
    const { words } = ceiling.written
    return { amount: { min: null, max, maximum: true }, words, maximum: true }
  }
  const [first, last] = floor.start < ceiling.start ? [floor, ceiling] : [ceiling, floor]
  const { words } = first.written.through(last.written)
  return { amount: { min, max, maximum: true }, words, maximum: true }
}

const NUMBER = String.raw`\d{1,3}(?:[ .']\d{3})+(?:,\d{1,2})?(?![\d]|[.,]\d)|\d{1,12}(?:[.,]\d{1,2})?(?![\d]|[.,]\d)`
const UNIT = String.raw`€|(?:euros?|eur)(?![a-z])`
const SCALE = String.raw`(?:k|m|md|millions?|milliards?|milliers?)(?=[^a-z]|eur)`
const OF = String.raw` ?(?:d'|de )?`
const TAX = String.raw` ?\(?(?:h\.? ?t(?:\.? ?v\.? ?a)?|t\.? ?t\.? ?c|hors tax[a-z]*|hors t\.?v\.?a|toutes taxes)(?![a-z])`
const MONEY = new RegExp(
  String.raw`(?<![\d.,/-])(?<first>${NUMBER})(?: ?(?<scale>${SCALE}))?(?:${OF}(?<unit>${UNIT}))?(?<tax>${TAX})?` +
    String.raw`(?: ?(?:et|a|-|jusqu'a) ?(?<last>${NUMBER})(?: ?(?<lastScale>${SCALE}))?${OF}(?<lastUnit>${UNIT})(?<lastTax>${TAX})?)?`,
  'g',
)

const SCALES: Record<string, number> = {
  k: 1e3,
  millier: 1e3,
  milliers: 1e3,
  m: 1e6,
  million: 1e6,
  millions: 1e6,
  md: 1e9,
  milliard: 1e9,
  milliards: 1e9,
}

type Groups = Record<string, string | undefined>

function endsOf(groups: Groups, heading: string): Amount | null {
  const { first, last } = groups
  if (first === undefined) return null
  if (last === undefined) {
    if (groups.unit === undefined) return null
    const value = valueOf(first, groups.scale)
    if (value === null) return null
    if (UP_TO.test(heading)) return { min: null, max: value }
    if (FROM.test(heading)) return { min: value, max: null }
    return { min: value, max: value }
  }
  const scale = groups.scale ?? (groups.unit === undefined ? groups.lastScale : undefined)
  const min = valueOf(first, scale)
  const max = valueOf(last, groups.lastScale)
  return min === null || max === null || min > max ? null : { min, max }
}

function valueOf(written: string, scale: string | undefined): number | null {
  const grouped = /^\d{1,3}(?:[ .']\d{3})+/.test(written)
  const digits = grouped ? written.replace(/[ .']/g, '') : written
  const value = Number(digits.replace(',', '.')) * (SCALES[scale ?? ''] ?? 1)
  return value > 0 && value < 1e11 ? Math.round(value * 100) / 100 : null
}

const UP_TO =
  /(?:moins de|inferieur(?:e|s|es)? (?:ou egale? )?a|jusqu'a|plafond(?:ne)?e?(?: a| de)?|maxi(?:mum|mal)?e?\b[^.;]{0,40}|max\.?|n'excedant pas|<=?) ?:? ?$/
const FROM =
  /(?:plus de|superieur(?:e|s|es)? (?:ou egale? )?a|a partir de|au moins|mini(?:mum|mal)?e?\b[^.;]{0,40}|min\.?|>=?) ?:? ?$/

function boundOf(heading: string): WrittenAmount['bound'] {
  const maximum = heading.search(/\bmaxi|plafond/)
  const minimum = heading.search(/\bmini/)
  if (maximum === -1 && minimum === -1) return null
  return maximum > minimum ? 'maximum' : 'minimum'
}

const CALLED = /montant|estim|valeur|budget|enveloppe|cout|\bmaxi|\bmini|plafond|tranche/
const ESTIMATE = /estim|valeur/
const ELSE =
  /chiffre|affaires|caution|garantie|penalit|avance|indemnit|prime|seuil|assur|capital|retenue|annuel|par an|offre|attribue|attribution|signe|subvention|frais|tarif|prix/

function isEstimate(heading: string, groups: Groups, after: string): boolean {
  const tax = `${groups.tax ?? ''}${groups.lastTax ?? ''}`
  const excluding = /h\.? ?t|hors/.test(tax) || /\bh\.?t\b|hors (?:taxe|t\.?v\.?a)/.test(heading)
  if (/t\.? ?t\.? ?c|toutes/.test(tax) || /\bttc\b|toutes taxes/.test(heading)) return false
  if (ELSE.test(heading) || /^ ?\/|^ ?(?:par|maximum annuel|annuel)\b/.test(after)) return false
  if (!excluding) return ESTIMATE.test(heading)
  return CALLED.test(heading) || groups.last !== undefined
}

/** The one amount there is, or null when several disagree. */
function onlyOne(amounts: WrittenAmount[]): WrittenAmount | null {
  const [first, ...others] = amounts
  if (first === undefined) return null
  return others.every(({ min, max }) => min === first.min && max === first.max) ? first : null
}
