import { and, desc, eq, like, or } from 'drizzle-orm'
import { auditLog } from '../audit/schema.ts'
import { agentOf } from '../auth/guard.ts'
import type { Reader } from '../db/db.ts'
import type { GuichetContext } from '../http/route.ts'
import type { Author } from './author.ts'
import type { Checkable } from './to-check.ts'

/** Who writes: the agent that is signed in, in the name of the partner that the address names. */
export function authorOf(c: GuichetContext): Author {
  const partnerId = c.var.partner?.id
  return {
    actor: agentOf(c).actor,
    ...(partnerId === undefined ? {} : { partnerId }),
    now: c.var.deps.now(),
  }
}

const LAST = 20

/** What was last done with a partner's contacts, the newest first. */
export async function lastChanges(reader: Reader, partnerId: number) {
  return reader
    .select({ at: auditLog.at, action: auditLog.action, subject: auditLog.subject })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.partnerId, partnerId),
        or(like(auditLog.action, 'contacts.%'), eq(auditLog.action, 'partner.edit')),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(LAST)
}

/** Which of these entries a button names (`contact:12`); null where it is none of them. */
export function entryNamed(entries: Checkable[], word: string): Checkable | null {
  return entries.find(({ kind, id }) => `${kind}:${id}` === word) ?? null
}
