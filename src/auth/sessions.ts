import { and, desc, eq, gt, isNull, lt, ne } from 'drizzle-orm'
import type { Db, Reader, Tx } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import type { Agent } from './policy.ts'
import { agents, memberships, sessions } from './schema.ts'
import { CLOCKS_DIFFER_MS, hashOfSecret, newSecret } from './secret.ts'

const HOUR_MS = 3_600_000
/** A session ends this long after it began, whatever happens. */
export const WHOLE_LIFE_MS = 12 * HOUR_MS
/** And this long after it was last used. */
export const IDLE_LIFE_MS = 2 * HOUR_MS
/** How exactly the last use is known. */
const SEEN_EVERY_MS = 60_000

export interface SignIn {
  agentId: string
  /** User-Agent, as sent. */
  browser: string
  how: 'link' | 'oidc'
  idToken?: string
}

/** Begins a session and returns the secret for its cookie, which stands nowhere else. */
export async function startSession(tx: Tx, signIn: SignIn, now: Date): Promise<string> {
  const secret = newSecret()
  await tx.delete(sessions).where(lt(sessions.startedAt, new Date(now.getTime() - WHOLE_LIFE_MS)))
  await tx.insert(sessions).values({
    ...signIn,
    browser: signIn.browser.slice(0, 200),
    tokenHash: await hashOfSecret(secret),
    id: crypto.randomUUID(),
    startedAt: now,
    seenAt: now,
  })
  return secret
}

/** Ends the session that a secret opens, whosever it is. Returns whether there was one. */
export async function endSessionOf(tx: Tx, secret: string): Promise<boolean> {
  const ended = await tx
    .delete(sessions)
    .where(eq(sessions.tokenHash, await hashOfSecret(secret)))
    .returning({ id: sessions.id })
  return ended.length > 0
}

/** An agent in its session. */
export interface Session {
  id: string
  agent: Agent
}

/** The session that a cookie's secret opens; null when there is none, it is over, or its agent was shut out. */
export async function findSession(db: Db, secret: string, now: Date): Promise<Session | null> {
  const tokenHash = await hashOfSecret(secret)
  const [found] = await db
    .select({ session: sessions, agent: agents })
    .from(sessions)
    .innerJoin(agents, eq(agents.id, sessions.agentId))
    .where(and(eq(sessions.tokenHash, tokenHash), isNull(agents.disabledAt), isAlive(now)))
  if (!found) return null
  const { session, agent } = found
  if (Math.abs(now.getTime() - session.seenAt.getTime()) > SEEN_EVERY_MS)
    await db.update(sessions).set({ seenAt: now }).where(eq(sessions.tokenHash, tokenHash))
  return { id: session.id, agent: await agentOf(db, agent) }
}

function isAlive(now: Date) {
  return and(
    gt(sessions.startedAt, new Date(now.getTime() - WHOLE_LIFE_MS)),
    gt(sessions.seenAt, new Date(now.getTime() - IDLE_LIFE_MS)),
    lt(sessions.startedAt, new Date(now.getTime() + CLOCKS_DIFFER_MS)),
  )
}

async function agentOf(reader: Reader, agent: typeof agents.$inferSelect): Promise<Agent> {
  const given = await reader
    .select({
      partnerId: memberships.partnerId,
      slug: partners.slug,
      partnerName: partners.name,
      role: memberships.role,
    })
    .from(memberships)
    .innerJoin(partners, eq(partners.id, memberships.partnerId))
    .where(and(eq(memberships.agentId, agent.id), isNull(memberships.endedAt)))
    .orderBy(partners.name, memberships.role)
  const { id, name, email, administrator } = agent
  return { id, actor: `agent:${id}`, name, email, administrator, memberships: given }
}

/** An agent's living sessions, the one last used first. */
export async function listSessions(reader: Reader, agentId: string, now: Date) {
  return reader
    .select({
      id: sessions.id,
      startedAt: sessions.startedAt,
      seenAt: sessions.seenAt,
      browser: sessions.browser,
      how: sessions.how,
    })
    .from(sessions)
    .where(and(eq(sessions.agentId, agentId), isAlive(now)))
    .orderBy(desc(sessions.seenAt))
}

/** Ends one session of an agent's, or all but one. Another's is left alone. Returns the identity tokens to sign out with. */
export async function endSessions(
  tx: Tx,
  agentId: string,
  which: { id: string } | { allBut: string | null },
): Promise<{ idToken: string | null }[]> {
  const chosen =
    'id' in which
      ? eq(sessions.id, which.id)
      : which.allBut === null
        ? undefined
        : ne(sessions.id, which.allBut)
  return tx
    .delete(sessions)
    .where(and(eq(sessions.agentId, agentId), chosen))
    .returning({ idToken: sessions.idToken })
}
