import { and, asc, eq } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { keptReasons } from './schema.ts'

export type KeptReason = Pick<
  typeof keptReasons.$inferSelect,
  'finding' | 'ground' | 'words' | 'keptAt'
>

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
      and(eq(keptReasons.consultationId, consultationId), eq(keptReasons.partnerId, partnerId)),
    )
    .orderBy(asc(keptReasons.id))
}
