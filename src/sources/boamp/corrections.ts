import type { Moment, Reading, RecordFacts } from '../../consultations/facts.ts'
import { linksIn } from '../french/addresses.ts'
import { amountAmong, writtenAmounts } from '../french/amounts.ts'
import { readCriteria } from '../french/criteria.ts'
import { momentOf } from '../french/dates.ts'
import { datedWords, deadlineAmong } from '../french/deadlines.ts'
import { writtenLots } from '../french/lots.ts'
import { Passage } from '../french/passage.ts'
import { readPhrases } from '../french/phrases.ts'
import { readVisit } from '../french/visits.ts'
import { writtenDates } from '../french/written-dates.ts'
import { writtenMoment } from './deadlines.ts'
import { cpvIn, withoutGaps } from './facts.ts'
import { type LotChange, noChanges, type NoticeChanges } from '../standing-facts.ts'
import type { Statement } from './notice.ts'
import { plainLotNumber } from './outcomes.ts'

/**
 * Reads what a correction tells: « au lieu de … lire … », dates in ISO form (`2021-01-29T12:00:00+01:00`) or in
 * words, under a heading in words or under the number of the European form's section (`IV.2.2`). A new deadline, the
 * object, lots' titles and amounts, criteria, CPV codes, variants, the visit, the duration, the value, the clauses
 * and the addresses become facts. The opening of tenders is nobody's concern; all else is told as a change of the
 * file, in the buyer's words.
 */
export function readCorrections(statements: Statement[]): NoticeChanges {
  const facts: RecordFacts = {}
  const changes = noChanges()
  const deadlines: Deadline[] = []
  for (const statement of distinct(statements)) {
    const topic = topicOf(statement)
    const words = statement.now ?? ''
    const reported = topic === 'deadline' ? null : reportedDeadline(words)
    if (reported) deadlines.push(reported)
    switch (topic) {
      case 'deadline':
        if (words === '' && !statement.dateLost) break
        deadlines.push(...deadlinesIn(statement))
        changes.deadlineMoved = true
        break
      case 'opening':
        break
      case 'lot': {
        const lots = lotsIn(statement)
        changes.lots.push(...lots)
        if (lots.length === 0) tellFile(changes, statement)
        break
      }
      default: {
        const read = READERS[topic](Passage.of(words))
        if (read === null) tellFile(changes, statement)
        else Object.assign(facts, read)
      }
    }
  }
  const durations = distinct(statements).filter((each) => topicOf(each) === 'duration')
  if (durations.length > 1) {
    // Several durations are those of lots that the form does not name.
    delete facts.duration
    for (const each of durations) tellFile(changes, each)
  }
  const remark = statements.find((each) => each.remark !== null)?.remark ?? null
  if (remark !== null && deadlines.length === 0) {
    const reported = reportedDeadline(remark)
    if (reported) deadlines.push(reported)
  }
  Object.assign(facts, deadlineFacts(deadlines))
  if (facts.deadline) changes.deadlineMoved = false
  const reason = remark ?? (changes.file.length > 0 ? changes.file.join('\n') : null)
  if (reason !== null)
    facts.statusReason = { value: cut(reason), words: cut(reason), basis: 'structured' }
  return { ...changes, facts: withoutGaps(facts) }
}

type Topic = 'deadline' | 'opening' | 'lot' | keyof typeof READERS

/** Sections of the European forms of 2014 and headings of the national ones; the first row that fits decides. */
const TOPICS: { topic: Topic; heading?: RegExp; words?: RegExp }[] = [
  { topic: 'opening', heading: /ouverture (?:des|de la)|\biv[. ]*2[. ]*7/ },
  { topic: 'opening', heading: /\biv[. ]*2/, words: /^[^.]{0,40}\bouverture des offres\b/ },
  {
    topic: 'deadline',
    heading:
      /(?:date|delai)s?[^|]{0,30}\blimites?[^|]{0,40}(?:reception|remise|depot|offres?|candidature|participation|plis)|date (?:de )?remise|\biv[. ]*2[. ]*2|\bindexation\b/,
  },
  { topic: 'deadline', heading: /^[\s|]*(?:section )?iv(?:[. ]*2)?[\s.)|]*$/ },
  {
    topic: 'criteria',
    heading: /criteres? d'attribution|criteres? de jugement|\bii[. ]*2[. ]*5|\biv[. ]*1[. ]*9/,
  },
  { topic: 'cpv', words: /\bcpv\b[^\d]{0,40}\d{8}/ },
  {
    topic: 'lot',
    heading: /\blots? ?(?:n[°o]?\.? ?)?(?:\d{1,3}[a-z]?|[a-z])(?![a-z0-9])|relatifs aux lots/,
  },
  { topic: 'lot', words: /^lots? ?(?:n[°o]?\.? ?)?\d{1,3}[a-z]? ?[:-]/ },
  { topic: 'object', heading: /^(?:objet|intitule|titre)\b|\bii[. ]*1[. ]*1(?!\d)/ },
  { topic: 'variants', heading: /\bvariantes?\b|\bii[. ]*2[. ]*10/ },
  { topic: 'duration', heading: /\bduree\b|\bii[. ]*2[. ]*7/ },
  { topic: 'ceiling', words: /\bmaximum de\b[^.]{0,40}\d/ },
  {
    topic: 'amount',
    heading: /\bii[. ]*1[. ]*5|valeur (?:totale )?(?:estimee|hors)|montant estime/,
  },
  {
    topic: 'response',
    heading: /offres[^|]*(?:envoy|transm|remis|depos)|profil d'acheteur|\bi[. ]*3(?!\d)/,
  },
  {
    topic: 'documents',
    heading:
      /(?:documents?|dossiers?)[^|]*(?:obtenu|retir|recuper|telecharg)|(?:obten|retir|recuper|telecharg)[^|]*dossiers?/,
  },
  { topic: 'social', words: /\bclauses?\b[^.]{0,60}\binsertion\b/ },
  { topic: 'visit', words: /\bvisites?\b/ },
]

