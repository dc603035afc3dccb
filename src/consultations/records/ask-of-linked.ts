import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { possibleDuplicates, sourceRecords } from '../schema.ts'

/**
 * Asks whether consultations that a source told of apart are one, where one of these records now bears the name of
 * another: a notice may concern two that nothing had linked before. Merges nothing, and asks once.
 */
export async function askOfLinked(
  tx: Tx,
  sourceId: number,
  externalIds: string[],
  now: Date,
): Promise<void> {
  const ids = sql.param(externalIds, sourceRecords.alternateIds)
  await tx.execute(sql`
    insert into ${possibleDuplicates} (elder_id, younger_id, why, asked_at)
    select distinct least(own.consultation_id, other.consultation_id),
      greatest(own.consultation_id, other.consultation_id), '"linked"'::jsonb, ${now.toISOString()}::timestamptz
    from ${sourceRecords} own
    cross join lateral unnest(own.alternate_ids) as name
    join ${sourceRecords} other on other.source_id = own.source_id and other.external_id = name
    where own.source_id = ${sourceId} and own.external_id = any(${ids})
      and other.consultation_id <> own.consultation_id
    on conflict do nothing`)
}
