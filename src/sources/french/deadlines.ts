import type { Moment, RecordFacts } from '../../consultations/facts.ts'
import { momentOf } from './dates.ts'
import { type Heading, headingBefore, withoutJoints } from './heading.ts'
import type { Passage } from './passage.ts'
import { type WrittenDate, writtenDates } from './written-dates.ts'

/** What a date of a notice stands for. */
export type DateRole =
  'other' | 'questions' | 'visit' | 'candidacy' | 'tender' | 'reply' | 'deadline'

/** A date of a notice with what it stands for. */
export interface DatedWords {
  role: DateRole
  moment: Moment
  words: string
  /** Said to replace an earlier date (« reportée au », « nouvelle date limite »). */
  changed: boolean
}

/** Which words before a date make it what; the first row that fits decides. */
const ROLES: { role: DateRole; when: RegExp; and?: RegExp; unless?: RegExp }[] = [
  {
    role: 'other',
    when: /au lieu d[eu]|initial|ancienne|precedemment|anterieur|validite|ouverture d|retrait d|telecharg|obtention d|attribu|notifi|debut|demarrage|commence|livraison|execution|achev|fin d(?:u|es) |realis|resultat/,
  },
  {
    role: 'other',
    when: /\b(?:publiee?|parue?|parution|mise? en ligne)\b|date (?:d'envoi|de (?:publication|signature))/,
  },
  {
    role: 'questions',
    when: /question|renseignement|precisions?\b|informations? complementaire|demandes? d'information/,
  },
  { role: 'visit', when: /\bvisites?\b/ },
  { role: 'reply', when: /offres? ou (?:des |de )?(?:demandes? de participation|candidatures?)/ },
  {
    role: 'candidacy',
    when: /candidat(?:ures?|er)\b|demandes? de participation|manifestations? d'interet/,
    unless: /\boffres?\b|propositions?/,
  },
  {
    role: 'tender',
    when: /\boffres?\b|propositions?\b|\bdevis\b/,
    and: /limite|remi|recep|depo|avant|tard|jusqu|clotur|transm|parven|envo|retour|echeance/,
  },
  { role: 'tender', when: /\bdlr[op]?\b/ },
  {
    role: 'reply',
    when: /\bplis?\b|reponses?\b|repondre|soumissions?\b/,
    and: /limite|remi|recep|depo|avant|tard|jusqu|clotur|transm|parven|envo|retour|echeance/,
  },
]

/** Headings that mean the deadline when they stand alone before a date. */
const BARE =
  /^(?:la |nouvelle |cette )*(?:date(?: et heure)?s? limites?(?: (?:de|d')(?: ?(?:remise|reception|depot|reponse|retour))(?: (?:de l'|du |des )?(?:consultation|dossiers?))?)?|(?:date (?:et heure )?(?:de |d'))?(?:cloture|echeance|remise)(?: (?:de la consultation|des? depots?|du depot))?|a (?:remettre|rendre|deposer)|reponse|consultation ouverte|)$/

/** Every date of a passage that can be, in order, with what it stands for. */
export function datedWords(passage: Passage): DatedWords[] {
  return everyDate(passage).flatMap(({ moment, ...date }) =>
    moment === null ? [] : [{ ...date, moment }],
  )
}

/** Whether a passage gives as deadline a date that cannot be: 31 April, 25 o'clock, the hour that summer time leaves out. */
export function hasImpossibleDeadline(passage: Passage): boolean {
  return everyDate(passage).some(({ role, moment }) => moment === null && DEADLINES.has(role))
}

const DEADLINES = new Set<DateRole>(['candidacy', 'tender', 'reply', 'deadline'])

function everyDate(passage: Passage): (Omit<DatedWords, 'moment'> & { moment: Moment | null })[] {
  const found: ReturnType<typeof everyDate> = []
  let previousEnd = 0
  let sentence: { role: DateRole; start: number; end: number } | null = null
  for (const date of writtenDates(passage)) {
    const heading = sinceDateLabel(headingBefore(passage.plain, date.start, previousEnd))
    let changed = CHANGED.test(heading.text)
    let role = roleOf(heading.text)
    let start = heading.start
    if (role === 'other' && changed && sentence !== null && joined(passage, sentence.end, date)) {
      role = sentence.role
      start = sentence.start
    }
    changed &&= role !== 'other'
    const { words } = passage.part(start, date.end)
    found.push({ role, moment: momentOf(date), words, changed })
    const subject: DateRole =
      role === 'other' ? roleOf(heading.text.replace(BEFORE_CHANGE, '')) : role
    sentence = { role: subject, start, end: date.end }
    previousEnd = date.end
  }
  return found
}

/**
 * The deadline of a notice among its dates, and its stage where the words tell. Words that name what is handed in win
 * over a bare « date limite »; a date that replaces another wins over it; a candidacy comes before its tender. Where
 * equals disagree it is the earliest, to be checked.
 */
export function deadlineAmong(
  dates: DatedWords[],
): Pick<RecordFacts, 'deadline' | 'deadlineStage'> {
  const named = dates.filter(
    ({ role }) => role === 'tender' || role === 'candidacy' || role === 'reply',
  )
  const bare = dates.filter(({ role }) => role === 'deadline')
  const changed = [...named, ...bare].filter((date) => date.changed)
  const candidates = withoutVaguer([changed, named, bare].find((some) => some.length > 0) ?? [])
  const [earliest] = candidates.toSorted((a, b) => compare(a.moment.instant, b.moment.instant))
  if (earliest === undefined) return {}
  const { moment, words, role } = earliest
  const rivals = candidates.filter(
    (other) =>
      other.moment.instant !== moment.instant && !(role === 'candidacy' && other.role === 'tender'),
  )
  const value: Moment =
    rivals.length > 0 && moment.doubt === undefined
      ? { ...moment, doubt: 'sources-disagree' }
      : moment
  const stage = role === 'tender' || role === 'candidacy' ? role : null
  return {
    deadline: { value, words, basis: 'extracted' },
    ...(stage === null ? {} : { deadlineStage: { value: stage, words, basis: 'extracted' } }),
  }
}

const CHANGED = /report|repouss|prolong|prorog|decal|avance[er]|nouvelle date|nouveau delai/

const BEFORE_CHANGE = /\b(?:initial(?:e|ement)|ancienne|precedemment)\b/g

/** From the last « date limite » on: what stands before it in the same clause is another matter. */
function sinceDateLabel(heading: Heading): Heading {
  const at = [
    ...heading.text.matchAll(
      /\b(?:(?:nouvelle|ancienne) )?(?:(?:date|delai)s?|heures? limites?)\b/g,
    ),
  ]
  const [first, ...others] = at.filter(
    ({ index }, position) => position === 0 || !/\bet (?:l')?$/.test(heading.text.slice(0, index)),
  )
  const last = others.at(-1) ?? first
  if (last === undefined || /question|visite|renseignement/.test(heading.text)) return heading
  return { text: heading.text.slice(last.index), start: heading.start + last.index }
}

function roleOf(heading: string): DateRole {
  const said = heading.replace(/\([^()]*\)/g, ' ')
  const text = said.replace(/appels? d'offres?/g, '')
  for (const { role, when, and, unless } of ROLES) {
    if (when.test(text) && (and?.test(text) ?? true) && !(unless?.test(text) ?? false)) return role
  }
  const bare = withoutJoints(said.replace(CHANGE_VERB, '').replace(/ {2,}/g, ' '))
  return BARE.test(bare) && /[a-z]/.test(heading) && (bare !== '' || /avant/.test(heading))
    ? 'deadline'
    : 'other'
}

const CHANGE_VERB =
  /\b(?:est |a ete )?(?:reportee?|repoussee?|prolongee?|prorogee?|decalee?|avancee?)\b/

/** Whether a date goes on with the sentence that ended at another. */
function joined({ plain }: Passage, end: number, { start }: WrittenDate): boolean {
  return start - end < 80 && !/[\n;|]|\. /.test(plain.slice(end, start))
}

/** A date without its hour says nothing beside the same day with one. */
function withoutVaguer(dates: DatedWords[]): DatedWords[] {
  const day = ({ moment }: DatedWords): string => moment.wall.slice(0, 10)
  return dates.filter(
    (date) =>
      date.moment.doubt !== 'no-hour' ||
      !dates.some((other) => other.moment.doubt !== 'no-hour' && day(other) === day(date)),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
