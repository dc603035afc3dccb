import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { bodyNamed, partnerNamed } from './named.ts'
import { refused } from './problem.ts'
import type { SchemeEntry } from './read-entries.ts'
import { type Saved, saveEntry } from './save-entry.ts'
import { supportSchemes } from './schema.ts'

/** Adds the sheet of a support scheme, or changes the one with the same address word. */
export async function saveScheme(
  tx: Tx,
  entry: SchemeEntry,
  author: Author,
  version?: number,
): Promise<Saved> {
  const bodyId = entry.organisme === null ? null : await bodyNamed(tx, entry.organisme)
  if (entry.organisme !== null && bodyId === null)
    return refused('unknown-body', 'organisme', entry.organisme)
  const partner = entry.partenaire === null ? null : await partnerNamed(tx, entry.partenaire)
  if (entry.partenaire !== null && partner === null)
    return refused('unknown-partner', 'partenaire', entry.partenaire)
  const values = {
    theme: entry.theme,
    title: entry.titre,
    what: entry.objet,
    audience: entry.public,
    amount: entry.montant,
    steps: entry.demarches,
    law: entry.droit,
    bodyId,
    partnerId: partner?.id ?? null,
    demonstration: entry.demonstration,
    checkedOn: entry.verifie_le,
    source: entry.source,
    sourceUrl: entry.source_url,
    removedReason: '',
  }
  const ofSlug = eq(supportSchemes.slug, entry.identifiant)
  const [before] = await tx.select().from(supportSchemes).where(ofSlug).for('update')
  return saveEntry(tx, author, {
    kind: 'scheme',
    subject: `aide:${entry.identifiant}`,
    version,
    before: before ?? null,
    after: values,
    add: () =>
      tx
        .insert(supportSchemes)
        .values({ ...values, slug: entry.identifiant, changedAt: author.now })
        .returning({ id: supportSchemes.id }),
    change: (stamp) =>
      tx
        .update(supportSchemes)
        .set({ ...values, removedAt: null, ...stamp })
        .where(ofSlug)
        .returning({ id: supportSchemes.id }),
  })
}
