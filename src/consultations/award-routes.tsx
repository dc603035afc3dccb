import { AwardsPage } from '../../views/consultations/awards-page.tsx'
import type { Alternate } from '../../views/feeds/alternates.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { askedOf, labelsOf } from './asked.ts'
import { listAwards, unaskedOfAwards } from './awards-list.ts'
import { type Cursor, canonicalQuery, type Filter } from './filter.ts'

const { page } = routesFor('public')

/** Who won what, by trade and place. */
export const awardRoutes: Route[] = [
  page('/attributions', { title: 'Marchés attribués', keep: ['board'] }, showAwards),
]

async function showAwards(c: GuichetContext): Promise<Response> {
  const asked = await askedOf(c, 'page', '/attributions')
  if (asked.kind === 'elsewhere') return c.redirect(asked.location, 301)
  const problems = asked.kind === 'wrong' ? asked.problems : unaskedOfAwards(asked.resolved.filter)
  if (asked.kind === 'wrong' || problems.length > 0)
    return wrongFilterPage(c, '/attributions', problems)
  const { resolved, cursor, lists, query } = asked
  const { filter } = resolved
  const { lines, next, previous } = await listAwards(c.var.deps.db, resolved, cursor)
  const frame = await frameOf(c, `/attributions${query}`)
  const at = (direction: Cursor['direction'], key: string | null) =>
    key === null ? null : `/attributions${canonicalQuery(filter, { direction, key })}`
  return c.html(
    renderPage(
      <AwardsPage
        frame={frame}
        awards={lines}
        asked={{
          trade: filter.trade ?? null,
          place: labelsOf(resolved).place,
          radius: filter.radius ?? null,
        }}
        trades={lists.trades}
        previous={at('before', previous)}
        next={at('after', next)}
        alternates={alternatesOf(filter)}
        alert={`/alertes/consultations${canonicalQuery({ ...filter, notices: 'results' })}`}
      />,
    ),
  )
}

function alternatesOf(filter: Filter): Alternate[] {
  const words = canonicalQuery(filter)
  return [
    { type: 'application/rss+xml', title: 'Attributions (RSS)', href: `/attributions.rss${words}` },
    {
      type: 'application/atom+xml',
      title: 'Attributions (Atom)',
      href: `/attributions.atom${words}`,
    },
  ]
}
