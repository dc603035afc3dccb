import type { DecisionRead } from '../../src/pact/meetings/read-meeting.ts'
import type { MeetingRow } from '../../src/pact/meetings/values.ts'
import { isoWithOffset, longMoment } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { DecisionTable } from './meeting-page.tsx'

interface CommitteePageProps {
  frame: Frame
  meetings: { meeting: MeetingRow; decisions: DecisionRead[] }[]
  /** Meetings held in the last twelve months: two are promised. */
  heldInYear: number
  now: Date
}

/** The steering committee: when it meets, and what it decided. */
export function CommitteePage({ frame, meetings, heldInYear, now }: CommitteePageProps) {
  return (
    <InnerPage
      frame={frame}
      title="Comité de pilotage"
      description="Les réunions du comité de pilotage du pacte et leurs décisions."
      current="pacte"
      back={{ href: '/pacte', label: 'Suivi du pacte' }}
    >
      <p>
        Il se réunit deux fois par an. Réunions tenues depuis douze mois : {heldInYear}
        {heldInYear < 2 && ' sur 2'}.
      </p>
      {meetings.length === 0 && <p>Aucune réunion n’est encore prévue.</p>}
      {meetings.map(({ meeting, decisions }) => (
        <section aria-labelledby={`reunion-${meeting.id}`}>
          <h2 id={`reunion-${meeting.id}`}>
            <a href={`/pacte/reunions/${meeting.id}`}>
              <time datetime={isoWithOffset(meeting.startsAt)}>{longMoment(meeting.startsAt)}</time>
            </a>
          </h2>
          {meeting.state === 'cancelled' && <p>Annulée.</p>}
          {meeting.agenda !== '' && <p class="as-written">{meeting.agenda}</p>}
          {meeting.startsAt <= now && meeting.state !== 'cancelled' && (
            <DecisionTable decisions={decisions} />
          )}
        </section>
      ))}
    </InnerPage>
  )
}
