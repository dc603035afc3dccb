import { eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Author } from './author.ts'
import { bodyNamed } from './named.ts'
import { refused } from './problem.ts'
import type { RuleEntry } from './read-entries.ts'
import { type Saved, saveEntry } from './save-entry.ts'
import { helpRules } from './schema.ts'

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
  const ofSlug = eq(helpRules.slug, entry.identifiant)
  const [before] = await tx.select().from(helpRules).where(ofSlug).for('update')
  return saveEntry(tx, author, {
    kind: 'rule',
    subject: `regle:${entry.identifiant}`,
    version,
    before: before ?? null,
    after: values,
    add: () =>
      tx
        .insert(helpRules)
        .values({ ...values, slug: entry.identifiant })
        .returning({ id: helpRules.id }),
    change: ({ version: next }) =>
      tx
        .update(helpRules)
        .set({ ...values, version: next })
        .where(ofSlug)
        .returning({ id: helpRules.id }),
  })
}
