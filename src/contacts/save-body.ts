import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { partnerNamed } from './named.ts'
import { type Outcome, refused } from './problem.ts'
import type { BodyEntry } from './read-entries.ts'
import { helpBodies } from './schema.ts'
import { changedColumns, isMove, tellChange } from './tell-change.ts'

/** What became of one thing said. */
export type Saved = Outcome<{ id: number; what: 'added' | 'changed' | 'same' }>

/**
 * Adds a body, or changes the one with the same address word: one that had left comes back. A partner is called as in
 * the directory. `version` is the one that was read, where somebody read it.
 */
export async function saveBody(
  tx: Tx,
  entry: BodyEntry,
  author: Author,
  version?: number,
): Promise<Saved> {
  const partner = entry.partenaire === null ? null : await partnerNamed(tx, entry.partenaire)
  if (entry.partenaire !== null && partner === null)
    return refused('unknown-partner', 'partenaire', entry.partenaire)
  const partnerId = partner?.id ?? null
  if (partnerId !== null) {
    const [other] = await tx
      .select({ id: helpBodies.id })
      .from(helpBodies)
      .where(and(eq(helpBodies.partnerId, partnerId), ne(helpBodies.slug, entry.identifiant)))
    if (other) return refused('repeated', 'partenaire', entry.partenaire ?? '')
  }
  const values = {
    partnerId,
    kind: entry.nature,
    name: partner?.name ?? entry.nom,
    role: entry.role,
    website: entry.site,
    office: entry.bureau,
    phones: entry.telephones,
    email: entry.courriel,
    territories: entry.territoires,
    problems: entry.problemes,
    demonstration: entry.demonstration,
    checkedOn: entry.verifie_le,
    source: entry.source,
    sourceUrl: entry.source_url,
    removedReason: '',
  }
  const [before] = await tx
    .select()
    .from(helpBodies)
    .where(eq(helpBodies.slug, entry.identifiant))
    .for('update')
  if (version !== undefined && before?.version !== version) return refused('stale')
  if (before && before.removedAt === null && changedColumns(before, values).length === 0)
    return { ok: true, id: before.id, what: 'same' }
  const moved = isMove(before ?? null, values)
  const [row] = before
    ? await tx
        .update(helpBodies)
        .set({
          ...values,
          removedAt: null,
          ...(moved ? { changedAt: author.now, version: before.version + 1 } : {}),
        })
        .where(eq(helpBodies.id, before.id))
        .returning({ id: helpBodies.id })
    : await tx
        .insert(helpBodies)
        .values({ ...values, slug: entry.identifiant, changedAt: author.now })
        .returning({ id: helpBodies.id })
  if (!row) throw new Error('a write returned no row')
  const what = before ? 'changed' : 'added'
  await tellChange(
    tx,
    author,
    before ? (moved ? 'contacts.body.edit' : 'contacts.check') : 'contacts.body.add',
    `organisme:${entry.identifiant}`,
    { before: before ?? null, after: values },
  )
  return { ok: true, id: row.id, what }
}
