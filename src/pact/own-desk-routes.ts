import { eq } from 'drizzle-orm'
import { agentOf } from '../auth/guard.ts'
import { type Agent, can } from '../auth/policy.ts'
import { missingPage } from '../http/errors.tsx'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { partners } from '../partners/schema.ts'
import { readAction } from './actions/read-action.ts'
import { groups } from './groups/schema.ts'
import { readMeeting } from './meetings/read-meeting.ts'

const { page } = routesFor('own-account')

/**
 * From the pact's public pages, which are the same for everybody, to the desk of whoever is signed in: their own among
 * those who carry what the page shows, else the first that they edit the pact for.
 */
export const ownDeskRoutes: Route[] = [
  desk('actions/:slug', 'ecrire-le-modele-commun-de-consultation', async (c, slug) => {
    const read = await readAction(c.var.deps.db, slug)
    return read && [read.action.pilotId, read.group?.pilotId, read.group?.coPilotId]
  }),
  desk('groupes/:slug', 'modele-commun-de-consultation', async (c, slug) => {
    const [group] = await c.var.deps.db.select().from(groups).where(eq(groups.slug, slug))
    return group ? [group.pilotId, group.coPilotId] : null
  }),
  desk('reunions/:slug', '1', async (c, slug) => {
    const read = /^\d{1,9}$/.test(slug) ? await readMeeting(c.var.deps.db, Number(slug)) : null
    return read && [read.group?.pilotId, read.group?.coPilotId]
  }),
  desk('engagements', '', async () => []),
]

function desk(
  path: string,
  example: string,
  /** Partners that carry what the page shows, the first first; null: there is no such thing. */
  carriersOf: (c: GuichetContext, slug: string) => Promise<(number | null | undefined)[] | null>,
): Route {
  return page(
    `/espace/pacte/${path}`,
    { example: `/espace/pacte/${path.replace(':slug', example)}` },
    async (c) => {
      const slug = c.req.param('slug') ?? ''
      const carriers = await carriersOf(c, slug)
      if (carriers === null) return missingPage(c)
      const partner = await ownPartner(c, agentOf(c), carriers)
      if (partner === null) return c.redirect('/espace', 303)
      return c.redirect(`/espace/${partner}/pacte/${path.replace(':slug', slug)}`, 303)
    },
  )
}

/** The address word of the partner that an agent edits the pact for here; null where there is none. */
async function ownPartner(
  c: GuichetContext,
  agent: Agent,
  carriers: (number | null | undefined)[],
): Promise<string | null> {
  const own = agent.memberships.filter(({ partnerId }) => can(agent, 'edit-pact', partnerId))
  const carried = carriers.flatMap((id) => own.filter(({ partnerId }) => partnerId === id))
  const [first] = [...carried, ...own]
  if (first) return first.slug
  const [carrier] = carriers.filter((id) => typeof id === 'number')
  if (!agent.administrator || carrier === undefined) return null
  const [partner] = await c.var.deps.db
    .select({ slug: partners.slug })
    .from(partners)
    .where(eq(partners.id, carrier))
  return partner?.slug ?? null
}
