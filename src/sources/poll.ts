import { eq, sql } from 'drizzle-orm'
import { currentLists } from '../consultations/lists.ts'
import { recordDrafts, type RecordCounts } from '../consultations/record.ts'
import { sources } from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import { type FetchOutcome, fetchDocument } from './fetch.ts'
import { tidyTitle } from './french/title.ts'
import { sourceHealth } from './schema.ts'

/** What one look at a source came to, and when the next one should be. */
export type PollOutcome = { nextPollAt: Date } & (
  | { kind: 'unchanged' }
  | { kind: 'read'; items: number; counts: RecordCounts }
  | { kind: 'failed'; code: string; detail: string | null }
)

const MINUTE_MS = 60_000
/** Between two looks at a source that answers. */
const INTERVAL_MS = 30 * MINUTE_MS
/** A source that fails is never given up, only asked less often. */
const LONGEST_MS = 24 * 60 * MINUTE_MS

type Health = typeof sourceHealth.$inferSelect
type Source = typeof sources.$inferSelect

/**
 * Looks at one source now: fetches it with its validators, reads what changed and records it, in one transaction
 * with the source's health. Never throws for what other people's servers do: a failure is a state of the source,
 * and its earlier consultations stay. A look that `signal` cuts short leaves no trace.
 */
export async function pollSource(
  deps: Deps,
  sourceId: number,
  signal?: AbortSignal,
): Promise<PollOutcome> {
  const [found] = await deps.db
    .select({ source: sources, health: sourceHealth })
    .from(sources)
    .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .where(eq(sources.id, sourceId))
  if (!found) throw new Error(`no source ${sourceId}`)
  const { source, health } = found
  const fetched = await fetchDocument(deps, {
    url: source.url,
    etag: health.etag,
    lastModified: health.lastModified,
    allowPrivate: deps.config.allowPrivateSources,
    contact: deps.config.baseUrl,
    signal,
  })
  switch (fetched.kind) {
    case 'not-modified':
      return unchanged(deps, source, health, {
        etag: fetched.etag,
        lastModified: fetched.lastModified,
      })
    case 'failed':
      if (fetched.code === 'cancelled') return cancelled(deps)
      return failed(
        deps,
        source,
        health,
        fetched.code,
        fetched.status?.toString() ?? null,
        fetched.retryAfter,
      )
    case 'document':
      try {
        return await readDocument(deps, source, health, fetched)
      } catch (error) {
        deps.log('source-unreadable', { source: source.url, error: String(error) })
        return failed(deps, source, health, 'unexpected', null, null)
      }
  }
}

/** The server stops, or came too late: another process, or the next one, looks in a minute. */
function cancelled({ now }: Deps): PollOutcome {
  const nextPollAt = new Date(now().getTime() + MINUTE_MS)
  return { kind: 'failed', code: 'cancelled', detail: null, nextPollAt }
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
  if (bodyHash === health.bodyHash) return unchanged(deps, source, health, validators)
  const document = await deps.parse({ bytes, contentType, url: finalUrl })
  if (!document.ok) {
    const place = document.line === null ? null : `${document.line}:${document.column ?? 0}`
    return failed(deps, source, health, document.code, place, null)
  }
  const drafts = await deps.readItems(source.kind, document.items)
  if (drafts === null) return failed(deps, source, health, 'too-slow', null, null)
  return recordDocument(deps, source, health, drafts, {
    ...validators,
    items: document.items.length,
    warnings: document.warnings,
    partial: document.partial,
  })
}

/** What a source's health keeps of the document last read, to know it again. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

type ReadHealth = Pick<
  Health,
  'etag' | 'lastModified' | 'bodyHash' | 'items' | 'warnings' | 'partial'
>

async function recordDocument(
  deps: Deps,
  source: Source,
  health: Health,
  drafts: Parameters<typeof recordDrafts>[2],
  read: ReadHealth,
): Promise<PollOutcome> {
  const now = deps.now()
  const nextPollAt = new Date(now.getTime() + INTERVAL_MS)
  const lists = await currentLists(deps)
  const settings = await readSettings(deps.db)
  if (!settings) throw new Error('the instance settings are not fixed')
  const counts = await deps.db.transaction(async (tx) => {
    if (await hasBeenLookedAt(tx, health)) return null
    const recorded = await recordDrafts(tx, source.id, drafts, {
      ...lists,
      ocidPrefix: settings.ocidPrefix,
      now,
      firstRead: health.succeededAt === null,
      demonstration: source.demonstration,
      titleOf: tidyTitle,
    })
    await tx
      .update(sourceHealth)
      .set({ ...read, ...success(now), nextPollAt: shown(source, nextPollAt), changedAt: now })
      .where(eq(sourceHealth.sourceId, source.id))
    if (health.errorCode !== null) await bumpVersions(tx, ['board', 'sources'])
    return recorded
  })
  if (counts === null) return cancelled(deps)
  await deps.versions.refresh()
  return { kind: 'read', items: read.items ?? 0, counts, nextPollAt }
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
  validators: Partial<Pick<Health, 'etag' | 'lastModified' | 'bodyHash'>>,
): Promise<PollOutcome> {
  const now = deps.now()
  const nextPollAt = new Date(now.getTime() + INTERVAL_MS)
  const change = { ...validators, ...success(now), nextPollAt: shown(source, nextPollAt) }
  const row = eq(sourceHealth.sourceId, health.sourceId)
  if (health.errorCode === null) {
    await deps.db.update(sourceHealth).set(change).where(row)
    return { kind: 'unchanged', nextPollAt }
  }
  await deps.db.transaction(async (tx) => {
    await tx.update(sourceHealth).set(change).where(row)
    await bumpVersions(tx, ['board', 'sources'])
  })
  await deps.versions.refresh()
  return { kind: 'unchanged', nextPollAt }
}

async function failed(
  deps: Deps,
  source: Source,
  health: Health,
  code: string,
  detail: string | null,
  retryAfter: Date | null,
): Promise<PollOutcome> {
  const now = deps.now()
  const pause = Math.min(INTERVAL_MS * 2 ** health.failures, LONGEST_MS)
  const askedFor = retryAfter ? Math.min(retryAfter.getTime() - now.getTime(), LONGEST_MS) : 0
  const nextPollAt = new Date(now.getTime() + Math.max(pause, askedFor))
  await deps.db.transaction(async (tx) => {
    await tx
      .update(sourceHealth)
      .set({
        triedAt: now,
        failures: sql`${sourceHealth.failures} + 1`,
        errorCode: code,
        errorDetail: detail,
        nextPollAt: shown(source, nextPollAt),
      })
      .where(eq(sourceHealth.sourceId, health.sourceId))
    if (health.errorCode !== code) await bumpVersions(tx, ['board', 'sources'])
  })
  await deps.versions.refresh()
  return { kind: 'failed', code, detail, nextPollAt }
}
