import type { PactProblem } from '../problem.ts'
import { readingFields } from '../../forms/read-fields.ts'
import type { MeetingRow, MeetingValues } from './values.ts'

/** A meeting as its form holds it. */
export function meetingForm(meeting: MeetingRow): URLSearchParams {
  return new URLSearchParams({
    version: String(meeting.version),
    on: meeting.startsWall.slice(0, 10),
    starts: meeting.startsWall.slice(11).replace(':', ' h '),
    ends: meeting.endsWall.slice(11).replace(':', ' h '),
    place: meeting.place,
    link: meeting.link ?? '',
    agenda: meeting.agenda,
  })
}

/** What a meeting's form says; null values where its hours cannot be read. */
export function readMeetingForm(form: URLSearchParams): {
  values: MeetingValues | null
  problems: PactProblem[]
} {
  const fields = readingFields(form)
  const hours = fields.hours('on', 'starts', 'ends')
  const place = fields.line('place')
  const link = fields.line('link')
  const agenda = fields.text('agenda')
  if (hours === null || fields.problems.length > 0)
    return { values: null, problems: fields.problems }
  const { starts, ends } = hours
  return {
    values: {
      startsAt: starts.at,
      endsAt: ends.at,
      startsWall: starts.wall,
      endsWall: ends.wall,
      place,
      link: link === '' ? null : link,
      agenda,
    },
    problems: [],
  }
}
