import type { Category } from './facts.ts'

/** States as they are asked for; `all` is « toutes ». */
export type State =
  'open' | 'planned' | 'ended' | 'awarded' | 'abandoned' | 'unsuccessful' | 'withdrawn'

export type ProcedureGroup = 'below-threshold' | 'adapted' | 'formal' | 'concession'
export type NoticeGroup = 'new' | 'corrections' | 'results'

/** The radius that a commune gets when none is given, in kilometres. */
export const DEFAULT_RADIUS = 30

/**
 * One question put to the board. Absent: not asked. Slugs are those of the trade, place and buyer tables;
 * amounts are euros excluding VAT, radius kilometres.
 */
export interface Filter {
  q?: string
  category?: Category
  trade?: string
  place?: string
  /** null: the whole territory of the place's département. */
  radius?: number
  buyer?: string
  partnersOnly?: boolean
  amountMin?: number
  amountMax?: number
  /** Page only: closing within so many days. */
  closingWithin?: number
  /** Absent: open on pages, everything in feeds. */
  state?: State | 'all'
  procedure?: ProcedureGroup
  lots?: 'divided' | 'undivided'
  withoutVisit?: boolean
  reserved?: 'yes' | 'no'
  publishedWithin?: number
  /** Leave out what is not known to match. */
  knownOnly?: boolean
  /** Page only; absent: by deadline. */
  sort?: 'deadline' | 'publication'
  /** Feeds only. */
  notices?: NoticeGroup
  /** Feeds only: one entry per consultation instead of per notice. */
  view?: 'consultations'
  /** Calendar only: without the visits. */
  contents?: 'deadlines'
}

/** Whether a page shows what is open, which alone comes by deadline; all else comes by publication. */
export function isOpenOnly({ state }: Filter): boolean {
  return state === undefined || state === 'open'
}

/** A question that cannot be asked: which word, what was given and what may be. */
export interface FilterProblem {
  word: string
  given: string
  /** Values that would do; empty when any number of a kind would. */
  allowed: { value: string; label?: string }[]
}

export type FilterResult =
  { ok: true; filter: Filter; cursor: Cursor | null } | { ok: false; problems: FilterProblem[] }

/** A place in a list paged by key: the text comes from a link of ours. */
export interface Cursor {
  direction: 'after' | 'before'
  key: string
}

/** One query word: how it is read from the address and written back. */
interface Word {
  word: string
  read(value: string): Partial<Filter> | null
  write(filter: Filter): string | undefined
  allowed: string[]
}

function choice<K extends keyof Filter>(
  word: string,
  field: K,
  values: Record<string, Filter[K]>,
  unsaid?: Filter[K],
): Word {
  return {
    word,
    allowed: Object.keys(values),
    read(value) {
      if (!Object.hasOwn(values, value)) return null
      return values[value] === unsaid ? {} : { [field]: values[value] }
    },
    write: (filter) => Object.keys(values).find((value) => values[value] === filter[field]),
  }
}

