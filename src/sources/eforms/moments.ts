import type { Moment } from '../../consultations/facts.ts'
import { isPlausible } from '../boamp/deadlines.ts'
import { readDate, readMoment, readPublished } from '../french/dates.ts'
import { wordAt, type XmlElement } from '../xml-tree.ts'

/** A moment of a notice with the figures it was written in. */
export interface WrittenMoment {
  value: Moment
  words: string
}

/** What the moments of a notice are read by. */
export interface Clock {
  /** The buyer is in France, or its country is not said. */
  inFrance: boolean
  /** Day the notice was sent, null where it is not said. */
  sentOn: string | null
}

/**
 * The end of a period: day, hour and UTC offset of eForms (`2020-02-04+02:00`, `10:00:00+02:00`) as an instant and as
 * wall time in Europe/Paris; null where there is none or it cannot be (31 April, the year 7017). Without an hour it is
 * 00:00, in doubt.
 *
 * The offset is believed, except where a buyer in France writes that of the other season (`+01:00` in July): then the
 * hour on the wall may be the one meant, and of both readings the earlier is taken, in doubt.
 */
export function endOf(
  period: XmlElement | undefined,
  { inFrance, sentOn }: Clock,
): WrittenMoment | null {
  const [, day = '', dayOffset = ''] = DAY.exec(wordAt(period, 'EndDate')) ?? []
  const [, hour = '', hourOffset = ''] = HOUR.exec(wordAt(period, 'EndTime')) ?? []
  if (day === '') return null
  const offset = hourOffset || dayOffset
  const written = hour === '' ? day : `${day}T${hour}${offset}`
  const literal = momentIn(written)
  if (literal === null || !isPlausible(literal, sentOn)) return null
  const seasonal = inFrance && hour !== '' && (offset === '+01:00' || offset === '+02:00')
  const onTheWall = seasonal ? momentIn(`${day}T${hour}`) : null
  if (onTheWall === null || onTheWall.instant === literal.instant)
    return { value: literal, words: written }
  const earlier = onTheWall.instant < literal.instant ? onTheWall : literal
  return { value: { ...earlier, doubt: 'ambiguous-hour' }, words: written }
}

/** The earliest of several moments; undefined where there is none. */
export function earliest(moments: (WrittenMoment | null)[]): WrittenMoment | undefined {
  return moments
    .flatMap((moment) => moment ?? [])
    .toSorted((one, other) => (one.value.instant < other.value.instant ? -1 : 1))[0]
}

/** A day without its offset (`2019-09-01`); null where there is none or the calendar has it not. */
export function dayAt(element: XmlElement | undefined, path: string): string | null {
  const [, day] = DAY.exec(wordAt(element, path)) ?? []
  return day === undefined ? null : readDate(day)
}

/** When a notice was published or, before that is known, sent; null where it says neither. */
export function publishedAt(root: XmlElement, extension: XmlElement): Date | null {
  const published = readPublished(dayAt(extension, 'Publication/PublicationDate') ?? '')
  return published === null ? sentAt(root) : new Date(published)
}

/** When a notice was sent (BT-05); null where it does not say. */
export function sentAt(root: XmlElement): Date | null {
  const [, day = '', dayOffset = ''] = DAY.exec(wordAt(root, 'IssueDate')) ?? []
  const [, hour = '', hourOffset = ''] = HOUR.exec(wordAt(root, 'IssueTime')) ?? []
  const sent = hour === '' ? day : `${day}T${hour}${hourOffset || dayOffset}`
  const instant = readPublished(sent)
  return instant === null ? null : new Date(instant)
}

const OFFSET = String.raw`(Z|[+-]\d\d:\d\d)?`
const DAY = new RegExp(`^(\\d{4}-\\d\\d-\\d\\d)${OFFSET}$`)
const HOUR = new RegExp(`^(\\d\\d:\\d\\d(?::\\d\\d)?)(?:\\.\\d+)?${OFFSET}$`)

function momentIn(written: string): Moment | null {
  const read = readMoment(written)
  if (read === null) return null
  const { words: _, ...moment } = read
  return moment
}
