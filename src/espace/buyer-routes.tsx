import { UnmatchedBuyerPage } from '../../views/espace/unmatched-buyer-page.tsx'
import { UnmatchedBuyersPage } from '../../views/espace/unmatched-buyers-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { agentOf, formOf } from '../auth/guard.ts'
import { joinBuyers, keepBuyerApart } from '../consultations/join-buyers.ts'
import { currentLists } from '../consultations/lists.ts'
import {
  countUnmatched,
  findUnmatched,
  knownBuyers,
  listUnmatched,
  type UnmatchedKey,
} from '../consultations/unmatched-buyers.ts'
import { readSettings } from '../db/settings.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { tidyTitle } from '../sources/french/title.ts'

const LIST = '/espace/administration/acheteurs'

const { page, write } = routesFor('administer')

/** Buyers that sources named and nobody knows, for an administrator to say who they are. */
export const buyerRoutes: Route[] = [
  page(LIST, async (c) => {
    const { db } = c.var.deps
    const { buyers, next } = await listUnmatched(db, keyOf(c.req.query('apres') ?? ''))
    const frame = await frameOf(c, LIST)
    return c.html(
      renderPage(
        <UnmatchedBuyersPage
          frame={frame}
          buyers={buyers}
          count={await countUnmatched(db)}
          next={next && `${LIST}?apres=${next.times}-${next.id}`}
        />,
      ),
    )
  }),
  page(
    `${LIST}/:slug`,
    { example: `${LIST}/syndicat-intercommunal-imaginaire-de-la-montagne` },
    (c) => buyerPage(c, null),
  ),
  write(`${LIST}/:slug/rattachement`, async (c) => {
    const { db, now, versions } = c.var.deps
    const into = formOf(c).get('acheteur') ?? ''
    const lists = await currentLists(c.var.deps)
    const settings = await readSettings(db)
    if (!settings) throw new Error('the instance settings are not fixed')
    const slug = c.req.param('slug') ?? ''
    const outcome = await db.transaction((tx) =>
      joinBuyers(
        tx,
        { slug, into },
        {
          ...lists,
          ocidPrefix: settings.ocidPrefix,
          now: now(),
          titleOf: tidyTitle,
          actor: agentOf(c).actor,
        },
      ),
    )
    if (!outcome.ok) {
      const { problem } = outcome
      return problem === 'unknown' ? missingPage(c) : buyerPage(c, { choice: into, problem })
    }
    await versions.refresh()
    return c.redirect(LIST, 303)
  }),
  write(`${LIST}/:slug/reconnaissance`, async (c) => {
    const { db, now } = c.var.deps
    const slug = c.req.param('slug') ?? ''
    const kept = await db.transaction((tx) =>
      keepBuyerApart(tx, slug, { actor: agentOf(c).actor, now: now() }),
    )
    return kept ? c.redirect(LIST, 303) : missingPage(c)
  }),
]

/** The form for one buyer; `refused`: the choice that cannot be, null where none was made yet. */
async function buyerPage(
  c: GuichetContext,
  refused: Parameters<typeof UnmatchedBuyerPage>[0]['refused'],
): Promise<Response> {
  const { db } = c.var.deps
  const slug = c.req.param('slug') ?? ''
  const buyer = await findUnmatched(db, slug)
  if (!buyer) return missingPage(c)
  const known = await knownBuyers(db)
  const frame = await frameOf(c, `${LIST}/${slug}`)
  const page = <UnmatchedBuyerPage frame={frame} buyer={buyer} known={known} refused={refused} />
  return c.html(renderPage(page), refused === null ? 200 : 422)
}

function keyOf(text: string): UnmatchedKey | null {
  const [, times, id] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? []
  return times === undefined || id === undefined ? null : { times: Number(times), id: Number(id) }
}