function slug(word: string, field: 'trade' | 'place' | 'buyer'): Word {
  return {
    word,
    allowed: [],
    read: (value) => (/^[\p{L}\p{N} '’.-]{1,120}$/u.test(value) ? { [field]: value } : null),
    write: (filter) => filter[field],
  }
}

function amount(word: string, field: 'amountMin' | 'amountMax'): Word {
  return {
    word,
    allowed: AMOUNT_CUTS.map(String),
    read: (value) => {
      const euros = Number(value.replaceAll(/[\s\u00a0\u202f]/g, ''))
      return /^[\d\s\u00a0\u202f]+$/.test(value) && euros <= 1_000_000_000
        ? { [field]: euros }
        : null
    },
    write: (filter) => filter[field]?.toString(),
  }
}

/** Fixed cuts of the public amount bands (users.md 5.3): thresholds of the law never stand in an address. */
export const AMOUNT_CUTS = [40_000, 90_000, 200_000, 500_000, 1_000_000, 5_000_000]
export const RADII = [10, 20, 30, 50]

const days = (...numbers: number[]) =>
  Object.fromEntries(numbers.map((number) => [String(number), number]))

const WORDS: Word[] = [
  choice('avis', 'notices', {
    nouveautes: 'new',
    rectificatifs: 'corrections',
    resultats: 'results',
  }),
  slug('acheteur', 'buyer'),
  choice('contenu', 'contents', { echeances: 'deadlines' }),
  choice('echeance', 'closingWithin', days(7, 14, 30)),
  choice('etat', 'state', {
    'en-cours': 'open',
    'a-venir': 'planned',
    terminee: 'ended',
    attribuee: 'awarded',
    'sans-suite': 'abandoned',
    infructueuse: 'unsuccessful',
    annulee: 'withdrawn',
    toutes: 'all',
  }),
  slug('lieu', 'place'),
  choice('lots', 'lots', { allotie: 'divided', 'non-allotie': 'undivided' }),
  slug('metier', 'trade'),
  amount('montant-max', 'amountMax'),
  amount('montant-min', 'amountMin'),
  choice('paru', 'publishedWithin', days(7, 30)),
  choice('partenaires', 'partnersOnly', { oui: true }),
  choice('precis', 'knownOnly', { oui: true }),
  choice('procedure', 'procedure', {
    'petit-marche': 'below-threshold',
    adaptee: 'adapted',
    formalisee: 'formal',
    concession: 'concession',
  }),
  {
    word: 'q',
    allowed: [],
    read: (value) => ({ q: value.slice(0, 200).replaceAll(/\s+/g, ' ').trim() || undefined }),
    write: (filter) => filter.q,
  },
  choice('rayon', 'radius', days(...RADII), DEFAULT_RADIUS),
  choice('reserve', 'reserved', { non: 'no', oui: 'yes' }),
  choice('tri', 'sort', { echeance: 'deadline', parution: 'publication' }, 'deadline'),
  choice('type', 'category', { travaux: 'works', fournitures: 'supplies', services: 'services' }),
  choice('visite', 'withoutVisit', { aucune: true }),
  choice('vue', 'view', { consultations: 'consultations' }),
]

/**
 * Reads the French query words of users.md 5.5. Empty values are as good as absent. Every word that is unknown,
 * repeated or has an unknown value is reported, with the values that would do; whether a slug exists is asked
 * of the database elsewhere.
 */
export function parseFilter(query: URLSearchParams): FilterResult {
  const filter: Filter = {}
  const problems: FilterProblem[] = []
  let cursor: Cursor | null = null
  for (const [word, given] of query) {
    const value = given.replaceAll('\0', '').trim()
    if (value === '') continue
    if (word === 'apres' || word === 'avant') {
      cursor = { direction: word === 'apres' ? 'after' : 'before', key: value.slice(0, 200) }
      continue
    }
    const known = WORDS.find((candidate) => candidate.word === word)
    if (!known) {
      problems.push({ word, given, allowed: WORDS.map((candidate) => ({ value: candidate.word })) })
      continue
    }
    const read =
      query.getAll(word).filter((each) => each.trim() !== '').length > 1 ? null : known.read(value)
    if (read) Object.assign(filter, read)
    else problems.push({ word, given, allowed: known.allowed.map((each) => ({ value: each })) })
  }
  if (problems.length > 0) return { ok: false, problems }
  if (filter.place === undefined) delete filter.radius
  if (filter.radius === DEFAULT_RADIUS) delete filter.radius
  return { ok: true, filter, cursor }
}

/** The one query string of this filter: words sorted, defaults left out, '' or beginning with « ? ». */
export function canonicalQuery(filter: Filter, cursor: Cursor | null = null): string {
  const query = new URLSearchParams()
  if (cursor) query.set(cursor.direction === 'after' ? 'apres' : 'avant', cursor.key)
  for (const word of WORDS) {
    const value = word.write(filter)
    if (value !== undefined && value !== '') query.set(word.word, value)
  }
  query.sort()
  const text = query.toString()
  return text === '' ? '' : `?${text}`
}

/** The filter as a page asks it: nothing that only feeds know; open consultations unless a state is given. */
export function forPage(filter: Filter): Filter {
  const { notices: _, view: __, contents: ___, ...page } = filter
  if (page.state === 'open') delete page.state
  if (page.sort === 'deadline') delete page.sort
  return page
}

/** The filter as a subscription keeps it: « échéance » and « tri » are left out (users.md, decision 9). */
export function forSubscription(filter: Filter): Filter {
  const { closingWithin: _, sort: __, ...kept } = filter
  return kept
}
