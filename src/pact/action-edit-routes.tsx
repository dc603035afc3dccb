import { ActionDeskPage } from '../../views/pact/action-desk-page.tsx'
import { sheetWords } from '../../views/shared/form-sheet.tsx'
import {
  actionSheet,
  commentSheet,
  councilSheet,
  evidenceSheet,
  measureSheet,
  milestoneSheet,
  reachedSheet,
  statusSheet,
  withdrawalSheet,
} from '../../views/pact/action-sheets.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { reminderMail } from '../../views/mail/pact-reminder.ts'
import { pactErrors } from '../../views/words/pact-problems.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { parisDay } from '../rules/calendar.ts'
import { type Acting, actingIn, handOf, notYours } from './acting.ts'
import { changeStatus } from './actions/change-status.ts'
import { actionChoices } from './actions/choices.ts'
import { commentForms } from './comments/comment-forms.ts'
import { commentsOf } from './comments/comments.ts'
import { createAction } from './actions/create-action.ts'
import { editAction } from './actions/edit-action.ts'
import { measureAction } from './actions/measure.ts'
import { addMilestone, reachMilestone } from './actions/milestones.ts'
import { type ActionRead, readAction } from './actions/read-action.ts'
import { remindPilot } from './actions/remind-pilot.ts'
import { setCouncil } from './actions/set-council.ts'
import { FURTHER, STATUSES } from './actions/status.ts'
import { actionForm, readActionForm } from './actions/typed-action.ts'
import { addEvidence } from './evidence/add-evidence.ts'
import { moveWithEvidence } from './evidence/move-with-evidence.ts'
import { readEvidence } from './evidence/typed-evidence.ts'
import { withdrawEvidence } from './evidence/withdraw-evidence.ts'
import { historyPage } from './history.ts'
import { mayEditAction, maySpeakForCouncil } from './may-edit.ts'
import { validatedMinutes } from './meetings/validated-minutes.ts'
import { groupById } from './groups/group-by-id.ts'
import { readingFields } from '../forms/read-fields.ts'
import { readMeasure } from './typed-measure.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'

const BASE = '/espace/:partner/pacte'
const AT = `${BASE}/actions/:slug`

interface OnAction {
  acting: Acting
  read: ActionRead
  edits: boolean
  base: string
}

const sheets = sheetsFor('edit-pact', sheetWords(pactErrors))
const { page, sheet, button } = sheets

