import { lt, or } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { sessions, signInLinks } from './schema.ts'
import { IDLE_LIFE_MS, WHOLE_LIFE_MS } from './sessions.ts'

/** Days after its end that it is known to whom a link to sign in was given. */
export const LINK_KEPT_DAYS = 30

/** Erases sessions that are over, with the browsers that they name, and links that ended a month ago. */
export async function forgetAccess(db: Db, now: Date): Promise<void> {
  const before = (ms: number) => new Date(now.getTime() - ms)
  await db
    .delete(sessions)
    .where(
      or(lt(sessions.startedAt, before(WHOLE_LIFE_MS)), lt(sessions.seenAt, before(IDLE_LIFE_MS))),
    )
  await db.delete(signInLinks).where(lt(signInLinks.endsAt, before(LINK_KEPT_DAYS * 86_400_000)))
}
