import { desc, eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { helpBodies, helpContacts, supportSchemes } from './schema.ts'

/** Something of the contacts that is new, has changed or has left. */
export interface ContactMove {
  kind: 'body' | 'contact' | 'scheme'
  slug: string
  /** Version of the row: 1 where it is new. */
  version: number
  changedAt: Date
  /** A body's name, a contact's function, a sheet's title. */
  title: string
  /** Name of the contact's body, and its address word. */
  body: { name: string; slug: string } | null
  /** What a sheet or a body is about. */
  text: string
  /** Null: it stands. */
  removedReason: string | null
}

const MOST = 50

/** The fifty last moves of bodies, contacts and sheets, the newest first: of each thing, the last one. */
export async function lastMoves(reader: Reader): Promise<ContactMove[]> {
  const bodies = await reader
    .select()
    .from(helpBodies)
    .orderBy(desc(helpBodies.changedAt), desc(helpBodies.id))
    .limit(MOST)
  const contacts = await reader
    .select({ contact: helpContacts, body: { name: helpBodies.name, slug: helpBodies.slug } })
    .from(helpContacts)
    .innerJoin(helpBodies, eq(helpBodies.id, helpContacts.bodyId))
    .orderBy(desc(helpContacts.changedAt), desc(helpContacts.id))
    .limit(MOST)
  const schemes = await reader
    .select()
    .from(supportSchemes)
    .orderBy(desc(supportSchemes.changedAt), desc(supportSchemes.id))
    .limit(MOST)
  const moves: ContactMove[] = [
    ...bodies.map((row) => ({
      ...movedRow(row),
      kind: 'body' as const,
      title: row.name,
      body: null,
      text: row.role,
    })),
    ...contacts.map(({ contact, body }) => ({
      ...movedRow(contact),
      kind: 'contact' as const,
      title: contact.function,
      body,
      text: '',
    })),
    ...schemes.map((row) => ({
      ...movedRow(row),
      kind: 'scheme' as const,
      title: row.title,
      body: null,
      text: row.what,
    })),
  ]
  return moves
    .toSorted((one, other) => other.changedAt.getTime() - one.changedAt.getTime())
    .slice(0, MOST)
}

function movedRow(row: {
  slug: string
  version: number
  changedAt: Date
  removedAt: Date | null
  removedReason: string
}): Pick<ContactMove, 'slug' | 'version' | 'changedAt' | 'removedReason'> {
  const { slug, version, changedAt, removedAt, removedReason } = row
  return { slug, version, changedAt, removedReason: removedAt === null ? null : removedReason }
}
