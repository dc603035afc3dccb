import { FluxPage } from '../../views/consultations/subscription-page.tsx'
import { noticeTitle } from '../../views/consultations/notice-title.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { writeOpml } from '../feeds/opml.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { listBuyers } from '../partners/queries.ts'
import { askedOf, labelsOf } from './asked.ts'
import { readBoard } from './board.ts'
import { canonicalQuery, type Filter } from './filter.ts'
import { currentLists } from './lists.ts'
import { staysTrueUntil } from './next-deadline.ts'
import { noticesMatching } from './feed-rows.ts'
import { toldNotices } from './notices.ts'

const { page, feed } = routesFor('public')

const PREVIEWED = 5

/** Building a subscription, and all ready-made ones in a file that feed readers import. */
export const subscriptionRoutes: Route[] = [
  page('/flux', { title: 'S’abonner', keep: ['board', 'partners'] }, showBuilder),
  feed('/flux.opml', { keep: ['board', 'partners'] }, writeSubscriptions),
]

async function showBuilder(c: GuichetContext): Promise<Response> {
  const asked = await askedOf(c, 'feed', '/flux')
  if (asked.kind === 'elsewhere') return c.redirect(asked.location, 301)
  if (asked.kind === 'wrong') return wrongFilterPage(c, '/flux', asked.problems)
  const { db, now } = c.var.deps
  const { resolved, lists, query } = asked
  const { facets } = await readBoard(db, resolved, null, now(), lists)
  const latest = (await noticesMatching(db, resolved, now())).slice(0, PREVIEWED)
  const preview = (await toldNotices(db, latest, resolved, now(), lists)).map((notice) => ({
    title: noticeTitle(notice, now()),
    path: notice.consultation.path,
  }))
  const ends = await staysTrueUntil(c.var.deps, resolved.filter)
  if (ends) c.set('renderingEnds', ends)
  const frame = await frameOf(c, `/flux${query}`)
  return c.html(
    renderPage(
      <FluxPage
        frame={frame}
        filter={resolved.filter}
        labels={labelsOf(resolved)}
        facets={facets}
        preview={preview}
      />,
    ),
  )
}

async function writeSubscriptions(c: GuichetContext): Promise<Response> {
  const { db, config } = c.var.deps
  const { trades } = await currentLists(c.var.deps)
  const buyers = await listBuyers(db)
  const outline = (title: string, filter: Filter) => ({
    title,
    type: 'rss' as const,
    xmlUrl: `${config.baseUrl}/consultations.rss${canonicalQuery(filter)}`,
    htmlUrl: `${config.baseUrl}/${canonicalQuery(filter)}`,
  })
  const opml = writeOpml('Guichet – consultations publiques', [
    outline('Toutes les consultations', {}),
    ...trades.map((trade) => outline(trade.label, { trade: trade.slug })),
    ...buyers.map((buyer) => outline(buyer.name, { buyer: buyer.slug })),
  ])
  return c.body(opml, 200, {
    'content-type': 'text/x-opml; charset=utf-8',
    'content-disposition': 'attachment; filename="guichet.opml"',
  })
}
