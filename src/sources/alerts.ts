import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import { agents, memberships } from '../auth/schema.ts'
import type { Config } from '../config.ts'
import { sources } from '../consultations/schema.ts'
import type { Reader, Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { partners } from '../partners/schema.ts'
import { quietAfter } from './queries.ts'
import { type AlertKind, sourceAlerts, sourceHealth } from './schema.ts'

/** Something that has been wrong with a source for long, or no longer is. */
export interface SourceAlert {
  id: number
  kind: AlertKind
  source: { id: number; name: string }
  partner: { id: number; name: string }
  /** Since when it has been so. */
  since: Date
  /** When it was found to be over; null while it lasts. */
  endedAt: Date | null
  /** Why the last look failed, where it did. */
  errorCode: string | null
  errorDetail: string | null
}

/** What one message tells somebody. */
export type AlertMail = (told: { begun: SourceAlert[]; ended: SourceAlert[]; baseUrl: string }) => {
  subject: string
  text: string
}

const DAY_MS = 24 * 3_600_000

/**
 * Notices which sources have not been read for a day, have lost all their items for a day, or are silent for longer
 * than their rhythm, each once, and which no longer are. The partner's agents and the administrators are written to
 * once about the first two and once when they are over, in one message for all that one check has found; a silence
 * only stands in their area. Demonstration sources and failures of our own network are no alerts.
 */
export async function watchSources(
  tx: Tx,
  { now, config, mailOf }: { now: Date; config: Config; mailOf: AlertMail },
): Promise<void> {
  const begun: number[] = []
  for (const kind of ['failing', 'empty', 'quiet'] as const)
    begun.push(...(await begin(tx, kind, now)))
  const ended = await end(tx, now)
  const fresh = (await alertsOf(tx, inArray(sourceAlerts.id, [0, ...begun]))).filter(isTold)
  const over = await alertsOf(
    tx,
    and(inArray(sourceAlerts.id, [0, ...ended]), isNotNull(sourceAlerts.toldAt)),
  )
  const told = await tell(tx, fresh, over, { now, config, mailOf })
  if (told.length > 0)
    await tx
      .update(sourceAlerts)
      .set({ toldAt: now })
      .where(and(inArray(sourceAlerts.id, told), isNull(sourceAlerts.toldAt)))
}

/** The alerts that last, of these partners or of all, the oldest first. */
export function openAlerts(reader: Reader, partnerIds: number[] | 'all'): Promise<SourceAlert[]> {
  const whose =
    partnerIds === 'all' ? undefined : inArray(sourceAlerts.partnerId, [0, ...partnerIds])
  return alertsOf(reader, and(isNull(sourceAlerts.endedAt), whose))
}

function isTold({ kind }: SourceAlert): boolean {
  return kind !== 'quiet'
}

/** Opens the alerts of one kind that nobody has noticed yet; answers their ids. */
async function begin(tx: Tx, kind: AlertKind, now: Date): Promise<number[]> {
  const { since, holds } = conditions(kind, now)
  const found = await tx
    .select({ sourceId: sources.id, partnerId: sources.partnerId, since })
    .from(sources)
    .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .where(and(eq(sources.demonstration, false), isNotNull(sourceHealth.nextPollAt), holds))
  if (found.length === 0) return []
  const rows = await tx
    .insert(sourceAlerts)
    .values(found.map((each) => ({ ...each, since: new Date(each.since), kind, noticedAt: now })))
    .onConflictDoNothing()
    .returning({ id: sourceAlerts.id })
  return rows.map(({ id }) => id)
}

function conditions(kind: AlertKind, now: Date) {
  const dayAgo = new Date(now.getTime() - DAY_MS)
  const answered = sql<string>`coalesce(${sourceHealth.succeededAt}, ${sources.createdAt})`
  switch (kind) {
    case 'failing':
      return {
        since: answered,
        holds: and(
          isNotNull(sourceHealth.errorCode),
          sql`${sourceHealth.errorCode} <> 'our-network'`,
          sql`${answered} <= ${dayAgo.toISOString()}::timestamptz`,
        ),
      }
    case 'empty':
      return {
        since: sql<string>`${sourceHealth.emptySince}`,
        holds: and(isNull(sourceHealth.errorCode), lte(sourceHealth.emptySince, dayAgo)),
      }
    case 'quiet':
      return {
        since: sql<string>`${sourceHealth.lastNewAt}`,
        holds: and(
          isNull(sourceHealth.errorCode),
          isNull(sourceHealth.emptySince),
          sql`${quietAfter} < ${now.toISOString()}::timestamptz`,
        ),
      }
  }
}

/** Closes the alerts that no longer hold; answers their ids. */
async function end(tx: Tx, now: Date): Promise<number[]> {
  const over = or(
    and(eq(sourceAlerts.kind, 'failing'), isNull(sourceHealth.errorCode)),
    and(eq(sourceAlerts.kind, 'empty'), isNull(sourceHealth.emptySince)),
    and(
      eq(sourceAlerts.kind, 'quiet'),
      sql`(${quietAfter} < ${now.toISOString()}::timestamptz) is not true`,
    ),
  )
  const found = await tx
    .select({ id: sourceAlerts.id })
    .from(sourceAlerts)
    .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sourceAlerts.sourceId))
    .where(and(isNull(sourceAlerts.endedAt), over))
  const ids = found.map(({ id }) => id)
  if (ids.length > 0)
    await tx.update(sourceAlerts).set({ endedAt: now }).where(inArray(sourceAlerts.id, ids))
  return ids
}

