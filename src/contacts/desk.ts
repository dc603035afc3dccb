import { and, desc, eq, like, or } from 'drizzle-orm'
import { auditLog } from '../audit/schema.ts'
import { agentOf } from '../auth/guard.ts'
import type { Lists } from '../consultations/lists.ts'
import type { Reader } from '../db/db.ts'
import type { GuichetContext } from '../http/route.ts'
import { parisDay } from '../rules/calendar.ts'
import type { Author } from './author.ts'
import type { ReadingContext } from './read-entries.ts'
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

/** Contacts as administrators keep them. */
export const ADMINISTRATION = '/espace/administration/contacts'
/** Contacts as a partner keeps its own. */
export const DESK = '/espace/:partner/contacts'

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

/** Where the one who asks works: the partner's desk, or the administration. */
export interface Place {
  base: string
  /** Null for an administrator of the instance. */
  partner: { id: number; slug: string; name: string } | null
  lists: Lists
  today: string
}

/** Where this request is made, and what may be typed there. */
export function placeOf(c: GuichetContext, lists: Lists): Place {
  const partner = c.var.partner ?? null
  return {
    base: partner ? `/espace/${partner.slug}/contacts` : ADMINISTRATION,
    partner,
    lists,
    today: parisDay(c.var.deps.now()),
  }
}

/** What entries are read with. */
export function contextOf({ lists, today }: Place): ReadingContext {
  return { gazetteer: lists.gazetteer, trades: lists.trades.map(({ slug }) => slug), today }
}

/** Where a form leads once it is saved. */
export function whenSaved({ base }: Place): string {
  return `${base}?fait=enregistre`
}
