import { and, asc, eq, lte, ne, or, sql } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { parisDay } from '../rules/calendar.ts'
import { lockRequest } from './lock.ts'
import { requests } from './schema.ts'
import { type Telling, tellPartner } from './tell.ts'
import { isLate, isReminderDue } from './time-limits.ts'

const DAY_MS = 86_400_000

/**
 * Reminds those who handle a request a day before something is due, when it is due, and every week from then on; where
 * nobody handles it, those who can name somebody or find it a partner.
 */
export async function remindHandlers(db: Db, telling: Telling): Promise<void> {
  const { now } = telling
  const soon = new Date(now.getTime() + DAY_MS)
  const due = await db
    .select({ id: requests.id })
    .from(requests)
    .where(
      and(
        ne(requests.state, 'closed'),
        or(eq(requests.turn, 'partner'), sql`${requests.acknowledgedAt} is null`),
        or(
          lte(requests.answerBy, soon),
          and(sql`${requests.acknowledgedAt} is null`, lte(requests.acknowledgeBy, soon)),
        ),
      ),
    )
    .orderBy(asc(requests.id))
  for (const { id } of due)
    await db.transaction(async (tx) => {
      const request = await lockRequest(tx, id)
      if (!request || !isReminderDue(request, now)) return
      const news = isLate(request, now) ? 'late' : 'soon'
      await tx.update(requests).set({ remindedAt: now }).where(eq(requests.id, id))
      await tellPartner(tx, request, news, parisDay(now), telling)
    })
}
