import { sheetWords } from '../../views/shared/form-sheet.tsx'
import { GroupDeskPage } from '../../views/pact/group-desk-page.tsx'
import { commentSheet, measureSheet } from '../../views/pact/action-sheets.ts'
import {
  departureSheet,
  groupSheet,
  meetingSheet,
  memberSheet,
  stepSheet,
} from '../../views/pact/group-sheets.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { pactErrors } from '../../views/words/pact-problems.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { parisDay } from '../rules/calendar.ts'
import { type Acting, actingIn, handOf, notYours } from './acting.ts'
import { actionChoices } from './actions/choices.ts'
import { commentForms } from './comments/comment-forms.ts'
import { commentsOf } from './comments/comments.ts'
import { actionsOfGroup } from './actions/list-actions.ts'
import { closeStep } from './groups/close-step.ts'
import { createGroup } from './groups/create-group.ts'
import { editGroup } from './groups/edit-group.ts'
import { addMember, endMember } from './groups/members.ts'
import { type GroupRead, readGroup } from './groups/read-group.ts'
import { measureGroup } from './groups/measure.ts'
import { STEPS } from './groups/steps.ts'
import { groupForm, readGroupForm } from './groups/typed-group.ts'
import { historyPage } from './history.ts'
import { mayEditGroup } from './may-edit.ts'
import { planMeeting } from './meetings/plan-meeting.ts'
import { readMeetingForm } from './meetings/typed-meeting.ts'
import { sharedProblems } from './overview.ts'
import { readingFields } from '../forms/read-fields.ts'
import { readMeasure } from './typed-measure.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'

const BASE = '/espace/:partner/pacte'
const AT = `${BASE}/groupes/:slug`

interface OnGroup {
  acting: Acting
  read: GroupRead
  edits: boolean
  base: string
}

const sheets = sheetsFor('edit-pact', sheetWords(pactErrors))
const { page, sheet } = sheets

