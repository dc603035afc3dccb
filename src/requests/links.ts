import { eq } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import type { Reader, Tx } from '../db/db.ts'
import { requestLinks, requests } from './schema.ts'

export type RequestRow = typeof requests.$inferSelect

/** Where a firm follows its request. */
export function followPath(secret: string): string {
  return `/saisines/suivi/${secret}`
}

/** One more private link to a request. */
export async function addLink(tx: Tx, requestId: number, secret = newSecret()): Promise<string> {
  await tx
    .insert(requestLinks)
    .values({ tokenHash: await hashOfSecret(secret), requestId })
    .onConflictDoNothing()
  return secret
}

/** The request that this secret leads to; null where there is none, or none any more. */
export async function requestBy(reader: Reader, secret: string): Promise<RequestRow | null> {
  if (!isSecret(secret)) return null
  const [row] = await reader
    .select({ request: requests })
    .from(requestLinks)
    .innerJoin(requests, eq(requests.id, requestLinks.requestId))
    .where(eq(requestLinks.tokenHash, await hashOfSecret(secret)))
  return row?.request ?? null
}
