import { and, asc, eq, gte, isNull, or } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { helpBodies, helpRules } from './schema.ts'

export type RuleRow = typeof helpRules.$inferSelect

/** A rule with the body to which it leads. */
export interface ListedRule {
  rule: RuleRow
  /** Null where it leads to no one body. */
  body: { slug: string; name: string } | null
}

/** Rules that hold on a day or will (null: of all dates), by kind of problem and rank. */
export async function listRules(reader: Reader, from: string | null): Promise<ListedRule[]> {
  return reader
    .select({ rule: helpRules, body: { slug: helpBodies.slug, name: helpBodies.name } })
    .from(helpRules)
    .leftJoin(helpBodies, eq(helpBodies.id, helpRules.bodyId))
    .where(
      from === null
        ? undefined
        : and(or(isNull(helpRules.inForceUntil), gte(helpRules.inForceUntil, from))),
    )
    .orderBy(asc(helpRules.problem), asc(helpRules.rank), asc(helpRules.id))
}

/** One rule by its number; null where there is none. */
export async function findRule(reader: Reader, id: number): Promise<ListedRule | null> {
  const [row] = await reader
    .select({ rule: helpRules, body: { slug: helpBodies.slug, name: helpBodies.name } })
    .from(helpRules)
    .leftJoin(helpBodies, eq(helpBodies.id, helpRules.bodyId))
    .where(eq(helpRules.id, id))
  return row ?? null
}
