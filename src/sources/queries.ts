import { and, asc, eq, exists, gt, isNotNull, lte, or, isNull, sql } from 'drizzle-orm'
import { consultations, sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import { sourceHealth } from './schema.ts'

/** `new`: never read; `ok`; `partial`: read, but the document ended early; `empty`: had items and has none; `failing`. */
export type SourceState = 'new' | 'ok' | 'partial' | 'empty' | 'failing'

/** One source and how reading it goes. */
export interface SourceRow {
  id: number
  url: string
  kind: string
  name: string
  partner: { slug: string; name: string }
  state: SourceState
  items: number | null
  errorCode: string | null
  errorDetail: string | null
  warnings: string[]
  triedAt: Date | null
  succeededAt: Date | null
  changedAt: Date | null
  /** Null: it is never looked at by itself. */
  nextPollAt: Date | null
}

/** Every source, in the order of their partners' names. */
export async function listSources(reader: Reader): Promise<SourceRow[]> {
  const rows = await reader
    .select({ source: sources, health: sourceHealth, slug: partners.slug, name: partners.name })
    .from(sources)
    .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .innerJoin(partners, eq(partners.id, sources.partnerId))
    .orderBy(asc(partners.name), asc(sources.id))
  return rows.map(({ source, health, slug, name }) => ({
    id: source.id,
    url: source.url,
    kind: source.kind,
    name: source.name,
    partner: { slug, name },
    state: stateOf(health),
    items: health.items,
    errorCode: health.errorCode,
    errorDetail: health.errorDetail,
    warnings: health.warnings,
    triedAt: health.triedAt,
    succeededAt: health.succeededAt,
    changedAt: health.changedAt,
    nextPollAt: health.nextPollAt,
  }))
}

function stateOf(health: typeof sourceHealth.$inferSelect): SourceState {
  if (health.errorCode !== null) return 'failing'
  if (health.succeededAt === null) return 'new'
  if (health.emptySince !== null) return 'empty'
  return health.partial ? 'partial' : 'ok'
}

/** When a source was last read with success, and those that have not answered for six hours. */
export async function boardFreshness(
  reader: Reader,
  now: Date,
): Promise<{ updatedAt: Date | null; silentSources: { name: string; since: Date | null }[] }> {
  const [newest] = await reader
    .select({ at: sql<string | null>`max(${sourceHealth.succeededAt})` })
    .from(sourceHealth)
  const longAgo = new Date(now.getTime() - 6 * 3_600_000)
  const silentSources = await reader
    .select({ name: sources.name, since: sourceHealth.succeededAt })
    .from(sourceHealth)
    .innerJoin(sources, eq(sources.id, sourceHealth.sourceId))
    .where(
      and(
        isNotNull(sourceHealth.errorCode),
        or(isNull(sourceHealth.succeededAt), lte(sourceHealth.succeededAt, longAgo)),
      ),
    )
    .orderBy(sources.name)
    .limit(5)
  return { updatedAt: newest?.at ? new Date(newest.at) : null, silentSources }
}

/** The nearest deadline of the next three days among what a source tells of; null when there is none. */
export async function nextDeadlineOf(
  reader: Reader,
  sourceId: number,
  now: Date,
): Promise<Date | null> {
  const until = new Date(now.getTime() + 3 * 24 * 3_600_000)
  const [row] = await reader
    .select({ at: sql<string | null>`min(${consultations.deadlineAt})` })
    .from(consultations)
    .where(
      and(
        eq(consultations.status, 'active'),
        gt(consultations.closesAt, now),
        lte(consultations.closesAt, until),
        exists(
          reader
            .select({ id: sourceRecords.id })
            .from(sourceRecords)
            .where(
              and(
                eq(sourceRecords.consultationId, consultations.id),
                eq(sourceRecords.sourceId, sourceId),
              ),
            ),
        ),
      ),
    )
  return row?.at ? new Date(row.at) : null
}
