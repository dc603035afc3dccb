import type { FilterProblem } from '../consultations/filter.ts'
import { cursorWord, type InstantCursor, readInstantCursor } from '../http/instant-cursor.ts'

/** What is asked of the list of meetings. */
export interface RencontreFilter {
  /** Those to come or under way, the next first, or those that are over, the last first. */
  when: 'coming' | 'past'
  trade: Choice | null
  /** A buyer that takes part. */
  buyer: (Choice & { id: number }) | null
  organiser: (Choice & { id: number }) | null
}

export interface Choice {
  slug: string
  name: string
}

/** What may be asked: `buyer` and `organiser` are those that the address names, null where there is none such. */
export interface RencontreChoices {
  trades: Choice[]
  buyer: (Choice & { id: number }) | null
  organiser: (Choice & { id: number }) | null
}

/** Nothing asked. */
export const COMING: RencontreFilter = { when: 'coming', trade: null, buyer: null, organiser: null }

const FILTER_WORDS = ['acheteur', 'metier', 'organisateur', 'quand'] as const
const WHEN_WORDS = { coming: 'a-venir', past: 'passees' } as const

/**
 * Reads the words of an address. Refuses a word or value that there is not, with those that there are; `apres` and
 * `avant` carry the place in the list.
 */
export function readRencontreFilter(
  query: URLSearchParams,
  choices: RencontreChoices,
):
  | { ok: true; filter: RencontreFilter; cursor: InstantCursor | null }
  | { ok: false; problems: FilterProblem[] } {
  const filter = { ...COMING }
  const problems: FilterProblem[] = []
  let cursor: InstantCursor | null = null
  for (const [word, given] of query) {
    const value = given.replaceAll('\0', '').trim()
    const refuse = (allowed: FilterProblem['allowed']) => problems.push({ word, given, allowed })
    if (value === '') continue
    if (word === 'apres' || word === 'avant') cursor = readInstantCursor(word, value)
    else if (word === 'quand') {
      if (value === WHEN_WORDS.past) filter.when = 'past'
      else if (value !== WHEN_WORDS.coming) refuse(bare(Object.values(WHEN_WORDS)))
    } else if (word === 'metier') {
      filter.trade = choices.trades.find(({ slug }) => slug === value) ?? null
      if (!filter.trade)
        refuse(choices.trades.map(({ slug, name }) => ({ value: slug, label: name })))
    } else if (word === 'acheteur') {
      filter.buyer = choices.buyer
      if (!filter.buyer) refuse([])
    } else if (word === 'organisateur') {
      filter.organiser = choices.organiser
      if (!filter.organiser) refuse([])
    } else refuse(bare(FILTER_WORDS))
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, filter, cursor }
}

/** The words that ask this, sorted: one filter has one address. With `?`, or empty. */
export function rencontreQuery(
  filter: RencontreFilter,
  cursor: InstantCursor | null = null,
): string {
  const words = new URLSearchParams()
  if (filter.buyer) words.set('acheteur', filter.buyer.slug)
  if (cursor) words.set(...cursorWord(cursor))
  if (filter.trade) words.set('metier', filter.trade.slug)
  if (filter.organiser) words.set('organisateur', filter.organiser.slug)
  if (filter.when === 'past') words.set('quand', WHEN_WORDS.past)
  words.sort()
  return words.size > 0 ? `?${words}` : ''
}

function bare(values: readonly string[]): { value: string; label: string }[] {
  return values.map((value) => ({ value, label: '' }))
}
