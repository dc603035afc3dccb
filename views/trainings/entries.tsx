import type { CalendarEvent, FeedEntry } from '../../src/feeds/entry.ts'
import { safeText } from '../../src/feeds/safe-text.ts'
import { tagUri } from '../../src/feeds/tag-uri.ts'
import type { TrainingChange } from '../../src/trainings/changes.ts'
import type { ListedTraining } from '../../src/trainings/queries.ts'
import { renderToString } from 'hono/jsx/dom/server'
import { longMoment, plain, shortDate } from '../format.ts'
import { dayText, spanText, townOf } from '../words/trainings.ts'

/** What entries need beside the change itself. */
interface TrainingEntryContext {
  /** Public origin without a trailing slash. */
  baseUrl: string
  tagAuthority: string
  tagDate: string
}

/** What is told of a change in a few words: « inscriptions ouvertes », « reportée au 11/02 ». */
export function changeWords({ kind, before, after, changes }: TrainingChange): string {
  if (kind === 'training') return trainingWords(before, after, changes)
  if (before === null) return 'programmée'
  const { state, startsWall, confirmed } = changes
  if (state?.to === 'cancelled') return 'annulée'
  if (state?.to === 'held') return 'réalisée'
  if (startsWall) return `reportée au ${shortDate(text(after['startsWall'])).slice(0, 5)}`
  if (confirmed?.to === true) return 'confirmée'
  if (state?.to === 'open') return 'inscriptions ouvertes'
  if (state?.to === 'closed') return 'inscriptions closes'
  return 'place' in changes ? 'lieu modifié' : 'session modifiée'
}

/**
 * The feed entry of a change (users.md 4.4): « FORMATION — inscriptions ouvertes — Répondre à sa première consultation,
 * Narbonne, 4 février ». Its id, words and dates never change.
 */
export function trainingEntry(change: TrainingChange, context: TrainingEntryContext): FeedEntry {
  const { id, at, kind, training, after, reason } = change
  const { baseUrl, tagAuthority, tagDate } = context
  const organiser = training.organisers[0].name
  const link = `${baseUrl}/pacte/formations/${training.slug}`
  const startsWall = text(after['startsWall'])
  const html = renderToString(
    <>
      {kind === 'session' && (
        <p>
          {upper(spanText(startsWall, text(after['endsWall'])))},{' '}
          {text(after['place']) || 'à distance'}
        </p>
      )}
      {reason !== '' && <p>Motif : {reason}</p>}
      <p>Organisée par {training.organisers.map(({ name }) => name).join(', ')}.</p>
      <p>
        <a href={link}>Voir la formation{kind === 'session' ? ' et s’inscrire' : ''}</a>
      </p>
    </>,
  )
  return {
    id: tagUri(tagAuthority, tagDate, `pacte/version/${id}`),
    title: plain(['FORMATION', changeWords(change), subjectOf(change)].join(' — ')),
    link,
    published: at,
    updated: at,
    html: plain(safeText(html)).replaceAll('&#39;', "'"),
    categories: [{ label: 'Formation', scheme: tagUri(tagAuthority, tagDate, 'pacte') }],
    author: organiser,
    data: {
      reference: `formation-${training.id}`,
      kind: 'training',
      deadline: null,
      buyer: null,
      siret: null,
      procedure: null,
      category: null,
      cpv: [],
      lots: null,
      source: null,
    },
  }
}

/** The sessions of trainings as calendar entries, those that were cancelled among them. */
export function trainingEvents(
  trainings: ListedTraining[],
  { baseUrl, tagAuthority }: Pick<TrainingEntryContext, 'baseUrl' | 'tagAuthority'>,
): CalendarEvent[] {
  return trainings.flatMap((training) =>
    training.sessions.map((session): CalendarEvent => {
      const url = `${baseUrl}/pacte/formations/${training.slug}`
      const isCancelled = session.state === 'cancelled'
      const prefix = isCancelled ? 'ANNULÉE – ' : session.postponedFrom ? 'REPORTÉE – ' : ''
      const town = townOf(session.place)
      return {
        uid: `formation-session-${session.id}@${tagAuthority}`,
        sequence: session.sequence,
        summary: `${prefix}Formation – ${training.title}${town ? ` (${town})` : ''}`,
        start: session.startsAt,
        durationMinutes: Math.round(
          (session.endsAt.getTime() - session.startsAt.getTime()) / 60_000,
        ),
        location: session.place === '' ? null : session.place,
        url,
        description: plain(
          [
            `S’inscrire ou en savoir plus : ${url}`,
            `Organisée par ${training.organisers.map(({ name }) => name).join(', ')}.`,
            ...(session.reason ? [`Motif : ${session.reason}`] : []),
            ...(isCancelled
              ? []
              : [
                  `${upper(longMoment({ wall: session.startsWall, instant: session.startsAt.toISOString() }))}.`,
                ]),
          ].join('\n'),
        ),
        cancelled: isCancelled,
        alarms: [24 * 60],
        created: session.createdAt,
        updated: session.movedAt,
      }
    }),
  )
}

function trainingWords(
  before: TrainingChange['before'],
  after: TrainingChange['after'],
  changes: TrainingChange['changes'],
): string {
  if (changes['stage']?.to === 'dropped') return 'abandonnée'
  if (changes['balancePublishedAt']?.to) return 'bilan publié'
  if (changes['slidesUrl']?.to || changes['slidesDocumentId']?.to) return 'supports publiés'
  if (before === null || 'stage' in changes)
    return after['stage'] === 'need' ? 'besoin recensé' : 'en conception'
  return 'programme modifié'
}

/** « Répondre à sa première consultation, Narbonne, 4 février » */
function subjectOf({ kind, title, before, after, changes }: TrainingChange): string {
  if (kind === 'training') return title
  const wall = text('startsWall' in changes && before ? before['startsWall'] : after['startsWall'])
  return [title, townOf(text(after['place'])), dayText(wall)]
    .filter((part) => part !== '')
    .join(', ')
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function upper(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
