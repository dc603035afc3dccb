import { eq } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import type { Reader, Tx } from '../db/db.ts'
import { registrationLinks, registrations } from './schema.ts'

/** Where a registration is seen and cancelled. */
export function registrationPath(secret: string): string {
  return `/pacte/formations/inscriptions/${secret}`
}

/** One more private link to a registration. */
export async function addLink(tx: Tx, registrationId: number): Promise<string> {
  const secret = newSecret()
  await tx
    .insert(registrationLinks)
    .values({ tokenHash: await hashOfSecret(secret), registrationId })
  return secret
}

/** The registration that this secret leads to; null where there is none, or none any more. */
export async function registrationBy(
  reader: Reader,
  secret: string,
): Promise<typeof registrations.$inferSelect | null> {
  if (!isSecret(secret)) return null
  const [row] = await reader
    .select({ registration: registrations })
    .from(registrationLinks)
    .innerJoin(registrations, eq(registrations.id, registrationLinks.registrationId))
    .where(eq(registrationLinks.tokenHash, await hashOfSecret(secret)))
  return row?.registration ?? null
}
