import { PLANNING_WORDS } from '../../views/open-data/ocds-words.ts'
import { rowId } from '../http/ids.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { parisDay } from '../rules/calendar.ts'
import { findPurchase } from '../programme/purchases.ts'
import { download } from './download.ts'
import { type PlanningContext, planningPackageText } from './ocds/planning.ts'
import { planningPackages } from './planning-packages.ts'

const SCOPES: Scope[] = ['programme', 'board', 'partners']

const { data } = routesFor('public')

/** OCDS planning releases: every planned purchase by itself, and all of them as one file. */
export const planningRoutes: Route[] = [
  data(
    '/programmation/:id{[0-9]+}/ocds.json',
    { keep: SCOPES, example: '/programmation/1/ocds.json' },
    onePackage,
  ),
  data('/donnees/programmation.ocds.jsonl.gz', { limit: 'export' }, async (c) => {
    const { db, now } = c.var.deps
    const context = await planningContext(c)
    return download(c, {
      type: 'application/jsonl',
      scopes: SCOPES,
      gzip: true,
      pages: () => planningPackages(db, null, parisDay(now()), context),
    })
  }),
]

async function onePackage(c: GuichetContext): Promise<Response> {
  const { db, now, config } = c.var.deps
  const id = rowId(c.req.param('id'))
  const purchase = id === null ? null : await findPurchase(db, { id }, parisDay(now()))
  if (!purchase) return c.notFound()
  c.set('contentChanged', purchase.movedAt)
  return c.body(planningPackageText(purchase, await planningContext(c)), 200, {
    'content-type': 'application/json; charset=utf-8',
    link: `<${config.baseUrl}${purchase.path}>; rel="alternate"; type="text/html"`,
  })
}

async function planningContext(c: GuichetContext): Promise<PlanningContext> {
  const { operator, ocidPrefix } = await instanceSettings(c)
  return { baseUrl: c.var.deps.config.baseUrl, operator, ocidPrefix, ...PLANNING_WORDS }
}
