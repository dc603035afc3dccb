import type { LotFacts, RecordFacts } from '../../consultations/facts.ts'
import { amountAmong, type WrittenAmount, writtenAmounts } from './amounts.ts'
import { matchesIn } from './matches.ts'
import type { Passage } from './passage.ts'
import { NUMBERS } from './vocabulary.ts'

/** A lot named with its title, and where that stands in the passage's plain form. */
export interface WrittenLot {
  lot: LotFacts
  start: number
  end: number
}

/** The lots a passage names with a title (« Lot 1 : Gros œuvre », « Lot n°6 - Électricité »), each number once. */
export function writtenLots(passage: Passage): WrittenLot[] {
  const heads = matchesIn(LOT, passage.plain).filter(
    ({ index, 0: head }) => !(head.trimEnd().endsWith(')') && passage.plain[index - 1] === '('),
  )
  const found = new Map<string, WrittenLot>()
  heads.forEach((head, index) => {
    const from = head.index + head[0].length
    const next = heads[index + 1]?.index ?? passage.plain.length
    const line = passage.plain.indexOf('\n', from)
    const end = Math.min(next, line === -1 ? next : line, from + 400)
    const number = (head[1] ?? '').replace(/^0+(?=\d)/, '').toUpperCase()
    const lot = lotOf(number, passage.part(from, end))
    if (lot !== null && !found.has(number)) found.set(number, { lot, start: head.index, end })
  })
  return [...found.values()]
}

/** What a passage says of its lots: their list, their number, whether there are any. Contradictions are left out. */
export function readLots(
  passage: Passage,
  lots: WrittenLot[],
): Pick<RecordFacts, 'lots' | 'lotCount' | 'divided'> {
  const facts: Pick<RecordFacts, 'lots' | 'lotCount' | 'divided'> = {}
  if (!/lot|marche unique/.test(passage.plain)) return facts
  const [first] = lots
  const last = lots.at(-1)
  if (first !== undefined && last !== undefined) {
    const { words } = passage.part(first.start, last.end)
    facts.lots = { value: lots.map(({ lot }) => lot), words, basis: 'extracted' }
  }
  const counts = matchesIn(COUNT, passage.plain)
    .filter((match) => !isLimit(passage.plain, match))
    .map((match) => ({ count: countOf(match), words: wordsOf(passage, match) }))
    .filter(({ count }) => count !== null && count > 1 && count <= 300)
  const [counted] = counts
  const agreed = counts.every(({ count }) => count === counted?.count)
  if (counted?.count != null && agreed && counted.count >= lots.length) {
    facts.lotCount = { value: counted.count, words: counted.words, basis: 'extracted' }
  }
  const single = UNDIVIDED.exec(passage.plain)
  const several = lots.length > 1 ? facts.lots : counts.length > 0 ? counted : undefined
  const divided = DIVIDED.exec(passage.plain)
  const words = several?.words ?? (divided === null ? null : wordsOf(passage, divided))
  if (single !== null && words === null) {
    facts.divided = { value: false, words: wordsOf(passage, single), basis: 'extracted' }
  } else if (single === null && words !== null) {
    facts.divided = { value: true, words, basis: 'extracted' }
  }
  return facts
}

const LOT =
  /(?<![a-z0-9])lots? ?(?:n ?[°o]\.? ?|numero )?(\d{1,3}[a-z]?)(?![a-z0-9]) ?[:.)-] ?(?=[^\n]{0,4}[a-z])/g

const COUNT_WORDS = Object.keys(NUMBERS).join('|')
const COUNT = new RegExp(
  String.raw`(?<![a-z0-9.,/'])(?:(?<figure>\d{1,3})|(?<word>${COUNT_WORDS})) (?:\(\d{1,3}\) )?lots?(?![a-z0-9])(?! ?n?[°]? ?\d)` +
    String.raw`|(?<![a-z])nombre (?:total )?de lots ?[:=]? ?(?<told>\d{1,3})(?!\d)`,
  'g',
)

const UNDIVIDED =
  /(?<![a-z])(?:non alloti(?:e|s|es)?|pas alloti|lot unique|marche unique|(?:division|divise|decompose)e? en lots ?: ?non|allotissement ?: ?non|pas (?:de decomposition|divise|decompose|reparti)e? en lots)(?![a-z])/
const DIVIDED =
  /(?<!non )(?<!pas )(?<![a-z])(?:march(?:e|es) allotis?|(?:division|divise|decompose)e? en lots ?: ?oui|allotissement ?: ?oui)(?![a-z])/

/** « 3 lots au maximum par candidat » counts what one firm may win. */
function isLimit(plain: string, { index, 0: matched }: RegExpExecArray): boolean {
  const before = plain.slice(Math.max(0, index - 50), index)
  const after = plain.slice(index + matched.length, index + matched.length + 25)
  return (
    /maxim|au plus|soumission|candidat|attribu|offre/.test(before) ||
    /^ (?:au )?(?:maxim|plus|par candidat)/.test(after)
  )
}

function countOf({ groups }: RegExpExecArray): number | null {
  const { figure, word, told } = groups ?? {}
  if (word !== undefined) return NUMBERS[word] ?? null
  return Number(figure ?? told)
}

function wordsOf(passage: Passage, match: RegExpExecArray): string {
  return passage.part(match.index, match.index + match[0].length).words
}

function lotOf(number: string, written: Passage): LotFacts | null {
  const amounts = writtenAmounts(written)
  const cut = Math.min(
    ...amounts.map((amount) => headingStart(written, amount)),
    written.plain.length,
  )
  const semicolon = written.plain.indexOf(';')
  const title = written.part(0, semicolon === -1 ? cut : Math.min(cut, semicolon)).trimmed()
  const words = title.words.replace(/(?<=[a-zà-ÿ)]{4})\.$/, '')
  if (!/[a-z]{2}/.test(title.plain) || OUTCOME.test(title.plain)) return null
  const amount = amountAmong(amounts)?.amount
  return { number, title: words, ...(amount === undefined ? {} : { amount }) }
}

/** Where the words that announce a lot's amount begin, so that they stay out of its title. */
function headingStart(written: Passage, amount: WrittenAmount): number {
  const before = written.plain.slice(0, amount.start)
  const announced = before.search(
    /[ ,;:(-]{0,3}\b(?:montant|estim|valeur|budget|entre|de)\b[^,;]*$/,
  )
  return announced === -1 ? amount.start : announced
}

const OUTCOME = /^(?:est |a ete |declare |classe )*(?:sans suite|infructueu|attribue|annule|voir )/