/** How those who carry actions keep them up to date, each form on its own page. */
export const actionEditRoutes: Route[] = [
  ...sheet({
    path: `${BASE}/actions/nouvelle`,
    load: async (c) => ({
      acting: actingIn(c),
      choices: await actionChoices(c.var.deps.db),
      made: { slug: '' },
    }),
    sheet: ({ acting, choices }) => actionSheet(acting.base, null, choices),
    initial: ({ acting }) => new URLSearchParams({ pilot: String(acting.partner.id) }),
    async write(tx, subject, form) {
      const { acting } = subject
      const { values, problems } = readActionForm(form)
      if (problems.length > 0) return { ok: false, problems }
      const group = values.groupId === null ? null : await groupById(tx, values.groupId)
      if (!mayEditAction(acting.hand, values, group))
        return { ok: false, problems: [{ field: 'pilot', code: 'not-yours' }] }
      const created = await createAction(tx, acting.author, values)
      if (created.ok) subject.made.slug = created.slug
      return created
    },
    next: ({ acting, made }) => `${acting.base}/actions/${made.slug}`,
  }),
  page(AT, showDesk),
  ...sheet({
    path: `${AT}/modifier`,
    load: async (c) => {
      const on = await editing(c)
      return on instanceof Response ? on : { ...on, choices: await actionChoices(c.var.deps.db) }
    },
    sheet: ({ base, read, choices }) => actionSheet(base, read.action.title, choices),
    initial: ({ read }) => actionForm(read),
    async write(tx, { acting, read }, form) {
      const { values, reason, problems } = readActionForm(form)
      if (problems.length > 0) return { ok: false, problems }
      const at = { id: read.action.id, version: versionIn(form) }
      return editAction(tx, acting.author, at, values, reason)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/statut`,
    load: editing,
    sheet: ({ base, read }) => statusSheet(base, read.action.title),
    initial: ({ read }) =>
      new URLSearchParams({ status: read.action.status, version: String(read.action.version) }),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const status = fields.requiredChoice('status', ['to-launch', ...STATUSES])
      const reason = fields.text('reason')
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const at = { id: read.action.id, version: versionIn(form) }
      return changeStatus(tx, acting.author, at, status, reason)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/justificatifs`,
    upload: true,
    async load(c) {
      const on = await anyMember(c)
      if (on instanceof Response) return on
      const councils = on.read.councils.filter(({ partner }) =>
        maySpeakForCouncil(on.acting.hand, partner.id, on.edits),
      )
      if (!on.edits && councils.length === 0) return notYours(c)
      return { ...on, councils, minutes: await validatedMinutes(c.var.deps.db) }
    },
    sheet: ({ base, read, councils, minutes, edits }) =>
      evidenceSheet(base, read, { councils, minutes, edits }),
    async write(tx, { acting, read, councils, edits }, form, [documentId]) {
      const { values, councilId, problems } = readEvidence(form, documentId ?? null)
      if (councilId === null ? !edits : councils.every(({ partner }) => partner.id !== councilId))
        problems.push({ field: 'council', code: councilId === null ? 'missing' : 'not-yours' })
      const fields = readingFields(form)
      const to = edits ? fields.choice('status', FURTHER) : null
      problems.push(...fields.problems)
      if (problems.length > 0) return { ok: false, problems }
      const of = { actionId: read.action.id, councilId }
      return to === null
        ? addEvidence(tx, acting.author, of, values)
        : moveWithEvidence(tx, acting.author, of, values, to)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/justificatifs/:evidence/retrait`,
    async load(c) {
      const on = await editing(c)
      if (on instanceof Response) return on
      const shown = on.read.evidence.find(({ id }) => String(id) === c.req.param('evidence'))
      return shown ? { ...on, shown } : missingPage(c)
    },
    sheet: ({ base, shown }) => withdrawalSheet(base, shown.title),
    write: (tx, { acting, read, shown }, form) =>
      withdrawEvidence(
        tx,
        acting.author,
        { actionId: read.action.id, evidenceId: shown.id },
        readingFields(form).text('reason'),
      ),
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/collectivites/:council`,
    async load(c) {
      const on = await anyMember(c)
      if (on instanceof Response) return on
      const council = on.read.councils.find(
        ({ partner }) => String(partner.id) === c.req.param('council'),
      )
      if (!council) return missingPage(c)
      return maySpeakForCouncil(on.acting.hand, council.partner.id, on.edits)
        ? { ...on, council }
        : notYours(c)
    },
    sheet: ({ base, read, council }) => councilSheet(base, read.action.title, council.partner.name),
    initial: ({ council: { standing } }) =>
      new URLSearchParams(
        standing === null
          ? { version: '0' }
          : {
              version: String(standing.version),
              state: standing.state,
              decidedOn: standing.decidedOn ?? '',
              inForceSince: standing.inForceSince ?? '',
              reason: standing.reason,
            },
      ),
    async write(tx, { acting, read, council }, form) {
      const fields = readingFields(form)
      const standing = {
        state: fields.requiredChoice('state', ['taken-up', 'in-force', 'not-concerned']),
        decidedOn: fields.day('decidedOn'),
        inForceSince: fields.day('inForceSince'),
        reason: fields.text('reason'),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const councilId = council.partner.id
      const at = { actionId: read.action.id, councilId, version: versionIn(form) }
      return setCouncil(tx, acting.author, at, standing)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/mesures`,
    load: editing,
    sheet: ({ base, read }) => measureSheet(base, read.action, 'action'),
    async write(tx, { acting, read }, form) {
      const { values, problems } = readMeasure(form)
      if (values === null) return { ok: false, problems }
      return measureAction(tx, acting.author, read.action.id, values)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/jalons`,
    load: editing,
    sheet: ({ base, read }) => milestoneSheet(base, read.action.title),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const values = { title: fields.line('title', true), dueOn: fields.requiredDay('dueOn') }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return addMilestone(tx, acting.author, read.action.id, values)
    },
    next: ({ base }) => base,
  }),
  ...sheet({
    path: `${AT}/jalons/:milestone`,
    async load(c) {
      const on = await editing(c)
      if (on instanceof Response) return on
      const milestone = on.read.milestones.find(({ id }) => String(id) === c.req.param('milestone'))
      return milestone ? { ...on, milestone } : missingPage(c)
    },
    sheet: ({ base, milestone }) => reachedSheet(base, milestone.title),
    initial: ({ milestone }) =>
      new URLSearchParams({
        version: String(milestone.version),
        reachedOn: milestone.reachedOn ?? '',
      }),
    async write(tx, { acting, read, milestone }, form) {
      const fields = readingFields(form)
      const reachedOn = fields.day('reachedOn')
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const milestoneId = milestone.id
      const at = { actionId: read.action.id, milestoneId, version: versionIn(form) }
      return reachMilestone(tx, acting.author, at, reachedOn)
    },
    next: ({ base }) => base,
  }),
  ...commentForms(sheets, {
    at: AT,
    load: anyMember,
    sheet: ({ base, read }) => commentSheet(base, read.action.title),
    on: ({ read }) => ({ actionId: read.action.id }),
  }),
  button({
    path: `${AT}/relance`,
    load: anyMember,
    sheet: ({ base, read }) => ({
      ...commentSheet(base, read.action.title),
      fields: [],
    }),
    write: (tx, { acting, read }, _form, _documents, c) =>
      remindPilot(
        tx,
        acting.author,
        read.action.id,
        { by: acting.partner.name },
        { config: c.var.deps.config, mailOf: reminderMail },
      ),
    next: ({ base }) => base,
  }),
]

async function anyMember(c: GuichetContext): Promise<OnAction | Response> {
  const acting = actingIn(c)
  const read = await readAction(c.var.deps.db, c.req.param('slug') ?? '')
  if (!read) return missingPage(c)
  const edits = mayEditAction(acting.hand, read.action, read.group)
  return { acting, read, edits, base: `${acting.base}/actions/${read.action.slug}` }
}

async function editing(c: GuichetContext): Promise<OnAction | Response> {
  const on = await anyMember(c)
  return on instanceof Response || on.edits ? on : notYours(c)
}

async function showDesk(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const on = await anyMember(c)
  if (on instanceof Response) return on
  const { acting, read, edits, base } = on
  const props = {
    frame: await frameOf(c, c.req.path),
    read,
    edits,
    base,
    back: acting.base,
    speaksFor: read.councils
      .filter(({ partner }) => maySpeakForCouncil(acting.hand, partner.id, edits))
      .map(({ partner }) => partner.id),
    comments: await commentsOf(db, { actionId: read.action.id }),
    reader: handOf(c),
    history: await historyPage(
      db,
      { actionId: read.action.id, forMembers: true },
      c.req.query('avant'),
    ),
    today: parisDay(acting.now),
  }
  return c.html(renderPage(<ActionDeskPage {...props} />))
}
