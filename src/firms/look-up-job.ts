import { asc, eq, lte, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { type JobHandler, retryDelay } from '../jobs/tick.ts'
import { checkSiret, isSiren } from '../partners/siret.ts'
import type { FetchOutcome } from '../sources/fetch/fetch.ts'
import { type FirmAnswer, readAnswer, searchAddress } from './read-answer.ts'
import { saveEstablishments, saveFirms } from './save.ts'
import { firmLookups, firmServices } from './schema.ts'
import { KNOWN_DAYS, UNKNOWN_DAYS } from './want.ts'

/** The kind of job that asks the register about the firms that somebody wants to know of. */
export const FIRMS_JOB = 'firms'

/** Fetches an address of the register, as sources are fetched; never rejects. */
export type AskRegister = (url: string, signal: AbortSignal) => Promise<FetchOutcome>

const SOURCE = 'recherche-entreprises'
/** From one call to the next: the register bears seven a second from one address. */
const SPACING_MS = 200
/** A run ends soon, for other jobs wait for it: after so many calls or so long, and the next goes on. */
const CALLS = 10
const RUN_MS = 5_000
const CALL_MS = 8_000
const IDLE_SECONDS = 60
/** Failures in a row that are the register's rather than a number's. */
const OUTAGE = 3
const LONGEST_PAUSE_SECONDS = 24 * 3600
const DAY_MS = 86_400_000

type JobDeps = Pick<Deps, 'db' | 'now' | 'config' | 'log'>

/**
 * Asks the State's search of firms about what is due, one call after the other, at most five a second: as the job is
 * leased to one process at a time, for all of them together. Each answer is kept with its date at once. A number that
 * fails is tried again later each time; after three failures in a row, or where the register asks for it (429, 503),
 * nothing is asked for a while.
 */
export function firmsJob(
  deps: JobDeps,
  ask: AskRegister,
  options: { stopping?: AbortSignal; pause?: (ms: number) => Promise<void> } = {},
): JobHandler {
  const { stopping = new AbortController().signal, pause = sleep } = options
  return async () => {
    const paused = await secondsPaused(deps)
    if (paused > 0) return { againAfterSeconds: paused }
    const ending = AbortSignal.any([AbortSignal.timeout(RUN_MS), stopping])
    for (const number of await dueNumbers(deps)) {
      if (ending.aborted) break
      if (!canBe(number)) {
        await deps.db
          .update(firmLookups)
          .set({ state: 'impossible', dueAt: null })
          .where(eq(firmLookups.number, number))
        continue
      }
      const [outcome] = await Promise.all([
        ask(
          searchAddress(deps.config.firmsUrl, number),
          AbortSignal.any([AbortSignal.timeout(CALL_MS), stopping]),
        ),
        pause(SPACING_MS),
      ])
      if (stopping.aborted && outcome.kind === 'failed') break
      const seconds = await settle(deps, number, outcome)
      if (seconds > 0) return { againAfterSeconds: seconds }
    }
    return { againAfterSeconds: stopping.aborted ? 1 : await secondsToNext(deps) }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function secondsPaused({ db, now }: JobDeps): Promise<number> {
  const [service] = await db
    .select({ pausedUntil: firmServices.pausedUntil })
    .from(firmServices)
    .where(eq(firmServices.source, SOURCE))
  const ms = (service?.pausedUntil?.getTime() ?? 0) - now().getTime()
  return ms <= 0 ? 0 : Math.ceil(ms / 1000)
}

async function dueNumbers({ db, now }: JobDeps): Promise<string[]> {
  const rows = await db
    .select({ number: firmLookups.number })
    .from(firmLookups)
    .where(lte(firmLookups.dueAt, now()))
    .orderBy(asc(firmLookups.dueAt), asc(firmLookups.number))
    .limit(CALLS)
  return rows.map(({ number }) => number)
}

async function secondsToNext({ db, now }: JobDeps): Promise<number> {
  const [next] = await db
    .select({ dueAt: firmLookups.dueAt })
    .from(firmLookups)
    .orderBy(asc(firmLookups.dueAt))
    .limit(1)
  if (!next?.dueAt) return IDLE_SECONDS
  const seconds = Math.ceil((next.dueAt.getTime() - now().getTime()) / 1000)
  return Math.min(Math.max(seconds, 0), IDLE_SECONDS)
}

function canBe(number: string): boolean {
  return number.length === 9 ? isSiren(number) : checkSiret(number).ok
}

/** Keeps what came of a call; answers for how many seconds nothing may be asked. */
async function settle(deps: JobDeps, number: string, outcome: FetchOutcome): Promise<number> {
  if (outcome.kind === 'document') {
    const answer = readAnswer(outcome.bytes, number)
    if (answer.kind !== 'odd') return keep(deps, number, answer)
    return fail(deps, number, answer.code, answer.code !== 'other-firms')
  }
  if (outcome.kind === 'not-modified') return fail(deps, number, 'http-304', true)
  const { status, retryAfter } = outcome
  if (status === 429 || status === 503) return giveWay(deps, status, retryAfter)
  // The only signal that ends a call, but for the process that stops, is that of its time.
  if (outcome.code === 'cancelled') return fail(deps, number, 'timeout', true)
  return fail(deps, number, outcome.code === 'http-status' ? `http-${status}` : outcome.code, true)
}

async function keep(
  { db, now }: JobDeps,
  number: string,
  answer: Exclude<FirmAnswer, { kind: 'odd' }>,
): Promise<number> {
  const at = now()
  const reading = { source: SOURCE, at } as const
  await db.transaction(async (tx) => {
    let days = UNKNOWN_DAYS
    if (answer.kind === 'found') {
      await saveFirms(tx, [answer.firm], reading)
      await saveEstablishments(tx, answer.establishments, reading)
      const isWhole =
        number.length === 9 || answer.establishments.some(({ siret }) => siret === number)
      if (isWhole) days = KNOWN_DAYS
    }
    await tx
      .update(firmLookups)
      .set({
        state: 'answered',
        found: answer.kind === 'found',
        askedAt: at,
        dueAt: new Date(at.getTime() + days * DAY_MS),
        attempts: 0,
        lastFailure: null,
      })
      .where(eq(firmLookups.number, number))
    await noteService(tx, { failures: 0, pausedUntil: null, lastAnswerAt: at })
  })
  return 0
}

/** The number waits for its next try; the register too, where the failure is its own and not the first. */
async function fail(
  deps: JobDeps,
  number: string,
  code: string,
  isTheRegisters: boolean,
): Promise<number> {
  const { db, now, log } = deps
  const at = now()
  let seconds = 0
  await db.transaction(async (tx) => {
    const [row] = await tx
      .update(firmLookups)
      .set({
        state: 'failing',
        attempts: sql`${firmLookups.attempts} + 1`,
        lastFailure: code,
        askedAt: at,
      })
      .where(eq(firmLookups.number, number))
      .returning({ attempts: firmLookups.attempts })
    const delay = retryDelay(row?.attempts ?? 1, Math.random())
    await tx
      .update(firmLookups)
      .set({ dueAt: after(at, delay) })
      .where(eq(firmLookups.number, number))
    if (!isTheRegisters) return noteService(tx, { failures: 0, lastAnswerAt: at })
    const failures = (await failuresSoFar(tx)) + 1
    if (failures >= OUTAGE) seconds = retryDelay(failures - OUTAGE + 1, Math.random())
    await noteService(tx, {
      failures,
      lastFailure: code,
      lastFailureAt: at,
      pausedUntil: seconds > 0 ? after(at, seconds) : null,
    })
  })
  if (seconds > 0) log('firms.paused', { code, seconds: Math.round(seconds) })
  return seconds
}

/** The register wants to be left alone, for as long as it says: no number is to blame. */
async function giveWay(
  { db, now, log }: JobDeps,
  status: number,
  retryAfter: Date | null,
): Promise<number> {
  const at = now()
  const code = `http-${status}`
  let seconds = 0
  await db.transaction(async (tx) => {
    const failures = (await failuresSoFar(tx)) + 1
    const asked = retryAfter && (retryAfter.getTime() - at.getTime()) / 1000
    seconds = Math.min(
      Math.max(asked ?? retryDelay(failures, Math.random()), 1),
      LONGEST_PAUSE_SECONDS,
    )
    await noteService(tx, {
      failures,
      lastFailure: code,
      lastFailureAt: at,
      pausedUntil: after(at, seconds),
    })
  })
  log('firms.paused', { code, seconds: Math.round(seconds) })
  return seconds
}

async function failuresSoFar(tx: Tx): Promise<number> {
  const [service] = await tx
    .select({ failures: firmServices.failures })
    .from(firmServices)
    .where(eq(firmServices.source, SOURCE))
  return service?.failures ?? 0
}

async function noteService(
  tx: Tx,
  what: Partial<Omit<typeof firmServices.$inferInsert, 'source'>>,
): Promise<void> {
  await tx
    .insert(firmServices)
    .values({ source: SOURCE, ...what })
    .onConflictDoUpdate({ target: firmServices.source, set: what })
}

function after(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1000)
}
