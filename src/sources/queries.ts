import { and, asc, count, desc, eq, exists, gt, inArray, isNull, lte, sql } from 'drizzle-orm'
import { consultations, notices, sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import type { Reading, ReadingWarning } from './reading.ts'
import { sourceHealth, sourceLooks } from './schema.ts'
import { pushStates, type SourcePush } from './websub/push-state.ts'

/**
 * `new`: never read; `ok`; `partial`: read, but the document ended early; `empty`: had items and has none; `quiet`:
 * nothing new for longer than its rhythm; `failing`: the last look failed; `manual`: nobody looks at it by itself, files
 * are imported or agents type.
 */
export type SourceState = 'new' | 'ok' | 'partial' | 'empty' | 'quiet' | 'failing' | 'manual'

/** One source and how reading it goes. */
export interface SourceRow {
  id: number
  url: string
  kind: string
  name: string
  partner: { slug: string; name: string }
  demonstration: boolean
  state: SourceState
  items: number | null
  /** How the last document could be read; null before the first, and where there is none. */
  reading: Reading | null
  errorCode: string | null
  errorDetail: string | null
  warnings: ReadingWarning[]
  triedAt: Date | null
  succeededAt: Date | null
  changedAt: Date | null
  /** Since when it has had no items, having had some. */
  emptySince: Date | null
  /** When it last told something new. */
  lastNewAt: Date | null
  /** Null: it is never looked at by itself. */
  nextPollAt: Date | null
  /** Notices that it caused in the last thirty days. */
  noticesLately: number
  /** The last file imported, and the rows that it had; null for other kinds. */
  lastImport: { at: Date; rows: number } | null
  /** How what is new is pushed; null where its feed names no hub. */
  push: SourcePush | null
}

/** Sources in the order of their partners' names: all, or `limit` of them after one. */
export async function listSources(
  reader: Reader,
  now: Date,
  { after = null, limit }: { after?: number | null; limit?: number } = {},
): Promise<SourceRow[]> {
  const place = sql`(${partners.name}, ${sources.id})`
  const from = sql`(select p.name, s.id from sources s join partners p on p.id = s.partner_id where s.id = ${after})`
  const query = selectSources(reader, now)
    .where(after === null ? undefined : sql`${place} > ${from}`)
    .orderBy(asc(partners.name), asc(sources.id))
  return withHistory(reader, limit === undefined ? await query : await query.limit(limit), now)
}

/** One source, null when there is none with this number. */
export async function findSource(reader: Reader, id: number, now: Date): Promise<SourceRow | null> {
  const rows = await selectSources(reader, now).where(eq(sources.id, id))
  return (await withHistory(reader, rows, now))[0] ?? null
}

/** How many sources there are in each state. */
export async function countStates(reader: Reader, now: Date): Promise<Map<SourceState, number>> {
  const state = stateAt(now)
  const rows = await reader
    .select({ state, n: count() })
    .from(sources)
    .leftJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .groupBy(state)
  return new Map(rows.map((row) => [row.state, row.n]))
}

/**
 * From when on a source that tells nothing new counts as silent: four times its usual pause between two items, and at
 * least a fortnight, so that a holiday is no alarm. Unknown, and never, where its items had no dates.
 */
export const quietAfter = sql`case when ${sourceHealth.usualRhythmMs} is not null then ${sourceHealth.lastNewAt} + make_interval(secs => greatest(4 * ${sourceHealth.usualRhythmMs} / 1000, 14 * 86400)) end`

function stateAt(now: Date) {
  return sql<SourceState>`case
    when ${sourceHealth.sourceId} is null then 'manual'
    when ${sourceHealth.errorCode} is not null then 'failing'
    when ${sourceHealth.succeededAt} is null then 'new'
    when ${sourceHealth.emptySince} is not null then 'empty'
    when ${quietAfter} < ${now.toISOString()}::timestamptz and ${sourceHealth.nextPollAt} is not null then 'quiet'
    when ${sourceHealth.partial} then 'partial'
    else 'ok' end`.as('state')
}

function selectSources(reader: Reader, now: Date) {
  return reader
    .select({
      source: sources,
      health: sourceHealth,
      slug: partners.slug,
      name: partners.name,
      state: stateAt(now),
    })
    .from(sources)
    .leftJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .innerJoin(partners, eq(partners.id, sources.partnerId))
    .$dynamic()
}

type Selected = Awaited<ReturnType<typeof selectSources>>[number]

const MONTH_MS = 30 * 24 * 3_600_000

async function withHistory(reader: Reader, rows: Selected[], now: Date): Promise<SourceRow[]> {
  const ids = rows.map(({ source }) => source.id)
  const lately = await noticesSince(reader, ids, new Date(now.getTime() - MONTH_MS))
  const imports = await lastImports(reader, ids)
  const pushes = await pushStates(reader, ids, now)
  return rows.map(({ source, health, slug, name, state }) => ({
    id: source.id,
    url: source.url,
    kind: source.kind,
    name: source.name,
    partner: { slug, name },
    demonstration: source.demonstration,
    state,
    items: health?.items ?? null,
    reading: health?.reading ?? null,
    errorCode: health?.errorCode ?? null,
    errorDetail: health?.errorDetail ?? null,
    warnings: health?.warnings ?? [],
    triedAt: health?.triedAt ?? null,
    succeededAt: health?.succeededAt ?? null,
    changedAt: health?.changedAt ?? null,
    emptySince: health?.emptySince ?? null,
    lastNewAt: health?.lastNewAt ?? null,
    nextPollAt: health?.nextPollAt ?? null,
    noticesLately: lately.get(source.id) ?? 0,
    lastImport: imports.get(source.id) ?? null,
    push: pushes.get(source.id) ?? null,
  }))
}

/** Notices that each of these sources caused since then: one statement, along the index of when they were written. */
async function noticesSince(
  reader: Reader,
  ids: number[],
  since: Date,
): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .select({ id: sourceRecords.sourceId, n: count() })
    .from(notices)
    .innerJoin(sourceRecords, eq(sourceRecords.id, notices.recordId))
    .where(and(gt(notices.recordedAt, since), inArray(sourceRecords.sourceId, ids)))
    .groupBy(sourceRecords.sourceId)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

async function lastImports(
  reader: Reader,
  ids: number[],
): Promise<Map<number, { at: Date; rows: number }>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectDistinctOn([sourceLooks.sourceId], {
      id: sourceLooks.sourceId,
      at: sourceLooks.at,
      rows: sourceLooks.items,
    })
    .from(sourceLooks)
    .where(and(inArray(sourceLooks.sourceId, ids), eq(sourceLooks.outcome, 'imported')))
    .orderBy(sourceLooks.sourceId, desc(sourceLooks.number))
  return new Map(rows.map(({ id, at, rows: n }) => [id, { at, rows: n ?? 0 }]))
}

/** When a source was last read with success, and those that have not answered for six hours. */
export async function boardFreshness(
  reader: Reader,
  now: Date,
): Promise<{ updatedAt: Date | null; silentSources: { name: string; since: Date | null }[] }> {
  const longAgo = new Date(now.getTime() - 6 * 3_600_000).toISOString()
  const rows = await reader.execute<{
    at: string | null
    name: string | null
    since: string | null
  }>(sql`
    select newest.at, silent.name, silent.since
    from (select max(succeeded_at) as at from source_health) newest left join (
      select sources.name, succeeded_at as since from source_health join sources on sources.id = source_id
      where error_code is not null and (succeeded_at is null or succeeded_at <= ${longAgo})
      order by sources.name limit 5) silent on true`)
  const instant = (text: string | null | undefined) => (text ? new Date(text) : null)
  return {
    updatedAt: instant(rows[0]?.at),
    silentSources: [...rows].flatMap(({ name, since }) =>
      name === null ? [] : [{ name, since: instant(since) }],
    ),
  }
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
        isNull(consultations.joinedIntoId),
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
