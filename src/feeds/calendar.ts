import { TZDate, tzOffset } from '@date-fns/tz'
import ical, {
  escape,
  ICalAlarmType,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  ICalEventTransparency,
  type ICalEventData,
} from 'ical-generator'
import { ownAddress } from './address.ts'
import type { CalendarEvent, CalendarFeed } from './entry.ts'
import { oneLine, safeText } from './safe-text.ts'

/**
 * A calendar to subscribe to (RFC 5545, RFC 7986), read again every hour; with a method, what goes with a message (RFC
 * 5546). Times are in Europe/Paris with its VTIMEZONE; an instant in the hour that October repeats is written in UTC,
 * because a local time there means the first pass to RFC 5545 (§3.3.5) and the second to some readers. Only what
 * somebody is invited to blocks time, and a cancelled event does not ring.
 * The same input always gives the same bytes: DTSTAMP is the event's `updated`.
 * @throws {TypeError} when the calendar's or an event's address is not an absolute http(s) one
 */
export function writeCalendar(feed: CalendarFeed, events: CalendarEvent[]): string {
  // ical-generator writes names and identifiers as given, so they are escaped here as TEXT (RFC 5545 §3.3.11).
  const calendar = ical({
    prodId: '//Guichet//Guichet//FR',
    name: escape(oneLine(feed.name), false),
    description: escape(safeText(feed.description), false),
    url: ownAddress(feed.url),
    ...(feed.method ? { method: ICalCalendarMethod[feed.method] } : { ttl: 3600 }),
    // Without a name: with one, ical-generator writes DTSTAMP in local time.
    timezone: { name: null, generator: () => VTIMEZONE },
    events: events.map(eventData),
  })
  return `${calendar.toString()}\r\n`
}

const ZONE = 'Europe/Paris'

/** In force since 1996. */
const VTIMEZONE = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:DAYLIGHT',
  'DTSTART:19960331T020000',
  'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'TZNAME:CEST',
  'END:DAYLIGHT',
  'BEGIN:STANDARD',
  'DTSTART:19961027T030000',
  'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'TZNAME:CET',
  'END:STANDARD',
  'END:VTIMEZONE',
].join('\r\n')

function eventData(event: CalendarEvent): ICalEventData {
  const end =
    event.durationMinutes > 0
      ? new Date(event.start.getTime() + event.durationMinutes * 60_000)
      : null
  const zone = isShownTwice(event.start) || (end && isShownTwice(end)) ? 'UTC' : ZONE
  return {
    id: escape(oneLine(event.uid), false),
    sequence: event.sequence,
    start: new TZDate(event.start, ZONE),
    allDay: event.allDay ?? false,
    end: end && new TZDate(end, ZONE),
    timezone: zone,
    summary: oneLine(event.summary),
    location: event.location === null ? null : oneLine(event.location),
    description: safeText(event.description),
    // ical-generator escapes this as text, though an address in iCalendar is not escaped: nothing must be left to.
    url: ownAddress(event.url).replace(/[,;]/g, encodeURIComponent),
    status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    transparency: event.invitation
      ? ICalEventTransparency.OPAQUE
      : ICalEventTransparency.TRANSPARENT,
    created: event.created,
    lastModified: event.updated,
    stamp: event.updated,
    ...(event.invitation ? invitation(event.invitation) : {}),
    alarms: event.cancelled
      ? []
      : event.alarms.map((minutes) => ({ type: ICalAlarmType.display, trigger: minutes * 60 })),
  }
}

/** The guest need not answer: they come because they said so. */
function invitation({ organiser, guest }: NonNullable<CalendarEvent['invitation']>) {
  return {
    organizer: { name: oneLine(organiser.name), email: organiser.email },
    attendees: [{ email: guest, rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
  }
}

/** Whether clocks in Paris show this time twice that night: the last hour of summer time and the hour after. */
function isShownTwice(instant: Date): boolean {
  const offset = (minutes: number) => tzOffset(ZONE, new Date(instant.getTime() + minutes * 60_000))
  return offset(-60) > offset(60)
}
