import { LINES_WORDS } from '../../views/analysis/lines-address.ts'
import { LinesPage } from '../../views/analysis/lines-page.tsx'
import { PreviewPage } from '../../views/analysis/preview-page.tsx'
import { YearDeskPage } from '../../views/analysis/year-desk-page.tsx'
import { YearsDeskPage } from '../../views/analysis/years-desk-page.tsx'
import {
  analysisAnswerSheet,
  analysisCommentSheet,
  datesSheet,
  erratumSheet,
  moveSheet,
  recommendationSheet,
  signatureSheet,
  writtenSheet,
} from '../../views/analysis/sheets.ts'
import { askingMail } from '../../views/mail/analysis-asking.ts'
import { sheetWords } from '../../views/shared/form-sheet.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { analysisErrors } from '../../views/words/analysis-problems.ts'
import { indicatorTitle } from '../../views/words/indicators.ts'
import { agentOf } from '../auth/guard.ts'
import { can } from '../auth/policy.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { type Acting, actingIn } from '../pact/acting.ts'
import { actionsForFile } from '../pact/actions/list-actions.ts'
import type { PactProblem } from '../pact/problem.ts'
import { readingFields } from '../forms/read-fields.ts'
import { type SheetForm, sheetsFor, versionIn } from '../forms/sheet.ts'
import { parisDay } from '../rules/calendar.ts'
import { computeYear } from './compute.ts'
import { INDICATORS } from './indicators/catalogue.ts'
import { frozenLines, liveLines } from './lines.ts'
import { METHOD } from './method.ts'
import { linesAsked, readLinesAsked } from './years/asked-lines.ts'
import { addComment, answerComment } from './years/comment.ts'
import { readCoverage } from './years/coverage.ts'
import { addErratum } from './years/erratum.ts'
import { moveYear } from './years/move-year.ts'
import type { YearRefusal, YearWritten } from './years/problem.ts'
import {
  commentsOf,
  listYears,
  publishedBefore,
  readYear,
  type YearRead,
} from './years/read-year.ts'
import { readableBuyers } from './years/readable-buyers.ts'
import { setDates } from './years/set-dates.ts'
import { publicFigures, shownIndicators } from './years/shown.ts'
import { signAnalysis } from './years/sign.ts'
import { checkingBuyers, readStanding } from './years/standing.ts'
import { nextState } from './years/states.ts'
import { yearTasks } from './years/waiting.ts'
import {
  addRecommendation,
  editWrittenPart,
  isBeingWritten,
  removeRecommendation,
} from './years/write-part.ts'

const BASE = '/espace/:partner/analyses'
const AT = `${BASE}/:year`

type Problem = YearRefusal | PactProblem

interface OnYear {
  acting: Acting
  base: string
  read: YearRead
}

const { page } = routesFor('see-partner-area')
const WORDS = sheetWords<Problem>(analysisErrors)
const analysts = sheetsFor('run-analysis', WORDS)
const speakers = sheetsFor('speak-in-analysis', WORDS)

