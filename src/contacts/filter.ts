import type { FilterProblem } from '../consultations/filter.ts'
import type { Problem } from './schema.ts'
import { meaningOf, PROBLEM_WORDS } from './words.ts'

/** One question put to the contacts: « qui m'aide pour quoi ». Null: not asked. */
export interface ContactFilter {
  problem: Problem | null
  /** Address word of a commune, an intercommunality or a département. */
  place: string | null
  /** Word of a trade. */
  trade: string | null
  /** Address word of the partner that the problem is with. */
  partner: string | null
  /** People whom the firm employs. */
  headCount: number | null
}

/** What the words of an address may name. */
export interface ContactChoices {
  /** A place by what people type: a name, a postcode. */
  place(word: string): { slug: string } | null
  trades: { slug: string; label: string }[]
  partners: { slug: string; name: string }[]
}

/** A place in the list of bodies: after this name and number. */
export interface BodyKey {
  name: string
  id: number
}

export type AskedContacts =
  | { ok: true; filter: ContactFilter; after: BodyKey | null }
  | { ok: false; problems: FilterProblem[] }

const WORDS = ['probleme', 'lieu', 'metier', 'acheteur', 'effectif', 'apres']
const MOST_PEOPLE = 1_000_000

/** Reads the words of an address; refuses what there is not, with what there is. Words left empty ask nothing. */
export function readContactFilter(query: URLSearchParams, choices: ContactChoices): AskedContacts {
  const problems: FilterProblem[] = []
  const refuse = (word: string, given: string, allowed: FilterProblem['allowed'] = []) => {
    problems.push({ word, given, allowed })
  }
  const asked = (word: string) => query.get(word)?.replaceAll('\0', '').trim() || null
  for (const word of new Set(query.keys()))
    if (!WORDS.includes(word))
      refuse(
        word,
        query.get(word) ?? '',
        WORDS.filter((each) => each !== 'apres').map((value) => ({ value })),
      )
    else if (query.getAll(word).length > 1) refuse(word, query.getAll(word).join(' '))
  const named = <T extends { slug: string }>(
    word: string,
    among: T[],
    label: (each: T) => string,
  ): string | null => {
    const given = asked(word)
    if (given === null || among.some(({ slug }) => slug === given)) return given
    refuse(
      word,
      given,
      among.map((each) => ({ value: each.slug, label: label(each) })),
    )
    return null
  }
  const problemWord = asked('probleme')
  const problem = problemWord === null ? null : (meaningOf(PROBLEM_WORDS, problemWord) ?? null)
  if (problemWord !== null && problem === null)
    refuse(
      'probleme',
      problemWord,
      Object.values(PROBLEM_WORDS).map((value) => ({ value })),
    )
  const placeWord = asked('lieu')
  const place = placeWord === null ? null : choices.place(placeWord)
  if (placeWord !== null && place === null) refuse('lieu', placeWord)
  const trade = named('metier', choices.trades, ({ label }) => label)
  const partner = named('acheteur', choices.partners, ({ name }) => name)
  const people = asked('effectif')?.replaceAll(/[\s\u00A0\u202F]/g, '') ?? null
  const headCount = people !== null && /^\d{1,7}$/.test(people) ? Number(people) : null
  if (people !== null && (headCount === null || headCount > MOST_PEOPLE)) refuse('effectif', people)
  const key = asked('apres')
  const after = key === null ? null : readKey(key)
  if (key !== null && after === null) refuse('apres', key)
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    filter: { problem, place: place?.slug ?? null, trade, partner, headCount },
    after,
  }
}

/** The words that ask this, sorted: one question has one address. With `?`, or empty. */
export function contactQuery(filter: ContactFilter, after: BodyKey | null = null): string {
  const { problem, place, trade, partner, headCount } = filter
  const words = new URLSearchParams()
  if (partner !== null) words.set('acheteur', partner)
  if (after !== null) words.set('apres', `${after.id}_${after.name}`)
  if (headCount !== null) words.set('effectif', String(headCount))
  if (place !== null) words.set('lieu', place)
  if (trade !== null) words.set('metier', trade)
  if (problem !== null) words.set('probleme', PROBLEM_WORDS[problem])
  return words.size > 0 ? `?${words}` : ''
}

function readKey(word: string): BodyKey | null {
  const [, id, name] = /^(\d{1,9})_([^\p{Cc}]{1,300})$/u.exec(word) ?? []
  return id === undefined || name === undefined ? null : { id: Number(id), name }
}
