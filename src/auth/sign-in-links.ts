import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import { agents, signInLinks } from './schema.ts'
import { CLOCKS_DIFFER_MS, hashOfSecret, newSecret } from './secret.ts'

const MINUTE_MS = 60_000
/** How long a link signs in: one asked for, and the first one of somebody invited. */
const LINK_LIFE_MS = { 'sign-in': 15 * MINUTE_MS, invitation: 72 * 60 * MINUTE_MS }

/** Makes a link that signs this agent in once, and returns the secret that its address carries. */
export async function makeSignInLink(
  tx: Tx,
  agentId: string,
  kind: keyof typeof LINK_LIFE_MS,
  madeBy: string,
  now: Date,
): Promise<string> {
  const secret = newSecret()
  await tx.insert(signInLinks).values({
    tokenHash: await hashOfSecret(secret),
    agentId,
    madeBy,
    madeAt: now,
    endsAt: new Date(now.getTime() + LINK_LIFE_MS[kind]),
  })
  return secret
}

/**
 * The same for whoever has this e-mail address (in lower case): the secret, and when the link ends; it never begins
 * where nobody has the address, or who has it is shut out. One statement either way, so that the time that it takes
 * tells nothing.
 */
export async function makeSignInLinkFor(
  tx: Tx,
  email: string,
  now: Date,
): Promise<{ secret: string; endsAt: Date }> {
  const secret = newSecret()
  const endsAt = new Date(now.getTime() + LINK_LIFE_MS['sign-in'])
  const owner = tx
    .select({
      tokenHash: sql<string>`${await hashOfSecret(secret)}`.as('token_hash'),
      agentId: agents.id,
      madeBy: sql<string>`'agent:' || ${agents.id}`.as('made_by'),
      madeAt: sql<Date>`${now.toISOString()}::timestamptz`.as('made_at'),
      endsAt: sql<Date>`${endsAt.toISOString()}::timestamptz`.as('ends_at'),
      usedAt: sql<Date | null>`null::timestamptz`.as('used_at'),
    })
    .from(agents)
    .where(and(eq(agents.email, email), isNull(agents.disabledAt)))
  const made = await tx
    .insert(signInLinks)
    .select(owner)
    .returning({ agentId: signInLinks.agentId })
  return { secret, endsAt: made.length > 0 ? endsAt : now }
}

/** The address of such a link. */
export function signInAddress(baseUrl: string, secret: string): string {
  return `${baseUrl}/connexion/lien/${secret}`
}

/** Whether a link still signs in: mail scanners look at it without using it up. */
export async function isLinkGood(reader: Reader, secret: string, now: Date): Promise<boolean> {
  const rows = await reader
    .select({ agentId: signInLinks.agentId })
    .from(signInLinks)
    .innerJoin(agents, eq(agents.id, signInLinks.agentId))
    .where(and(await isGood(secret, now), isNull(agents.disabledAt)))
  return rows.length > 0
}

/** Uses a link up and returns whom it signs in; null when it is over, was used or never was. */
export async function useSignInLink(tx: Tx, secret: string, now: Date): Promise<string | null> {
  const [used] = await tx
    .update(signInLinks)
    .set({ usedAt: now })
    .where(await isGood(secret, now))
    .returning({ agentId: signInLinks.agentId })
  if (!used) return null
  const [agent] = await tx
    .select({ disabledAt: agents.disabledAt })
    .from(agents)
    .where(eq(agents.id, used.agentId))
  return agent && agent.disabledAt === null ? used.agentId : null
}

async function isGood(secret: string, now: Date) {
  return and(
    eq(signInLinks.tokenHash, await hashOfSecret(secret)),
    isNull(signInLinks.usedAt),
    gt(signInLinks.endsAt, now),
    lt(signInLinks.madeAt, new Date(now.getTime() + CLOCKS_DIFFER_MS)),
  )
}
