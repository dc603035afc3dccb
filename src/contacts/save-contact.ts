import { asc, eq } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { bodyNamed } from './named.ts'
import { refused } from './problem.ts'
import type { ContactEntry } from './read-entries.ts'
import type { Saved } from './save-body.ts'
import { helpContacts, helpSeats } from './schema.ts'
import { changedColumns, isMove, tellChange } from './tell-change.ts'

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
  const [known] = await tx
    .select()
    .from(helpContacts)
    .where(eq(helpContacts.slug, entry.identifiant))
    .for('update')
  if (version !== undefined && known?.version !== version) return refused('stale')
  const before = known ? { ...known, seats: await seatsOf(tx, known.id) } : null
  const after = { ...values, seats }
  if (before && before.removedAt === null && changedColumns(before, after).length === 0)
    return { ok: true, id: before.id, what: 'same' }
  const moved = isMove(before ?? null, after)
  const [row] = before
    ? await tx
        .update(helpContacts)
        .set({
          ...values,
          removedAt: null,
          ...(moved ? { changedAt: author.now, version: before.version + 1 } : {}),
        })
        .where(eq(helpContacts.id, before.id))
        .returning({ id: helpContacts.id })
    : await tx
        .insert(helpContacts)
        .values({ ...values, slug: entry.identifiant, changedAt: author.now })
        .returning({ id: helpContacts.id })
  if (!row) throw new Error('a write returned no row')
  await tx.delete(helpSeats).where(eq(helpSeats.contactId, row.id))
  if (seats.length > 0)
    await tx.insert(helpSeats).values(seats.map((seat) => ({ contactId: row.id, bodyId: seat })))
  await tellChange(
    tx,
    author,
    before ? (moved ? 'contacts.contact.edit' : 'contacts.check') : 'contacts.contact.add',
    `interlocuteur:${entry.identifiant}`,
    { before, after },
  )
  return { ok: true, id: row.id, what: before ? 'changed' : 'added' }
}

async function seatsOf(reader: Reader, contactId: number): Promise<number[]> {
  const rows = await reader
    .select({ id: helpSeats.bodyId })
    .from(helpSeats)
    .where(eq(helpSeats.contactId, contactId))
    .orderBy(asc(helpSeats.bodyId))
  return rows.map(({ id }) => id)
}
