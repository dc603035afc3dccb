import { BoardPage } from '../../views/consultations/board-page.tsx'
import { ConsultationPageView } from '../../views/consultations/consultation-page.tsx'
import { calendarEvents } from '../../views/consultations/calendar.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { frameOf, instanceSettings } from '../http/frame.ts'
import { missingPage, wrongFilterPage } from '../http/errors.tsx'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { parisDay } from '../rules/calendar.ts'
import { announcedIn } from '../programme/purchases.ts'
import { boardFreshness } from '../sources/queries.ts'
import { askedOf, labelsOf } from './asked.ts'
import { readBoard } from './board.ts'
import { pathOf } from './listing.ts'
import { currentLists } from './lists.ts'
import { staysTrueUntil } from './next-deadline.ts'
import { feedConsultations } from './notices.ts'
import { openNow } from './open-now.ts'
import { findConsultation, readConsultationPage, successorOf } from './page.ts'
import { askedDocuments } from '../templates/asked-documents.ts'
import { isUsedFor } from '../templates/uses.ts'

const { page, feed } = routesFor('public')

/** The board and the page of each consultation. */
export const consultationRoutes: Route[] = [
  page('/', { title: 'Consultations en cours', keep: ['board', 'sources', 'partners'] }, showBoard),
  feed('/consultations/:name{.+\\.ics}', { keep: ['board'] }, showDates),
  page('/consultations/:name', { keep: ['board', 'partners', 'templates'] }, showConsultation),
]

async function showBoard(c: GuichetContext): Promise<Response> {
  const asked = await askedOf(c, 'page', '/')
  if (asked.kind === 'elsewhere') return c.redirect(asked.location, 301)
  if (asked.kind === 'wrong') return wrongFilterPage(c, '/', asked.problems)
  const { db, now } = c.var.deps
  const { resolved, cursor, lists } = asked
  const [list, open, freshness] = await Promise.all([
    readBoard(db, resolved, cursor, now(), lists),
    openNow(c.var.deps),
    boardFreshness(db, now()),
  ])
  // A page of the list that no longer exists leads back to its beginning.
  if (cursor && list.items.length === 0 && !list.previous && !list.next)
    return c.redirect(
      `/${asked.query.replace(/[?&](apres|avant)=[^&]*/, '').replace(/^&/, '?')}`,
      302,
    )
  const ends = await staysTrueUntil(c.var.deps, resolved.filter)
  if (ends) c.set('renderingEnds', ends)
  const board = {
    ...list,
    ...freshness,
    openCount: open.consultations,
    buyerCount: open.buyers,
  }
  const frame = await frameOf(c, `/${asked.query}`)
  const labels = labelsOf(resolved)
  return c.html(
    renderPage(
      <BoardPage frame={frame} board={board} labels={labels} cursor={cursor} now={now()} />,
    ),
  )
}

/** `2026-0042` at the beginning of a name; the rest of it is for people. */
function referenceIn(name: string): string | null {
  return /^\d{4}-\d{4,}(?=-|\.|$)/.exec(name)?.[0] ?? null
}

async function showConsultation(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const name = c.req.param('name') ?? ''
  const reference = referenceIn(name)
  const row = reference ? await findConsultation(db, reference) : null
  if (!row) return elsewhere(c, reference, '')
  const path = pathOf(row)
  if (path !== `/consultations/${name}` || new URL(c.req.url).search !== '')
    return c.redirect(path, 301)
  const lists = await currentLists(c.var.deps)
  const [page, announced, isUsed, ends] = await Promise.all([
    readConsultationPage(db, row, now(), lists),
    announcedIn(db, row.id, parisDay(now())),
    isUsedFor(db, row.id),
    staysTrueUntil(c.var.deps, {}),
  ])
  const asked = isUsed ? askedDocuments(row.facts) : null
  if (ends) c.set('renderingEnds', ends)
  const shown = { frame: await frameOf(c, path), page, announced, asked, now: now() }
  return c.html(renderPage(<ConsultationPageView {...shown} />))
}

/** A reference that is no consultation of its own any more leads to that which it turned out to be, for ever. */
async function elsewhere(c: GuichetContext, reference: string | null, ending: string) {
  const path = reference ? await successorOf(c.var.deps.db, reference) : null
  return path ? c.redirect(path + ending, 308) : missingPage(c)
}

async function showDates(c: GuichetContext): Promise<Response> {
  const { db, now, config } = c.var.deps
  const reference = referenceIn(c.req.param('name') ?? '')
  const row = reference ? await findConsultation(db, reference) : null
  if (!row) return elsewhere(c, reference, '.ics')
  const path = `${pathOf(row)}.ics`
  if (path !== c.req.path) return c.redirect(path, 301)
  const lists = await currentLists(c.var.deps)
  const consultation = (await feedConsultations(db, [row], null, now(), lists)).get(row.id)
  const settings = await instanceSettings(c)
  const events = consultation
    ? calendarEvents(consultation, { baseUrl: config.baseUrl, tagAuthority: settings.tagAuthority })
    : []
  c.set('contentChanged', row.last_change_at)
  const calendar = writeCalendar(
    { name: row.title, description: row.title, url: config.baseUrl + pathOf(row) },
    events,
  )
  return c.body(calendar, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `inline; filename="${row.reference}.ics"`,
  })
}