function alertsOf(reader: Reader, which: ReturnType<typeof and>): Promise<SourceAlert[]> {
  return reader
    .select({
      id: sourceAlerts.id,
      kind: sourceAlerts.kind,
      source: { id: sources.id, name: sources.name },
      partner: { id: partners.id, name: partners.name },
      since: sourceAlerts.since,
      endedAt: sourceAlerts.endedAt,
      errorCode: sourceHealth.errorCode,
      errorDetail: sourceHealth.errorDetail,
    })
    .from(sourceAlerts)
    .innerJoin(sources, eq(sources.id, sourceAlerts.sourceId))
    .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .innerJoin(partners, eq(partners.id, sourceAlerts.partnerId))
    .where(which)
    .orderBy(asc(sourceAlerts.since), asc(sourceAlerts.id))
}

/** Writes to each who is concerned, once; answers the alerts that somebody was told of. */
async function tell(
  tx: Tx,
  begun: SourceAlert[],
  ended: SourceAlert[],
  { now, config, mailOf }: { now: Date; config: Config; mailOf: AlertMail },
): Promise<number[]> {
  if (begun.length + ended.length === 0) return []
  const told = new Set<number>()
  for (const { id, email, administrator, partnerIds } of await recipients(tx)) {
    const concerns = ({ partner }: SourceAlert) => administrator || partnerIds.includes(partner.id)
    const own = { begun: begun.filter(concerns), ended: ended.filter(concerns) }
    if (own.begun.length + own.ended.length === 0) continue
    const { subject, text } = mailOf({ ...own, baseUrl: config.baseUrl })
    const key = `source-alerts:${id}:${now.toISOString()}`
    const queued = await queueMail(tx, { key, to: email, subject, text }, { config, now })
    if (queued.ok) for (const alert of own.begun) told.add(alert.id)
  }
  return [...told]
}

/** Everybody who may sign in and acts for a partner, or administers the instance. */
async function recipients(tx: Tx) {
  const rows = await tx
    .select({
      id: agents.id,
      email: agents.email,
      administrator: agents.administrator,
      partnerIds: sql<
        number[]
      >`coalesce(array_agg(distinct ${memberships.partnerId}) filter (where ${memberships.partnerId} is not null), '{}')`,
    })
    .from(agents)
    .leftJoin(memberships, and(eq(memberships.agentId, agents.id), isNull(memberships.endedAt)))
    .where(isNull(agents.disabledAt))
    .groupBy(agents.id)
    .orderBy(asc(agents.email))
  return rows.filter(({ administrator, partnerIds }) => administrator || partnerIds.length > 0)
}
