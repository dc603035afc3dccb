import { and, asc, eq, lte, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { OUTCOMES } from './choices.ts'
import { endRequest } from './close.ts'
import type { RequestRow } from './links.ts'
import { lockRequest } from './lock.ts'
import { type Outcome, requests } from './schema.ts'
import { type Telling, tellFirm, tellPartner } from './tell.ts'
import { QUIET_DAYS, quietEnd } from './time-limits.ts'

const DAY_MS = 86_400_000
const AT_A_TIME = 100

/** Asks firms whose turn it is, once, whether their request still stands: it ends by itself otherwise. */
export async function askQuietFirms(db: Db, telling: Telling): Promise<void> {
  const { now } = telling
  const waits = and(
    ne(requests.state, 'closed'),
    eq(requests.turn, 'firm'),
    lte(requests.movedAt, daysBefore(now, QUIET_DAYS.ask)),
    or(sql`${requests.remindedAt} is null`, sql`${requests.remindedAt} < ${requests.movedAt}`),
  )
  const quiet = await db
    .select({ id: requests.id })
    .from(requests)
    .where(waits)
    .orderBy(asc(requests.movedAt))
  for (const { id } of quiet)
    await db.transaction(async (tx) => {
      await lockRequest(tx, id)
      const [asked] = await tx
        .update(requests)
        .set({ remindedAt: now })
        .where(and(eq(requests.id, id), waits))
        .returning()
      if (asked) await tellFirm(tx, asked, 'quiet', asked.version, telling)
    })
}

/**
 * Ends requests in which nothing has moved for as long as src/requests/time-limits.ts says: what nobody ends would be
 * kept for ever. Both sides are told; the firm may open it again as it may any other.
 */
export async function endQuietRequests(db: Db, telling: Telling): Promise<void> {
  const { now } = telling
  for (;;) {
    const quiet = await db
      .select({ id: requests.id })
      .from(requests)
      .where(
        and(
          ne(requests.state, 'closed'),
          lte(requests.movedAt, daysBefore(now, QUIET_DAYS.firm)),
          or(eq(requests.turn, 'firm'), lte(requests.movedAt, daysBefore(now, QUIET_DAYS.partner))),
        ),
      )
      .orderBy(asc(requests.movedAt))
      .limit(AT_A_TIME)
    if (quiet.length === 0) return
    for (const { id } of quiet)
      await db.transaction(async (tx) => {
        const request = await lockRequest(tx, id)
        if (!request || request.state === 'closed' || quietEnd(request) > now) return
        const ended = await endRequest(tx, request, outcomeOf(request), { by: 'guichet' }, now)
        await tellFirm(tx, ended, 'closed', ended.version, telling)
        if (ended.partnerId !== null) await tellPartner(tx, ended, 'quiet', ended.version, telling)
      })
  }
}

/** A firm that says no more has given it up; a mediation or a rescue that nobody went on with came to nothing. */
function outcomeOf({ kind, turn }: RequestRow): Outcome {
  if (OUTCOMES[kind].includes('no-follow-up')) return 'no-follow-up'
  return turn === 'firm' ? 'withdrawn' : 'none'
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS)
}
