import { asc, eq } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { bodyNamed } from './named.ts'
import { refused } from './problem.ts'
import type { ContactEntry } from './read-entries.ts'
import { type Saved, saveEntry } from './save-entry.ts'
import { helpContacts, helpSeats } from './schema.ts'

/** Adds a contact, or changes the one with the same address word, with the bodies in which it sits. */
export async function saveContact(
  tx: Tx,
  entry: ContactEntry,
  author: Author,
  version?: number,
): Promise<Saved> {
  const bodyId = await bodyNamed(tx, entry.organisme)
  if (bodyId === null) return refused('unknown-body', 'organisme', entry.organisme)
  const seats: number[] = []
  for (const slug of entry.siege_dans) {
    const id = await bodyNamed(tx, slug)
    if (id === null) return refused('unknown-body', 'siege_dans', slug)
    seats.push(id)
  }
  seats.sort((one, other) => one - other)
  const values = {
    bodyId,
    function: entry.fonction,
    person: entry.personne,
    email: entry.courriel,
    phones: entry.telephones,
    office: entry.bureau,
    territories: entry.territoires,
    trades: entry.metiers,
    problems: entry.problemes,
    demonstration: entry.demonstration,
    checkedOn: entry.verifie_le,
    source: entry.source,
    sourceUrl: entry.source_url,
    removedReason: '',
  }
  const ofSlug = eq(helpContacts.slug, entry.identifiant)
  const [known] = await tx.select().from(helpContacts).where(ofSlug).for('update')
  const before = known ? { ...known, seats: await seatsOf(tx, known.id) } : null
  const saved = await saveEntry(tx, author, {
    kind: 'contact',
    subject: `interlocuteur:${entry.identifiant}`,
    version,
    before,
    after: { ...values, seats },
    add: () =>
      tx
        .insert(helpContacts)
        .values({ ...values, slug: entry.identifiant, changedAt: author.now })
        .returning({ id: helpContacts.id }),
    change: (stamp) =>
      tx
        .update(helpContacts)
        .set({ ...values, removedAt: null, ...stamp })
        .where(ofSlug)
        .returning({ id: helpContacts.id }),
  })
  if (!saved.ok || saved.what === 'same') return saved
  await tx.delete(helpSeats).where(eq(helpSeats.contactId, saved.id))
  if (seats.length > 0)
    await tx.insert(helpSeats).values(seats.map((seat) => ({ contactId: saved.id, bodyId: seat })))
  return saved
}

async function seatsOf(reader: Reader, contactId: number): Promise<number[]> {
  const rows = await reader
    .select({ id: helpSeats.bodyId })
    .from(helpSeats)
    .where(eq(helpSeats.contactId, contactId))
    .orderBy(asc(helpSeats.bodyId))
  return rows.map(({ id }) => id)
}
