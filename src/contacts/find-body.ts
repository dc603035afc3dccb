import { and, asc, desc, eq, gte, isNotNull, isNull, or } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { type BodyRow, contactsOf, type ContactRow, type ListedBody } from './list-bodies.ts'
import { helpBodies, helpContacts, helpSeats, supportSchemes } from './schema.ts'

/** What the page of a body shows. */
export interface BodyPage extends ListedBody {
  /** Contacts of other bodies that sit in it. */
  members: { contact: ContactRow; body: { slug: string; name: string } }[]
  /** Contacts that have left within a year, the last first. */
  left: { function: string; removedAt: Date; removedReason: string }[]
  schemes: { slug: string; title: string }[]
}

const YEAR_MS = 365 * 86_400_000

/** A body by its address word, one that has left too; null where there is none. */
export async function findBody(reader: Reader, slug: string, now: Date): Promise<BodyPage | null> {
  const today = now.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' })
  const staying = or(isNull(partners.signatoryUntil), gte(partners.signatoryUntil, today))
  const [row] = await reader
    .select({ body: helpBodies, partner: partners.slug })
    .from(helpBodies)
    .leftJoin(partners, and(eq(partners.id, helpBodies.partnerId), staying))
    .where(eq(helpBodies.slug, slug))
  if (!row) return null
  const { id } = row.body
  const contacts = await contactsOf(reader, [id], { keys: null, trade: null })
  const members = await reader
    .select({ contact: helpContacts, body: { slug: helpBodies.slug, name: helpBodies.name } })
    .from(helpSeats)
    .innerJoin(helpContacts, eq(helpContacts.id, helpSeats.contactId))
    .innerJoin(helpBodies, eq(helpBodies.id, helpContacts.bodyId))
    .where(and(eq(helpSeats.bodyId, id), isNull(helpContacts.removedAt)))
    .orderBy(asc(helpBodies.name), asc(helpContacts.id))
  const left = await reader
    .select({
      function: helpContacts.function,
      removedAt: helpContacts.removedAt,
      removedReason: helpContacts.removedReason,
    })
    .from(helpContacts)
    .where(
      and(
        eq(helpContacts.bodyId, id),
        isNotNull(helpContacts.removedAt),
        gte(helpContacts.removedAt, new Date(now.getTime() - YEAR_MS)),
      ),
    )
    .orderBy(desc(helpContacts.removedAt))
  const schemes = await reader
    .select({ slug: supportSchemes.slug, title: supportSchemes.title })
    .from(supportSchemes)
    .where(and(eq(supportSchemes.bodyId, id), isNull(supportSchemes.removedAt)))
    .orderBy(asc(supportSchemes.title), asc(supportSchemes.id))
  return {
    ...row,
    contacts: contacts.get(id) ?? [],
    members,
    left: left.flatMap(({ removedAt, ...each }) => (removedAt ? { ...each, removedAt } : [])),
    schemes,
  }
}

/** A contact that stands, with its body; null where there is none, or none any more. */
export async function findContact(
  reader: Reader,
  slug: string,
): Promise<{ contact: ContactRow; body: BodyRow } | null> {
  const [row] = await reader
    .select({ contact: helpContacts, body: helpBodies })
    .from(helpContacts)
    .innerJoin(helpBodies, eq(helpBodies.id, helpContacts.bodyId))
    .where(and(eq(helpContacts.slug, slug), isNull(helpContacts.removedAt)))
  return row ?? null
}
