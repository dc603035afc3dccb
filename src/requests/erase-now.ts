import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { outbox } from '../mail/schema.ts'
import { withdrawRequest } from './close.ts'
import { eraseRequests } from './erase.ts'
import { lockRequest, noteEvent } from './lock.ts'
import type { RequestRow } from './links.ts'
import { type Telling, tellPartner } from './tell.ts'

/**
 * The firm has what it asked forgotten at once: under way, it is withdrawn first. What
 * src/requests/erase.ts keeps for the figures stays; its private links lead nowhere from then on, messages that wait to
 * be sent to it are not sent, and whoever handled it is told that there is nothing left to read.
 */
export async function eraseNow(tx: Tx, requestId: number, telling: Telling): Promise<void> {
  const { now } = telling
  const request = await lockRequest(tx, requestId)
  if (!request || request.erasedAt !== null) return
  if (request.state !== 'closed') await withdrawRequest(tx, requestId, telling, 'erased')
  else if (request.partnerId !== null)
    await tellPartner(tx, request, 'erased', request.version, telling)
  await unsend(tx, request, now)
  await eraseRequests(tx, [requestId], now)
  await noteEvent(tx, request, 'erased', { by: 'firm' }, now)
}

async function unsend(tx: Tx, { id, email }: RequestRow, now: Date): Promise<void> {
  if (email === null) return
  await tx
    .update(outbox)
    .set({ expiresAt: now })
    .where(
      and(
        eq(outbox.recipient, email),
        isNull(outbox.sentAt),
        isNull(outbox.givenUpAt),
        sql`starts_with(${outbox.key}, ${`saisine:${id}:`})`,
      ),
    )
}
