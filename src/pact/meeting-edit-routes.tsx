import { FormSheet } from '../../views/pact/form-sheet.tsx'
import { MeetingDeskPage } from '../../views/pact/meeting-desk-page.tsx'
import {
  cancellationSheet,
  decisionSheet,
  meetingSheet,
  minutesSheet,
  presenceSheet,
} from '../../views/pact/group-sheets.ts'
import { commentSheet } from '../../views/pact/action-sheets.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { callingMail } from '../../views/mail/pact-calling.ts'
import { pactErrors } from '../../views/words/pact-problems.ts'
import { uploadProblemTexts } from '../../views/words/upload-problems.ts'
import { agentOf } from '../auth/guard.ts'
import { documentById } from '../documents/queries.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { type Acting, actingIn, handOf, keyIn, notYours } from './acting.ts'
import { actionChoices } from './actions/choices.ts'
import { addComment, commentsOf, withdrawComment } from './comments/comments.ts'
import { membersOf } from './groups/read-group.ts'
import { heldBackFile } from './held-back-file.ts'
import { mayEditMeeting } from './may-edit.ts'
import { callMeeting, cancelMeeting } from './meetings/call-meeting.ts'
import { decisionToAction, recordDecision } from './meetings/decide.ts'
import { announcePresence, type Presence, recordPresence } from './meetings/hold-meeting.ts'
import { changeMeeting, planMeeting } from './meetings/plan-meeting.ts'
import { type MeetingRead, readMeeting } from './meetings/read-meeting.ts'
import { meetingForm, readMeetingForm } from './meetings/typed-meeting.ts'
import { validateMinutes, writeMinutes } from './meetings/write-minutes.ts'
import { pactPartners } from './overview.ts'
import { refusedFor } from './problem.ts'
import { readingFields } from './read-fields.ts'
import { buttonRoute, sheetRoutes, type SheetWords, versionIn } from './sheet.ts'

const BASE = '/espace/:partner/pacte'
const AT = `${BASE}/reunions/:id`

const WORDS: SheetWords = {
  page: (page) => renderPage(<FormSheet {...page} />),
  errors: pactErrors,
  uploadError: (code) => uploadProblemTexts[code],
}

interface OnMeeting {
  acting: Acting
  read: MeetingRead
  edits: boolean
  base: string
}

