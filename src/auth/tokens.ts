import { and, desc, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Db, Reader, Tx } from '../db/db.ts'
import type { ActingPartner } from '../http/route.ts'
import { partners } from '../partners/schema.ts'
import { type Agent, TOKEN_SCOPES, type TokenScope } from './policy.ts'
import { apiTokens } from './schema.ts'
import { hashOfSecret, newSecret } from './secret.ts'

/** So that a token that leaked is known for one by those who look for secrets. */
const PREFIX = 'guichet_'
/** How exactly the last use is known. */
const USED_EVERY_MS = 60_000

/** Makes a token for a partner's program and returns its secret, which is shown once and stands nowhere. */
export async function makeToken(
  tx: Tx,
  token: { partnerId: number; name: string; scopes: TokenScope[]; madeBy: string },
  now: Date,
): Promise<string> {
  const secret = PREFIX + newSecret()
  const id = crypto.randomUUID()
  await tx
    .insert(apiTokens)
    .values({ ...token, id, tokenHash: await hashOfSecret(secret), madeAt: now })
  await recordAudit(tx, {
    at: now,
    actor: token.madeBy,
    partnerId: token.partnerId,
    action: 'token.make',
    subject: `token:${id}`,
    after: { name: token.name, scopes: token.scopes },
  })
  return secret
}

/** Who asks with this token, and for which partner; null where there is none, or it was revoked. */
export async function findToken(
  db: Db,
  secret: string,
  now: Date,
): Promise<{ agent: Agent; partner: ActingPartner } | null> {
  if (!secret.startsWith(PREFIX)) return null
  const [found] = await db
    .select({ token: apiTokens, slug: partners.slug, partnerName: partners.name })
    .from(apiTokens)
    .innerJoin(partners, eq(partners.id, apiTokens.partnerId))
    .where(and(eq(apiTokens.tokenHash, await hashOfSecret(secret)), isNull(apiTokens.revokedAt)))
  if (!found) return null
  const { token, slug, partnerName } = found
  if (now.getTime() - (token.usedAt?.getTime() ?? 0) > USED_EVERY_MS)
    await db.update(apiTokens).set({ usedAt: now }).where(eq(apiTokens.id, token.id))
  const memberships = token.scopes.map((scope) => ({
    partnerId: token.partnerId,
    slug,
    partnerName,
    role: TOKEN_SCOPES[scope],
  }))
  return {
    agent: {
      id: token.id,
      actor: `token:${token.id}`,
      name: token.name,
      email: null,
      administrator: false,
      memberships,
    },
    partner: { id: token.partnerId, slug, name: partnerName },
  }
}

/** A partner's tokens, the newest first, revoked ones among them. */
export async function listTokens(reader: Reader, partnerId: number) {
  return reader
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scopes: apiTokens.scopes,
      madeAt: apiTokens.madeAt,
      usedAt: apiTokens.usedAt,
      revokedAt: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .where(eq(apiTokens.partnerId, partnerId))
    .orderBy(desc(apiTokens.madeAt))
}

/** Revokes a partner's token for good. Returns whether there was one to revoke. */
export async function revokeToken(
  tx: Tx,
  token: { partnerId: number; id: string; by: string },
  now: Date,
): Promise<boolean> {
  const revoked = await tx
    .update(apiTokens)
    .set({ revokedAt: now, revokedBy: token.by })
    .where(
      and(
        eq(apiTokens.id, token.id),
        eq(apiTokens.partnerId, token.partnerId),
        isNull(apiTokens.revokedAt),
      ),
    )
    .returning({ id: apiTokens.id })
  if (revoked.length === 0) return false
  await recordAudit(tx, {
    at: now,
    actor: token.by,
    partnerId: token.partnerId,
    action: 'token.revoke',
    subject: `token:${token.id}`,
  })
  return true
}
