import {
  type ActionChoices,
  type ActionFilter,
  type ActionFilterProblem,
  actionQuery,
  readActionFilter,
} from '../pact/actions/filter.ts'

/** What news and dates are about. */
export type NewsSubject =
  'actions' | 'groups' | 'meetings' | 'trainings' | 'commitments' | 'analyses'

/**
 * One question put to the pact's feeds and calendar. The pilot is whoever carries something: pilots, co-pilots,
 * organisers of trainings, signatories that answer. Status and lateness are an action's as it stands now.
 */
export interface NewsFilter extends ActionFilter {
  /** Null: all of them. */
  action: NewsAction | null
  /** Null: everything. */
  subject: NewsSubject | null
}

/** The one action that is followed. */
export interface NewsAction {
  id: number
  slug: string
  title: string
}

/** Values of `contenu` in addresses. */
export const SUBJECT_WORDS: Record<NewsSubject, string> = {
  actions: 'actions',
  analyses: 'analyses',
  commitments: 'engagements',
  trainings: 'formations',
  groups: 'groupes',
  meetings: 'reunions',
}

/**
 * Reads the words of the list of actions, `contenu` and `action` (null among the choices: no action is called what the
 * address says); refuses what there is not, with what there is.
 */
export function readNewsFilter(
  query: URLSearchParams,
  choices: ActionChoices & { action: NewsAction | null },
): { ok: true; filter: NewsFilter } | { ok: false; problems: ActionFilterProblem[] } {
  const others = new URLSearchParams(
    [...query].filter(([word]) => word !== 'contenu' && word !== 'action'),
  )
  const read = readActionFilter(others, choices)
  const given = query.getAll('contenu').filter((each) => each.trim() !== '')
  const subject = SUBJECTS.find((each) => given.length === 1 && SUBJECT_WORDS[each] === given[0])
  const problems: ActionFilterProblem[] = read.ok ? [] : read.problems
  if (given.length > 0 && subject === undefined)
    problems.push({
      word: 'contenu',
      given: given.join(' '),
      allowed: SUBJECTS.map((each) => ({ value: SUBJECT_WORDS[each], label: '' })),
    })
  const action = actionWord(query)
  if (action !== null && choices.action === null)
    problems.push({ word: 'action', given: action, allowed: [] })
  if (!read.ok || problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    filter: {
      ...read.filter,
      action: action === null ? null : choices.action,
      subject: subject ?? null,
    },
  }
}

/** The action that an address names, by its address word; null where it names none. */
export function actionWord(query: URLSearchParams): string | null {
  return query.get('action')?.replaceAll('\0', '').trim() || null
}

/** The words that ask this, sorted: one filter has one address. With `?`, or empty. */
export function newsQuery(filter: NewsFilter): string {
  const words = new URLSearchParams(actionQuery(filter))
  if (filter.action) words.set('action', filter.action.slug)
  if (filter.subject) words.set('contenu', SUBJECT_WORDS[filter.subject])
  words.sort()
  return words.size > 0 ? `?${words}` : ''
}

/** Nothing asked. */
export const EVERYTHING: NewsFilter = {
  axis: null,
  pilot: null,
  group: null,
  status: null,
  late: false,
  action: null,
  subject: null,
}

const SUBJECTS = Object.keys(SUBJECT_WORDS) as NewsSubject[]
