import type { Tx } from '../../db/db.ts'
import type { Facts } from '../facts.ts'
import type { RecordState } from './precedence.ts'
import type { Projection, ProvenanceRow } from './projection.ts'
import { overriddenDeadlines } from '../schema.ts'

/**
 * Keeps, for the agents who typed it, that another deadline has come in the place of theirs. `records` are those that the
 * new projection was computed from: a typed one that has left its consultation was not overridden.
 */
export async function keepOverriddenDeadline(
  tx: Tx,
  before: { id: number; facts: Partial<Facts>; provenance: ProvenanceRow },
  after: Projection,
  records: RecordState[],
  now: Date,
): Promise<void> {
  const [typed, official] = [before.facts.deadline, after.facts.deadline]
  const origin = before.provenance.deadline
  if (!typed || !official || origin?.basis !== 'typed') return
  if (after.provenance.deadline?.basis === 'typed' || typed.instant === official.instant) return
  if (!records.some((record) => record.id === origin.recordId)) return
  await tx
    .insert(overriddenDeadlines)
    .values({
      consultationId: before.id,
      recordId: origin.recordId,
      typed,
      official,
      officialAt: new Date(official.instant),
      at: now,
    })
    .onConflictDoNothing()
}
