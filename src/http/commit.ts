import type { Tx } from '../db/db.ts'
import { isOutage } from '../db/outage.ts'
import type { GuichetContext } from './route.ts'

/**
 * Writes in one transaction, and gives what it gave: what this process renders from then on knows of it. Where the
 * database goes away right after, the write stands all the same, and what is kept goes out with its age said.
 */
export async function commit<Written>(
  c: GuichetContext,
  act: (tx: Tx) => Promise<Written>,
): Promise<Written> {
  const { db, versions } = c.var.deps
  const written = await db.transaction(act)
  await versions.refresh().catch((error: unknown) => {
    if (!isOutage(error)) throw error
  })
  return written
}

/** What was just done, said in these words: the page that a write leads to has its name (`?fait=enregistre`). */
export function doneIn(c: GuichetContext, words: Record<string, string>): string | null {
  return new Map(Object.entries(words)).get(c.req.query('fait') ?? '') ?? null
}
