import type { MeetingRead } from '../../src/pact/meetings/read-meeting.ts'
import { isoWithOffset, longDate, longMoment, shortDate } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import type { Thing } from '../layout/thing.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { Table } from '../shared/table.tsx'
import { PRESENCE_LABELS } from '../words/pact.ts'
import { FileLink } from '../documents/file-link.tsx'

/** A meeting for everyone: agenda, attendance by organisation, decisions, and the minutes where they are public. */
export function MeetingPage({ frame, read }: { frame: Frame; read: MeetingRead }) {
  const { meeting, group } = read
  const title = group?.title ?? 'Comité de pilotage'
  return (
    <Layout
      frame={frame}
      title={`Réunion du ${shortDate(meeting.startsAt)} – ${title}`}
      description={`Réunion du pacte, le ${longMoment(meeting.startsAt)}, ${title} : ordre du jour, présents, décisions et compte rendu.`}
      thing={meetingThing(read, frame)}
      current="pacte"
    >
      <div class="prose">
        <p class="back">
          <a href={group === null ? '/pacte/comite' : `/pacte/groupes/${group.slug}`}>{title}</a>
        </p>
        <h1>Réunion du {longDate(meeting.startsAt)}</h1>
        {meeting.state === 'cancelled' && (
          <p>
            <strong class="tag tag-last-day">Annulée</strong>
          </p>
        )}
        <dl class="facts">
          <FactLine label="Début">
            <time datetime={isoWithOffset(meeting.startsAt)}>{longMoment(meeting.startsAt)}</time>
          </FactLine>
          <FactLine label="Fin">
            <time datetime={isoWithOffset(meeting.endsAt)}>{longMoment(meeting.endsAt)}</time>
          </FactLine>
          <FactLine label="Lieu">{meeting.place === '' ? 'à distance' : meeting.place}</FactLine>
        </dl>
        <h2 id="ordre">Ordre du jour</h2>
        <p class="as-written">{meeting.agenda === '' ? 'Non précisé.' : meeting.agenda}</p>
        <MeetingRecord read={read} />
        <h2 id="compte-rendu">Compte rendu</h2>
        <PublicMinutes read={read} />
        <p>
          <a href={`/pacte/signaler?page=${encodeURIComponent(frame.path)}`}>Signaler une erreur</a>{' '}
          ·{' '}
          <a href={`/espace/pacte/reunions/${meeting.id}`} rel="nofollow">
            Partenaires : répondre ou compléter
          </a>
        </p>
      </div>
    </Layout>
  )
}

function meetingThing({ meeting, group }: MeetingRead, { baseUrl, path }: Frame): Thing {
  const isCancelled = meeting.state === 'cancelled'
  return {
    type: 'Event',
    facts: {
      name: `Réunion du pacte : ${group?.title ?? 'comité de pilotage'}`,
      url: baseUrl + path,
      startDate: isoWithOffset(meeting.startsAt),
      endDate: isoWithOffset(meeting.endsAt),
      eventStatus: `https://schema.org/${isCancelled ? 'EventCancelled' : 'EventScheduled'}`,
      location:
        meeting.place === ''
          ? null
          : { type: 'Place', facts: { name: meeting.place, address: meeting.place } },
    },
  }
}

/** Who was there, and what was decided. */
export function MeetingRecord({ read: { attendance, decisions } }: { read: MeetingRead }) {
  const told = attendance.flatMap(({ partner, presence }) =>
    presence === null ? [] : [{ partner, presence }],
  )
  return (
    <>
      {told.length > 0 && (
        <>
          <h2 id="presence">Présence</h2>
          <ul>
            {told.map(({ partner, presence }) => (
              <li>
                {partner.name} : {PRESENCE_LABELS[presence].toLowerCase()}
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 id="decisions">Relevé de décisions</h2>
      <DecisionTable decisions={decisions} />
    </>
  )
}

/** What, who, by when. */
export function DecisionTable({ decisions }: { decisions: MeetingRead['decisions'] }) {
  if (decisions.length === 0) return <p>Aucune décision pour l’instant.</p>
  return (
    <Table
      caption="Décisions de la réunion"
      unseen
      columns={['Quoi', 'Qui', 'Pour quand', 'Action']}
    >
      {decisions.map(({ what, partner, dueOn, action }) => (
        <tr>
          <td class="logged" data-label="Quoi">
            {what}
          </td>
          <td data-label="Qui">{partner?.name ?? '–'}</td>
          <td data-label="Pour quand">{dueOn === null ? '–' : shortDate(dueOn)}</td>
          <td data-label="Action">
            {action === null ? '–' : <a href={`/pacte/actions/${action.slug}`}>{action.title}</a>}
          </td>
        </tr>
      ))}
    </Table>
  )
}

function PublicMinutes({ read: { meeting, file } }: { read: MeetingRead }) {
  if (meeting.minutesState !== 'validated') return <p>Il n’est pas encore validé.</p>
  if (meeting.minutesVisibility !== 'public')
    return <p>Il est validé, et réservé aux membres. Les décisions ci-dessus sont publiques.</p>
  return (
    <>
      {meeting.minutesValidatedOn !== null && (
        <p class="quiet">Validé le {longDate(meeting.minutesValidatedOn)}.</p>
      )}
      {meeting.minutes !== '' && <p class="as-written">{meeting.minutes}</p>}
      {file !== null && (
        <p>
          <FileLink file={file} />
        </p>
      )}
    </>
  )
}
