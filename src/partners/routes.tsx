import { BuyerPageView } from '../../views/partners/buyer-page.tsx'
import { BuyersPage } from '../../views/partners/buyers-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { currentLists } from '../consultations/lists.ts'
import { listConsultations } from '../consultations/listing.ts'
import { staysTrueUntil } from '../consultations/next-deadline.ts'
import { resolveFilter } from '../consultations/matching.ts'
import { practicesOf } from '../contacts/practices.ts'
import { missingPage } from '../http/errors.tsx'
import { parisDay } from '../rules/calendar.ts'
import { plannedBy } from '../programme/list.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { COMING } from '../rencontres/filter.ts'
import { listRencontres } from '../rencontres/list.ts'
import { findBuyer, findFormerBuyer, listBuyers } from './queries.ts'

const { page } = routesFor('public')

/** The directory of buyers. */
export const partnerRoutes: Route[] = [
  page('/acheteurs', { title: 'Acheteurs publics', keep: ['partners', 'board'] }, async (c) => {
    const buyers = await listBuyers(c.var.deps.db)
    const frame = await frameOf(c, '/acheteurs')
    return c.html(renderPage(<BuyersPage frame={frame} buyers={buyers} />))
  }),
  page(
    '/acheteurs/:slug',
    {
      example: '/acheteurs/narbonne',
      keep: ['partners', 'board', 'programme', 'contacts', 'rencontres'],
    },
    showBuyer,
  ),
]

async function showBuyer(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const slug = c.req.param('slug') ?? ''
  const buyer = await findBuyer(db, slug)
  if (!buyer) {
    const former = await findFormerBuyer(db, slug)
    return former ? c.redirect(`/acheteurs/${former.slug}`, 308) : missingPage(c)
  }
  const lists = await currentLists(c.var.deps)
  const resolution = await resolveFilter(db, { buyer: buyer.slug }, lists)
  if (!resolution.ok) return missingPage(c)
  const open = await listConsultations(db, resolution.resolved, null, now(), lists.gazetteer)
  const planned = await plannedBy(db, buyer.id, parisDay(now()))
  const filter = { ...COMING, buyer: { id: buyer.id, slug: buyer.slug, name: buyer.name } }
  const { rencontres } = await listRencontres(db, filter, null, now())
  const ends = [await staysTrueUntil(c.var.deps, {}), ...rencontres.map(({ endsAt }) => endsAt)]
  const times = ends.flatMap((end) => end?.getTime() ?? [])
  if (times.length > 0) c.set('renderingEnds', new Date(Math.min(...times)))
  const frame = await frameOf(c, `/acheteurs/${buyer.slug}`)
  return c.html(
    renderPage(
      <BuyerPageView
        frame={frame}
        buyer={buyer}
        open={open.items}
        planned={planned}
        rencontres={rencontres}
        practices={buyer.partner && (await practicesOf(db, buyer.partner.slug))}
        today={parisDay(now())}
        tradeLabel={tradeLabelIn(lists.trades)}
        now={now()}
      />,
    ),
  )
}