/** How partners make the yearly analysis together. */
export const analysisDeskRoutes: Route[] = [
  page(BASE, { example: '/espace/narbonne/analyses' }, showYears),
  page(AT, { example: '/espace/narbonne/analyses/2025' }, showDesk),
  page(`${AT}/apercu`, { example: '/espace/narbonne/analyses/2025/apercu' }, showPreview),
  page(
    `${AT}/donnees`,
    { example: '/espace/narbonne/analyses/2025/donnees?indicateur=part-des-pme' },
    showLines,
  ),
  ...analysts.sheet({
    path: `${AT}/avancer`,
    async load(c) {
      const on = await onYear(c)
      if (on instanceof Response) return on
      const to = nextState(on.read.row.state)
      return to === null ? missingPage(c) : { ...on, to }
    },
    sheet: ({ base, read, to }) => moveSheet(base, read.row.year, to),
    initial: versionOf,
    async write(tx, { acting, read, to }, form, _documents, c) {
      const fields = readingFields(form)
      const reason = fields.text('reason')
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const telling = { config: c.var.deps.config, mailOf: askingMail }
      return moveYear(tx, acting.author, at(read, form), { to, reason }, telling)
    },
    next: yearDesk,
  }),
  ...analysts.sheet({
    path: `${AT}/calendrier`,
    load: (c) => inStates(c, ['open', 'frozen', 'shared']),
    sheet: ({ base, read }) => datesSheet(base, read.row.year, read.row.state),
    initial: ({ read: { row } }) =>
      new URLSearchParams({
        version: String(row.version),
        ...Object.fromEntries(
          (['freezesOn', 'checksEndOn', 'commentsEndOn'] as const).map((day) => [
            day,
            row[day] ?? '',
          ]),
        ),
      }),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const { row } = read
      const dates = {
        freezesOn: row.state === 'open' ? fields.requiredDay('freezesOn') : row.freezesOn,
        checksEndOn: row.state === 'frozen' ? fields.requiredDay('checksEndOn') : row.checksEndOn,
        commentsEndOn:
          row.state === 'shared' ? fields.requiredDay('commentsEndOn') : row.commentsEndOn,
      }
      const reason = fields.text('reason')
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return setDates(tx, acting.author, at(read, form), dates, reason)
    },
    next: yearDesk,
  }),
  ...analysts.sheet({
    path: `${AT}/redaction`,
    load: (c) => inStates(c, ['draft', 'shared']),
    sheet: ({ base, read }) => writtenSheet(base, read.row.year),
    initial: ({ read: { row } }) =>
      new URLSearchParams({
        version: String(row.version),
        firmsSay: row.firmsSay,
        firmsAsked: row.firmsAsked === null ? '' : String(row.firmsAsked),
        ...Object.fromEntries(row.findings.map((words, index) => [`finding${index + 1}`, words])),
      }),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const firmsAsked = fields.number('firmsAsked')
      if (firmsAsked !== null && !isCount(firmsAsked))
        fields.problems.push({ field: 'firmsAsked', code: 'number' })
      const values = {
        firmsSay: fields.text('firmsSay'),
        firmsAsked,
        findings: ['finding1', 'finding2', 'finding3'].map((name) => fields.text(name)),
      }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return editWrittenPart(tx, acting.author, at(read, form), values)
    },
    next: yearDesk,
  }),
  ...analysts.sheet({
    path: `${AT}/recommandations/nouvelle`,
    async load(c) {
      const on = await inStates(c, ['draft', 'shared'])
      if (on instanceof Response) return on
      const actions = await linkableActions(c)
      return { ...on, actions }
    },
    sheet: ({ base, read, actions }) => recommendationSheet(base, read.row.year, actions),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const values = { words: fields.text('words', true), actionId: fields.requiredKey('action') }
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return addRecommendation(tx, acting.author, read.row.year, values)
    },
    next: yearDesk,
  }),
  button({
    path: `${AT}/recommandations/:id/retirer`,
    write: (tx, { acting, read }, c) =>
      removeRecommendation(tx, acting.author, read.row.year, keyIn(c)),
  }),
  ...speakers.sheet({
    path: `${AT}/commenter`,
    load: (c) => inStates(c, ['shared']),
    sheet: ({ base, read: { row } }) =>
      analysisCommentSheet(base, row.year, indicatorOptions(), row.commentsEndOn),
    async write(tx, { acting, read }, form, _documents, c) {
      const fields = readingFields(form)
      const indicator = indicatorIn(form)
      const words = fields.text('words', true)
      const problems: Problem[] = [...fields.problems]
      if (indicator === undefined) problems.push(UNKNOWN_INDICATOR)
      if (indicator === undefined || problems.length > 0) return { ok: false, problems }
      const by = { partnerId: acting.partner.id, agentId: agentOf(c).id }
      return addComment(tx, acting.author, { year: read.row.year, indicator }, by, words)
    },
    next: ({ base, read }) => `${base}/${read.row.year}#commentaires`,
  }),
  ...analysts.sheet({
    path: `${AT}/commentaires/:id`,
    async load(c) {
      const on = await onYear(c)
      if (on instanceof Response) return on
      const comments = await commentsOf(c.var.deps.db, on.read.row.year)
      const comment = comments.find(({ id }) => id === keyIn(c))
      return comment ? { ...on, comment } : missingPage(c)
    },
    sheet: ({ base, read, comment }) => analysisAnswerSheet(base, read.row.year, comment.words),
    async write(tx, { acting, read, comment }, form) {
      const fields = readingFields(form)
      const answer = fields.text('answer', true)
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      return answerComment(tx, acting.author, { year: read.row.year, id: comment.id }, answer)
    },
    next: ({ base, read }) => `${base}/${read.row.year}#commentaires`,
  }),
  ...speakers.sheet({
    path: `${AT}/signer`,
    load: (c) => inStates(c, ['adopted']),
    sheet: ({ base, read, acting }) => signatureSheet(base, read.row.year, acting.partner.name),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const dissent = fields.text('dissent')
      if (fields.problems.length > 0) return { ok: false, problems: fields.problems }
      const who = { year: read.row.year, partnerId: acting.partner.id }
      return signAnalysis(tx, acting.author, who, dissent)
    },
    next: yearDesk,
  }),
  ...analysts.sheet({
    path: `${AT}/erratum`,
    load: (c) => inStates(c, ['published']),
    sheet: ({ base, read }) => erratumSheet(base, read.row.year, indicatorOptions()),
    async write(tx, { acting, read }, form) {
      const fields = readingFields(form)
      const indicator = indicatorIn(form)
      const values = {
        words: fields.text('words', true),
        before: fields.line('before'),
        after: fields.line('after'),
      }
      const problems: Problem[] = [...fields.problems]
      if (indicator === undefined) problems.push(UNKNOWN_INDICATOR)
      if (indicator === undefined || problems.length > 0) return { ok: false, problems }
      return addErratum(tx, acting.author, read.row.year, { ...values, indicator })
    },
    next: ({ read }) => `/analyses/${read.row.year}#errata`,
  }),
]

