import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { bodyNamed, partnerNamed } from './named.ts'
import { refused } from './problem.ts'
import type { SchemeEntry } from './read-entries.ts'
import type { Saved } from './save-body.ts'
import { supportSchemes } from './schema.ts'
import { changedColumns, isMove, tellChange } from './tell-change.ts'

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
  const [before] = await tx
    .select()
    .from(supportSchemes)
    .where(eq(supportSchemes.slug, entry.identifiant))
    .for('update')
  if (version !== undefined && before?.version !== version) return refused('stale')
  if (before && before.removedAt === null && changedColumns(before, values).length === 0)
    return { ok: true, id: before.id, what: 'same' }
  const moved = isMove(before ?? null, values)
  const [row] = before
    ? await tx
        .update(supportSchemes)
        .set({
          ...values,
          removedAt: null,
          ...(moved ? { changedAt: author.now, version: before.version + 1 } : {}),
        })
        .where(eq(supportSchemes.id, before.id))
        .returning({ id: supportSchemes.id })
    : await tx
        .insert(supportSchemes)
        .values({ ...values, slug: entry.identifiant, changedAt: author.now })
        .returning({ id: supportSchemes.id })
  if (!row) throw new Error('a write returned no row')
  await tellChange(
    tx,
    author,
    before ? (moved ? 'contacts.scheme.edit' : 'contacts.check') : 'contacts.scheme.add',
    `aide:${entry.identifiant}`,
    { before: before ?? null, after: values },
  )
  return { ok: true, id: row.id, what: before ? 'changed' : 'added' }
}
