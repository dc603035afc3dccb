import { renderPage } from '../../views/layout/render-page.ts'
import { ProgrammeListPage } from '../../views/programme/list-page.tsx'
import { PurchasePage } from '../../views/programme/purchase-page.tsx'
import { ProgrammeYearPage } from '../../views/programme/year-page.tsx'
import { PROGRAMME_WORDS } from '../../views/words/programme.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { rowId } from '../http/ids.ts'
import { labelsOf } from '../consultations/asked.ts'
import { currentLists } from '../consultations/lists.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { parisDay } from '../rules/calendar.ts'
import { askedOfProgramme } from './asked.ts'
import { buyersWithProgramme } from './buyers.ts'
import { historyOf } from './events.ts'
import { programmeQuery } from './filter.ts'
import { listProgramme } from './list.ts'
import { findPurchase } from './purchases.ts'
import { programmeYears, yearLook } from './year-look.ts'

const { page } = routesFor('public')

/** What buyers expect to buy: the list, each line, and what became of each year. */
export const programmeRoutes: Route[] = [
  page(
    '/programmation',
    { title: 'Achats à venir', keep: ['programme', 'partners', 'board'] },
    showList,
  ),
  page(
    '/programmation/bilan/:year{[0-9]{4}}',
    { keep: ['programme', 'partners', 'board'], example: '/programmation/bilan/2026' },
    showYear,
  ),
  page(
    '/programmation/:name',
    { keep: ['programme', 'partners', 'board'], example: '/programmation/1' },
    showPurchase,
  ),
]

async function showList(c: GuichetContext): Promise<Response> {
  const read = await askedOfProgramme(c, '/programmation', PROGRAMME_WORDS)
  if (!read.ok) return read.answer
  const { asked, cursor, lists, query } = read
  const { db, now } = c.var.deps
  const today = parisDay(now())
  const list = await listProgramme(db, asked, cursor, today)
  // A page of the list that no longer exists leads back to its beginning.
  if (cursor && list.items.length === 0)
    return c.redirect(`/programmation${programmeQuery(asked.filter)}`, 302)
  const years = await programmeYears(db)
  const page = {
    frame: await frameOf(c, `/programmation${query}`),
    filter: asked.filter,
    labels: labelsOf(asked.resolved),
    list,
    choices: {
      trades: lists.trades,
      buyers: await buyersWithProgramme(db),
      years,
      looks: years.filter((year) => year <= Number(today.slice(0, 4))),
    },
    cursor,
    tradeLabel: tradeLabelIn(lists.trades),
  }
  return c.html(renderPage(<ProgrammeListPage {...page} />))
}

async function showPurchase(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const name = c.req.param('name') ?? ''
  const id = rowId(/^\d+(?=-|$)/.exec(name)?.[0])
  const purchase = id === null ? null : await findPurchase(db, { id }, parisDay(now()))
  if (!purchase) return missingPage(c)
  if (purchase.path !== `/programmation/${name}` || new URL(c.req.url).search !== '')
    return c.redirect(purchase.path, 301)
  const page = {
    frame: await frameOf(c, purchase.path),
    purchase,
    history: await historyOf(db, purchase.id),
    tradeLabel: tradeLabelIn((await currentLists(c.var.deps)).trades),
  }
  return c.html(renderPage(<PurchasePage {...page} />))
}

async function showYear(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const year = Number(c.req.param('year'))
  const years = await programmeYears(db)
  if (!years.includes(year)) return missingPage(c)
  const today = parisDay(now())
  const page = {
    frame: await frameOf(c, `/programmation/bilan/${year}`),
    look: await yearLook(db, year, today),
    years,
    isOver: Number(today.slice(0, 4)) > year,
  }
  return c.html(renderPage(<ProgrammeYearPage {...page} />))
}