/** A button of a year's desk, for those who run the analysis. */
function button({
  path,
  write,
}: {
  path: string
  write: (
    tx: Parameters<SheetForm<OnYear, Problem>['write']>[0],
    on: OnYear,
    c: GuichetContext,
  ) => Promise<YearWritten | null>
}): Route {
  return analysts.button({
    path,
    load: onYear,
    sheet: ({ base, read }) => writtenSheet(base, read.row.year),
    write: (tx, on, _form, _documents, c) => write(tx, on, c),
    next: yearDesk,
  })
}

const UNKNOWN_INDICATOR: YearRefusal = { code: 'unknown-indicator', field: 'indicator' }

/** The year that the address names, as it stands; the page of what is missing where there is none. */
async function onYear(c: GuichetContext): Promise<OnYear | Response> {
  const acting = actingIn(c)
  const [year] = /^20\d\d$/.exec(c.req.param('year') ?? '') ?? []
  const read = year === undefined ? null : await readYear(c.var.deps.db, Number(year), acting.now)
  if (!read) return missingPage(c)
  return { acting, base: `/espace/${acting.partner.slug}/analyses`, read }
}

/** The same, only where the year is in one of these states. */
async function inStates(
  c: GuichetContext,
  states: YearRead['row']['state'][],
): Promise<OnYear | Response> {
  const on = await onYear(c)
  return on instanceof Response || states.includes(on.read.row.state) ? on : missingPage(c)
}

function yearDesk({ base, read }: OnYear): string {
  return `${base}/${read.row.year}`
}

function versionOf({ read }: OnYear): URLSearchParams {
  return new URLSearchParams({ version: String(read.row.version) })
}

function at({ row }: YearRead, form: URLSearchParams): { year: number; version: number } {
  return { year: row.year, version: versionIn(form) }
}

function keyIn(c: GuichetContext): number {
  const [id] = /^\d{1,9}$/.exec(c.req.param('id') ?? '') ?? []
  return id === undefined ? -1 : Number(id)
}

/** As many as there may be firms. */
function isCount(number: number): boolean {
  return Number.isInteger(number) && number > 0 && number < 1_000_000
}

