import { Passage } from './passage.ts'
import { statusPrefix } from './status.ts'
import { ACRONYMS } from './vocabulary.ts'

/**
 * The title shown for an object as people type them (users.md, 3.4): without boilerplate, in sentence case when more
 * than 80 % of it is capitals, at most 120 characters cut at a word. An object without letters becomes
 * « Consultation n° 2112058 – objet non précisé », with its own figures or else the reference.
 */
export function tidyTitle(object: string, reference: string | null = null): string {
  const written = object.replace(/\s+/g, ' ').trim()
  const bare = withoutTail(withoutLead(written, reference))
  if (/\p{L}{2}/u.test(bare)) return capitalised(shortened(uncapitalised(bare)))
  const number = /\d[\p{L}\d_/.-]*/u.exec(written)?.[0].slice(0, 60) ?? reference
  return number === null
    ? 'Consultation – objet non précisé'
    : `Consultation n° ${number} – objet non précisé`
}

const LONGEST = 120

/** Beginnings that say nothing of the object, in the plain form. */
const LEADS = [
  /^(?:numero|n ?°|reference|ref\.?)(?: (?:de (?:la )?|du )?(?:consultation|marche|dossier))? ?:? ?(?=[^ ]*\d)[^ ]+/,
  /^(?:consultation|marche|dossier|affaire) n ?° ?(?=[^ ]*\d)[^ ]+/,
  /^(?:objet|intitule)(?: (?:du marche|de la consultation))? ?:/,
  /^(?:marche|consultation)(?: public)? ?:/,
  /^marche(?: public)? (?:pour |portant sur )(?:la |le |les |l')?/,
  /^marche(?: public)? (?:de (?:la )?|d')(?!noel|gros|plein|producteur|interet|createur)/,
  /^marche(?: public)? relatif (?:aux? |a (?:la |l')?)(?![^,]{0,60} et aux? )/,
]

const SENTENCE =
  /^(?:le|la|ce|cet|cette|l')? ?(?:presente?)? ?(?:marche|consultation|accord-cadre|contrat|appel d'offres|procedure)(?: public)? (?:a (?:principalement )?pour (?:objet|objectif|but)|concerne|porte sur|consiste en)(?: ?:)? ?(?:de )?(?:la |le |les |l'|une? )?/

function withoutLead(written: string, reference: string | null): string {
  let rest = Passage.of(written).trimmed()
  for (;;) {
    const end = leadEnd(rest, reference)
    if (end === 0) return rest.words.replace(/^(\p{L}+) et (?:de |d['’])/u, '$1 et ')
    rest = rest.part(end).trimmed()
  }
}

function leadEnd(rest: Passage, reference: string | null): number {
  const status = statusPrefix(rest)
  if (status !== null) return status.end
  for (const lead of [...LEADS, SENTENCE]) {
    const match = lead.exec(rest.plain)
    if (match !== null) return match[0].length
  }
  if (reference !== null && reference !== '' && rest.words.startsWith(reference))
    return reference.length
  return codeEnd(rest)
}

/** A file number before the object: five figures or more, not a span of years, with words behind it. */
function codeEnd({ plain }: Passage): number {
  const code = /^[a-z0-9][a-z0-9_./-]{4,29}(?= )/.exec(plain)?.[0] ?? ''
  const figures = code.replace(/\D/g, '').length
  const years = /^(?:19|20)\d\d[-/](?:19|20)\d\d$/.test(code)
  const enough = figures >= 5 && code.length >= 6 && !years
  return enough && /[a-z]{3}/.test(plain.slice(code.length)) ? code.length : 0
}

/** Endings that list or count the lots. */
const TAILS = [
  /[ ,]?[-(:] ?(?:appels? d'offres? )?lots?(?:\(s\))? ?(?:n ?[°o]\.? ?)?\d/,
  /[ ,]? en (?:\d{1,3}) lots? ?:/,
  /(?: ?[-(,]| en)? ?\d{1,3} lots?[-). ]{0,3}$/,
]

function withoutTail(written: string): string {
  const passage = Passage.of(written)
  const ends = TAILS.map((tail) => passage.plain.search(tail)).filter((at) => at >= 12)
  return passage.part(0, Math.min(...ends, passage.plain.length)).words.replace(/[\s.,;:–-]+$/, '')
}

function uncapitalised(written: string): string {
  const letters = written.match(/\p{L}/gu) ?? []
  const capitals = letters.filter((letter) => letter !== letter.toLocaleLowerCase('fr'))
  if (capitals.length <= letters.length * 0.8) return written
  return written.replace(/[\p{L}\p{N}]+/gu, (word, index: number) => {
    const alone = written.charAt(index - 1) === '(' && written.charAt(index + word.length) === ')'
    return isAcronym(word) || (alone && word.length <= 8) ? word : word.toLocaleLowerCase('fr')
  })
}

/** From the list, with figures in it, a Roman number, or unspeakable for want of a vowel. */
function isAcronym(word: string): boolean {
  if (ACRONYMS.has(word) || /\d/.test(word) || /^[IVX]{2,}$/.test(word)) return true
  return /^[BCDFGHJKLMNPQRSTVWXZ]{2,6}$/.test(word) && !ABBREVIATIONS.has(word)
}

const ABBREVIATIONS = new Set(['ST', 'MR', 'MM', 'DR', 'BD', 'NB'])

function shortened(title: string): string {
  if (title.length <= LONGEST) return title
  const end = [...title.slice(0, LONGEST + 3).matchAll(SENTENCE_END)].find(
    ({ index }) => index >= 30 && index <= LONGEST,
  )
  if (end !== undefined) return title.slice(0, end.index)
  const space = title.lastIndexOf(' ', LONGEST - 1)
  const cut =
    space >= LONGEST / 2
      ? title.slice(0, space)
      : title.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')
  return `${withoutLooseEnd(cut)}…`
}

/** A full stop before a capital, or two paragraphs stuck together (« municipalFourniture »). */
const SENTENCE_END =
  /(?<=[\p{L}\d)]{3})[.?!](?= ?\p{Lu})|(?<=\p{Ll}{3}|\p{L}\))(?=\p{Lu}\p{Ll}{2})/gu

/** A cut title does not end on a word that calls for another. */
function withoutLooseEnd(cut: string): string {
  const kept = cut.replace(/[\s,;:.(–-]+$/, '')
  const shorter = kept.replace(
    /(?:\s|')(?:de|du|des|d|la|le|les|l|et|ou|à|a|au|aux|en|pour|par|sur|dans|avec|un|une|son|sa|ses)'?$/i,
    '',
  )
  return shorter === kept ? kept : withoutLooseEnd(shorter)
}

function capitalised(title: string): string {
  const [first = ''] = title
  return first.toLocaleUpperCase('fr') + title.slice(first.length)
}
