import { sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'

/** « cont » in bytes. */
const LOCK = 0x636f6e74

/**
 * Lets one transaction at a time change contracts, until it ends: which rows tell of one contract is decided from what is
 * stored. Plans are chosen for tables that fill while it runs, whatever the statistics of before say.
 */
export async function holdContracts(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  for (const setting of ['enable_seqscan', 'enable_mergejoin'])
    await tx.execute(sql`select set_config(${setting}, 'off', true)`)
}
