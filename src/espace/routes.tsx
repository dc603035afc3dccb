import { EspacePage } from '../../views/espace/espace-page.tsx'
import { OwnConsultationsPage } from '../../views/espace/own-consultations-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { yearTasks } from '../analysis/years/waiting.ts'
import { actingPartner, agentOf } from '../auth/guard.ts'
import { can } from '../auth/policy.ts'
import { answeredForBy, answeredForByNobody } from '../contacts/to-check.ts'
import { openQuestions, unseenOverriddenDeadlines } from '../consultations/duplicates.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { closingSoon, withoutResult } from '../posting/attention.ts'
import { listDrafts } from '../posting/drafts.ts'
import { parisDay } from '../rules/calendar.ts'
import { latePurchases } from '../programme/list.ts'
import { turnOutsToWrite } from '../rencontres/list.ts'
import { openAlerts } from '../sources/alerts.ts'
import { handlingOf } from '../requests/handlers.ts'
import { countWaiting } from '../requests/queries.ts'
import { waitingForRoute } from '../requests/route-by-hand.ts'
import { sessionsToDecide } from '../trainings/queries.ts'
import { OWN_STATES } from './own-states.ts'
import { countOwn, ownConsultations } from './queries.ts'

const { page } = routesFor('own-account')
const members = routesFor('see-partner-area')

/** The partners' area: what each partner of the agent has under way, and what waits for somebody. */
export const espaceRoutes: Route[] = [
  page('/espace', showEspace),
  members.page(
    '/espace/:partner/consultations',
    { example: '/espace/narbonne/consultations' },
    listOwn,
  ),
]

async function showEspace(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const agent = agentOf(c)
  const partners = new Map(
    agent.memberships.map(({ partnerId, slug, partnerName }) => [
      partnerId,
      { id: partnerId, slug, name: partnerName },
    ]),
  )
  const desks = []
  for (const partner of partners.values())
    desks.push({
      partner,
      roles: agent.memberships.flatMap(({ partnerId, role }) =>
        partnerId === partner.id ? role : [],
      ),
      may: {
        write: can(agent, 'write-consultations', partner.id),
        manage: can(agent, 'manage-partner', partner.id),
        pact: can(agent, 'edit-pact', partner.id),
      },
      drafts: await listDrafts(db, partner.id),
      counts: await countOwn(db, partner.id, now()),
      closingSoon: await closingSoon(db, partner.id, now()),
      withoutResult: await withoutResult(db, partner.id, now()),
      questions: (await openQuestions(db, partner.id)).length,
      deadlines: await unseenOverriddenDeadlines(db, partner.id),
      alerts: await openAlerts(db, [partner.id]),
      analysisTasks: await yearTasks(db, partner.id, now()),
      contactsToCheck: can(agent, 'manage-partner', partner.id)
        ? (await answeredForBy(db, partner.id, parisDay(now()))).filter((each) => !each.isFresh)
            .length
        : 0,
      latePurchases: can(agent, 'write-consultations', partner.id)
        ? await latePurchases(db, partner.id, parisDay(now()))
        : 0,
      turnOuts: await turnOutsToWrite(db, partner.id, now()),
      requests: await requestsFor(c, partner.id),
      sessionsToDecide: can(agent, 'edit-pact', partner.id)
        ? (await sessionsToDecide(db, partner.id, { now: now(), today: parisDay(now()) })).length
        : 0,
    })
  const page = {
    frame: await frameOf(c, '/espace'),
    agent,
    desks,
    unroutedRequests: agent.administrator ? (await waitingForRoute(db)).length : 0,
    contactsToCheck: agent.administrator
      ? (await answeredForByNobody(db, parisDay(now()))).filter((each) => !each.isFresh).length
      : 0,
    alerts: agent.administrator ? await openAlerts(db, 'all') : [],
  }
  return c.html(renderPage(<EspacePage {...page} />))
}

/** What waits among a partner's requests, for those who were named to read them; null for others. */
async function requestsFor(
  c: GuichetContext,
  partnerId: number,
): Promise<{ waiting: number; late: number } | null> {
  const { db, now } = c.var.deps
  const handling = await handlingOf(db, agentOf(c).id, partnerId)
  return handling && countWaiting(db, partnerId, handling, now())
}

async function listOwn(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const state = OWN_STATES.find((each) => each === c.req.query('etat')) ?? 'en-cours'
  const before = keyOf(c.req.query('apres'))
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    state,
    counts: await countOwn(db, partner.id, now()),
    ...(await ownConsultations(db, partner.id, { state, before }, now())),
    mayWrite: can(agentOf(c), 'write-consultations', partner.id),
  }
  return c.html(renderPage(<OwnConsultationsPage {...page} />))
}

/** The place in the list that a link carries: instant and id; anything else is its beginning. */
function keyOf(word: string | undefined): { publishedAt: Date; id: number } | null {
  const [, at, id] = /^(\d{1,13})_(\d{1,9})$/.exec(word ?? '') ?? []
  return at === undefined ? null : { publishedAt: new Date(Number(at)), id: Number(id) }
}
