import { eq, sql } from 'drizzle-orm'
import { currentLists } from '../consultations/lists.ts'
import { recordDrafts, type RecordCounts, type RecordDraft } from '../consultations/record.ts'
import { sources } from '../consultations/schema.ts'
import { recordAudit } from '../audit/record.ts'
import type { Reader, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { type FetchOutcome, fetchDocument } from './fetch.ts'
import { tidyTitle } from './french/title.ts'
import { nextDeadlineOf } from './queries.ts'
import { pauseAfterAnswer, pauseAfterFailure, rhythmOf } from './schedule.ts'
import { sourceHealth } from './schema.ts'

/** What one look at a source came to, and when the next one should be. */
export type PollOutcome = { nextPollAt: Date } & (
  | { kind: 'unchanged' }
  | { kind: 'read'; items: number; counts: RecordCounts }
  | {
      kind: 'failed'
      code: string
      detail: string | null
      /** How long its host wants to be left alone (429). */
      hostBlockedSeconds: number
    }
)

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** While our own network is down. */
const OUTAGE_MS = 5 * MINUTE_MS
/** Looks, and time, after which a permanent redirect is believed: hotel portals and hacked sites redirect too. */
const MOVED_TIMES = 3
const MOVED_MS = DAY_MS

type Health = typeof sourceHealth.$inferSelect
type Source = typeof sources.$inferSelect

export interface PollOptions {
  /** Cuts the look short: it leaves no trace. */
  signal?: AbortSignal
  /** Whether this failure is our own network's: it is told, and not held against the source. */
  isOurOutage?: (code: string) => boolean
}

/**
 * Looks at one source now: fetches it with its validators, reads what changed and records it, in one transaction
 * with the source's health. Never throws for what other people's servers do: a failure is a state of the source,
 * and its earlier consultations stay.
 */
export async function pollSource(
  deps: Deps,
  sourceId: number,
  { signal, isOurOutage = () => false }: PollOptions = {},
): Promise<PollOutcome> {
  const [found] = await deps.db
    .select({ source: sources, health: sourceHealth })
    .from(sources)
    .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .where(eq(sources.id, sourceId))
  if (!found) throw new Error(`no source ${sourceId}`)
  const { source, health } = found
  const whole = isDueWhole(health, deps.now())
  const fetched = await fetchDocument(deps, {
    url: source.url,
    etag: whole ? null : health.etag,
    lastModified: whole ? null : health.lastModified,
    allowPrivate: deps.config.allowPrivateSources,
    contact: deps.config.baseUrl,
    signal,
  })
  switch (fetched.kind) {
    case 'not-modified':
      return unchanged(deps, source, health, fetched, {
        etag: fetched.etag,
        lastModified: fetched.lastModified,
      })
    case 'failed':
      if (fetched.code === 'cancelled') return cancelled(deps)
      return failed(deps, source, health, fetched.code, fetched.status?.toString() ?? null, {
        retryAfter: fetched.retryAfter,
        status: fetched.status,
        ours: isOurOutage(fetched.code),
      })
    case 'document':
      try {
        return await readDocument(deps, source, health, fetched)
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
        deps.log('source-unreadable', { source: source.url, error: String(cause) })
        return failed(deps, source, health, 'unexpected', null)
      }
  }
}

/** The server stops, or came too late: another process, or the next one, looks in a minute. */
function cancelled({ now }: Deps): PollOutcome {
  const nextPollAt = new Date(now().getTime() + MINUTE_MS)
  return { kind: 'failed', code: 'cancelled', detail: null, nextPollAt, hostBlockedSeconds: 0 }
}

async function readDocument(
  deps: Deps,
  source: Source,
  health: Health,
  fetched: Extract<FetchOutcome, { kind: 'document' }>,
): Promise<PollOutcome> {
  const { bytes, contentType, etag, lastModified, finalUrl } = fetched
  const bodyHash = await hashOf(bytes)
  const validators = { etag, lastModified, bodyHash }
  const now = deps.now()
  const whole = { askedWholeAt: isDueWhole(health, now) ? now : health.askedWholeAt }
  if (bodyHash === health.bodyHash)
    return unchanged(deps, source, health, fetched, { ...validators, ...whole })
  const document = await deps.parse({ bytes, contentType, url: finalUrl })
  if (!document.ok) {
    const place = document.line === null ? null : `${document.line}:${document.column ?? 0}`
    return failed(deps, source, health, document.code, place)
  }
  const drafts = await deps.readItems(source.kind, document.items)
  if (drafts === null) return failed(deps, source, health, 'too-slow', null)
  const dates = document.items.flatMap(({ published }) => (published ? [new Date(published)] : []))
  return recordDocument(deps, source, health, drafts, fetched, {
    ...validators,
    ...whole,
    items: document.items.length,
    warnings: document.warnings,
    partial: document.partial,
    rhythmMs: rhythmOf(dates, now),
    emptySince:
      document.items.length > 0 ? null : (health.emptySince ?? (health.items ? now : null)),
  })
}

/** Once a day a document is asked for without validators: some servers say « not modified » for ever. */
function isDueWhole({ askedWholeAt }: Health, now: Date): boolean {
  return now.getTime() - (askedWholeAt?.getTime() ?? 0) > DAY_MS
}

/** What a source's health keeps of the document last read, to know it again. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

type ReadHealth = Pick<
  Health,
  | 'etag'
  | 'lastModified'
  | 'bodyHash'
  | 'items'
  | 'warnings'
  | 'partial'
  | 'askedWholeAt'
  | 'rhythmMs'
  | 'emptySince'
>

/** An answer that brought the document, or said that it had not changed. */
type Answer = Extract<FetchOutcome, { kind: 'document' | 'not-modified' }>

async function recordDocument(
  deps: Deps,
  source: Source,
  health: Health,
  drafts: RecordDraft[],
  answer: Answer,
  read: ReadHealth,
): Promise<PollOutcome> {
  const now = deps.now()
  const lists = await currentLists(deps)
  const settings = await readSettings(deps.db)
  if (!settings) throw new Error('the instance settings are not fixed')
  const written = await deps.db.transaction(async (tx) => {
    if (await hasBeenLookedAt(tx, health)) return null
    const recorded = await recordDrafts(tx, source.id, drafts, {
      ...lists,
      ocidPrefix: settings.ocidPrefix,
      now,
      firstRead: health.succeededAt === null,
      demonstration: source.demonstration,
      titleOf: tidyTitle,
    })
    const nextPollAt = await nextLook(tx, source, read.rhythmMs, answer, now)
    const moved = await followMove(tx, source, health, answer, now)
    await tx
      .update(sourceHealth)
      .set({
        ...read,
        ...success(now),
        ...moved,
        nextPollAt: shown(source, nextPollAt),
        changedAt: now,
      })
      .where(eq(sourceHealth.sourceId, source.id))
    if (health.errorCode !== null) await bumpVersions(tx, ['board', 'sources'])
    return { recorded, nextPollAt }
  })
  if (written === null) return cancelled(deps)
  await deps.versions.refresh()
  const { recorded, nextPollAt } = written
  return { kind: 'read', items: read.items ?? 0, counts: recorded, nextPollAt }
}

/**
 * Whether another process has looked since this one read the source's health: one that slept past its lease comes too
 * late, and its document may be the older one. Until the end of the transaction no other can.
 */
async function hasBeenLookedAt(tx: Tx, { sourceId, triedAt }: Health): Promise<boolean> {
  const [row] = await tx
    .select({ triedAt: sourceHealth.triedAt })
    .from(sourceHealth)
    .where(eq(sourceHealth.sourceId, sourceId))
    .for('update')
  return row?.triedAt?.getTime() !== triedAt?.getTime()
}

function success(now: Date) {
  return {
    triedAt: now,
    succeededAt: now,
    failures: 0,
    errorCode: null,
    errorDetail: null,
  }
}

/** Nobody looks at a demonstration's sources by themselves. */
function shown({ demonstration }: Source, nextPollAt: Date): Date | null {
  return demonstration ? null : nextPollAt
}

async function unchanged(
  deps: Deps,
  source: Source,
  health: Health,
  answer: Answer,
  validators: Partial<Pick<Health, 'etag' | 'lastModified' | 'bodyHash' | 'askedWholeAt'>>,
): Promise<PollOutcome> {
  const now = deps.now()
  const nextPollAt = await nextLook(deps.db, source, health.rhythmMs, answer, now)
  const change = { ...validators, ...success(now), nextPollAt: shown(source, nextPollAt) }
  const row = eq(sourceHealth.sourceId, health.sourceId)
  const settled = answer.permanentRedirect === null && health.movedTo === null
  if (health.errorCode === null && settled) {
    await deps.db.update(sourceHealth).set(change).where(row)
    return { kind: 'unchanged', nextPollAt }
  }
  await deps.db.transaction(async (tx) => {
    const moved = await followMove(tx, source, health, answer, now)
    await tx
      .update(sourceHealth)
      .set({ ...change, ...moved })
      .where(row)
    if (health.errorCode !== null) await bumpVersions(tx, ['board', 'sources'])
  })
  await deps.versions.refresh()
  return { kind: 'unchanged', nextPollAt }
}

/** When to look again at a source that answered. */
async function nextLook(
  reader: Reader,
  source: Source,
  rhythm: number | null,
  { askedPause }: Answer,
  now: Date,
): Promise<Date> {
  const nextDeadline = await nextDeadlineOf(reader, source.id, now)
  return new Date(now.getTime() + pauseAfterAnswer({ now, rhythm, askedPause, nextDeadline }))
}

/**
 * Follows a permanent redirect once it has led to the same place at three looks over a day: the source's address
 * becomes that one, unless another source lives there. Answers what its health should remember of it.
 */
async function followMove(
  tx: Tx,
  source: Source,
  health: Health,
  { permanentRedirect: to }: Answer,
  now: Date,
): Promise<Pick<Health, 'movedTo' | 'movedSince' | 'movedTimes'>> {
  const none = { movedTo: null, movedSince: null, movedTimes: 0 }
  if (to === null) return none
  const same = health.movedTo === to
  const since = same ? (health.movedSince ?? now) : now
  const times = same ? health.movedTimes + 1 : 1
  if (times < MOVED_TIMES || now.getTime() - since.getTime() < MOVED_MS)
    return { movedTo: to, movedSince: since, movedTimes: times }
  const [taken] = await tx.select({ id: sources.id }).from(sources).where(eq(sources.url, to))
  if (taken) return { movedTo: to, movedSince: since, movedTimes: times }
  await tx.update(sources).set({ url: to }).where(eq(sources.id, source.id))
  await recordAudit(tx, {
    at: now,
    actor: 'releveur',
    partnerId: source.partnerId,
    action: 'source-moved',
    subject: `source/${source.id}`,
    before: { url: source.url },
    after: { url: to },
  })
  await bumpVersions(tx, ['sources'])
  return none
}

interface Circumstances {
  retryAfter?: Date | null
  status?: number | null
  /** Our own network is down. */
  ours?: boolean
}

async function failed(
  deps: Deps,
  source: Source,
  health: Health,
  code: string,
  detail: string | null,
  { retryAfter = null, status = null, ours = false }: Circumstances = {},
): Promise<PollOutcome> {
  const now = deps.now()
  const missing = status === 404
  // 429 and 503 ask for patience: they say nothing of the source's health.
  const counts = !ours && status !== 429 && status !== 503
  const what = { missing, gone: code === 'gone', random: Math.random() }
  const pause = ours ? OUTAGE_MS : pauseAfterFailure(health.failures, what)
  const askedFor = retryAfter ? Math.min(retryAfter.getTime() - now.getTime(), DAY_MS) : 0
  const nextPollAt = new Date(now.getTime() + Math.max(pause, askedFor))
  const told = ours ? 'our-network' : code
  await deps.db.transaction(async (tx) => {
    await tx
      .update(sourceHealth)
      .set({
        triedAt: now,
        ...(counts ? { failures: sql`${sourceHealth.failures} + 1` } : {}),
        errorCode: told,
        errorDetail: detail,
        nextPollAt: shown(source, nextPollAt),
      })
      .where(eq(sourceHealth.sourceId, health.sourceId))
    if (health.errorCode !== told) await bumpVersions(tx, ['board', 'sources'])
  })
  await deps.versions.refresh()
  const blocked = status === 429 ? Math.max(askedFor, pause) / 1000 : 0
  return { kind: 'failed', code, detail, nextPollAt, hostBlockedSeconds: blocked }
}
