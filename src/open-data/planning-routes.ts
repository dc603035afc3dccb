import { PLANNING_WORDS } from '../../views/open-data/ocds-words.ts'
import { asc, gt } from 'drizzle-orm'
import { rowId } from '../auth/ids.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { parisDay } from '../posting/typing-context.ts'
import { findPurchase, readPurchases } from '../programme/purchases.ts'
import { plannedPurchases } from '../programme/schema.ts'
import { download } from './download.ts'
import { type PlanningContext, planningPackageText } from './ocds/planning.ts'
import { PAGE_SIZE } from './published.ts'

const SCOPES: Scope[] = ['programme', 'board', 'partners']

/** OCDS planning releases: every planned purchase by itself, and all of them as one file. */
export const planningRoutes: Route[] = [
  {
    method: 'get',
    path: '/programmation/:id{[0-9]+}/ocds.json',
    kind: 'data',
    policy: 'public',
    keep: SCOPES,
    example: '/programmation/1/ocds.json',
    handler: onePackage,
  },
  {
    method: 'get',
    path: '/donnees/programmation.ocds.jsonl.gz',
    kind: 'data',
    policy: 'public',
    limit: 'export',
    async handler(c) {
      const context = await planningContext(c)
      return download(c, {
        type: 'application/jsonl',
        scopes: SCOPES,
        gzip: true,
        pages: () => packages(c, context),
      })
    },
  },
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

async function* packages(c: GuichetContext, context: PlanningContext): AsyncGenerator<string> {
  const { db, now } = c.var.deps
  const today = parisDay(now())
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = await readPurchases(
      db,
      {
        where: gt(plannedPurchases.id, after),
        order: [asc(plannedPurchases.id)],
        limit: PAGE_SIZE,
      },
      today,
    )
    yield page.map((purchase) => `${planningPackageText(purchase, context)}\n`).join('')
    after = page.length === PAGE_SIZE ? page.at(-1)?.id : undefined
  }
}

async function planningContext(c: GuichetContext): Promise<PlanningContext> {
  const { operator, ocidPrefix } = await instanceSettings(c)
  return { baseUrl: c.var.deps.config.baseUrl, operator, ocidPrefix, ...PLANNING_WORDS }
}