/** How those who carry working groups keep them. */
export const groupEditRoutes: Route[] = [
  ...sheet({
    path: `${BASE}/groupes/nouveau`,
    load: async (c) => ({ acting: actingIn(c), ...(await choicesFor(c)), made: { slug: '' } }),
    sheet: ({ acting, choices, problems }) => groupSheet(acting.base, null, choices, problems),
    initial: ({ acting }) =>
      new URLSearchParams({ pilot: String(acting.partner.id), startsOn: parisDay(acting.now) }),
    async write(tx, subject, form) {
      const { acting } = subject
      const { values, problems } = readGroupForm(form)
      const { closedOn: _closedOn, ...typed } = values
      if (problems.length === 0 && !mayEditGroup(acting.hand, typed))
        problems.push({ field: 'pilot', code: 'not-yours' })
      if (problems.length > 0) return { ok: false, problems }
      const created = await createGroup(tx, acting.author, typed)
      if (created.ok) subject.made.slug = created.slug
      return created
    },
    next: ({ acting, made }) => `${acting.base}/groupes/${made.slug}`,
  }),
  page(AT, showDesk),
  ...sheet({
    path: `${AT}/modifier`,
    async load(c) {
      const on = await editing(c)
      return on instanceof Response ? on : { ...on, ...(await choicesFor(c)) }
    },
    sheet: ({ base, read, choices, problems }) =>
      groupSheet(base, read.group.title, choices, problems),
    initial: ({ read }) => groupForm(read.group),
    async write(tx, { acting, read }, form) {
      const { values, reason, problems } = readGroupForm(form)
      if (problems.length > 0) return { ok: false, problems }
      const at = { id: read.group.id, version: versionIn(form) }
      return editGroup(tx, acting.author, at, values, reason)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/membres`,
    async load(c) {
      const on = await editing(c)
      return on instanceof Response ? on : { ...on, choices: await actionChoices(c.var.deps.db) }
    },
    sheet: ({ base, read, choices }) => memberSheet(base, read.group.title, choices),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const optional = (name: string) => fields.line(name) || null
      const values = {
        partnerId: fields.requiredKey('partner'),
        person: fields.line('person', true),
        email: optional('email'),
        substitute: optional('substitute'),
        substituteEmail: optional('substituteEmail'),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return addMember(tx, acting.author, read.group.id, values, parisDay(acting.now))
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/membres/:member/depart`,
    async load(c) {
      const on = await editing(c)
      if (on instanceof Response) return on
      const member = on.read.members.find(({ id }) => String(id) === c.req.param('member'))
      return member ? { ...on, member } : missingPage(c)
    },
    sheet: ({ base, read, member }) => departureSheet(base, read.group.title, member.partner.name),
    initial: ({ acting }) => new URLSearchParams({ leftOn: parisDay(acting.now) }),
    async write(tx, { acting, read, member }, form) {
      const fields = readingFields(form)
      const leftOn = fields.requiredDay('leftOn')
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const at = { groupId: read.group.id, memberId: member.id }
      return endMember(tx, acting.author, at, leftOn)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/etapes/:step`,
    upload: true,
    async load(c) {
      const on = await editing(c)
      if (on instanceof Response) return on
      const found = STEPS.find(({ step }) => step === c.req.param('step'))
      return found ? { ...on, step: found.step } : missingPage(c)
    },
    sheet: ({ base, read, step }) => stepSheet(base, read.group.title, step),
    async write(tx, { acting, read, step }, form, [documentId]) {
      const fields = readingFields(form)
      const values = {
        deliverable: fields.line('deliverable', true),
        url: fields.line('url') || null,
        documentId: documentId ?? null,
        validatedOn: fields.requiredDay('validatedOn'),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return closeStep(tx, acting.author, { groupId: read.group.id, step }, values)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/reunions/nouvelle`,
    load: async (c) => {
      const on = await editing(c)
      return on instanceof Response ? on : { ...on, made: { id: 0 } }
    },
    sheet: ({ base, read }) => meetingSheet(base, read.group.title, true),
    async write(tx, subject, form) {
      const { acting, read } = subject
      const { values, problems } = readMeetingForm(form)
      if (values === null) return { ok: false, problems }
      const planned = await planMeeting(tx, acting.author, read.group.id, values)
      if (planned.ok) subject.made.id = planned.id
      return planned
    },
    next: ({ acting, made }) => `${acting.base}/reunions/${made.id}`,
  }),
  ...sheet({
    path: `${AT}/mesures`,
    load: editing,
    sheet: ({ base, read }) => measureSheet(base, read.group, 'group'),
    async write(tx, { acting, read }, form) {
      const { values, problems } = readMeasure(form)
      if (values === null) return { ok: false, problems }
      return measureGroup(tx, acting.author, read.group.id, values)
    },
    next: ({ base }) => base,
  }),
  ...commentForms(sheets, {
    at: AT,
    load: anyMember,
    sheet: ({ base, read }) => commentSheet(base, read.group.title),
    on: ({ read }) => ({ groupId: read.group.id }),
  }),
]

async function choicesFor(c: GuichetContext) {
  const { db } = c.var.deps
  return { choices: await actionChoices(db), problems: await sharedProblems(db) }
}

async function anyMember(c: GuichetContext): Promise<OnGroup | Response> {
  const acting = actingIn(c)
  const read = await readGroup(c.var.deps.db, c.req.param('slug') ?? '', acting.now)
  if (!read) return missingPage(c)
  const edits = mayEditGroup(acting.hand, read.group)
  return { acting, read, edits, base: `${acting.base}/groupes/${read.group.slug}` }
}

async function editing(c: GuichetContext): Promise<OnGroup | Response> {
  const on = await anyMember(c)
  return on instanceof Response || on.edits ? on : notYours(c)
}

async function showDesk(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const on = await anyMember(c)
  if (on instanceof Response) return on
  const { acting, read, edits, base } = on
  const sits = read.members.some(({ partner }) => partner.id === acting.partner.id)
  const props = {
    frame: await frameOf(c, c.req.path),
    read,
    edits,
    seesPeople: edits || sits,
    base,
    back: acting.base,
    actions: await actionsOfGroup(db, read.group.id),
    comments: await commentsOf(db, { groupId: read.group.id }),
    reader: handOf(c),
    history: await historyPage(
      db,
      { groupId: read.group.id, forMembers: true },
      c.req.query('avant'),
    ),
  }
  return c.html(renderPage(<GroupDeskPage {...props} />))
}
