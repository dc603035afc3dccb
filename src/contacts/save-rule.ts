import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { bodyNamed } from './named.ts'
import { refused } from './problem.ts'
import type { RuleEntry } from './read-entries.ts'
import type { Saved } from './save-body.ts'
import { helpRules } from './schema.ts'
import { changedColumns, tellChange } from './tell-change.ts'

/** Adds a rule, or changes the one with the same address word: a rule is ended by its last day, never taken away. */
export async function saveRule(
  tx: Tx,
  entry: RuleEntry,
  author: Author,
  version?: number,
): Promise<Saved> {
  const bodyId = entry.bodySlug === null ? null : await bodyNamed(tx, entry.bodySlug)
  if (entry.bodySlug !== null && bodyId === null)
    return refused('unknown-body', 'vers', entry.bodySlug)
  const values = {
    problem: entry.probleme,
    employeesFrom: entry.effectif_a_partir_de,
    employeesBelow: entry.effectif_moins_de,
    territories: entry.territoires,
    target: entry.target,
    bodyId,
    rank: entry.rang,
    reason: entry.motif,
    source: entry.source,
    sourceUrl: entry.source_url,
    inForceFrom: entry.depuis,
    inForceUntil: entry.jusqu_au,
    demonstration: entry.demonstration,
  }
  const [before] = await tx
    .select()
    .from(helpRules)
    .where(eq(helpRules.slug, entry.identifiant))
    .for('update')
  if (version !== undefined && before?.version !== version) return refused('stale')
  if (before && changedColumns(before, values).length === 0)
    return { ok: true, id: before.id, what: 'same' }
  const [row] = before
    ? await tx
        .update(helpRules)
        .set({ ...values, version: before.version + 1 })
        .where(eq(helpRules.id, before.id))
        .returning({ id: helpRules.id })
    : await tx
        .insert(helpRules)
        .values({ ...values, slug: entry.identifiant })
        .returning({ id: helpRules.id })
  if (!row) throw new Error('a write returned no row')
  await tellChange(
    tx,
    author,
    before ? 'contacts.rule.edit' : 'contacts.rule.add',
    `regle:${entry.identifiant}`,
    { before: before ?? null, after: values },
  )
  return { ok: true, id: row.id, what: before ? 'changed' : 'added' }
}
