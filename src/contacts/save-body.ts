import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { partnerNamed } from './named.ts'
import { refused } from './problem.ts'
import type { BodyEntry } from './read-entries.ts'
import { type Saved, saveEntry } from './save-entry.ts'
import { helpBodies } from './schema.ts'

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
  const ofSlug = eq(helpBodies.slug, entry.identifiant)
  const [before] = await tx.select().from(helpBodies).where(ofSlug).for('update')
  return saveEntry(tx, author, {
    kind: 'body',
    subject: `organisme:${entry.identifiant}`,
    version,
    before: before ?? null,
    after: values,
    add: () =>
      tx
        .insert(helpBodies)
        .values({ ...values, slug: entry.identifiant, changedAt: author.now })
        .returning({ id: helpBodies.id }),
    change: (stamp) =>
      tx
        .update(helpBodies)
        .set({ ...values, removedAt: null, ...stamp })
        .where(ofSlug)
        .returning({ id: helpBodies.id }),
  })
}
