import { and, count, eq, gte, isNotNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { eachMinute } from '../http/each-minute.ts'
import { ENOUGH } from './choices.ts'
import { requestEvents, type Outcome, type RequestKind, requests } from './schema.ts'

/** Requests received from an instant until another, the second out of it; absent: all. */
export interface Period {
  from?: Date
  until?: Date
}

/** How long something took. */
export interface Delay {
  /** How many it is reckoned from. */
  count: number
  /** Days, as a fraction; null where there were none. */
  medianDays: number | null
}

/**
 * What everyone may know of requests: numbers, themes, delays and outcomes, never crossed with each other or with a
 * partner. Firms in difficulty are in none of them but their own number, which is null below ten.
 */
export interface PublicFigures {
  received: number
  open: number
  byKind: { kind: RequestKind; count: number }[]
  themes: { theme: string; count: number }[]
  acknowledged: Delay
  answered: Delay
  outcomes: { kind: RequestKind; outcome: Outcome; count: number }[]
  difficulties: number | null
}

/**
 * The public figures, counted once a minute at most by each process: they read every request, and whoever asks
 * something would have them counted anew.
 */
export const currentFigures = eachMinute(publicFigures).current

/** The public figures of a period. */
export async function publicFigures(reader: Reader, period: Period = {}): Promise<PublicFigures> {
  const shown = and(within(period), ne(requests.kind, 'difficulty'))
  const byKind = await reader
    .select({ kind: requests.kind, count: count(), open: countOf(ne(requests.state, 'closed')) })
    .from(requests)
    .where(shown)
    .groupBy(requests.kind)
    .orderBy(sql`count(*) desc`, requests.kind)
  const themes = await reader
    .select({ theme: sql<string>`${requests.theme}`, count: count() })
    .from(requests)
    .where(and(shown, isNotNull(requests.theme)))
    .groupBy(requests.theme)
    .orderBy(sql`count(*) desc`, requests.theme)
  const outcomes = await reader
    .select({ kind: requests.kind, outcome: sql<Outcome>`${requests.outcome}`, count: count() })
    .from(requests)
    .where(and(shown, isNotNull(requests.outcome)))
    .groupBy(requests.kind, requests.outcome)
    .orderBy(requests.kind, sql`count(*) desc`, requests.outcome)
  const [hidden] = await reader
    .select({ count: count() })
    .from(requests)
    .where(and(within(period), eq(requests.kind, 'difficulty')))
  const difficulties = hidden?.count ?? 0
  return {
    received: byKind.reduce((sum, each) => sum + each.count, 0),
    open: byKind.reduce((sum, each) => sum + each.open, 0),
    byKind: byKind.map(({ kind, count: number }) => ({ kind, count: number })),
    themes,
    acknowledged: await delayOf(reader, 'acknowledged', shown),
    answered: await delayOf(reader, 'answered', shown),
    outcomes,
    difficulties: difficulties < ENOUGH ? null : difficulties,
  }
}

/** How long firms waited for a partner's first answer: for its commitments. Firms in difficulty are left out. */
export async function answerDelay(
  reader: Reader,
  period: Period,
  partnerId: number | null = null,
): Promise<Delay> {
  return delayOf(
    reader,
    'answered',
    and(within(period), ne(requests.kind, 'difficulty')),
    partnerId,
  )
}

/** From a request's arrival to the first time that this happened to it, by this partner where one is given. */
async function delayOf(
  reader: Reader,
  event: 'acknowledged' | 'answered',
  which: SQL | undefined,
  partnerId: number | null = null,
): Promise<Delay> {
  const first = reader
    .select({ at: sql<Date>`min(${requestEvents.at})`.as('at'), receivedAt: requests.receivedAt })
    .from(requests)
    .innerJoin(requestEvents, eq(requestEvents.requestId, requests.id))
    .where(
      and(
        which,
        eq(requestEvents.kind, event),
        partnerId === null ? undefined : eq(requestEvents.partnerId, partnerId),
      ),
    )
    .groupBy(requests.id, requests.receivedAt)
    .as('first')
  const days = sql`extract(epoch from ${first.at} - ${first.receivedAt}) / 86400`
  const [delay] = await reader.select({ count: count(), medianDays: median(days) }).from(first)
  return delay ?? { count: 0, medianDays: null }
}

function within({ from, until }: Period) {
  return and(
    from ? gte(requests.receivedAt, from) : undefined,
    until ? lt(requests.receivedAt, until) : undefined,
  )
}

function median(days: SQL) {
  return sql<number | null>`(percentile_cont(0.5) within group (order by ${days}))::float8`
}

function countOf(which: SQL) {
  return sql<number>`(count(*) filter (where ${which}))::int`
}
