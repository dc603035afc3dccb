import { eq, sql } from 'drizzle-orm'
import type { Db } from '../../db/db.ts'
import { sourceHosts } from '../schema.ts'

/** Between the end of one look at a host and the beginning of the next. */
const SPACING_MS = 1_000
const SPACING = sql`make_interval(secs => ${SPACING_MS / 1000})`
/** A process that dies during a look leaves the host to others after this long: longer than any look may take. */
const LONGEST_LOOK = sql`interval '120 seconds'`
/** A host is never left alone for longer than this, whatever it asks. */
const LONGEST_BLOCK_SECONDS = 24 * 3600

/**
 * Asks for one's turn at a host, which all councils on it share: one look at a time, some seconds apart, none while
 * the host has asked to be left alone (429). Answers 0 when the turn is taken, else the seconds to wait before asking
 * again. Counts on the database's clock, which every process shares; a turn from further ahead than any look takes was
 * taken, or given back, before that clock went back, and stands for nothing.
 */
export async function takeTurn(db: Db, host: string): Promise<number> {
  const taken = await db.execute(sql`
    insert into ${sourceHosts} (host, busy_until, next_at) values (${host}, now() + ${LONGEST_LOOK}, now())
    on conflict (host) do update set busy_until = now() + ${LONGEST_LOOK}
      where (source_hosts.busy_until <= now() and source_hosts.next_at <= now())
        or source_hosts.busy_until > now() + 2 * ${LONGEST_LOOK}
    returning host`)
  if (taken.length > 0) return 0
  const [row] = await db
    .select({
      seconds: sql<number>`extract(epoch from ${sourceHosts.nextAt} - now())::float8`,
    })
    .from(sourceHosts)
    .where(eq(sourceHosts.host, host))
  return Math.min(Math.max(row?.seconds ?? 0, 1), LONGEST_BLOCK_SECONDS)
}

/** Keeps one's turn for another request of the same look, after the pause that stands between looks. */
export async function keepTurn(db: Db, host: string, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, SPACING_MS)
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  })
  await db
    .update(sourceHosts)
    .set({ busyUntil: sql`now() + ${LONGEST_LOOK}` })
    .where(eq(sourceHosts.host, host))
}

/** Gives the turn back; `blockSeconds` leaves the host alone for that long, as it asked. */
export async function endTurn(db: Db, host: string, blockSeconds: number): Promise<void> {
  const pause = Math.min(Math.max(blockSeconds, 0), LONGEST_BLOCK_SECONDS)
  await db
    .update(sourceHosts)
    .set({
      busyUntil: sql`now()`,
      nextAt: sql`now() + greatest(${SPACING}, make_interval(secs => ${pause}))`,
    })
    .where(eq(sourceHosts.host, host))
}
