import { and, eq, inArray } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { isAlive, type Subscription } from './lease.ts'
import { webSubSubscriptions } from './schema.ts'

/**
 * `asked`: a hub was asked, or has not yet proved itself; `trusted`: pushes bring what is new; `distrusted`: a look
 * found what no push had told of.
 */
export type PushState = 'asked' | 'trusted' | 'distrusted'

/** How what is new of a source is pushed. */
export interface SourcePush {
  state: PushState
  /** Since when it has been so; null for `asked`. */
  since: Date | null
  hub: string
  /** The last push that was taken. */
  pushedAt: Date | null
  /** Until when the hub pushes; null: it does not, for now. */
  leaseEndsAt: Date | null
  /** Why the hub's last answer was none. */
  errorCode: string | null
  /** Pushes without the right signature. */
  ignored: number
}

/** The pushes of those of these sources whose feeds name a hub, by source id; the others are not there. */
export async function pushStates(
  reader: Reader,
  sourceIds: number[],
  now: Date,
): Promise<Map<number, SourcePush>> {
  if (sourceIds.length === 0) return new Map()
  const rows = await reader
    .select()
    .from(webSubSubscriptions)
    .where(
      and(
        eq(webSubSubscriptions.intent, 'subscribe'),
        inArray(webSubSubscriptions.sourceId, sourceIds),
      ),
    )
  return new Map(rows.map((row) => [row.sourceId, pushOf(row, now)]))
}

function pushOf(row: Subscription, now: Date): SourcePush {
  const { hub, pushedAt, leaseEndsAt, errorCode, ignored, trustedAt, distrustedAt } = row
  const common = {
    hub,
    pushedAt,
    leaseEndsAt: isAlive(row, now) ? leaseEndsAt : null,
    errorCode,
    ignored,
  }
  if (!isAlive(row, now)) return { state: 'asked', since: null, ...common }
  if (distrustedAt !== null) return { state: 'distrusted', since: distrustedAt, ...common }
  if (trustedAt !== null) return { state: 'trusted', since: trustedAt, ...common }
  return { state: 'asked', since: null, ...common }
}
