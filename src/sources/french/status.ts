import type { Facts, RecordFacts } from '../../consultations/facts.ts'
import type { Passage } from './passage.ts'

const AT_START: { says: Facts['status']; when: RegExp }[] = [
  {
    says: 'withdrawn',
    when: /^avis d'annulation\b|^(?:avis |consultation |procedure |marche )?annulee?s?\b(?! et remplace)|^annulation\b(?= ?[-:\])])/,
  },
  {
    says: 'abandoned',
    when: /^(?:avis |consultation |procedure |marche )?(?:declaree? |classee? )?sans suite\b/,
  },
  {
    says: 'unsuccessful',
    when: /^(?:avis |consultation |procedure |marche )?(?:declaree? )?infructueu(?:x|se)\b/,
  },
  {
    says: 'awarded',
    when: /^avis d'attribution\b|^resultats? d[ue] (?:la )?(?:marche|consultation)\b|^(?:marche )?attribuee?s?\b(?= ?[-:\])]|$)|^attribution\b(?= ?[-:\])])/,
  },
  { says: 'planned', when: /^(?:avis de )?pre-?information\b|^a venir\b(?= ?[-:\](])/ },
  { says: 'active', when: /^(?:avis )?rectificatif\b|^avis modificatif\b/ },
]

const ANYWHERE: { says: Facts['status']; word: string; when: RegExp }[] = [
  {
    says: 'abandoned',
    word: 'sans suite',
    when: /\b(?:consultation|procedure|marche)(?: (?:est|a ete|sont|doit etre|va etre))? (?:declaree?|classee?) sans suite\b/,
  },
  {
    says: 'unsuccessful',
    word: 'infructueu',
    when: /\b(?:consultation|procedure|marche)(?: (?:est|a ete))? (?:declaree? )?infructueu(?:x|se)\b/,
  },
  {
    says: 'withdrawn',
    word: 'annule',
    when: /\b(?:consultation|avis|procedure)(?: (?:est|a ete))? annulee?\b/,
  },
]

/** The words at the head of a title that tell its state, with what parts them from the object. */
export function statusPrefix(title: Passage): { says: Facts['status']; end: number } | null {
  const lead = /^[[(*\s"!]*/.exec(title.plain)?.[0].length ?? 0
  const rest = title.plain.slice(lead)
  for (const { says, when } of AT_START) {
    const match = when.exec(rest)
    if (match === null) continue
    const after = lead + match[0].length
    const joint = /^[\s\])*:"!.-]*/.exec(title.plain.slice(after, after + 20))?.[0].length ?? 0
    return { says, end: after + joint }
  }
  return null
}

/**
 * What a title's first words (« SANS SUITE – … ») or its text say has become of the procedure. A correction is a sign
 * of life (`active`). What concerns one lot says nothing of the whole.
 */
export function readStatus(title: Passage, text: Passage): Pick<RecordFacts, 'status'> {
  const prefix = statusPrefix(title)
  if (prefix !== null) {
    if (/^\(?(?:du |des |le |les )?lots?\b/.test(title.plain.slice(prefix.end))) return {}
    const { words } = title.part(0, prefix.end).trimmed()
    return { status: { value: prefix.says, words, basis: 'extracted' } }
  }
  for (const { says, word, when } of ANYWHERE) {
    const match = text.plain.includes(word) ? when.exec(text.plain) : null
    if (match === null) continue
    if (
      /\blots?\b[^.\n]{0,80}$/.test(text.plain.slice(Math.max(0, match.index - 100), match.index))
    )
      return {}
    const { words } = text.part(match.index, match.index + match[0].length)
    return { status: { value: says, words, basis: 'extracted' } }
  }
  return {}
}
