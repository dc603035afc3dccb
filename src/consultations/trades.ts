import { nameKey } from '../places/name-key.ts'

/** A trade in plain words (« métier »): data that an administrator edits. Slugs never change: addresses carry them. */
export interface Trade {
  slug: string
  label: string
  family: string
  /** Beginnings of CPV codes, check digit left out. */
  prefixes: string[]
  /** Whole words that name it in a title; those written in capitals are acronyms. */
  words: string[]
  /**
   * Words that do not count. One that contains a word of the trade takes that occurrence away (« peinture
   * routière »); any other rules the trade out (« logiciel »).
   */
  exclusions: string[]
  /** What the people of this trade are called: typed in the search box, they propose it. */
  craftsmen: string[]
  /** Its words count only when no other trade was found: « fourniture et pose » says nothing. */
  weak: boolean
}

export interface FoundTrades {
  /** Slugs, in the order of the list; empty: « métier non déterminé ». */
  trades: string[]
  basis: 'chosen' | 'cpv' | 'words' | null
  /** By its CPV code it may concern every building trade, where its lots are not known (users.md 5.1). */
  allBuildingTrades: boolean
}

/**
 * The trades of a lot, or of a consultation without lots: what the buyer chose, else its CPV codes, else the words
 * of its title (users.md 5.1). A code that only says « some building » gives way to the building trades that the
 * title names: a lot « Électricité » often carries the code 45210000 of the whole operation.
 */
export function tradesOf(
  trades: Trade[],
  known: { chosen: string[]; cpv: string[]; title: string },
): FoundTrades {
  const chosen = slugsOf(trades.filter(({ slug }) => known.chosen.includes(slug)))
  if (chosen.length > 0) return { trades: chosen, basis: 'chosen', allBuildingTrades: false }
  const allBuildingTrades = known.cpv.some(isBuildingWorks)
  const byCode = tradesOfCpv(trades, known.cpv)
  if (byCode.length === 0) {
    const byWords = tradesOfWords(trades, known.title)
    return { trades: byWords, basis: byWords.length > 0 ? 'words' : null, allBuildingTrades }
  }
  if (known.cpv.every(isBuildingWorks)) {
    const named = tradesNamed(trades, known.title)
    const byWords = strongest(named.filter((trade) => trade.family === 'Bâtiment'))
    if (byWords.length > 0) return { trades: byWords, basis: 'words', allBuildingTrades }
  }
  return { trades: byCode, basis: 'cpv', allBuildingTrades }
}

/**
 * Slugs of the trades that these CPV codes (with or without check digit) fall in. For each code the longest prefix
 * wins, and all the trades that share it; what is not a CPV code gives none.
 */
export function tradesOfCpv(trades: Trade[], codes: string[]): string[] {
  const found = new Set(codes.flatMap((code) => tradesOfCode(trades, code)))
  return slugsOf(trades.filter((trade) => found.has(trade)))
}

/**
 * Slugs of the trades whose words stand in this text: whole words, without accents, singular or plural, little
 * words skipped. Exclusions are applied first, weak trades count only when there is no other.
 */
export function tradesOfWords(trades: Trade[], text: string): string[] {
  return strongest(tradesNamed(trades, text))
}

/** Whether a CPV code says « some building » and no more: every building trade may be concerned (tous corps d'état). */
export function isBuildingWorks(cpv: string): boolean {
  return /^45(?:000000|200000|21[0-7]\d{3}|262[78]00|300000|400000|453\d{3}|454\d{3})(?:-\d)?$/.test(
    cpv,
  )
}

/**
 * The one trade that these words of a search name: its label, one of its words, or its people (« électricien
 * Narbonne »). Null when none or several do.
 */
export function proposeTrade(trades: Trade[], query: string): Trade | null {
  const words = significantWords(query)
  const asked = words.stems.join(' ')
  if (asked === '') return null
  return (
    only(trades.filter((trade) => namesOf(trade).some((name) => name === asked))) ??
    only(
      trades.filter((trade) =>
        patternsOf(trade).craftsmen.some((craftsman) => isIn(words, craftsman)),
      ),
    )
  )
}

function strongest(found: Trade[]): string[] {
  const strong = found.filter((trade) => !trade.weak)
  return slugsOf(strong.length > 0 ? strong : found)
}

function slugsOf(trades: Trade[]): string[] {
  return trades.map((trade) => trade.slug)
}

function tradesNamed(trades: Trade[], text: string): Trade[] {
  const words = significantWords(text)
  const byFirstWord = firstWordsOf(trades)
  const candidates = new Set(
    [...words.stems, ...words.words].flatMap((word) => byFirstWord.get(word) ?? []),
  )
  return candidates.size === 0
    ? []
    : trades.filter((trade) => candidates.has(trade) && isNamedIn(words, trade))
}

const firstWordsByTrades = new WeakMap<Trade[], Map<string, Trade[]>>()

