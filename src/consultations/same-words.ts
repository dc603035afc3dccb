import { nameKey } from '../places/name-key.ts'
import { withoutStopWords } from './search-words.ts'

/** Words that stand in the objects of most consultations and tell none from another. */
const COMMON = new Set(
  `accord cadre commune consultation execution fourniture lot marche mission objet operation passation prestation
  programme projet public realisation relatif relative service travail travaux ville`
    .split(/\s+/)
    .map(singular),
)
/** Words that tell two parts of one programme from each other, as numbers do. */
const PARTS = new Set(['nord', 'sud', 'est', 'ouest', 'centre', 'i', 'ii', 'iii', 'iv', 'v'])

/** The words of an object that tell it from others: no plurals, no accents, nothing that stands in every object. */
export function tellingWords(object: string): Set<string> {
  const known = wordsKnown.get(object)
  if (known) return known
  if (wordsKnown.size >= WORDS_KEPT) wordsKnown.clear()
  const found = findWords(object)
  wordsKnown.set(object, found)
  return found
}

/** What closes with a new consultation is compared with the next ones too. */
const wordsKnown = new Map<string, Set<string>>()
const WORDS_KEPT = 1_000

function findWords(object: string): Set<string> {
  const all = nameKey(withoutStopWords(object)).split(' ')
  const words = all.map(singular).filter(Boolean)
  const telling = words.filter((word) => !COMMON.has(word))
  return new Set(telling.length > 0 ? telling : words)
}

function singular(word: string): string {
  return word.replace(/(?<=\p{L}{3})[sx]$/u, '')
}

/**
 * How alike the telling words of two objects are, from 0 (nothing in common) to 1 (the same): twice what both have over
 * what each has. Where each has a number or a cardinal point that the other has not (« tranche 1 », « tranche 2 »), they
 * are two parts of one programme: 0.
 */
export function sameWords(words: Set<string>, others: Set<string>): number {
  if (words.size === 0 || others.size === 0) return 0
  const onlyHere = [...words].filter((word) => !others.has(word))
  const onlyThere = [...others].filter((word) => !words.has(word))
  if (onlyHere.some(isPart) && onlyThere.some(isPart)) return 0
  return (2 * (words.size - onlyHere.length)) / (words.size + others.size)
}

function isPart(word: string): boolean {
  return /\d/.test(word) || PARTS.has(word)
}
