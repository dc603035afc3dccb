import { eq, sql } from 'drizzle-orm'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import { recordDrafts, type RecordCounts } from '../../consultations/records/record.ts'
import { sources } from '../../consultations/schema.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { Deps } from '../../deps.ts'
import { describeError } from '../../http/describe-error.ts'
import { followMove } from './follow-move.ts'
import { lookAtContracts } from './look-at-contracts.ts'
import { lookAtDocument } from './look-at-document.ts'
import { lookAtPages } from './look-at-pages.ts'
import { keepLook } from './kept-looks.ts'
import type { Answer, FailedLook, Health, Look, LookOptions, Source, Validators } from './look.ts'
import { mergedDrafts } from './procedures.ts'
import { nextDeadlineOf } from '../queries.ts'
import { kindNamed } from '../read-document.ts'
import { recordContext } from '../record-context.ts'
import { pauseAfterAnswer, pauseAfterFailure, rhythmOf } from './schedule.ts'
import { sourceHealth } from '../schema.ts'
import { noteFeed, reliesOnPushes } from '../websub/note-feed.ts'

/** What one look at a source came to, how long it took in milliseconds, and when the next one should be. */
export type PollOutcome = LookEnd & { ms: number }

type LookEnd = { nextPollAt: Date } & (
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
export interface PollOptions {
  /** Cuts the look short: it leaves no trace. */
  signal?: AbortSignal
  /** Whether this failure is our own network's: it is told, and not held against the source. */
  isOurOutage?: (code: string) => boolean
  /** Waits between the requests of one look. */
  betweenRequests?: () => Promise<void>
}

/**
 * Looks at one source now: asks for what is new, reads what changed and records it, in one transaction with the
 * source's health. Never throws for what other people's servers do: a failure is a state of the source, and its
 * earlier consultations stay.
 */
export async function pollSource(
  deps: Deps,
  sourceId: number,
  options: PollOptions = {},
): Promise<PollOutcome> {
  const begun = deps.now()
  const begunMs = performance.now()
  const ended = await look(deps, sourceId, options)
  const outcome = { ...ended, ms: Math.round(performance.now() - begunMs) }
  if (outcome.kind === 'failed' && outcome.code === 'cancelled') return outcome
  const { code, detail } = outcome.kind === 'failed' ? outcome : { code: null, detail: null }
  const { items, counts } =
    outcome.kind === 'read' ? outcome : { items: null, counts: { added: null, changed: null } }
  await keepLook(deps.db, sourceId, {
    at: begun,
    outcome: outcome.kind,
    code,
    detail,
    items,
    added: counts.added,
    changed: counts.changed,
    ms: outcome.ms,
  })
  return outcome
}

async function look(
  deps: Deps,
  sourceId: number,
  { signal, betweenRequests, isOurOutage = () => false }: PollOptions,
): Promise<LookEnd> {
  const [found] = await deps.db
    .select({ source: sources, health: sourceHealth })
    .from(sources)
    .innerJoin(sourceHealth, eq(sourceHealth.sourceId, sources.id))
    .where(eq(sources.id, sourceId))
  if (!found) throw new Error(`no source ${sourceId}`)
  const { source, health } = found
  const whole = isDueWhole(health, deps.now())
  try {
    const seen = await lookAt(deps, source, health, { whole, signal, betweenRequests })
    switch (seen.kind) {
      case 'unchanged':
        return await unchanged(deps, source, health, seen)
      case 'read':
        return await readAnew(deps, source, health, seen)
      case 'recorded':
        return await recorded(deps, source, health, seen)
      case 'failed':
        if (seen.code === 'cancelled') return cancelled(deps)
        return await failed(deps, source, health, seen, isOurOutage(seen.code))
    }
  } catch (error) {
    deps.log('source-unreadable', { source: sourceId, ...describeError(error) })
    return failed(deps, source, health, failedBy('unexpected'))
  }
}

function lookAt(deps: Deps, source: Source, health: Health, options: LookOptions): Promise<Look> {
  const { pages, contracts } = kindNamed(source.kind)
  if (contracts) return lookAtContracts(deps, source, health, options)
  return pages
    ? lookAtPages(deps, pages, source, health, options)
    : lookAtDocument(deps, source, health, options)
}

/** The server stops, or came too late: another process, or the next one, looks in a minute. */
function cancelled({ now }: Deps): LookEnd {
  const nextPollAt = new Date(now().getTime() + MINUTE_MS)
  return { kind: 'failed', code: 'cancelled', detail: null, nextPollAt, hostBlockedSeconds: 0 }
}

async function readAnew(
  deps: Deps,
  source: Source,
  health: Health,
  look: Extract<Look, { kind: 'read' }>,
): Promise<LookEnd> {
  const { reading, validators } = look
  const { merge, pages } = kindNamed(source.kind)
  const drafts = merge ? await mergedDrafts(deps, source, reading.drafts) : reading.drafts
  if (drafts === null) return failed(deps, source, health, failedBy('too-slow'))
  const now = deps.now()
  const isEmpty = reading.items === 0 && !pages
  return recordReading(deps, source, health, drafts, look, {
    ...validators,
    ...wholeAt(health, look, now),
    items: reading.items,
    reading: reading.mode,
    warnings: reading.warnings,
    partial: reading.partial,
    rhythmMs: rhythmOf(reading.dates, now),
    askedPauseMs: reading.askedPause,
    emptySince: isEmpty ? (health.emptySince ?? (health.items ? now : null)) : null,
  })
}

/** A document that came, rather than « not modified », was whole. */
function wholeAt(health: Health, { validators }: { validators: Partial<Validators> }, now: Date) {
  const came = validators.bodyHash !== undefined && isDueWhole(health, now)
  return { askedWholeAt: came ? now : health.askedWholeAt }
}

/** Once a day a document is asked for without validators: some servers say « not modified » for ever. */
function isDueWhole({ askedWholeAt }: Health, now: Date): boolean {
  return Math.abs(now.getTime() - (askedWholeAt?.getTime() ?? 0)) > DAY_MS
}

type ReadHealth = Pick<
  Health,
  | 'etag'
  | 'lastModified'
  | 'bodyHash'
  | 'items'
  | 'reading'
  | 'warnings'
  | 'partial'
  | 'askedWholeAt'
  | 'rhythmMs'
  | 'askedPauseMs'
  | 'emptySince'
>

async function recordReading(
  deps: Deps,
  source: Source,
  health: Health,
  drafts: RecordDraft[],
  { answer, reading }: Extract<Look, { kind: 'read' }>,
  read: ReadHealth,
): Promise<LookEnd> {
  const context = await recordContext(deps, {
    demonstration: source.demonstration,
    firstRead: health.succeededAt === null,
  })
  const { now } = context
  const written = await deps.db.transaction(async (tx) => {
    if (await hasBeenLookedAt(tx, health)) return null
    const recorded = await recordDrafts(tx, source.id, drafts, context)
    const isNews = recorded.added + recorded.changed > 0
    await noteFeed(tx, deps.config, source, { ...reading, isNews }, health.succeededAt, now)
    const nextPollAt = await nextLook(tx, source, read.rhythmMs, answer, now)
    const moved = await followMove(tx, source, health, answer, now)
    await tx
      .update(sourceHealth)
      .set({
        ...read,
        ...success(now),
        ...moved,
        ...(isNews ? newsOf(health, reading.dates, now) : {}),
        nextPollAt: shown(source, nextPollAt),
        changedAt: now,
      })
      .where(eq(sourceHealth.sourceId, source.id))
    if (health.errorCode !== null) await bumpVersions(tx, ['board', 'sources'], [])
    return { recorded, nextPollAt }
  })
  if (written === null) return cancelled(deps)
  await deps.versions.refresh()
  const { recorded, nextPollAt } = written
  return { kind: 'read', items: read.items ?? 0, counts: recorded, nextPollAt }
}

/** A file that was recorded while it came: what is left is the source's health. */
async function recorded(
  deps: Deps,
  source: Source,
  health: Health,
  look: Extract<Look, { kind: 'recorded' }>,
): Promise<LookEnd> {
  const { answer, validators, items, counts } = look
  const now = deps.now()
  const nextPollAt = await deps.db.transaction(async (tx) => {
    const next = await nextLook(tx, source, null, answer, now)
    const moved = await followMove(tx, source, health, answer, now)
    await tx
      .update(sourceHealth)
      .set({
        ...validators,
        ...wholeAt(health, look, now),
        ...success(now),
        ...moved,
        items,
        ...(counts.added + counts.changed > 0 ? { lastNewAt: now } : {}),
        nextPollAt: shown(source, next),
        changedAt: now,
      })
      .where(eq(sourceHealth.sourceId, source.id))
    if (health.errorCode !== null) await bumpVersions(tx, ['board', 'sources'], [])
    return next
  })
  await deps.versions.refresh()
  return { kind: 'read', items, counts, nextPollAt }
}

/** When the source last told something new, and how often it does: what it may be silent for without alarm. */
function newsOf({ succeededAt, usualRhythmMs }: Health, dates: Date[], now: Date) {
  const past = dates.filter((date) => date <= now).map((date) => date.getTime())
  const isOld = succeededAt === null && past.length > 0
  return {
    lastNewAt: isOld ? new Date(Math.max(...past)) : now,
    usualRhythmMs: rhythmOf(dates, now) ?? usualRhythmMs,
  }
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
  look: Extract<Look, { kind: 'unchanged' }>,
): Promise<LookEnd> {
  const { answer, validators } = look
  const now = deps.now()
  const nextPollAt = await nextLook(deps.db, source, health.rhythmMs, answer, now)
  const change = {
    ...validators,
    ...wholeAt(health, look, now),
    ...success(now),
    nextPollAt: shown(source, nextPollAt),
  }
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
    if (health.errorCode !== null) await bumpVersions(tx, ['board', 'sources'], [])
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
  const isPushed = await reliesOnPushes(reader, source.id, now)
  const pause = pauseAfterAnswer({ now, rhythm, askedPause, nextDeadline, isPushed })
  return new Date(now.getTime() + pause)
}

function failedBy(code: string): FailedLook {
  return { kind: 'failed', code, detail: null, status: null, retryAfter: null }
}

async function failed(
  deps: Deps,
  source: Source,
  health: Health,
  { code, detail, status, retryAfter }: FailedLook,
  /** Our own network is down. */
  ours = false,
): Promise<LookEnd> {
  const now = deps.now()
  // 429 and 503 ask for patience: they say nothing of the source's health.
  const counts = !ours && status !== 429 && status !== 503
  const what = { gone: code === 'gone', random: Math.random() }
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
    if (health.errorCode !== told) await bumpVersions(tx, ['board', 'sources'], [])
  })
  await deps.versions.refresh()
  const blocked = status === 429 ? Math.max(askedFor, pause) / 1000 : 0
  return { kind: 'failed', code, detail, nextPollAt, hostBlockedSeconds: blocked }
}
