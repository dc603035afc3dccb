import { eq } from 'drizzle-orm'
import { ROLES } from '../../src/auth/policy.ts'
import { memberships } from '../../src/auth/schema.ts'
import { rateLimits } from '../../src/http/schema.ts'
import { MAIL_JOB } from '../../src/mail/send-job.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { nameHandlers } from '../../src/requests/handlers.ts'
import { idOfPartner } from './directory.ts'
import type { Demonstration } from './demonstration.ts'
import { type SentForm, formsIn } from './forms.ts'
import { linksOf, pagesToOpen, routeAt } from './page-addresses.ts'
import { signIn, type SignedIn } from './sign-in.ts'

/** An answer in HTML, as somebody has seen it. */
export interface SeenPage {
  /** The route in the table that took the request, with its method. */
  route: string
  /** Where it stands, with its query, and what had been sent. */
  path: string
  status: number
  html: string
}

/** Somebody who goes through the whole site, and keeps what they see. */
export interface Walk {
  seen: SeenPage[]
  /** Pages of the table that answered, be it with a file or another address. */
  reached: Set<string>
  /**
   * Asks for every page that the table of routes has, found as people find them: from the addresses that have no name
   * in them and the table's examples by the links of each page, up to `most` pages of one route. What only partners see
   * is asked by somebody who may do everything for several of them.
   */
  read(most: number): Promise<void>
  /** Sends every form that was seen, up to `most` of each route: emptied, or filled in with something. */
  send(how: 'emptied' | 'filled in' | 'with long words', most: number): Promise<void>
}

/** Partners whose area the walk goes through: of each kind, those that have something to show. */
const PARTNERS = ['narbonne', 'carcassonne', 'ffb-aude', 'cci-de-l-aude']

/** What would end the walk: its session, or what its agent may do. */
const LEFT_OUT = /^\/(deconnexion$|espace\/(compte\/|administration\/agents\/|[^/]+\/equipe\/))/

/** Begins a walk through a demonstration. */
export async function walkThrough(demonstration: Demonstration): Promise<Walk> {
  const { app, deps } = demonstration
  const everybody = await agentOfAll(demonstration)
  const seen: SeenPage[] = []
  const reached = new Set<string>()
  const pages = pagesToOpen(PARTNERS)

  const keep = async (answer: Response, method: 'get' | 'post', path: string, what: string) => {
    if (!answer.headers.get('content-type')?.startsWith('text/html')) {
      await answer.body?.cancel()
      return
    }
    const route = `${method.toUpperCase()} ${routeAt(method, path)?.path}`
    const html = await answer.text()
    seen.push({ route, path: path + what, status: answer.status, html })
    if (answer.ok) pages.add(linksOf(html))
  }

  return {
    seen,
    reached,
    async read(most) {
      for (let page = pages.next(most); page; page = pages.next(most)) {
        const { route, path } = page
        pages.opened(route)
        const headers = route.policy === 'public' ? {} : everybody.headers
        const answer = await app.request(path, { headers })
        if (answer.status < 400) reached.add(route.path)
        await keep(answer, 'get', path, '')
      }
    },
    async send(how, most) {
      const sent = new Map<string, number>()
      const forms = seen
        .filter(({ status }) => status === 200)
        .flatMap(({ path, html }) => formsIn(html, path))
      for (const [rank, form] of forms.entries()) {
        const route = routeAt('post', form.action)
        if (!route || LEFT_OUT.test(form.action)) continue
        const key = `${route.path} ${form.shape}`
        const count = sent.get(key) ?? 0
        if (count >= most) continue
        sent.set(key, count + 1)
        if (rank % 20 === 0) await deps.db.delete(rateLimits)
        const { headers } = everybody
        const body = bodyOf(form, how)
        const answer = await app.request(form.action, { method: 'POST', headers, body })
        const to = answer.headers.get('location')
        if (to?.startsWith('/')) pages.add([to])
        await keep(answer, 'post', form.action, ` ${how}`)
      }
      pages.add(await mailedLinks(demonstration))
    },
  }
}

function bodyOf(form: SentForm, how: Parameters<Walk['send']>[0]): URLSearchParams | FormData {
  const body = form.multipart ? new FormData() : new URLSearchParams()
  for (const field of form.fields) {
    const value =
      how === 'emptied' ? field.emptied : how === 'filled in' ? field.filledIn : field.long
    if (value !== null) body.append(field.name, value)
  }
  return body
}

/** Private links that messages have taken to people. */
async function mailedLinks({ deps }: Demonstration): Promise<string[]> {
  const messages = await deps.db
    .select({ payload: jobs.payload })
    .from(jobs)
    .where(eq(jobs.kind, MAIL_JOB))
  const address = new RegExp(`${deps.config.baseUrl}(/[^\\s"<>\\\\]+)`, 'g')
  return messages.flatMap(({ payload }) =>
    [...JSON.stringify(payload).matchAll(address)].map(([, path = '']) => path),
  )
}

/** Somebody who may do everything for the walk's partners, and administers the instance. */
async function agentOfAll(demonstration: Demonstration): Promise<SignedIn> {
  const { db, now } = demonstration.deps
  const agent = await signIn(demonstration, 'administrator')
  for (const slug of PARTNERS) {
    const of = { partnerId: await idOfPartner(db, slug) }
    const held = { ...of, agentId: agent.agentId, givenBy: 'test', givenAt: now() }
    await db.insert(memberships).values(ROLES.map((role) => ({ ...held, role })))
    const handlers = [{ agentId: agent.agentId, difficulties: true }]
    const naming = { ...of, actor: 'test', now: now() }
    await db.transaction((tx) => nameHandlers(tx, handlers, naming))
  }
  return agent
}
