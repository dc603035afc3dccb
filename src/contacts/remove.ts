import { and, eq, gte, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { type Outcome, refused } from './problem.ts'
import { helpBodies, helpContacts, helpRules, supportSchemes } from './schema.ts'
import { tellChange } from './tell-change.ts'

/**
 * Takes a contact out of the list: its function stays, with the reason, for who comes by an old address; what reaches
 * the person is erased. Refused where it has left already.
 */
export async function removeContact(
  tx: Tx,
  id: number,
  reason: string,
  author: Author,
): Promise<Outcome> {
  const gone = {
    removedAt: author.now,
    removedReason: reason,
    person: null,
    email: null,
    phones: [],
    office: '',
    changedAt: author.now,
    version: sql`${helpContacts.version} + 1`,
  }
  const [row] = await tx
    .update(helpContacts)
    .set(gone)
    .where(and(eq(helpContacts.id, id), isNull(helpContacts.removedAt)))
    .returning({ slug: helpContacts.slug })
  if (!row) return refused('stale')
  await tellChange(tx, author, 'contacts.contact.remove', `interlocuteur:${row.slug}`, {
    before: null,
    after: { removedReason: reason },
  })
  return { ok: true }
}

/** The same for a body, which must have no contacts, no rule in force on `today` or later, and no sheet any more. */
export async function removeBody(
  tx: Tx,
  id: number,
  reason: string,
  author: Author,
  today: string,
): Promise<Outcome> {
  const [body] = await tx
    .select()
    .from(helpBodies)
    .where(and(eq(helpBodies.id, id), isNull(helpBodies.removedAt)))
    .for('update')
  if (!body) return refused('stale')
  const [contact] = await tx
    .select({ id: helpContacts.id })
    .from(helpContacts)
    .where(and(eq(helpContacts.bodyId, id), isNull(helpContacts.removedAt)))
    .limit(1)
  const [rule] = await tx
    .select({ id: helpRules.id })
    .from(helpRules)
    .where(
      and(
        eq(helpRules.bodyId, id),
        or(isNull(helpRules.inForceUntil), gte(helpRules.inForceUntil, today)),
      ),
    )
    .limit(1)
  const [scheme] = await tx
    .select({ id: supportSchemes.id })
    .from(supportSchemes)
    .where(and(eq(supportSchemes.bodyId, id), isNull(supportSchemes.removedAt)))
    .limit(1)
  if (contact || rule || scheme) return refused('in-use')
  await tx
    .update(helpBodies)
    .set({
      removedAt: author.now,
      removedReason: reason,
      email: null,
      phones: [],
      changedAt: author.now,
      version: body.version + 1,
    })
    .where(eq(helpBodies.id, id))
  await tellChange(tx, author, 'contacts.body.remove', `organisme:${body.slug}`, {
    before: null,
    after: { removedReason: reason },
  })
  return { ok: true }
}

/** The same for the sheet of a support scheme. Refused where it has left already. */
export async function removeScheme(
  tx: Tx,
  id: number,
  reason: string,
  author: Author,
): Promise<Outcome> {
  const [row] = await tx
    .update(supportSchemes)
    .set({
      removedAt: author.now,
      removedReason: reason,
      changedAt: author.now,
      version: sql`${supportSchemes.version} + 1`,
    })
    .where(and(eq(supportSchemes.id, id), isNull(supportSchemes.removedAt)))
    .returning({ slug: supportSchemes.slug })
  if (!row) return refused('stale')
  await tellChange(tx, author, 'contacts.scheme.remove', `aide:${row.slug}`, {
    before: null,
    after: { removedReason: reason },
  })
  return { ok: true }
}
