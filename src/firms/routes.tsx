import { FirmsPage } from '../../views/firms/firms-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { firmsStand } from './queries.ts'

const { page } = routesFor('administer')

const PATH = '/espace/administration/entreprises'

/** What administrators see of the register of firms. */
export const firmRoutes: Route[] = [
  page(PATH, async (c) => {
    const { db, now } = c.var.deps
    const page = (
      <FirmsPage frame={await frameOf(c, PATH)} stand={await firmsStand(db)} now={now()} />
    )
    return c.html(renderPage(page))
  }),
]
