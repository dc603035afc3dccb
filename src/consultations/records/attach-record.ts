import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { RecordContext, RecordDraft } from './draft.ts'
import { projectAgain } from './project-again.ts'
import { recordRow } from './rows.ts'
import { sourceRecords } from '../schema.ts'

/**
 * Records what a source says of a consultation that is known to be meant, whatever its reference: an agent chose it.
 * The source must not tell of it yet. `joined`: what nobody told before corrects nothing; `changed`: it is told to firms.
 */
export async function attachRecord(
  tx: Tx,
  sourceId: number,
  consultationId: number,
  draft: RecordDraft,
  context: RecordContext,
  how: 'joined' | 'changed' = 'joined',
): Promise<void> {
  const [row] = await tx
    .insert(sourceRecords)
    .values(recordRow(sourceId, consultationId, draft, context.now))
    .returning({ id: sourceRecords.id })
  if (!row) throw new Error(`${draft.externalId} was not recorded`)
  await projectAgain(tx, consultationId, { id: row.id, ...draft }, how, context)
  await bumpVersions(tx, ['board'], [consultationId])
}