function topicOf({ heading, mention, now }: Statement): Topic {
  const head = Passage.of(`${heading} | ${mention}`).plain
  const said = Passage.of(now ?? '').plain
  const found = TOPICS.find(
    (row) => (row.heading?.test(head) ?? true) && (row.words?.test(said) ?? true),
  )
  return found?.topic ?? 'file'
}

type Reader = (words: Passage) => RecordFacts | null

/** How the words behind « lire » are read; null where they say nothing of the kind. */
const READERS = {
  object: (words) => (/[a-z]{3}/.test(words.plain) ? said('object', words) : null),
  criteria: (words) => {
    if (/\blots? ?(?:n[°o] ?)?\d/.test(words.plain)) return null
    const read = readCriteria(words)
    return read && read.value.every(({ weight }) => weight !== null)
      ? { criteria: { value: read.value, words: words.words, basis: 'structured' } }
      : null
  },
  cpv: (words) => {
    const codes = cpvIn(words.words)
    return codes.length > 0
      ? { cpv: { value: [...new Set(codes)], words: words.words, basis: 'structured' } }
      : null
  },
  variants: (words) => {
    const { variants } = readPhrases(Passage.of(`Variantes : ${words.words}`))
    return variants ? { variants: { ...variants, basis: 'structured' } } : null
  },
  duration: (words) => {
    const bare = words.words.replace(
      /^\s*dur[ée]e(?: (?:du march[ée]|en (?:mois|jours)))?\s*:?\s*/i,
      '',
    )
    return /\d/.test(bare) && bare.length <= 300
      ? { duration: { value: bare, words: words.words, basis: 'structured' } }
      : null
  },
  amount: (words) => {
    const found = amountAmong(writtenAmounts(Passage.of(`Valeur estimée HT : ${words.words}`)))
    return found
      ? { amount: { value: found.amount, words: words.words, basis: 'structured' } }
      : null
  },
  ceiling: (words) => {
    const found = amountAmong(writtenAmounts(words))
    return found?.maximum && found.amount.max !== null
      ? {
          amount: { value: found.amount, words: found.words, basis: 'structured' },
          frameworkMaximum: { value: found.amount.max, words: found.words, basis: 'structured' },
        }
      : null
  },
  response: (words) => {
    const address = linksIn(words)[0]?.address
    return address
      ? {
          response: {
            value: { kind: 'platform', address, signature: null },
            words: words.words,
            basis: 'structured',
          },
        }
      : null
  },
  documents: (words) => {
    const address = linksIn(words)[0]?.address
    return address
      ? { documentsUrl: { value: address, words: words.words, basis: 'structured' } }
      : null
  },
  social: (words) => said('socialClauses', words),
  visit: (words) => {
    const { siteVisit } = readVisit(words, datedWords(words))
    return siteVisit ? { siteVisit: { ...siteVisit, basis: 'structured' } } : null
  },
  file: () => null,
} satisfies Record<string, Reader>

function said(name: 'object' | 'socialClauses', { words }: Passage): RecordFacts {
  return { [name]: { value: words, words, basis: 'structured' } }
}

interface Deadline {
  moment: Moment
  words: string
  stage: 'tender' | 'candidacy' | null
}

