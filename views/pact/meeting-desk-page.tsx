import type { CommentRead } from '../../src/pact/comments/comments.ts'
import type { MeetingRead } from '../../src/pact/meetings/read-meeting.ts'
import { longDate, longMoment } from '../format.ts'
import { type Frame, Layout } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { SubmitButton, SubmitLine } from '../shared/form.tsx'
import { CommentList } from './comment-list.tsx'
import { FileLink } from '../documents/file-link.tsx'
import { MeetingRecord } from './meeting-page.tsx'

interface MeetingDeskPageProps {
  frame: Frame
  read: MeetingRead
  edits: boolean
  /** Whether the partner that acts is expected there. */
  isGuest: boolean
  base: string
  back: string
  partner: { id: number; name: string }
  mailOn: boolean
  /** Of the draft minutes. */
  comments: CommentRead[]
  reader: { agentId: string; administrator: boolean }
  now: Date
}

/** A meeting as those who hold it and its guests see it: calling, attendance, decisions, minutes. */
export function MeetingDeskPage(props: MeetingDeskPageProps) {
  const { frame, read, edits, isGuest, base, back, mailOn, comments, reader, now } = props
  const { meeting, group } = read
  const begun = meeting.startsAt <= now
  const cancelled = meeting.state === 'cancelled'
  return (
    <Layout frame={frame} title={`Réunion du ${longDate(meeting.startsAt)}`} current="pacte">
      <div class="prose">
        <p class="back">
          <a href={group === null ? back : `${back}/groupes/${group.slug}`}>
            {group?.title ?? 'Comité de pilotage'}
          </a>
        </p>
        <h1>Réunion du {longMoment(meeting.startsAt)}</h1>
        {cancelled && (
          <p>
            <strong class="tag tag-last-day">Annulée</strong>
          </p>
        )}
        <p>
          <a href={`/pacte/reunions/${meeting.id}`}>Page publique</a>
        </p>
        <dl class="facts">
          <FactLine label="Lieu">{meeting.place}</FactLine>
          <FactLine label="À distance">{isGuest || edits ? meeting.link : null}</FactLine>
          <FactLine label="Convocation">
            {meeting.calledAt === null
              ? 'pas encore faite'
              : `${mailOn ? 'envoyée' : 'notée, sans courriel,'} le ${longMoment(meeting.calledAt)}`}
          </FactLine>
        </dl>
        {edits && !cancelled && <Calling {...props} />}
        {isGuest && !begun && !cancelled && <Coming {...props} />}
        {edits && begun && !cancelled && (
          <p>
            <a href={`${base}/presence`}>Feuille de présence</a> ·{' '}
            <a href={`${base}/decisions`}>Ajouter une décision</a>
            {meeting.minutesState !== 'validated' && (
              <>
                {' '}
                · <a href={`${base}/compte-rendu`}>Écrire le compte rendu</a>
              </>
            )}
          </p>
        )}
        <h2 id="ordre">Ordre du jour</h2>
        <p class="as-written">{meeting.agenda === '' ? 'Non précisé.' : meeting.agenda}</p>
        <MeetingRecord read={read} />
        {edits && <ToActions {...props} />}
        <h2 id="compte-rendu">Compte rendu</h2>
        <Minutes {...props} />
        {isGuest && (meeting.minutesState === 'draft' || comments.length > 0) && (
          <CommentList
            comments={comments}
            reader={reader}
            href={`${base}/commentaires`}
            open={meeting.minutesState === 'draft'}
          />
        )}
      </div>
    </Layout>
  )
}

function Calling({ read: { meeting }, base, mailOn, now }: MeetingDeskPageProps) {
  if (meeting.endsAt <= now) return null
  return (
    <>
      <p>
        <a href={`${base}/modifier`}>Modifier</a> · <a href={`${base}/annulation`}>Annuler</a>
      </p>
      <form method="post" action={`${base}/convocation`}>
        <SubmitLine>
          {meeting.calledAt === null ? 'Convoquer les membres' : 'Convoquer de nouveau'}
        </SubmitLine>
        {!mailOn && (
          <p class="hint">
            L’envoi de courriels n’est pas réglé sur ce guichet : prévenez les membres vous-même.
          </p>
        )}
      </form>
    </>
  )
}

function Coming({ read: { attendance }, base, partner }: MeetingDeskPageProps) {
  const told = attendance.find((each) => each.partner.id === partner.id)?.expected ?? null
  return (
    <form method="post" action={`${base}/reponse`}>
      <p>
        {told === null
          ? `${partner.name} n’a pas encore répondu.`
          : `${partner.name} ${told ? 'viendra' : 'ne viendra pas'}.`}
      </p>
      <p>
        <button type="submit" class="button" name="vient" value="oui">
          Nous viendrons
        </button>{' '}
        <button type="submit" class="button button-quiet" name="vient" value="non">
          Nous ne viendrons pas
        </button>
      </p>
    </form>
  )
}

/** Decisions that are no action yet, each with its button. */
function ToActions({ read: { decisions }, base }: MeetingDeskPageProps) {
  return (
    <>
      {decisions
        .filter(({ action }) => action === null)
        .map(({ id, what }) => (
          <form method="post" action={`${base}/decisions/${id}/action`}>
            <p>
              <SubmitButton quiet>
                En faire une action<span class="unseen"> : {what}</span>
              </SubmitButton>{' '}
              {what}
            </p>
          </form>
        ))}
    </>
  )
}

function Minutes({ read: { meeting, file }, edits, isGuest, base }: MeetingDeskPageProps) {
  if (meeting.minutesState === 'none') return <p>Il n’est pas encore écrit.</p>
  const isPublic = meeting.minutesState === 'validated' && meeting.minutesVisibility === 'public'
  return (
    <>
      <p class="quiet">
        {meeting.minutesState === 'draft' ? 'Projet.' : 'Validé.'}{' '}
        {meeting.minutesVisibility === 'members'
          ? 'Réservé aux membres.'
          : isPublic
            ? 'Public.'
            : 'Public une fois validé.'}
      </p>
      {(edits || isGuest || isPublic) && (
        <>
          {meeting.minutes !== '' && <p class="as-written">{meeting.minutes}</p>}
          {file !== null && (
            <p>
              <FileLink file={file} />
            </p>
          )}
        </>
      )}
      {edits && meeting.minutesState === 'draft' && (
        <form method="post" action={`${base}/validation`}>
          <SubmitLine>Valider le compte rendu</SubmitLine>
        </form>
      )}
    </>
  )
}
