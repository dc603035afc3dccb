import type { CalendarEvent } from '../../src/feeds/entry.ts'
import type { PactDate } from '../../src/news/dates.ts'
import { plain } from '../format.ts'
import { STATUS_LABELS } from '../words/pact.ts'
import { LIFE_LABELS } from '../words/trainings.ts'

/** Minutes in a day. */
const DAY = 1_440

interface CalendarContext {
  baseUrl: string
  tagAuthority: string
}

/**
 * A date of the pact for a calendar: its UID never changes, its SEQUENCE counts up with every change. What is cancelled
 * or abandoned is said to be; due dates and milestones are whole days, and block nobody's time.
 */
export function dateEvents(
  date: PactDate,
  { baseUrl, tagAuthority }: CalendarContext,
): CalendarEvent {
  const about = aboutOf(date)
  return {
    uid: `${about.uid}@${tagAuthority}`,
    sequence: about.sequence,
    summary: `${about.cancelled ? `${about.cancelledWord} – ` : ''}${plain(about.summary)}`,
    location: about.place === '' ? null : plain(about.place),
    url: baseUrl + datePath(date),
    description: plain(`${about.description}\n\n${baseUrl}${datePath(date)}`),
    cancelled: about.cancelled,
    created: about.changed,
    updated: about.changed,
    ...about.time,
  }
}

/** The page of what has this date. */
export function datePath(date: PactDate): string {
  if (date.kind === 'meeting') return `/pacte/reunions/${date.meeting.id}`
  if (date.kind === 'session') return `/pacte/formations/${date.training.slug}`
  return `/pacte/actions/${date.action.slug}`
}

/** « Réunion : groupe Délais de paiement », « Échéance : Modèle commun (CCI de l'Aude) » */
export function dateTitle(date: PactDate): string {
  if (date.kind === 'meeting')
    return date.group ? `Réunion du groupe «\u00A0${date.group.title}\u00A0»` : 'Comité de pilotage'
  if (date.kind === 'session') return `Formation : ${date.training.title}`
  if (date.kind === 'due') return `Échéance : ${date.action.title}`
  return `Jalon : ${date.milestone.title} – ${date.action.title}`
}

interface About {
  uid: string
  sequence: number
  summary: string
  place: string
  description: string
  cancelled: boolean
  cancelledWord: string
  changed: Date
  time: Pick<CalendarEvent, 'start' | 'durationMinutes' | 'alarms' | 'allDay'>
}

function aboutOf(date: PactDate): About {
  const summary = dateTitle(date)
  switch (date.kind) {
    case 'meeting': {
      const { id, version, sequence, place, agenda, state, startsAt, endsAt } = date.meeting
      return {
        uid: `pacte-reunion-${id}`,
        sequence: version - 1 + sequence,
        summary,
        place,
        description: agenda === '' ? summary : `Ordre du jour :\n${agenda}`,
        cancelled: state === 'cancelled',
        cancelledWord: 'ANNULÉE',
        changed: date.changedAt,
        time: between(startsAt, endsAt),
      }
    }
    case 'session': {
      const { id, version, place, state, movedAt, startsAt, endsAt, reason } = date.session
      return {
        uid: `pacte-session-${id}`,
        sequence: version - 1,
        summary,
        place,
        description: [
          `Organisée par ${date.organiser}.`,
          state === 'open' ? `${LIFE_LABELS.open}.` : '',
          reason,
        ]
          .filter((line) => line !== '')
          .join('\n'),
        cancelled: state === 'cancelled',
        cancelledWord: 'ANNULÉE',
        changed: movedAt,
        time: between(startsAt, endsAt),
      }
    }
    case 'due':
      return {
        ...ofAction(date),
        uid: `pacte-action-${date.action.id}`,
        summary,
        time: wholeDay(date.day),
      }
    case 'milestone': {
      const { id, reachedOn } = date.milestone
      return {
        ...ofAction(date),
        uid: `pacte-jalon-${id}`,
        summary: reachedOn === null ? summary : `${summary} (atteint)`,
        time: wholeDay(date.day),
      }
    }
  }
}

function ofAction({ action, pilot }: Extract<PactDate, { kind: 'due' | 'milestone' }>) {
  return {
    sequence: action.version - 1,
    place: '',
    description: `Pilote : ${pilot}.\n${STATUS_LABELS[action.status]}.`,
    cancelled: action.status === 'abandoned',
    cancelledWord: 'ABANDONNÉE',
    changed: action.movedAt,
  }
}

function between(start: Date, end: Date): About['time'] {
  const durationMinutes = Math.round((end.getTime() - start.getTime()) / 60_000)
  return { start, durationMinutes, alarms: [DAY] }
}

/** At noon: the same day wherever the calendar counts from. */
function wholeDay(day: string): About['time'] {
  return { start: new Date(`${day}T12:00:00Z`), durationMinutes: 0, alarms: [], allDay: true }
}
