import { ActionPage } from '../../views/pact/action-page.tsx'
import { ActionsPage } from '../../views/pact/actions-page.tsx'
import { ACTIONS_CSV_HEADER, actionCsvRow } from '../../views/pact/actions-csv.ts'
import { CommitmentsPage } from '../../views/pact/commitments-page.tsx'
import { CommitteePage } from '../../views/pact/committee-page.tsx'
import { GroupPage } from '../../views/pact/group-page.tsx'
import { JoinPage } from '../../views/pact/join-page.tsx'
import { MeetingPage } from '../../views/pact/meeting-page.tsx'
import { PactPage } from '../../views/pact/pact-page.tsx'
import { PapersPage } from '../../views/pact/papers-page.tsx'
import { ReportPage } from '../../views/pact/report-page.tsx'
import { TextPage } from '../../views/pact/text-page.tsx'
import { ThanksPage } from '../../views/pact/thanks-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { NEWS_WORDS } from '../../views/words/news.ts'
import { pactErrors } from '../../views/words/pact-problems.ts'
import { formOf } from '../auth/guard.ts'
import { writeCsv } from '../feeds/csv.ts'
import { missingPage, wrongFilterPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { itemBySlug } from '../library/read-item.ts'
import { REPORT } from '../news/report-names.ts'
import { madeNames } from '../office/made-documents.ts'
import { parisDay } from '../rules/calendar.ts'
import { answerDelaysOf } from '../requests/answer-delays.ts'
import { trainingsHeld } from '../trainings/held.ts'
import { actionChoices } from './actions/choices.ts'
import { actionQuery, readActionFilter } from './actions/filter.ts'
import { actionsForFile, actionsOfGroup, lateActions, listActions } from './actions/list-actions.ts'
import { milestonesAround } from './actions/milestones-around.ts'
import { readAction } from './actions/read-action.ts'
import { measuredOn } from './commitments/measured.ts'
import {
  answeredYears,
  answersOf,
  askedCommitments,
  signatoriesOf,
} from './commitments/read-answers.ts'
import { readGroup } from './groups/read-group.ts'
import { historyPage, movesMatching } from './history.ts'
import { committeeMeetings, readMeeting } from './meetings/read-meeting.ts'
import {
  axesAtAGlance,
  confirmedUses,
  nextMeetings,
  pactPartners,
  pactTextVersions,
  readPact,
} from './overview.ts'
import { listPapers } from './papers/list-papers.ts'
import { declareUse, reportError } from './report-error.ts'

const MONTH_MS = 31 * 86_400_000

const { page, feed, write } = routesFor('public')

/** What everyone reads of the pact, and what everyone may say about it. */
export const pactRoutes: Route[] = [
  page('/pacte', { title: 'Suivi du pacte', keep: ['pact', 'partners'] }, showPact),
  page(
    '/pacte/groupes/:slug',
    { keep: ['pact', 'partners'], example: '/pacte/groupes/modele-commun-de-consultation' },
    showGroup,
  ),
  page(
    '/pacte/reunions/:id',
    { keep: ['pact', 'partners'], example: '/pacte/reunions/1' },
    showMeeting,
  ),
  page('/pacte/actions', { title: 'Actions du pacte', keep: ['pact', 'partners'] }, showActions),
  feed('/pacte/actions.csv', { keep: ['pact', 'partners'], limit: 'export' }, actionsFile),
  page(
    '/pacte/actions/:slug',
    {
      keep: ['pact', 'partners'],
      example: '/pacte/actions/ecrire-le-modele-commun-de-consultation',
    },
    showAction,
  ),
  page(
    '/pacte/engagements',
    {
      title: 'Engagements des signataires',
      keep: ['pact', 'partners', 'trainings', 'board', 'requests', 'templates'],
    },
    showCommitments,
  ),
  page('/pacte/comite', { title: 'Comité de pilotage du pacte', keep: ['pact'] }, showCommittee),
  page('/pacte/documents', { title: 'Documents du pacte', keep: ['pact'] }, showPapers),
  page('/pacte/texte', { title: 'Texte du pacte', keep: ['pact'] }, showText),
  page('/pacte/signaler', { title: 'Signaler une erreur' }, (c) =>
    reportPage(c, startOfReport(c), []),
  ),
  write('/pacte/signaler', report),
  page('/pacte/rejoindre', { title: 'Rejoindre la démarche', keep: ['pact', 'library'] }, (c) =>
    joinPage(c, new URLSearchParams(), []),
  ),
  write('/pacte/rejoindre', join),
]

async function showPact(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const pact = await readPact(db)
  if (!pact) return missingPage(c)
  const at = now()
  const since = new Date(at.getTime() - MONTH_MS)
  const props = {
    frame: await frameOf(c, '/pacte'),
    pact,
    axes: await axesAtAGlance(db, at),
    partners: await pactPartners(db),
    moved: await movesMatching(db, { since }, 12),
    late: await lateActions(db, at, 10),
    meetings: await nextMeetings(db, at, 6),
    milestones: await milestonesAround(db, at, { before: 4, ahead: 6 }),
    hasDocuments: (await madeNames(db)).includes(REPORT),
    today: parisDay(at),
    uses: await confirmedUses(db),
  }
  return c.html(renderPage(<PactPage {...props} />))
}

async function showGroup(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const group = await readGroup(db, c.req.param('slug') ?? '', now())
  if (!group) return missingPage(c)
  const props = {
    frame: await frameOf(c, `/pacte/groupes/${group.group.slug}`),
    group,
    actions: await actionsOfGroup(db, group.group.id),
    milestones: await milestonesAround(db, now(), {
      before: 4,
      ahead: 8,
      groupId: group.group.id,
    }),
    history: await historyPage(db, { groupId: group.group.id }, c.req.query('avant')),
    now: now(),
    today: parisDay(now()),
  }
  return c.html(renderPage(<GroupPage {...props} />))
}

async function showMeeting(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const [id] = /^\d{1,9}$/.exec(c.req.param('id') ?? '') ?? []
  const read = id === undefined ? null : await readMeeting(db, Number(id))
  if (!read) return missingPage(c)
  const frame = await frameOf(c, `/pacte/reunions/${read.meeting.id}`)
  return c.html(renderPage(<MeetingPage frame={frame} read={read} />))
}

async function showActions(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const asked = await askedActions(c)
  if (asked.kind === 'answer') return asked.answer
  const { filter, cursor, choices } = asked
  const listed = await listActions(db, filter, cursor, now())
  const at = (place: typeof listed.next) =>
    place === null ? null : `/pacte/actions${actionQuery(filter, place)}`
  const props = {
    frame: await frameOf(c, `/pacte/actions${actionQuery(filter, cursor)}`),
    filter,
    choices,
    actions: listed.actions,
    previous: at(listed.previous),
    next: at(listed.next),
    query: actionQuery(filter),
    today: parisDay(now()),
  }
  return c.html(renderPage(<ActionsPage {...props} />))
}

async function actionsFile(c: GuichetContext): Promise<Response> {
  const { db, now, config } = c.var.deps
  const asked = await askedActions(c)
  if (asked.kind === 'answer') return asked.answer
  const found = await actionsForFile(db, asked.filter, now())
  const today = parisDay(now())
  const text = writeCsv(
    [...ACTIONS_CSV_HEADER],
    found.map((action) => actionCsvRow(action, today, config.baseUrl)),
  )
  return new Response(text, { headers: { 'content-type': 'text/csv; charset=utf-8' } })
}

/** What the address asks of the actions; or where to go, or what cannot be asked. */
async function askedActions(c: GuichetContext) {
  const url = new URL(c.req.url)
  const choices = await actionChoices(c.var.deps.db)
  const read = readActionFilter(url.searchParams, choices)
  if (!read.ok) {
    const answer = wrongFilterPage(c, '/pacte/actions', read.problems, NEWS_WORDS)
    return { kind: 'answer' as const, answer }
  }
  const { filter, cursor } = read
  const query = actionQuery(filter, cursor)
  if (query !== url.search)
    return { kind: 'answer' as const, answer: c.redirect(url.pathname + query, 301) }
  return { kind: 'asked' as const, filter, cursor, choices }
}

async function showAction(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const read = await readAction(db, c.req.param('slug') ?? '')
  if (!read) return missingPage(c)
  const props = {
    frame: await frameOf(c, `/pacte/actions/${read.action.slug}`),
    read,
    history: await historyPage(db, { actionId: read.action.id }, c.req.query('avant')),
    today: parisDay(now()),
  }
  c.set('contentChanged', read.action.movedAt)
  return c.html(renderPage(<ActionPage {...props} />))
}

async function showCommitments(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const thisYear = Number(parisDay(now()).slice(0, 4))
  const years = [...new Set([thisYear, ...(await answeredYears(db))])].toSorted((a, b) => b - a)
  const given = c.req.query('annee')
  const year = given === undefined ? (years.at(0) ?? thisYear) : Number(given)
  if (!years.includes(year)) return missingPage(c)
  const signatories = await signatoriesOf(db, year)
  const ids = signatories.map(({ id }) => id)
  const props = {
    frame: await frameOf(
      c,
      year === thisYear ? '/pacte/engagements' : `/pacte/engagements?annee=${year}`,
    ),
    year,
    years,
    commitments: await askedCommitments(db),
    signatories,
    answers: await answersOf(db, year),
    measured: await measuredOn(db, ids, year, now()),
    trainings: await trainingsHeld(db, year),
    answerDelays: await answerDelaysOf(db, year, ids),
  }
  return c.html(renderPage(<CommitmentsPage {...props} />))
}

async function showCommittee(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const meetings = await committeeMeetings(db)
  const since = new Date(now().getTime() - 365 * 86_400_000)
  const heldInYear = meetings.filter(
    ({ meeting }) => meeting.state === 'held' && meeting.startsAt > since,
  ).length
  const frame = await frameOf(c, '/pacte/comite')
  const props = { frame, meetings, heldInYear, now: now() }
  return c.html(renderPage(<CommitteePage {...props} />))
}

async function showPapers(c: GuichetContext): Promise<Response> {
  const papers = await listPapers(c.var.deps.db)
  const frame = await frameOf(c, '/pacte/documents')
  return c.html(renderPage(<PapersPage frame={frame} papers={papers} />))
}

async function showText(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const pact = await readPact(db)
  if (!pact) return missingPage(c)
  const frame = await frameOf(c, '/pacte/texte')
  const texts = await pactTextVersions(db)
  return c.html(renderPage(<TextPage frame={frame} pact={pact} texts={texts} />))
}

/** The page that a link « signaler une erreur » came from, typed already. */
function startOfReport(c: GuichetContext): URLSearchParams {
  return new URLSearchParams({ page: (c.req.query('page') ?? '').slice(0, 200) })
}

async function reportPage(
  c: GuichetContext,
  form: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const frame = await frameOf(c, '/pacte/signaler')
  const html = renderPage(<ReportPage frame={frame} form={form} errors={errors} />)
  return c.html(html, errors.length > 0 ? 422 : 200)
}

async function report(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const form = formOf(c)
  const written = await db.transaction((tx) => reportError(tx, form, now()))
  if (!written.ok) return reportPage(c, form, pactErrors(written.problems))
  return thanksPage(c, 'report')
}

async function joinPage(
  c: GuichetContext,
  form: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const practice = await practiceAsked(c)
  if (practice === null && c.req.query('outil') !== undefined && errors.length === 0)
    return c.redirect('/pacte/rejoindre', 302)
  const shown = {
    frame: await frameOf(c, '/pacte/rejoindre'),
    form: practice && errors.length === 0 ? new URLSearchParams({ tool: practice.title }) : form,
    errors,
    tools: await toolTitles(c),
    action: practice ? `/pacte/rejoindre?outil=${practice.slug}` : '/pacte/rejoindre',
  }
  const html = renderPage(<JoinPage {...shown} />)
  return c.html(html, errors.length > 0 ? 422 : 200)
}

async function join(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const form = formOf(c)
  const tools = await toolTitles(c)
  const written = await db.transaction((tx) => declareUse(tx, form, tools, now()))
  if (!written.ok) return joinPage(c, form, pactErrors(written.problems))
  return thanksPage(c, 'join')
}

/** Documents of the pact that other buyers may use, and the good practice that they come from. */
async function toolTitles(c: GuichetContext): Promise<string[]> {
  const papers = await listPapers(c.var.deps.db)
  const practice = await practiceAsked(c)
  return papers
    .filter(({ paper }) => paper.kind === 'template' || paper.kind === 'guide')
    .map(({ paper }) => paper.title)
    .concat(practice ? [practice.title] : [])
}

/** The good practice that the address names, as long as it stands. */
async function practiceAsked(c: GuichetContext): Promise<{ slug: string; title: string } | null> {
  const { item } = (await itemBySlug(c.var.deps.db, c.req.query('outil') ?? '')) ?? {}
  return item?.kind === 'practice' && item.withdrawnAt === null ? item : null
}

async function thanksPage(c: GuichetContext, sent: 'report' | 'join'): Promise<Response> {
  const frame = await frameOf(c, c.req.path)
  return c.html(renderPage(<ThanksPage frame={frame} sent={sent} />))
}
