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
  /** Null: everything. */
  subject: NewsSubject | null
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

/** Reads the words of the list of actions and `contenu`; refuses what there is not, with what there is. */
export function readNewsFilter(
  query: URLSearchParams,
  choices: ActionChoices,
): { ok: true; filter: NewsFilter } | { ok: false; problems: ActionFilterProblem[] } {
  const others = new URLSearchParams([...query].filter(([word]) => word !== 'contenu'))
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
  if (!read.ok || problems.length > 0) return { ok: false, problems }
  return { ok: true, filter: { ...read.filter, subject: subject ?? null } }
}

/** The words that ask this, sorted: one filter has one address. With `?`, or empty. */
export function newsQuery(filter: NewsFilter): string {
  const words = new URLSearchParams(actionQuery(filter))
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
  subject: null,
}

const SUBJECTS = Object.keys(SUBJECT_WORDS) as NewsSubject[]
