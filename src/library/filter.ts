import type { Cursor, FilterProblem } from '../consultations/filter.ts'
import type { ItemKind, Theme } from './schema.ts'

/** One question put to the library; null: not asked. */
export interface LibraryFilter {
  q: string | null
  kind: ItemKind | null
  theme: Theme | null
  partner: { id: number; slug: string; name: string } | null
}

/** Values of `nature` in addresses, in the order in which they are offered. */
export const KIND_WORDS: Record<ItemKind, string> = {
  leaflet: 'depliant',
  charter: 'charte',
  guide: 'guide',
  slides: 'presentation',
  template: 'modele',
  practice: 'pratique',
  study: 'etude',
  other: 'autre',
}

/** Values of `theme` in addresses. */
export const THEME_WORDS: Record<Theme, string> = {
  answering: 'repondre',
  grouping: 'se-grouper',
  writing: 'rediger',
  lots: 'lots',
  'time-to-answer': 'delais',
  'small-contracts': 'petits-marches',
  payment: 'paiement',
  'social-environment': 'social-environnement',
  'follow-up': 'suivi',
  pact: 'pacte',
}

export const KINDS = Object.keys(KIND_WORDS) as ItemKind[]
export const THEMES = Object.keys(THEME_WORDS) as Theme[]

export const NOTHING_ASKED: LibraryFilter = { q: null, kind: null, theme: null, partner: null }

export type LibraryReading =
  | { ok: true; filter: LibraryFilter; cursor: Cursor | null }
  | { ok: false; problems: FilterProblem[] }

/**
 * Reads the words `q`, `nature`, `theme` and `partenaire`, and the place in the list. Empty ones are as good as absent;
 * what is unknown, said twice or has no such value is told with the values that would do. Whether a partner exists is
 * asked of `partners`.
 */
export function readLibraryFilter(
  query: URLSearchParams,
  partners: readonly NonNullable<LibraryFilter['partner']>[],
): LibraryReading {
  const filter: LibraryFilter = { ...NOTHING_ASKED }
  const problems: FilterProblem[] = []
  let cursor: Cursor | null = null
  for (const [word, given] of query) {
    const value = given.replaceAll('\0', '').trim()
    if (value === '') continue
    const isRepeated = query.getAll(word).filter((each) => each.trim() !== '').length > 1
    const refuse = (allowed: FilterProblem['allowed']) => problems.push({ word, given, allowed })
    if (word === 'apres' || word === 'avant') {
      cursor = { direction: word === 'apres' ? 'after' : 'before', key: value.slice(0, 200) }
    } else if (word === 'q') {
      if (isRepeated) refuse([])
      else filter.q = value.slice(0, 200).replaceAll(/\s+/g, ' ')
    } else if (word === 'nature') {
      const kind = KINDS.find((each) => KIND_WORDS[each] === value)
      if (kind === undefined || isRepeated) refuse(Object.values(KIND_WORDS).map(asValue))
      else filter.kind = kind
    } else if (word === 'theme') {
      const theme = THEMES.find((each) => THEME_WORDS[each] === value)
      if (theme === undefined || isRepeated) refuse(Object.values(THEME_WORDS).map(asValue))
      else filter.theme = theme
    } else if (word === 'partenaire') {
      const partner = partners.find(({ slug }) => slug === value.toLowerCase())
      if (partner === undefined || isRepeated)
        refuse(partners.map(({ slug, name }) => ({ value: slug, label: name })))
      else filter.partner = partner
    } else refuse(['q', 'nature', 'theme', 'partenaire'].map(asValue))
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, filter, cursor }
}

/** The words that ask this, sorted: one question has one address. With `?`, or empty. */
export function libraryQuery(filter: LibraryFilter, cursor: Cursor | null = null): string {
  const words = new URLSearchParams()
  if (cursor) words.set(cursor.direction === 'after' ? 'apres' : 'avant', cursor.key)
  if (filter.q) words.set('q', filter.q)
  if (filter.kind) words.set('nature', KIND_WORDS[filter.kind])
  if (filter.theme) words.set('theme', THEME_WORDS[filter.theme])
  if (filter.partner) words.set('partenaire', filter.partner.slug)
  words.sort()
  return words.size > 0 ? `?${words}` : ''
}

function asValue(value: string): { value: string } {
  return { value }
}
