import { writeCalendar } from '../../src/feeds/calendar.ts'
import type { CallingMail } from '../../src/pact/meetings/call-meeting.ts'
import { longMoment } from '../format.ts'

/** The message that calls to a meeting, or calls it off, with its entry for the calendar (RFC 5546). */
export const callingMail: CallingMail = ({
  meeting,
  group,
  cancelled,
  guest,
  organiser,
  now,
  url,
}) => {
  const title = group ?? 'Comité de pilotage'
  const method = cancelled === null ? 'REQUEST' : 'CANCEL'
  const subject = `${cancelled === null ? 'Convocation' : 'Réunion annulée'} : ${title}, ${longMoment(meeting.startsAt)}`
  return {
    subject: subject.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ').slice(0, 200),
    text: [
      'Bonjour,',
      cancelled === null
        ? `Vous êtes convoqué à la réunion « ${title} » du ${longMoment(meeting.startsAt)}, jusqu’à ${meeting.endsWall.slice(11).replace(':', ' h ')}.`
        : `La réunion « ${title} » du ${longMoment(meeting.startsAt)} est annulée. Motif : ${cancelled}`,
      ...(meeting.place === '' ? [] : [`Lieu : ${meeting.place}`]),
      ...(meeting.link === null || cancelled !== null ? [] : [`À distance : ${meeting.link}`]),
      ...(meeting.agenda === '' || cancelled !== null
        ? []
        : [`Ordre du jour :\n${meeting.agenda}`]),
      url,
    ].join('\n\n'),
    calendar: {
      method,
      content: writeCalendar({ name: title, description: title, url, method }, [
        {
          uid: `pact-meeting-${meeting.id}@${organiser.email.split('@').pop()}`,
          sequence: meeting.sequence,
          summary: title,
          start: meeting.startsAt,
          durationMinutes: Math.round(
            (meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000,
          ),
          location: meeting.place === '' ? meeting.link : meeting.place,
          url,
          description: meeting.agenda,
          cancelled: cancelled !== null,
          alarms: [],
          created: now,
          updated: now,
          invitation: { organiser, guest },
        },
      ]),
    },
  }
}