/** Meetings from their calling to their minutes: a group's carriers', and the committee's administrators'. */
export const meetingEditRoutes: Route[] = [
  ...sheetRoutes(WORDS, {
    path: `${BASE}/comite/nouvelle`,
    policy: 'administer',
    async load(c) {
      const acting = actingIn(c)
      return mayEditMeeting(acting.hand, null) ? { acting, made: { id: 0 } } : notYours(c)
    },
    sheet: ({ acting }) => meetingSheet(acting.base, 'Pacte', true),
    async write(tx, subject, form) {
      const { values, problems } = readMeetingForm(form)
      if (values === null) return { ok: false, problems }
      const planned = await planMeeting(tx, subject.acting.author, null, values)
      if (planned.ok) subject.made.id = planned.id
      return planned
    },
    next: ({ acting, made }) => `${acting.base}/reunions/${made.id}`,
  }),
  { method: 'get', path: AT, kind: 'page', policy: 'edit-pact', handler: showDesk },
  {
    method: 'get',
    path: `${AT}/compte-rendu/fichier`,
    kind: 'page',
    policy: 'edit-pact',
    handler: showMinutesFile,
  },
  ...sheetRoutes(WORDS, {
    path: `${AT}/modifier`,
    policy: 'edit-pact',
    load: editing,
    sheet: ({ base }) => meetingSheet(base, 'Réunion', false),
    initial: ({ read }) => meetingForm(read.meeting),
    async write(tx, { acting, read }, form) {
      const { values, problems } = readMeetingForm(form)
      if (values === null) return { ok: false, problems }
      const at = { id: read.meeting.id, version: versionIn(form) }
      return changeMeeting(tx, acting.author, at, values)
    },
    next: ({ base }) => base,
  }),
  buttonRoute(WORDS, {
    path: `${AT}/convocation`,
    policy: 'edit-pact',
    load: editing,
    sheet: ({ base }) => ({ ...cancellationSheet(base), fields: [] }),
    write: (tx, { acting, read }, _form, _documents, c) =>
      callMeeting(tx, acting.author, read.meeting.id, callingIn(c)),
    next: ({ base }) => base,
  }),
  ...sheetRoutes(WORDS, {
    path: `${AT}/annulation`,
    policy: 'edit-pact',
    load: editing,
    sheet: ({ base }) => cancellationSheet(base),
    write: (tx, { acting, read }, form, _documents, c) =>
      cancelMeeting(
        tx,
        acting.author,
        read.meeting.id,
        readingFields(form).text('reason'),
        callingIn(c),
      ),
    next: ({ base }) => base,
  }),
  buttonRoute(WORDS, {
    path: `${AT}/reponse`,
    policy: 'edit-pact',
    load: anyMember,
    sheet: ({ base }) => ({ ...cancellationSheet(base), fields: [] }),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const answer = fields.requiredChoice('vient', ['oui', 'non'])
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const at = { meetingId: read.meeting.id, partnerId: acting.partner.id }
      return announcePresence(tx, acting.author, at, answer === 'oui')
    },
    next: ({ base }) => base,
  }),
  ...sheetRoutes(WORDS, {
    path: `${AT}/presence`,
    policy: 'edit-pact',
    async load(c) {
      const on = await editing(c)
      return on instanceof Response ? on : { ...on, guests: await guestsOf(c, on.read) }
    },
    sheet: ({ base, guests }) => presenceSheet(base, guests),
    initial: ({ read }) =>
      new URLSearchParams([
        ['version', String(read.meeting.version)],
        ...read.attendance.flatMap(({ partner, presence }) =>
          presence === null ? [] : [[`presence.${partner.id}`, presence]],
        ),
      ]),
    async write(tx, { acting, read, guests }, form) {
      const fields = readingFields(form)
      const presences = guests.flatMap(({ id }) => {
        const presence = fields.choice<Presence>(`presence.${id}`, ['present', 'excused', 'absent'])
        return presence === null ? [] : [{ partnerId: id, presence }]
      })
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const at = { id: read.meeting.id, version: versionIn(form) }
      return recordPresence(tx, acting.author, at, presences)
    },
    next: ({ base }) => base,
  }),
  ...sheetRoutes(WORDS, {
    path: `${AT}/decisions`,
    policy: 'edit-pact',
    async load(c) {
      const on = await editing(c)
      if (on instanceof Response) return on
      return { ...on, partners: (await actionChoices(c.var.deps.db)).pilots }
    },
    sheet: ({ base, partners }) => decisionSheet(base, partners),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const values = {
        what: fields.text('what', true),
        partnerId: fields.key('partner'),
        dueOn: fields.day('dueOn'),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return recordDecision(tx, acting.author, read.meeting.id, values)
    },
    next: ({ base }) => base,
  }),
  buttonRoute(WORDS, {
    path: `${AT}/decisions/:decision/action`,
    policy: 'edit-pact',
    async load(c) {
      const on = await editing(c)
      if (on instanceof Response) return on
      const decision = on.read.decisions.find(({ id }) => String(id) === c.req.param('decision'))
      return decision ? { ...on, decision } : missingPage(c)
    },
    sheet: ({ base }) => ({ ...cancellationSheet(base), fields: [] }),
    write: (tx, { acting, read, decision }) =>
      decisionToAction(tx, acting.author, {
        meetingId: read.meeting.id,
        decisionId: decision.id,
      }),
    next: ({ base }) => base,
  }),
  ...sheetRoutes(WORDS, {
    path: `${AT}/compte-rendu`,
    policy: 'edit-pact',
    upload: true,
    load: editing,
    sheet: ({ base }) => minutesSheet(base),
    initial: ({ read: { meeting } }) =>
      new URLSearchParams({
        version: String(meeting.version),
        minutes: meeting.minutes,
        visibility: meeting.minutesVisibility,
      }),
    async write(tx, { acting, read }, form, [documentId]) {
      const fields = readingFields(form)
      const values = {
        minutes: fields.text('minutes'),
        documentId: documentId ?? null,
        visibility: fields.requiredChoice('visibility', ['members', 'public']),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const at = { id: read.meeting.id, version: versionIn(form) }
      return writeMinutes(tx, acting.author, at, values)
    },
    next: ({ base }) => base,
  }),
  buttonRoute(WORDS, {
    path: `${AT}/validation`,
    policy: 'edit-pact',
    load: editing,
    sheet: ({ base }) => ({ ...cancellationSheet(base), fields: [] }),
    write: (tx, { acting, read }) => validateMinutes(tx, acting.author, read.meeting.id),
    next: ({ base }) => base,
  }),
  ...sheetRoutes(WORDS, {
    path: `${AT}/commentaires`,
    policy: 'edit-pact',
    load: inside,
    sheet: ({ base }) => commentSheet(base, 'Réunion'),
    async write(tx, { acting, read }, form, _documents, c) {
      const fields = readingFields(form)
      const words = fields.text('words', true)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      if (read.meeting.minutesState !== 'draft') return refusedFor('no-draft')
      const by = { partnerId: acting.partner.id, agentId: agentOf(c).id }
      return addComment(tx, acting.author, { meetingId: read.meeting.id }, by, words)
    },
    next: ({ base }) => `${base}#commentaires`,
  }),
  buttonRoute(WORDS, {
    path: `${AT}/commentaires/:comment/retrait`,
    policy: 'edit-pact',
    load: inside,
    sheet: ({ base }) => commentSheet(base, 'Réunion'),
    write: (tx, { acting, read }, _form, _documents, c) =>
      withdrawComment(
        tx,
        acting.author,
        { commentId: keyIn(c, 'comment'), meetingId: read.meeting.id },
        { partnerId: acting.partner.id, ...handOf(c) },
      ),
    next: ({ base }) => `${base}#commentaires`,
  }),
]

