import type { Db, Tx } from '../../src/db/db.ts'

class Undone extends Error {}

/** Does work in a transaction that leaves no trace: quicker than emptying a hundred tables. */
export async function inPassing(db: Db, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      await work(tx)
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
  }
}
