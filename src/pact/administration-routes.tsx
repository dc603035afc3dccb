import { desc, isNull } from 'drizzle-orm'
import { sheetWords } from '../../views/shared/form-sheet.tsx'
import {
  axisSheet,
  commitmentSheet,
  pactSheet,
  problemSheet,
  reportAnswerSheet,
  textSheet,
} from '../../views/pact/frame-sheets.ts'
import { PactAdministrationPage } from '../../views/pact/administration-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { pactErrors } from '../../views/words/pact-problems.ts'
import { agentOf } from '../auth/guard.ts'
import type { Db } from '../db/db.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { actionChoices } from './actions/choices.ts'
import { commitments } from './commitments/schema.ts'
import {
  adoptText,
  answerReport,
  editAxis,
  editPact,
  saveCommitment,
  saveProblem,
  settleUse,
} from './edit-frame.ts'
import { readPact, sharedProblems } from './overview.ts'
import { readingFields } from '../forms/read-fields.ts'
import { axes, errorReports, pactUses } from './schema.ts'
import { sheetsFor, versionIn } from '../forms/sheet.ts'
import type { Author } from './versions.ts'

const AT = '/espace/administration/pacte'

const { page, sheet, button } = sheetsFor('administer', sheetWords(pactErrors))

/** What administrators keep of the pact: its words, axes, problems and commitments, and what readers wrote. */
export const pactAdministrationRoutes: Route[] = [
  page(AT, showAdministration),
  ...sheet({
    path: `${AT}/pacte`,
    async load(c) {
      const pact = await readPact(c.var.deps.db)
      return pact ? { pact, author: authorIn(c) } : missingPage(c)
    },
    sheet: () => pactSheet(),
    initial: ({ pact }) =>
      new URLSearchParams({
        version: String(pact.version),
        title: pact.title,
        purpose: pact.purpose,
        signedOn: pact.signedOn ?? '',
        endsOn: pact.endsOn ?? '',
        renewal: pact.renewal,
        principles: pact.principles.join('\n'),
      }),
    async write(tx, { author }, form) {
      const fields = readingFields(form)
      const values = {
        title: fields.line('title', true),
        purpose: fields.text('purpose', true),
        signedOn: fields.day('signedOn'),
        endsOn: fields.day('endsOn'),
        renewal: fields.text('renewal'),
        principles: fields.text('principles').split('\n').filter(Boolean),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return editPact(tx, author, versionIn(form), values)
    },
    next: () => AT,
  }),
  ...sheet({
    path: `${AT}/texte`,
    load: async (c) => authorIn(c),
    sheet: () => textSheet(),
    async write(tx, author, form) {
      const fields = readingFields(form)
      const values = {
        adoptedOn: fields.requiredDay('adoptedOn'),
        text: (form.get('text') ?? '').trim().slice(0, 60_000),
        note: fields.text('note'),
      }
      if (values.text === '') fields.problems.push({ field: 'text', code: 'missing' })
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return adoptText(tx, author, values)
    },
    next: () => '/pacte/texte',
  }),
  ...sheet({
    path: `${AT}/axes/:slug`,
    async load(c) {
      const rows = await c.var.deps.db.select().from(axes)
      const axis = rows.find(({ slug }) => slug === c.req.param('slug'))
      return axis ? { axis, author: authorIn(c) } : missingPage(c)
    },
    sheet: ({ axis }) => axisSheet(axis.title),
    initial: ({ axis }) =>
      new URLSearchParams({ version: String(axis.version), title: axis.title, aim: axis.aim }),
    async write(tx, { axis, author }, form) {
      const fields = readingFields(form)
      const values = { title: fields.line('title', true), aim: fields.text('aim', true) }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return editAxis(tx, author, { id: axis.id, version: versionIn(form) }, values)
    },
    next: () => AT,
  }),
  ...sheet({
    path: `${AT}/problemes/:id`,
    async load(c) {
      const { db } = c.var.deps
      const id = c.req.param('id') ?? ''
      const problem = (await sharedProblems(db)).find((each) => String(each.id) === id) ?? null
      if (problem === null && id !== 'nouveau') return missingPage(c)
      return { problem, axes: (await actionChoices(db)).axes, author: authorIn(c) }
    },
    sheet: (subject) => problemSheet(subject.problem === null, subject.axes),
    initial: ({ problem }) =>
      new URLSearchParams(
        problem === null
          ? {}
          : {
              version: String(problem.version),
              axis: String(problem.axisId),
              title: problem.title,
              statement: problem.statement,
              figure: problem.figure ?? '',
              figureSource: problem.figureSource ?? '',
              figureOn: problem.figureOn ?? '',
            },
      ),
    async write(tx, { problem, author }, form) {
      const fields = readingFields(form)
      const values = {
        axisId: fields.requiredKey('axis'),
        title: fields.line('title', true),
        statement: fields.text('statement'),
        figure: fields.line('figure') || null,
        figureSource: fields.line('figureSource') || null,
        figureOn: fields.day('figureOn'),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return saveProblem(tx, author, problem?.id ?? null, values, versionIn(form))
    },
    next: () => AT,
  }),
  ...sheet({
    path: `${AT}/engagements/:id`,
    async load(c) {
      const id = c.req.param('id') ?? ''
      const rows = await everyCommitment(c.var.deps.db)
      const commitment = rows.find((each) => String(each.id) === id) ?? null
      if (commitment === null && id !== 'nouveau') return missingPage(c)
      return { commitment, next: rows.length + 1, author: authorIn(c) }
    },
    sheet: ({ commitment }) => commitmentSheet(commitment === null),
    initial: ({ commitment, next }) =>
      new URLSearchParams(
        commitment === null
          ? { position: String(next) }
          : {
              version: String(commitment.version),
              position: String(commitment.position),
              title: commitment.title,
              description: commitment.description,
              retiredOn: commitment.retiredOn ?? '',
            },
      ),
    async write(tx, { commitment, author, next }, form) {
      const fields = readingFields(form)
      const values = {
        position: fields.count('position') ?? next,
        title: fields.line('title', true),
        description: fields.text('description'),
        retiredOn: fields.day('retiredOn'),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const at = { id: commitment?.id ?? null, version: versionIn(form) }
      return saveCommitment(tx, author, at, values)
    },
    next: () => AT,
  }),
  ...sheet({
    path: `${AT}/signalements/:id`,
    async load(c) {
      const reports = await waitingReports(c.var.deps.db)
      const report = reports.find(({ id }) => String(id) === c.req.param('id'))
      return report ? { report, author: authorIn(c) } : missingPage(c)
    },
    sheet: ({ report }) => reportAnswerSheet(report.words),
    async write(tx, { report, author }, form) {
      const fields = readingFields(form)
      const answer = fields.text('answer', true)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return answerReport(tx, author, report.id, answer)
    },
    next: () => AT,
  }),
  button({
    path: `${AT}/demandes/:id`,
    load: async (c) => ({
      id: Number(/^\d{1,9}$/.exec(c.req.param('id') ?? '')?.[0] ?? 0),
      author: authorIn(c),
    }),
    sheet: () => reportAnswerSheet(''),
    async write(tx, { id, author }, form) {
      const fields = readingFields(form)
      const answer = fields.requiredChoice('reponse', ['oui', 'non'])
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return settleUse(tx, author, id, answer === 'oui')
    },
    next: () => AT,
  }),
]

function authorIn(c: GuichetContext): Author {
  return { partnerId: null, actor: agentOf(c).actor, now: c.var.deps.now() }
}

async function everyCommitment(db: Db) {
  return db.select().from(commitments).orderBy(commitments.position, commitments.id)
}

async function waitingReports(db: Db) {
  return db
    .select()
    .from(errorReports)
    .where(isNull(errorReports.answeredAt))
    .orderBy(errorReports.receivedAt)
    .limit(200)
}

async function showAdministration(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const props = {
    frame: await frameOf(c, AT),
    axes: (await actionChoices(db)).axes,
    problems: await sharedProblems(db),
    commitments: await everyCommitment(db),
    reports: await waitingReports(db),
    uses: await db.select().from(pactUses).orderBy(desc(pactUses.receivedAt)).limit(200),
  }
  return c.html(renderPage(<PactAdministrationPage {...props} />))
}