/** The indicator that a form names; null: the whole; undefined: there is none of that name. */
function indicatorIn(form: URLSearchParams): string | null | undefined {
  const given = form.get('indicator') ?? ''
  return given === '' ? null : INDICATORS.find(({ slug }) => slug === given)?.slug
}

function indicatorOptions() {
  return INDICATORS.map(({ slug }) => ({ value: slug, label: indicatorTitle(slug) }))
}

async function linkableActions(c: GuichetContext) {
  const { db, now } = c.var.deps
  const nothing = { axis: null, pilot: null, group: null, status: null, late: false }
  const actions = await actionsForFile(db, nothing, now())
  return actions.map(({ id, title }) => ({ value: String(id), label: title }))
}

async function showYears(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const acting = actingIn(c)
  const props = {
    frame: await frameOf(c, c.req.path),
    partner: acting.partner,
    years: await listYears(db),
    tasks: await yearTasks(db, acting.partner.id, acting.now),
  }
  return c.html(renderPage(<YearsDeskPage {...props} />))
}

async function showDesk(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const on = await onYear(c)
  if (on instanceof Response) return on
  const { acting, read, base } = on
  const { row } = read
  const agent = agentOf(c)
  const props = {
    frame: await frameOf(c, c.req.path),
    partner: acting.partner,
    base,
    read,
    standing: await readStanding(db, row, acting.now),
    next: nextState(row.state),
    checking: await checkingBuyers(db, row),
    comments: await commentsOf(db, row.year),
    tasks: (await yearTasks(db, acting.partner.id, acting.now)).filter(
      ({ year }) => year === row.year,
    ),
    may: {
      run: can(agent, 'run-analysis', acting.partner.id),
      speak: can(agent, 'speak-in-analysis', acting.partner.id),
      check: can(agent, 'check-own-contracts', acting.partner.id),
    },
    isBeingWritten: isBeingWritten(row),
    today: parisDay(acting.now),
  }
  return c.html(renderPage(<YearDeskPage {...props} />))
}

/** What was frozen last, else the figures of now; buyers' own only where they agreed, or for themselves. */
async function showPreview(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const on = await onYear(c)
  if (on instanceof Response) return on
  const { acting, read, base } = on
  const { year } = read.row
  const live = read.snapshot ? null : await liveLines(db, year)
  const figures = live ? await computeYear(db, year, live) : read.snapshot?.figures
  const coverage = live ? await readCoverage(db, year, live, METHOD) : read.snapshot?.coverage
  if (!figures || !coverage) return missingPage(c)
  const shown = publicFigures(figures, await readableBuyers(db, year, acting.author.partnerId))
  const props = {
    frame: await frameOf(c, c.req.path),
    base,
    read,
    coverage,
    indicators: shownIndicators(shown, INDICATORS, await publishedBefore(db, year)),
    lines: { path: `${base}/${year}/donnees` },
  }
  return c.html(renderPage(<PreviewPage {...props} />))
}

/** The lines behind a figure of a preview. */
async function showLines(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const on = await onYear(c)
  if (on instanceof Response) return on
  const { acting, read, base } = on
  const { snapshot, row } = read
  const { search, searchParams } = new URL(c.req.url)
  const readable = await readableBuyers(db, row.year, acting.author.partnerId)
  const asked = readLinesAsked(searchParams, LINES_WORDS, readable)
  const lines = snapshot ? frozenLines(row.year, snapshot.number) : await liveLines(db, row.year)
  const found = asked ? await linesAsked(db, asked, lines, snapshot?.method ?? null) : null
  if (!asked || !found) return missingPage(c)
  const path = `${base}/${row.year}/donnees`
  const councils =
    snapshot?.coverage.councils ?? (await readCoverage(db, row.year, lines, METHOD)).councils
  const props = {
    frame: await frameOf(c, path + search),
    year: row.year,
    place: { path },
    back: { href: `${base}/${row.year}/apercu`, label: 'Aperçu' },
    asked,
    found,
    buyers: new Map(councils.map(({ slug, name }) => [slug, name])),
  }
  return c.html(renderPage(<LinesPage {...props} />))
}
