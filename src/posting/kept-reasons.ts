import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import { keptReasons } from './schema.ts'

export type KeptReason = Pick<
  typeof keptReasons.$inferSelect,
  'finding' | 'ground' | 'words' | 'keptAt'
>

/** Keeps why warnings were not followed. */
export async function keepReasons(
  tx: Tx,
  consultationId: number,
  partnerId: number,
  actor: string,
  reasons: { finding: string; ground: string; words: string }[],
  now: Date,
): Promise<void> {
  if (reasons.length === 0) return
  const common = { consultationId, partnerId, keptBy: actor, keptAt: now }
  await tx.insert(keptReasons).values(reasons.map((each) => ({ ...common, ...each })))
}

/** Why this partner's agents kept to what the checks of a consultation warned of: for the partner's eyes only. */
export function keptReasonsOf(
  reader: Reader,
  consultationId: number,
  partnerId: number,
): Promise<KeptReason[]> {
  return reader
    .select({
      finding: keptReasons.finding,
      ground: keptReasons.ground,
      words: keptReasons.words,
      keptAt: keptReasons.keptAt,
    })
    .from(keptReasons)
    .where(
      and(
        sql`${keptReasons.consultationId} in (${itAndWhatJoinedIt(consultationId)})`,
        eq(keptReasons.partnerId, partnerId),
      ),
    )
    .orderBy(asc(keptReasons.id))
}

/** What was kept of a consultation holds of the one that it turned out to be. */
function itAndWhatJoinedIt(consultationId: number): SQL {
  return sql`with recursive one(id) as (
      select ${consultationId}::int
      union select c.id from consultations c join one on c.joined_into_id = one.id)
    select id from one`
}
