import { sheetWords } from '../../views/shared/form-sheet.tsx'
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
import { documentById } from '../documents/queries.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { type Acting, actingIn, handOf, notYours } from './acting.ts'
import { actionChoices } from './actions/choices.ts'
import { commentForms } from './comments/comment-forms.ts'
import { commentsOf } from './comments/comments.ts'
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
import { readingFields } from '../forms/read-fields.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'

const BASE = '/espace/:partner/pacte'
const AT = `${BASE}/reunions/:id`

interface OnMeeting {
  acting: Acting
  read: MeetingRead
  edits: boolean
  base: string
}

const { page } = routesFor('edit-pact')
const WORDS = sheetWords(pactErrors)
const administrators = sheetsFor('administer', WORDS)
const sheets = sheetsFor('edit-pact', WORDS)
const { sheet, button } = sheets

/** Meetings from their calling to their minutes: a group's carriers', and the committee's administrators'. */
export const meetingEditRoutes: Route[] = [
  ...administrators.sheet({
    path: `${BASE}/comite/nouvelle`,
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
  page(AT, showDesk),
  page(`${AT}/compte-rendu/fichier`, showMinutesFile),
  ...sheet({
    path: `${AT}/modifier`,
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
  button({
    path: `${AT}/convocation`,
    load: editing,
    sheet: ({ base }) => ({ ...cancellationSheet(base), fields: [] }),
    write: (tx, { acting, read }, _form, _documents, c) =>
      callMeeting(tx, acting.author, read.meeting.id, callingIn(c)),
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/annulation`,
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
  button({
    path: `${AT}/reponse`,
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
  ...sheet({
    path: `${AT}/presence`,
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
  ...sheet({
    path: `${AT}/decisions`,
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
  button({
    path: `${AT}/decisions/:decision/action`,
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
  ...sheet({
    path: `${AT}/compte-rendu`,
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
  button({
    path: `${AT}/validation`,
    load: editing,
    sheet: ({ base }) => ({ ...cancellationSheet(base), fields: [] }),
    write: (tx, { acting, read }) => validateMinutes(tx, acting.author, read.meeting.id),
    next: ({ base }) => base,
  }),
  ...commentForms(sheets, {
    at: AT,
    load: inside,
    sheet: ({ base }) => commentSheet(base, 'Réunion'),
    on: ({ read }) => ({ meetingId: read.meeting.id }),
    isDraft: ({ read }) => read.meeting.minutesState === 'draft',
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