function callingIn(c: GuichetContext) {
  return { config: c.var.deps.config, mailOf: callingMail }
}

async function anyMember(c: GuichetContext): Promise<OnMeeting | Response> {
  const acting = actingIn(c)
  const [id] = /^\d{1,9}$/.exec(c.req.param('id') ?? '') ?? []
  const read = id === undefined ? null : await readMeeting(c.var.deps.db, Number(id))
  if (!read) return missingPage(c)
  const edits = mayEditMeeting(acting.hand, read.group)
  return { acting, read, edits, base: `${acting.base}/reunions/${read.meeting.id}` }
}

async function editing(c: GuichetContext): Promise<OnMeeting | Response> {
  const on = await anyMember(c)
  return on instanceof Response || on.edits ? on : notYours(c)
}

/** Organisations that are expected: a group's members and carriers, or every signatory, chamber and professional body. */
async function guestsOf(c: GuichetContext, { group, attendance }: MeetingRead) {
  const { db } = c.var.deps
  const all = await pactPartners(db)
  const sitting =
    group === null
      ? all.flatMap(({ id, signatorySince, kind }) =>
          signatorySince !== null || kind === 'chamber' || kind === 'professional-body' ? [id] : [],
        )
      : [
          group.pilotId,
          group.coPilotId,
          ...(await membersOf(db, group.id)).map(({ partner }) => partner.id),
        ]
  const expected = new Set([...sitting, ...attendance.map(({ partner }) => partner.id)])
  return all
    .filter(({ id }) => expected.has(id))
    .map(({ id, shortName }) => ({ id, name: shortName }))
}

/** Those who edit a meeting, and those who are expected there. */
async function isInside(c: GuichetContext, { acting, read, edits }: OnMeeting): Promise<boolean> {
  return edits || (await guestsOf(c, read)).some(({ id }) => id === acting.partner.id)
}

/** Who may read the draft minutes, and so comment on them. */
async function inside(c: GuichetContext): Promise<OnMeeting | Response> {
  const on = await anyMember(c)
  return on instanceof Response || (await isInside(c, on)) ? on : notYours(c)
}

/** The file of minutes that are not for everyone, for those who may read them. */
async function showMinutesFile(c: GuichetContext): Promise<Response> {
  const on = await anyMember(c)
  if (on instanceof Response) return on
  if (!(await isInside(c, on))) return missingPage(c)
  return heldBackFile(c, on.read.meeting.minutesDocumentId)
}

async function showDesk(c: GuichetContext): Promise<Response> {
  const on = await anyMember(c)
  if (on instanceof Response) return on
  const { acting, read, edits, base } = on
  const { minutesDocumentId } = read.meeting
  const document =
    minutesDocumentId === null ? null : await documentById(c.var.deps.db, minutesDocumentId)
  const isGuest = await isInside(c, on)
  const isHeldBack = document !== null && document.publishedAt === null
  const props = {
    frame: await frameOf(c, c.req.path),
    read: isHeldBack
      ? { ...read, file: { ...document, href: `${base}/compte-rendu/fichier` } }
      : read,
    edits,
    isGuest,
    comments: isGuest ? await commentsOf(c.var.deps.db, { meetingId: read.meeting.id }) : [],
    reader: handOf(c),
    base,
    back: acting.base,
    partner: acting.partner,
    mailOn: mailIsOn(c.var.deps.config),
    now: acting.now,
  }
  return c.html(renderPage(<MeetingDeskPage {...props} />))
}
