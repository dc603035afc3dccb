import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { agents, memberships } from '../../auth/schema.ts'
import { hashOfSecret, newSecret } from '../../auth/secret.ts'
import { consultations } from '../../consultations/schema.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import { complementLinks } from './schema.ts'

const LIFE_MS = 14 * 86_400_000

/** Makes a link that lets this agent complete this consultation once; returns the secret that its address carries. */
export async function makeComplementLink(
  tx: Tx,
  link: { consultationId: number; partnerId: number; agentId: string },
  now: Date,
): Promise<string> {
  const secret = newSecret()
  const endsAt = new Date(now.getTime() + LIFE_MS)
  await tx
    .insert(complementLinks)
    .values({ ...link, tokenHash: await hashOfSecret(secret), madeAt: now, endsAt })
  return secret
}

/** The address of such a link. */
export function complementAddress(baseUrl: string, secret: string): string {
  return `${baseUrl}/complement/${secret}`
}

/** For whom a link speaks, and of which consultation. */
export interface ComplementLink {
  consultationId: number
  reference: string
  partner: { id: number; slug: string; name: string }
  agentId: string
}

/**
 * What a link that is still good allows: unused, within its fourteen days, and of an agent who may still write for the
 * partner. Null for any other.
 */
export async function findComplementLink(
  reader: Reader,
  secret: string,
  now: Date,
): Promise<ComplementLink | null> {
  const [found] = await reader
    .select({
      consultationId: complementLinks.consultationId,
      reference: consultations.reference,
      partner: { id: partners.id, slug: partners.slug, name: partners.name },
      agentId: complementLinks.agentId,
    })
    .from(complementLinks)
    .innerJoin(consultations, eq(consultations.id, complementLinks.consultationId))
    .innerJoin(partners, eq(partners.id, complementLinks.partnerId))
    .innerJoin(agents, eq(agents.id, complementLinks.agentId))
    .where(
      and(
        eq(complementLinks.tokenHash, await hashOfSecret(secret)),
        isNull(complementLinks.usedAt),
        gt(complementLinks.endsAt, now),
        isNull(agents.disabledAt),
        sql`exists (select 1 from ${memberships} where ${memberships.agentId} = ${agents.id}
          and ${memberships.partnerId} = ${partners.id} and ${memberships.endedAt} is null
          and ${memberships.role} in ('publisher', 'partner-administrator'))`,
      ),
    )
  return found ?? null
}

/** Holds a link that is still good until the transaction ends; false where it is not. */
export async function holdComplementLink(tx: Tx, secret: string, now: Date): Promise<boolean> {
  const rows = await tx
    .select({ agentId: complementLinks.agentId })
    .from(complementLinks)
    .where(
      and(
        eq(complementLinks.tokenHash, await hashOfSecret(secret)),
        isNull(complementLinks.usedAt),
        gt(complementLinks.endsAt, now),
      ),
    )
    .for('update')
  return rows.length > 0
}

/** Uses a link up. */
export async function useComplementLink(tx: Tx, secret: string, now: Date): Promise<void> {
  await tx
    .update(complementLinks)
    .set({ usedAt: now })
    .where(eq(complementLinks.tokenHash, await hashOfSecret(secret)))
}
