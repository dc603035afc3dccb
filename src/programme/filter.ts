import {
  canonicalQuery,
  type Cursor,
  type Filter,
  type FilterProblem,
  parseFilter,
} from '../consultations/filter.ts'

/** Which lines are asked for; absent: those that wait for their consultation on pages, all of them in feeds. */
export type StatusAsked = 'expected' | 'late' | 'published' | 'dropped' | 'all'

/** One question put to the programme: the board's words that make sense of a forecast, and its own. */
export interface ProgrammeFilter {
  board: Pick<
    Filter,
    | 'q'
    | 'category'
    | 'trade'
    | 'place'
    | 'radius'
    | 'buyer'
    | 'amountMin'
    | 'amountMax'
    | 'knownOnly'
  >
  year?: number
  quarter?: number
  status?: StatusAsked
}

export const STATUS_WORDS: Record<StatusAsked, string> = {
  expected: 'a-venir',
  late: 'en-retard',
  published: 'publie',
  dropped: 'abandonne',
  all: 'tous',
}

/** Words of the board that are asked of the programme too. */
const BOARD_WORDS = [
  'acheteur',
  'lieu',
  'metier',
  'montant-max',
  'montant-min',
  'precis',
  'q',
  'rayon',
  'type',
]

const OWN_WORDS = ['annee', 'statut', 'trimestre']

export type ProgrammeAsked =
  | { ok: true; filter: ProgrammeFilter; cursor: Cursor | null }
  | { ok: false; problems: FilterProblem[] }

/** Reads the words of an address; what is unknown, repeated or impossible is told, with what would do. */
export function readProgrammeFilter(query: URLSearchParams): ProgrammeAsked {
  const board = parseFilter(
    new URLSearchParams([...query].filter(([word]) => !OWN_WORDS.includes(word))),
  )
  const problems = board.ok ? unaskable(board.filter) : board.problems.map(withOwnWords)
  const own: Omit<ProgrammeFilter, 'board'> = {}
  const year = single(query, 'annee')
  if (year !== null) {
    if (/^20\d\d$/.test(year)) own.year = Number(year)
    else problems.push({ word: 'annee', given: year, allowed: [] })
  }
  const quarter = single(query, 'trimestre')
  if (quarter !== null) {
    if (/^[1-4]$/.test(quarter)) own.quarter = Number(quarter)
    else
      problems.push({ word: 'trimestre', given: quarter, allowed: valuesOf(['1', '2', '3', '4']) })
  }
  const status = single(query, 'statut')
  if (status !== null) {
    const asked = STATUSES.find((each) => STATUS_WORDS[each] === status)
    if (asked) own.status = asked
    else
      problems.push({
        word: 'statut',
        given: status,
        allowed: valuesOf(STATUSES.map((each) => STATUS_WORDS[each])),
      })
  }
  if (!board.ok || problems.length > 0) return { ok: false, problems }
  return { ok: true, filter: { board: board.filter, ...own }, cursor: board.cursor }
}

/** The one query string of this filter: words sorted, defaults left out, '' or beginning with « ? ». */
export function programmeQuery(
  { board, year, quarter, status }: ProgrammeFilter,
  cursor: Cursor | null = null,
): string {
  const query = new URLSearchParams(canonicalQuery(board, cursor))
  if (year !== undefined) query.set('annee', String(year))
  if (quarter !== undefined) query.set('trimestre', String(quarter))
  if (status !== undefined) query.set('statut', STATUS_WORDS[status])
  query.sort()
  return query.size === 0 ? '' : `?${query}`
}

const STATUSES = Object.keys(STATUS_WORDS) as StatusAsked[]

const ASKABLE = new Set<keyof Filter>([
  'q',
  'category',
  'trade',
  'place',
  'radius',
  'buyer',
  'amountMin',
  'amountMax',
  'knownOnly',
])

/** Words of the board that nobody can ask of a forecast: a deadline, lots, a visit. */
function unaskable(filter: Filter): FilterProblem[] {
  return (Object.keys(filter) as (keyof Filter)[])
    .filter((field) => !ASKABLE.has(field))
    .map((field) => ({
      word: canonicalQuery({ [field]: filter[field] }).replace(/^\?|=.*$/g, ''),
      given: '',
      allowed: ALL_WORDS,
    }))
}

/** A word that is unknown gets the words of the programme, not those of the board. */
function withOwnWords(problem: FilterProblem): FilterProblem {
  const isKnown = BOARD_WORDS.includes(problem.word)
  return isKnown ? problem : { ...problem, allowed: ALL_WORDS }
}

const ALL_WORDS = valuesOf([...BOARD_WORDS, ...OWN_WORDS].toSorted())

function valuesOf(values: string[]): { value: string }[] {
  return values.map((value) => ({ value }))
}

/** Null where it is not given; several are none that can be asked for. */
function single(query: URLSearchParams, word: string): string | null {
  const given = query.getAll(word).flatMap((value) => value.replaceAll('\0', '').trim() || [])
  return given.length === 0 ? null : given.join(' ')
}
