import type { Tx } from '../db/db.ts'
import { commitments } from './commitments/schema.ts'
import { AXES, COMMITMENTS, PACT } from './pact-data.ts'
import { axes, pact } from './schema.ts'

/** Gives a new database the pact's axes and commitments; one that has a pact keeps it as it is. */
export async function seedPact(tx: Tx): Promise<void> {
  const [added] = await tx
    .insert(pact)
    .values({ id: 1, ...PACT })
    .onConflictDoNothing()
    .returning({ id: pact.id })
  if (!added) return
  await tx.insert(axes).values(AXES.map((axis, index) => ({ ...axis, position: index + 1 })))
  await tx
    .insert(commitments)
    .values(COMMITMENTS.map((each, index) => ({ ...each, position: index + 1 })))
}
