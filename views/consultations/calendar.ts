import type { Moment, SiteVisit } from '../../src/consultations/facts.ts'
import type { FeedConsultation } from '../../src/consultations/shown.ts'
import type { CalendarEvent, EntryContext } from '../../src/feeds/entry.ts'
import { cutAtWord } from '../cut.ts'
import { plain } from '../format.ts'
import { VISIT_LABELS } from '../words/visits.ts'
import { type Part } from '../feeds/body.ts'
import { consultationBody, officialLink } from './notice-body.ts'
import { endOfMatchingLots, lotsPhrase } from './concerned-lots.ts'
import { oneLabel } from '../feeds/label.ts'

/** What calendar entries need beside the consultation; `deadlines`: nothing but the deadline (`contenu=echeances`). */
export interface CalendarContext extends Pick<EntryContext, 'baseUrl' | 'tagAuthority'> {
  contents?: 'deadlines'
}

/**
 * The dates of a consultation for a calendar (users.md 4.3): its deadline, each visit and the end of questions, those
 * that are known. A visit keeps its UID by its rank among the visits, so that a moved one stays the same event.
 */
export function calendarEvents(
  consultation: FeedConsultation,
  context: CalendarContext,
): CalendarEvent[] {
  const { deadline, deadlineStage, deadlineMoved, facts } = consultation
  const common = commonOf(consultation, context)
  const words = deadlineStage === 'candidacy' ? 'Candidature à remettre' : 'Offre à remettre'
  const events: CalendarEvent[] = deadline
    ? [
        {
          ...common,
          ...named(consultation, words, deadline, deadlineMoved),
          uid: uid(consultation, context, 'remise'),
          durationMinutes: 0,
          alarms: [7 * DAY, DAY],
        },
      ]
    : []
  if (context.contents === 'deadlines') return events
  const visits = visitDates(facts.siteVisit).map(({ date, words: visit }, index) => ({
    ...common,
    ...named(consultation, visit, date),
    uid: uid(consultation, context, `visite-${index + 1}`),
    durationMinutes: 60,
    alarms: [DAY],
  }))
  const questions = [facts.questionsUntil ?? []].flat().map((date) => ({
    ...common,
    ...named(consultation, 'Fin des questions', date),
    uid: uid(consultation, context, 'questions'),
    durationMinutes: 0,
    alarms: [DAY],
  }))
  return [...events, ...visits, ...questions]
}

/** Minutes in a day. */
const DAY = 1_440
const OBJECT_LENGTH = 80
const LOT_LENGTH = 60

type CommonKey =
  'sequence' | 'location' | 'url' | 'description' | 'cancelled' | 'created' | 'updated'

function commonOf(
  consultation: FeedConsultation,
  { baseUrl }: CalendarContext,
): Pick<CalendarEvent, CommonKey> {
  const { facts, placeLabel, path } = consultation
  const place = facts.place?.name ?? placeLabel
  return {
    sequence: consultation.sequence,
    location: place && oneLabel(place),
    url: `${baseUrl}${path}`,
    description: description(consultation, `${baseUrl}${path}`),
    cancelled: cancelledPrefix(consultation) !== undefined,
    created: consultation.publishedAt,
    updated: consultation.updatedAt,
  }
}

/** How the entries of a consultation that awaits nothing any more begin. */
const CANCELLED: Partial<Record<FeedConsultation['state'], string>> = {
  abandoned: 'SANS SUITE – ',
  unsuccessful: 'INFRUCTUEUX – ',
  withdrawn: 'AVIS ANNULÉ – ',
}

/** As the whole, so the lots of the filter's trade: nobody bids for what is abandoned. */
function cancelledPrefix(consultation: FeedConsultation): string | undefined {
  const end = endOfMatchingLots(consultation)
  return CANCELLED[consultation.state] ?? (end && end !== 'awarded' ? CANCELLED[end] : undefined)
}

/** « REPORTÉ – Offre à remettre – école Jean-Jaurès, lot 6 Électricité (Narbonne) » */
function named(
  consultation: FeedConsultation,
  words: string,
  moment: Moment,
  moved = false,
): Pick<CalendarEvent, 'summary' | 'start'> {
  const { title, placeLabel } = consultation
  const prefix = cancelledPrefix(consultation) ?? (moved ? 'REPORTÉ – ' : '')
  const object = cutAtWord(oneLabel(title), OBJECT_LENGTH)
  const place = placeLabel ? ` (${oneLabel(placeLabel)})` : ''
  const check =
    moment.doubt === 'no-hour' ? ', heure à vérifier' : moment.doubt ? ', à vérifier' : ''
  return {
    summary: `${prefix}${words} – ${object}${lots(consultation)}${place}${check}`,
    start: new Date(moment.instant),
  }
}

function lots({ matchingLots, lots: all }: FeedConsultation): string {
  const phrase = lotsPhrase(matchingLots)
  if (phrase === '') return ''
  const title =
    matchingLots.length === 1 && all.find((lot) => lot.number === matchingLots[0])?.title
  return `, ${phrase}${title ? ` ${cutAtWord(oneLabel(title), LOT_LENGTH)}` : ''}`
}

function visitDates(visit: SiteVisit | undefined): { date: Moment; words: string }[] {
  if (!visit || visit.obligation === 'none') return []
  return visit.dates.map((date) => ({ date, words: VISIT_LABELS[visit.obligation] }))
}

/** The entry's body as text, the official address in front of everything. */
function description(consultation: FeedConsultation, page: string): string {
  const official = officialLink(consultation)
  const body = consultationBody(consultation).flatMap((block) =>
    'items' in block
      ? block.items.map((item) => `- ${lineText(item)}`)
      : block.lines.map((line) => lineText(line)),
  )
  const links = [
    ...(official ? [`Consulter et répondre : ${official}`] : []),
    `Sur Guichet : ${page}`,
  ]
  return plain([...links, '', ...body].join('\n'))
}

function lineText(parts: Part[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      return 'link' in part ? part.words : part.strong
    })
    .join('')
}

function uid(
  { reference }: FeedConsultation,
  { tagAuthority }: CalendarContext,
  what: string,
): string {
  return `${reference}-${what}@${tagAuthority}`
}
