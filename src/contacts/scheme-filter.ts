import type { FilterProblem } from '../consultations/filter.ts'
import type { SchemeTheme } from './schema.ts'
import type { SchemeKey } from './schemes.ts'
import { meaningOf, THEME_WORDS } from './words.ts'

/** Reads which sheets an address asks for (`theme`, `apres`); refuses what there is not, with what there is. */
export function readSchemeQuery(
  query: URLSearchParams,
):
  | { ok: true; theme: SchemeTheme | null; after: SchemeKey | null }
  | { ok: false; problems: FilterProblem[] } {
  const problems: FilterProblem[] = []
  for (const word of new Set(query.keys()))
    if (!['theme', 'apres'].includes(word) || query.getAll(word).length > 1)
      problems.push({ word, given: query.getAll(word).join(' '), allowed: [] })
  const word = query.get('theme')?.trim() || null
  const theme = word === null ? null : (meaningOf(THEME_WORDS, word) ?? null)
  if (word !== null && theme === null)
    problems.push({
      word: 'theme',
      given: word,
      allowed: Object.values(THEME_WORDS).map((value) => ({ value })),
    })
  const key = query.get('apres')?.trim() || null
  const [, id, title] = /^(\d{1,9})_([^\p{Cc}]{1,300})$/u.exec(key ?? '') ?? []
  const after = id === undefined || title === undefined ? null : { id: Number(id), title }
  if (key !== null && after === null) problems.push({ word: 'apres', given: key, allowed: [] })
  return problems.length > 0 ? { ok: false, problems } : { ok: true, theme, after }
}

/** The words that ask this: one question has one address. With `?`, or empty. */
export function schemeQuery(theme: SchemeTheme | null, after: SchemeKey | null = null): string {
  const words = new URLSearchParams()
  if (after !== null) words.set('apres', `${after.id}_${after.title}`)
  if (theme !== null) words.set('theme', THEME_WORDS[theme])
  return words.size > 0 ? `?${words}` : ''
}