/** The trades of which some words begin with this one: few of them can be named in a title, and few are looked for. */
function firstWordsOf(trades: Trade[]): Map<string, Trade[]> {
  const known = firstWordsByTrades.get(trades)
  if (known) return known
  const firsts = trades.flatMap((trade) =>
    patternsOf(trade).words.flatMap(({ acronym, words, stems }) => {
      const [first] = acronym ? words : stems
      return first === undefined ? [] : [{ first, trade }]
    }),
  )
  const byFirst = new Map<string, Trade[]>()
  for (const { first, trade } of firsts) byFirst.set(first, [...(byFirst.get(first) ?? []), trade])
  firstWordsByTrades.set(trades, byFirst)
  return byFirst
}

function tradesOfCode(trades: Trade[], code: string): Trade[] {
  const digits = /^\d{8}(?=$|-)/.exec(code.trim())?.[0]
  if (digits === undefined) return []
  const byPrefix = prefixesOf(trades)
  for (let length = digits.length; length > 0; length--) {
    const found = byPrefix.get(digits.slice(0, length))
    if (found) return found
  }
  return []
}

const prefixesByTrades = new WeakMap<Trade[], Map<string, Trade[]>>()

function prefixesOf(trades: Trade[]): Map<string, Trade[]> {
  const known = prefixesByTrades.get(trades)
  if (known) return known
  const byPrefix = new Map<string, Trade[]>()
  for (const trade of trades)
    for (const prefix of new Set(trade.prefixes))
      byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), trade])
  prefixesByTrades.set(trades, byPrefix)
  return byPrefix
}

/** Words of a text, and the same in a form that singular and plural share. */
interface Words {
  words: string[]
  stems: string[]
}

/** Some words in a row; an acronym is not to be taken for the singular of something else (« PLU », « plus »). */
interface Pattern extends Words {
  acronym: boolean
}

interface Patterns {
  words: Pattern[]
  /** Exclusions with a word of the trade inside. */
  masks: Pattern[]
  /** Other exclusions. */
  vetoes: Pattern[]
  craftsmen: Pattern[]
}

const patternsByTrade = new WeakMap<Trade, Patterns>()

function patternsOf(trade: Trade): Patterns {
  const known = patternsByTrade.get(trade)
  if (known) return known
  const words = trade.words.map(patternOf)
  const exclusions = trade.exclusions.map(patternOf)
  const patterns = {
    words,
    masks: exclusions.filter((exclusion) => words.some((word) => isIn(exclusion, word))),
    vetoes: exclusions.filter((exclusion) => !words.some((word) => isIn(exclusion, word))),
    craftsmen: trade.craftsmen.map(patternOf),
  }
  patternsByTrade.set(trade, patterns)
  return patterns
}

function patternOf(text: string): Pattern {
  return { ...significantWords(text), acronym: /^\p{Lu}[\p{Lu}\d]/u.test(text) }
}

const LITTLE_WORDS = new Set('a au aux d de des du en et l la le les un une'.split(' '))

function significantWords(text: string): Words {
  const words = nameKey(text)
    .split(' ')
    .filter((word) => word !== '' && !LITTLE_WORDS.has(word))
  return { words, stems: words.map(stem) }
}

/** A form that the singular and the plural of a French word share. */
function stem(word: string): string {
  return word.replace(/(?<=...)[sx]$/, '').replace(/(?<=..)au$/, 'al')
}

function isNamedIn(text: Words, trade: Trade): boolean {
  const { words, masks, vetoes } = patternsOf(trade)
  if (vetoes.some((veto) => isIn(text, veto))) return false
  if (!words.some((word) => isIn(text, word))) return false
  const rest = masked(text, masks)
  return words.some((word) => isIn(rest, word))
}

function masked(text: Words, masks: Pattern[]): Words {
  const rest = { words: [...text.words], stems: [...text.stems] }
  for (const mask of masks) {
    for (const start of positions(text, mask)) {
      rest.words.fill('', start, start + mask.words.length)
      rest.stems.fill('', start, start + mask.words.length)
    }
  }
  return rest
}

function isIn(text: Words, pattern: Pattern): boolean {
  return positions(text, pattern).length > 0
}

/** Where the pattern's words begin in the text. */
function positions(text: Words, pattern: Pattern): number[] {
  const [where, what] = pattern.acronym ? [text.words, pattern.words] : [text.stems, pattern.stems]
  const first = what[0]
  const found: number[] = []
  if (first === undefined) return found
  for (let at = where.indexOf(first); at !== -1; at = where.indexOf(first, at + 1))
    if (what.every((word, offset) => where[at + offset] === word)) found.push(at)
  return found
}

function namesOf(trade: Trade): string[] {
  return [trade.label, ...trade.label.split(','), ...trade.words, ...trade.craftsmen].map((name) =>
    significantWords(name).stems.join(' '),
  )
}

function only(trades: Trade[]): Trade | null {
  const [first, ...others] = trades
  return first && others.length === 0 ? first : null
}
