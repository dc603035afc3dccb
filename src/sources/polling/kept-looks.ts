import { desc, eq, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../../db/db.ts'
import { type LookOutcome, sourceLooks } from '../schema.ts'

/** What is kept of one look at a source, or of one file that its partner had imported. */
export interface KeptLook {
  at: Date
  outcome: LookOutcome
  /** Why it failed; null otherwise. */
  code: string | null
  detail: string | null
  /** Items of a document, or rows of a file. */
  items: number | null
  added: number | null
  changed: number | null
  /** How long it took; null where nobody measured. */
  ms: number | null
}

/** Looks kept of one source. */
const KEPT = 50

/** Keeps a look at a source, in the place of the one fifty looks earlier: one statement, and never more rows. */
export async function keepLook(db: Reader | Tx, sourceId: number, look: KeptLook): Promise<void> {
  const number = sql`(select coalesce(max(number), 0) + 1 from ${sourceLooks} where ${sourceLooks.sourceId} = ${sourceId})`
  const values = { ...look, sourceId, number, slot: sql`${number} % ${KEPT}` }
  await db
    .insert(sourceLooks)
    .values(values)
    .onConflictDoUpdate({
      target: [sourceLooks.sourceId, sourceLooks.slot],
      set: {
        number: sql`excluded.number`,
        at: sql`excluded.at`,
        outcome: sql`excluded.outcome`,
        code: sql`excluded.code`,
        detail: sql`excluded.detail`,
        items: sql`excluded.items`,
        added: sql`excluded.added`,
        changed: sql`excluded.changed`,
        ms: sql`excluded.ms`,
      },
    })
}

/** The last looks at a source, newest first. */
export async function looksAt(reader: Reader, sourceId: number): Promise<KeptLook[]> {
  return reader
    .select({
      at: sourceLooks.at,
      outcome: sourceLooks.outcome,
      code: sourceLooks.code,
      detail: sourceLooks.detail,
      items: sourceLooks.items,
      added: sourceLooks.added,
      changed: sourceLooks.changed,
      ms: sourceLooks.ms,
    })
    .from(sourceLooks)
    .where(eq(sourceLooks.sourceId, sourceId))
    .orderBy(desc(sourceLooks.number))
}