/** The dates that a statement on the deadline gives; where it gives both, what stood is not among them. */
function deadlinesIn({ heading, mention, now }: Statement): Deadline[] {
  if (now === null) return []
  const head = Passage.of(`${heading} ${mention}`).plain
  const stage = /candidature/.test(head) ? 'candidacy' : /\boffres\b/.test(head) ? 'tender' : null
  const stamp = /^\s*\d{4}-\d{2}-\d{2}T/.test(now) ? writtenMoment(now) : null
  if (stamp) return [{ moment: stamp, words: now.trim(), stage }]
  const passage = Passage.of(whatStands(now))
  const { deadline, deadlineStage } = deadlineAmong(datedWords(passage))
  if (deadline) {
    const words = deadline.words ?? now
    return [{ moment: deadline.value, words, stage: deadlineStage?.value ?? stage }]
  }
  return writtenDates(passage).flatMap((date) => {
    const moment = momentOf(date)
    return moment ? [{ moment, words: passage.part(date.start, date.end).words, stage }] : []
  })
}

/** « Au lieu de 6/11 à 12h, lire 13/11 à 12h » : what stands behind « lire ». */
function whatStands(words: string): string {
  return /\bau lieu d/i.test(words) ? (words.split(/\blire\b/i).at(-1) ?? words) : words
}

/** A sentence that moves the deadline (« … est reportée au 24/02/2021 ») wherever it stands. */
function reportedDeadline(words: string): Deadline | null {
  const moved = datedWords(Passage.of(words)).filter(({ changed }) => changed)
  const { deadline, deadlineStage } = deadlineAmong(moved)
  if (deadline) {
    const stage = deadlineStage?.value ?? null
    return { moment: deadline.value, words: deadline.words ?? words, stage }
  }
  if (!/\blimites?\b|remise des (?:offres|plis)|reception des offres/.test(Passage.of(words).plain))
    return null
  if (!/\bau lieu d/i.test(words) || !/\blire\b/i.test(words)) return null
  const [only, another] = deadlinesIn({ ...EMPTY, now: words })
  return only && !another ? only : null
}

const EMPTY: Statement = {
  heading: '',
  mention: '',
  before: null,
  now: null,
  dateLost: false,
  remark: null,
}

/** The earliest of the new dates; a day without its hour says nothing beside the same day with one. */
function deadlineFacts(deadlines: Deadline[]): Pick<RecordFacts, 'deadline' | 'deadlineStage'> {
  const hours = deadlines.filter(({ moment }) => moment.doubt !== 'no-hour')
  const days = new Set(hours.map(({ moment }) => moment.wall.slice(0, 10)))
  const telling = deadlines.filter(
    ({ moment }) => moment.doubt !== 'no-hour' || !days.has(moment.wall.slice(0, 10)),
  )
  const [first, ...others] = telling.toSorted((one, other) =>
    one.moment.instant < other.moment.instant ? -1 : 1,
  )
  if (first === undefined) return {}
  const { moment, words } = first
  const alike = telling.filter((each) => each.moment.instant === moment.instant)
  const stages = new Set(alike.map(({ stage }) => stage).filter((stage) => stage !== null))
  const [stage] = stages
  const differ = others.some(
    (other) =>
      other.moment.instant !== moment.instant &&
      !(first.stage === 'candidacy' && other.stage === 'tender'),
  )
  return {
    deadline: {
      value: differ && !moment.doubt ? { ...moment, doubt: 'sources-disagree' } : moment,
      words,
      basis: 'structured',
    },
    ...(stages.size === 1 && stage
      ? {
          deadlineStage: { value: stage, words: null, basis: 'structured' } satisfies Reading<
            typeof stage
          >,
        }
      : {}),
  }
}

/** A lot's new title under « Lot 3 », its amount under « Lot no 2 – … », or lots added in the words themselves. */
function lotsIn({ heading, mention, now }: Statement): LotChange[] {
  const words = Passage.of(now ?? '')
  const named = writtenLots(words)
  const whole = plainLotNumber(heading.trim())
  if (whole !== null && words.plain !== '' && words.plain.length <= 300) {
    const amount = amountAmong(writtenAmounts(words))?.amount
    return [{ number: whole, ...(amount ? { amount } : { title: words.words }) }]
  }
  const head = Passage.of(`${heading} ${mention}`).plain
  const number = plainLotNumber(/\blots? ?(?:n[°o]?\.? ?)?(\d{1,3}[a-z]?)/.exec(head)?.[1] ?? null)
  const amount = amountAmong(writtenAmounts(words))?.amount
  if (number !== null && amount && named.length === 0) return [{ number, amount }]
  if (named.length === 0 || /\b(?:legerement|modifiee?s?|au lieu de)\b/.test(words.plain)) return []
  return named.map(({ lot }) => lot)
}

/** The same statement stands twice in most corrections. */
function distinct(statements: Statement[]): Statement[] {
  return [...new Map(statements.map((each) => [JSON.stringify(each), each])).values()]
}

function tellFile(changes: NoticeChanges, { heading, mention, now }: Statement): void {
  const said = [heading || mention, now].filter((part) => part !== null && part !== '').join(' : ')
  if (said !== '' && !changes.file.includes(said)) changes.file.push(said)
}

const LONGEST_REASON = 2_000

function cut(reason: string): string {
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason
}
