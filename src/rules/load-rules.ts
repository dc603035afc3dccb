import { asc } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Reader, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { caseOf, type Rule } from './rule.ts'
import { RULES } from './rules-data.ts'
import { rules } from './schema.ts'

/** Every rule, of all dates, in a steady order. */
export async function loadRules(reader: Reader): Promise<Rule[]> {
  return reader
    .select({
      name: rules.name,
      category: rules.category,
      buyer: rules.buyer,
      procedure: rules.procedure,
      circumstance: rules.circumstance,
      amountFrom: rules.amountFrom,
      period: rules.period,
      from: rules.from,
      until: rules.until,
      value: rules.value,
      article: rules.article,
    })
    .from(rules)
    .orderBy(asc(rules.key))
}

/** Gives a database the rules that the program knows; those it has stay as an administrator made them. */
export async function seedRules(tx: Tx): Promise<void> {
  await tx
    .insert(rules)
    .values(RULES.map((rule) => ({ ...rule, key: keyOf(rule) })))
    .onConflictDoNothing()
}

/**
 * Writes these rules: a new one is added, one with the same name, case and first day is replaced (that is how a rule
 * is ended). Others stay. Answers how many were added and how many changed, and tells the audit log of each; without
 * `write` only counts.
 */
export async function importRules(
  tx: Tx,
  imported: readonly Rule[],
  { actor, now, write }: { actor: string; now: Date; write: boolean },
): Promise<{ added: number; changed: number }> {
  const known = new Map((await loadRules(tx)).map((rule) => [keyOf(rule), rule]))
  const counts = { added: 0, changed: 0 }
  for (const rule of imported) {
    const before = known.get(keyOf(rule))
    if (before && isSame(before, rule)) continue
    counts[before ? 'changed' : 'added'] += 1
    if (!write) continue
    await tx
      .insert(rules)
      .values({ ...rule, key: keyOf(rule) })
      .onConflictDoUpdate({ target: rules.key, set: rule })
    await recordAudit(tx, {
      at: now,
      actor,
      action: 'rule.import',
      subject: `rule:${keyOf(rule)}`,
      ...(before ? { before: { ...before } } : {}),
      after: { ...rule },
    })
  }
  if (write && counts.added + counts.changed > 0) await bumpVersions(tx, ['templates'])
  return counts
}

function keyOf(rule: Rule): string {
  return `${caseOf(rule)} ${rule.from}`
}

function isSame(a: Rule, b: Rule): boolean {
  return a.value === b.value && a.until === b.until && a.article === b.article
}
