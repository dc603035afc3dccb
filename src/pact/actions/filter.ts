import { cursorWord, type InstantCursor, readInstantCursor } from '../../http/instant-cursor.ts'
import type { ActionStatus } from './schema.ts'
import { STATUSES } from './status.ts'

/** What is asked of the list of actions. */
export interface ActionFilter {
  axis: { id: number; slug: string; title: string } | null
  pilot: { id: number; slug: string; name: string } | null
  group: { id: number; slug: string; title: string } | null
  status: ActionStatus | null
  /** Only those that are late for all to see. */
  late: boolean
}

/** A word of the address that asks what cannot be, with the values that would do. */
export interface ActionFilterProblem {
  word: string
  given: string
  allowed: { value: string; label: string }[]
}

/** Values of `statut` in addresses. */
export const STATUS_WORDS: Record<ActionStatus, string> = {
  'to-launch': 'a-lancer',
  launched: 'lancee',
  'partly-done': 'realisee-en-partie',
  done: 'realisee',
  abandoned: 'abandonnee',
}

/** What may be chosen, in the order in which it is shown. */
export interface ActionChoices {
  axes: { id: number; slug: string; title: string }[]
  pilots: { id: number; slug: string; name: string }[]
  groups: { id: number; slug: string; title: string }[]
}

const FILTER_WORDS = ['axe', 'groupe', 'pilote', 'retard', 'statut'] as const

/**
 * Reads the words of an address. Refuses a word or value that there is not, with those that there are; `apres` and
 * `avant` carry the place in the list.
 */
export function readActionFilter(
  query: URLSearchParams,
  choices: ActionChoices,
):
  | { ok: true; filter: ActionFilter; cursor: InstantCursor | null }
  | { ok: false; problems: ActionFilterProblem[] } {
  const filter: ActionFilter = { axis: null, pilot: null, group: null, status: null, late: false }
  const problems: ActionFilterProblem[] = []
  let cursor: InstantCursor | null = null
  for (const [word, given] of query) {
    const value = given.replaceAll('\0', '').trim()
    if (value === '') continue
    if (word === 'apres' || word === 'avant') cursor = readInstantCursor(word, value)
    else if (word === 'axe') {
      filter.axis = choices.axes.find(({ slug }) => slug === value) ?? null
      if (!filter.axis) problems.push({ word, given, allowed: titled(choices.axes) })
    } else if (word === 'groupe') {
      filter.group = choices.groups.find(({ slug }) => slug === value) ?? null
      if (!filter.group) problems.push({ word, given, allowed: titled(choices.groups) })
    } else if (word === 'pilote') {
      filter.pilot = choices.pilots.find(({ slug }) => slug === value) ?? null
      if (!filter.pilot)
        problems.push({
          word,
          given,
          allowed: choices.pilots.map(({ slug, name }) => ({ value: slug, label: name })),
        })
    } else if (word === 'statut') {
      filter.status = STATUSES.find((status) => STATUS_WORDS[status] === value) ?? null
      if (!filter.status)
        problems.push({
          word,
          given,
          allowed: STATUSES.map((status) => ({ value: STATUS_WORDS[status], label: '' })),
        })
    } else if (word === 'retard') {
      filter.late = value === 'oui'
      if (!filter.late) problems.push({ word, given, allowed: [{ value: 'oui', label: 'oui' }] })
    } else
      problems.push({
        word,
        given,
        allowed: FILTER_WORDS.map((each) => ({ value: each, label: '' })),
      })
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, filter, cursor }
}

/** The words that ask this, sorted, what is not asked left out: one filter has one address. With `?`, or empty. */
export function actionQuery(filter: ActionFilter, cursor: InstantCursor | null = null): string {
  const words = new URLSearchParams()
  if (cursor) words.set(...cursorWord(cursor))
  if (filter.axis) words.set('axe', filter.axis.slug)
  if (filter.group) words.set('groupe', filter.group.slug)
  if (filter.pilot) words.set('pilote', filter.pilot.slug)
  if (filter.late) words.set('retard', 'oui')
  if (filter.status) words.set('statut', STATUS_WORDS[filter.status])
  return words.size > 0 ? `?${words}` : ''
}

function titled(items: { slug: string; title: string }[]) {
  return items.map(({ slug, title }) => ({ value: slug, label: title }))
}
