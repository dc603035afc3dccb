import { sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'

/** « cont » in bytes. */
const LOCK = 0x636f6e74

/**
 * Lets one transaction at a time change contracts, until it ends: which rows tell of one contract is decided from what is
 * stored. Until `planFreely`, statements look rows up by their indexes only: what is best for the table as it was would
 * be done a thousand times over the one that fills.
 */
export async function holdContracts(tx: Tx): Promise<void> {
  // Another import may take long, and so may the last statements of this one.
  await tx.execute(sql`select set_config('statement_timeout', '0', true)`)
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`)
  await plan(tx, 'off')
}

/** Lets the transaction's next statements be planned as any other. */
export async function planFreely(tx: Tx): Promise<void> {
  await plan(tx, 'on')
}

async function plan(tx: Tx, value: 'on' | 'off'): Promise<void> {
  for (const setting of ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'])
    await tx.execute(sql`select set_config(${setting}, ${value}, true)`)
}
