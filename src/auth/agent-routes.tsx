import { AgentPage } from '../../views/auth/agent-page.tsx'
import { AgentsPage } from '../../views/auth/agents-page.tsx'
import { LinkToPassPage } from '../../views/auth/link-to-pass-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { TEAM_PROBLEMS, type TeamProblem } from '../../views/words/team.ts'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import { isUuid } from '../http/ids.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import {
  countAdministrators,
  findAgent,
  forgetIdentities,
  listAgents,
  setAdministrator,
  setDisabled,
} from './agents.ts'
import { agentOf, formOf } from './guard.ts'
import { makeSignInLink, signInAddress } from './sign-in-links.ts'
import { lineOf } from './typed-person.ts'

const LIST = '/espace/administration/agents'

type FoundAgent = NonNullable<Awaited<ReturnType<typeof findAgent>>>

const { page, write } = routesFor('administer')

/** Everybody who has an account, for the administrators of the instance. */
export const agentRoutes: Route[] = [
  page(LIST, async (c) => {
    const words = lineOf(c.req.query('q') ?? null).slice(0, 100)
    const agents = await listAgents(c.var.deps.db, words)
    const frame = await frameOf(c, LIST)
    return c.html(renderPage(<AgentsPage frame={frame} words={words} agents={agents} />))
  }),
  page(`${LIST}/:id`, (c) => withAgent(c, (agent) => agentPage(c, agent, null))),
  change('acces', async (tx, agent, by, form, now) => {
    const disabled = form.get('suspendu') === 'oui'
    if (disabled && by.actor === `agent:${agent.id}`) return 'yourself'
    if (disabled && (await isLast(tx, agent))) return 'last-administrator'
    await setDisabled(tx, { id: agent.id, by: by.actor }, disabled, now)
    return null
  }),
  change('administrateur', async (tx, agent, by, form, now) => {
    const administrator = form.get('administrateur') === 'oui'
    if (!administrator && (await isLast(tx, agent))) return 'last-administrator'
    await setAdministrator(tx, { id: agent.id, by: by.actor }, administrator, now)
    return null
  }),
  change('identites', async (tx, agent, by, _form, now) => {
    await forgetIdentities(tx, { id: agent.id, by: by.actor }, now)
    return null
  }),
  write(`${LIST}/:id/lien`, (c) => withAgent(c, (agent) => showLink(c, agent))),
]

/** A form that changes one thing about an agent, and comes back to its page; or says why it may not be. */
function change(
  word: string,
  set: (
    tx: Tx,
    agent: FoundAgent,
    by: { actor: string },
    form: URLSearchParams,
    now: Date,
  ) => Promise<TeamProblem | null>,
): Route {
  return write(`${LIST}/:id/${word}`, (c) =>
    withAgent(c, async (agent) => {
      const { db, now } = c.var.deps
      const problem = await db.transaction((tx) => set(tx, agent, agentOf(c), formOf(c), now()))
      return problem === null
        ? c.redirect(`${LIST}/${agent.id}`, 303)
        : agentPage(c, agent, problem)
    }),
  )
}

async function isLast(tx: Tx, agent: FoundAgent): Promise<boolean> {
  return agent.administrator && agent.disabledAt === null && (await countAdministrators(tx)) <= 1
}

async function withAgent(
  c: GuichetContext,
  answer: (agent: FoundAgent) => Promise<Response>,
): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const agent = isUuid(id) ? await findAgent(c.var.deps.db, id) : null
  return agent ? answer(agent) : missingPage(c)
}

async function agentPage(
  c: GuichetContext,
  agent: FoundAgent,
  problem: TeamProblem | null,
): Promise<Response> {
  const frame = await frameOf(c, `${LIST}/${agent.id}`)
  const errors = problem === null ? [] : [{ name: null, text: TEAM_PROBLEMS[problem] }]
  const page = <AgentPage frame={frame} agent={agent} errors={errors} />
  return c.html(renderPage(page), problem === null ? 200 : 422)
}

async function showLink(c: GuichetContext, agent: FoundAgent): Promise<Response> {
  const { db, now, config } = c.var.deps
  const by = agentOf(c).actor
  const secret = await db.transaction(async (tx) => {
    await recordAudit(tx, {
      at: now(),
      actor: by,
      action: 'sign-in-link.make',
      subject: `agent:${agent.id}`,
    })
    return makeSignInLink(tx, agent.id, 'invitation', by, now())
  })
  const page = (
    <LinkToPassPage
      frame={await frameOf(c, `${LIST}/${agent.id}`)}
      person={agent}
      told={{ how: 'link', address: signInAddress(config.baseUrl, secret) }}
      back={{ href: `${LIST}/${agent.id}`, label: agent.name }}
    />
  )
  return c.html(renderPage(page))
}
