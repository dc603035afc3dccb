import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { partnerNamed } from './named.ts'
import { refused } from './problem.ts'
import type { PracticeEntry } from './read-entries.ts'
import type { Saved } from './save-entry.ts'
import { buyingPractices } from './schema.ts'
import { changedColumns, tellChange } from './tell-change.ts'

/** Writes how a partner buys, whole; its number is the partner's. */
export async function savePractice(
  tx: Tx,
  entry: PracticeEntry,
  author: Author,
  version?: number,
): Promise<Saved> {
  const partner = await partnerNamed(tx, entry.partenaire)
  if (partner === null) return refused('unknown-partner', 'partenaire', entry.partenaire)
  const partnerId = partner.id
  const values = {
    services: entry.services,
    thresholds: entry.seuils,
    lots: entry.allotissement,
    payment: entry.paiement,
    platform: entry.plateforme,
    smallContracts: entry.petits_marches,
    checkedOn: entry.verifie_le,
    source: entry.source,
    sourceUrl: entry.source_url,
    demonstration: entry.demonstration,
  }
  const [before] = await tx
    .select()
    .from(buyingPractices)
    .where(eq(buyingPractices.partnerId, partnerId))
    .for('update')
  if (version !== undefined && (before?.version ?? 0) !== version) return refused('stale')
  if (before && changedColumns(before, values).length === 0)
    return { ok: true, id: partnerId, what: 'same' }
  const [written] = before
    ? await tx
        .update(buyingPractices)
        .set({ ...values, version: before.version + 1 })
        .where(eq(buyingPractices.partnerId, partnerId))
        .returning({ partnerId: buyingPractices.partnerId })
    : await tx
        .insert(buyingPractices)
        .values({ ...values, partnerId })
        .onConflictDoNothing()
        .returning({ partnerId: buyingPractices.partnerId })
  if (!written) return refused('stale')
  await tellChange(tx, author, 'contacts.practice.edit', `pratiques:${entry.partenaire}`, {
    before: before ?? null,
    after: values,
  })
  return { ok: true, id: partnerId, what: before ? 'changed' : 'added' }
}
