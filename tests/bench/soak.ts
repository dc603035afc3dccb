import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { makeToken } from '../../src/auth/tokens.ts'
import { runCommand } from '../../src/commands/run.ts'
import type { Config } from '../../src/config.ts'
import type { Deps } from '../../src/deps.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { buyers } from '../../src/partners/schema.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import { POLL_JOB } from '../../src/sources/polling/schedule.ts'
import { sourceHealth } from '../../src/sources/schema.ts'
import { addFeeds, serveFeeds } from './local-feeds.ts'
import { type Bench, compare, type Measure } from './measure.ts'
import { asService, buildProgram } from './poll-program.ts'

const MINUTES = 10
const FEEDS = 40
const ITEMS = 25
const LANES = 8
/** Between two requests of a lane. */
const PAUSE_MS = 100
const READ_AGAIN_EVERY_MS = 15_000
/** A token may make 1 200 calls in a quarter of an hour. */
const WRITE_EVERY_MS = 1_000
const LIMIT_MB = 250
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The built program for `size` minutes on PostgreSQL, under readers, polls of local feeds and writes: its memory stays level. */
export const soak: Bench = {
  name: 'soak',
  async run(server, { size: minutes = MINUTES }) {
    buildProgram()
    const config = await server.newDatabase()
    const program = await openProgram(config, () => {})
    if (!program.ok) throw new Error(program.sentence)
    const { deps, database, close } = program.opened
    const feeds = await serveFeeds(FEEDS, ITEMS)
    const ended = new AbortController()
    try {
      const context = { deps, sql: database.sql, cwd: ROOT, say: () => {} }
      await runCommand(['demo'], context, (line) => console.error(line))
      await addFeeds(deps, feeds)
      // A first look records everything, and is no part of what goes on every day.
      await pollSources(deps, 'all', () => {})
      const token = await tokenOfBuyer(deps)
      const guichet = await startProgram(config)
      try {
        const told = { asked: 0, errors: 0, written: 0 }
        const work = [
          ...Array.from({ length: LANES }, (_, lane) =>
            readAgainAndAgain(guichet.origin, lane, told, ended.signal),
          ),
          again(READ_AGAIN_EVERY_MS, ended.signal, () => haveReadAgain(deps)),
          again(WRITE_EVERY_MS, ended.signal, () => write(guichet.origin, token, told)),
        ]
        const samples = await watchMemory(guichet, minutes * 60)
        ended.abort()
        await Promise.all(work)
        console.error(`soak: ${told.asked} answers, ${told.written} writes, ${told.errors} errors`)
        return measuresOf(samples, told.errors, minutes)
      } finally {
        ended.abort()
        await guichet.stop()
      }
    } finally {
      await feeds.stop()
      await close()
    }
  },
}

/** Megabytes at an instant, in seconds since the beginning. */
interface Sample {
  at: number
  resident: number
  heap: number
}

interface Told {
  asked: number
  errors: number
  written: number
}

interface Running {
  origin: string
  metricsToken: string
  stop(): Promise<void>
}

async function tokenOfBuyer({ db, now }: Deps): Promise<string> {
  const [buyer] = await db
    .select({ partnerId: buyers.partnerId })
    .from(buyers)
    .where(isNotNull(buyers.partnerId))
    .limit(1)
  if (!buyer?.partnerId) throw new Error('the demonstration has no buyer')
  const { partnerId } = buyer
  const token = { partnerId, name: 'Banc', scopes: ['consultations' as const], madeBy: 'bench' }
  return db.transaction((tx) => makeToken(tx, token, now()))
}

async function startProgram({ databaseUrl, baseUrl }: Config): Promise<Running> {
  const metricsToken = randomBytes(24).toString('hex')
  const { options, environment } = asService()
  const child = spawn(process.execPath, [...options, 'dist/main.js'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...environment,
      PATH: process.env['PATH'] ?? '',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      BASE_URL: baseUrl,
      ALLOW_PRIVATE_SOURCES: '1',
      METRICS_TOKEN: metricsToken,
    },
  })
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, listening] = /"event":"listening","port":(\d+)/.exec(line) ?? []
      if (listening !== undefined) resolve(Number(listening))
      else if (/"event":"[\w.-]*(?:failed|failure|fatal)"/.test(line))
        console.error(line.slice(0, 300))
    })
    child.once('exit', () => reject(new Error('the program ended before it listened')))
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    metricsToken,
    async stop() {
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Of twenty requests sixteen are of feed readers that know the latest, three filter the board, one reads a consultation. */
async function readAgainAndAgain(origin: string, lane: number, told: Told, signal: AbortSignal) {
  const etags = new Map<string, string>()
  const pages = pathsOf(await (await fetch(origin)).text())
  for (let turn = 0; !signal.aborted; turn += 1) {
    const path = pathOf(turn, lane, pages)
    const etag = etags.get(path)
    try {
      const answer = await fetch(origin + path, {
        headers: etag === undefined ? {} : { 'if-none-match': etag },
      })
      await answer.arrayBuffer()
      if (answer.status >= 400) told.errors += 1
      if (path.includes('.rss')) etags.set(path, answer.headers.get('etag') ?? '')
    } catch {
      told.errors += 1
    }
    told.asked += 1
    await setTimeout(PAUSE_MS)
  }
}

function pathOf(turn: number, lane: number, pages: string[]): string {
  const kind = turn % 20
  const other = (turn * 7 + lane * 13) % 90
  if (kind === 19) return pages[other % pages.length] ?? '/'
  if (kind >= 16) return `/?montant-min=${1000 * (1 + other)}`
  return `/consultations.rss?montant-min=${1000 * (1 + (other % 30))}`
}

function pathsOf(board: string): string[] {
  return [...board.matchAll(/href="(\/consultations\/\d{4}-[^"]+)"/g)].map(([, path = '/']) => path)
}

/** Has every source looked at again, a quarter of them as if nothing of it were known. */
async function haveReadAgain({ db }: Deps): Promise<void> {
  const free = db
    .select({ id: sourceHealth.sourceId })
    .from(sourceHealth)
    .where(sql`random() < 0.25`)
    .for('update', { skipLocked: true })
  await db
    .update(sourceHealth)
    .set({ etag: null, lastModified: null, bodyHash: null })
    .where(inArray(sourceHealth.sourceId, free))
  await db
    .update(jobs)
    .set({ runAt: sql`now()` })
    .where(eq(jobs.kind, POLL_JOB))
}

/** A partner's program says one of its fifty consultations anew, each time in other words. */
async function write(origin: string, token: string, told: Told): Promise<void> {
  const number = told.written % 50
  const answer = await fetch(`${origin}/api/v1/consultations/banc-${number}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      title: `Fourniture de papier recyclé, tranche ${told.written}`,
      category: 'supplies',
      procedure: 'below-threshold',
      deadline: `${aTuesday()}T12:00`,
    }),
  })
  const text = await answer.text()
  told.written += 1
  if (answer.status >= 500) told.errors += 1
  if (answer.status >= 400 && told.written === 1) throw new Error(text)
}

/** A working day, months ahead. */
function aTuesday(): string {
  const day = new Date(Date.now() + 60 * 86_400_000)
  day.setUTCDate(day.getUTCDate() + ((9 - day.getUTCDay()) % 7))
  return day.toISOString().slice(0, 10)
}

async function again(everyMs: number, signal: AbortSignal, work: () => Promise<void>) {
  while (!signal.aborted) {
    await work()
    await setTimeout(everyMs)
  }
}

async function watchMemory({ origin, metricsToken }: Running, seconds: number): Promise<Sample[]> {
  const samples: Sample[] = []
  const start = performance.now()
  const headers = { authorization: `Bearer ${metricsToken}` }
  for (let at = 0; at < seconds; at = (performance.now() - start) / 1000) {
    const text = await (await fetch(`${origin}/metrics`, { headers })).text()
    const megabytes = (name: string) =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]) / 1e6
    samples.push({
      at,
      resident: megabytes('process_resident_memory_bytes'),
      heap: megabytes('nodejs_heap_size_used_bytes'),
    })
    await setTimeout(1000)
  }
  return samples
}

/** The last third beside the middle one; the first warms up. */
function measuresOf(samples: Sample[], errors: number, minutes: number): Measure[] {
  const third = (minutes * 60) / 3
  const level = (name: string, what: string, value: (sample: Sample) => number) => {
    const during = (from: number) =>
      samples
        .filter(({ at }) => at >= from * third && at < (from + 1) * third)
        .map(value)
        .toSorted((one, other) => one - other)
    const middle = during(1)
    const last = during(2)
    const rounds = [{ ours: last[last.length >> 1] ?? 0, limit: middle[middle.length >> 1] ?? 0 }]
    const slope =
      slopeOf(
        samples.filter(({ at }) => at >= third),
        value,
      ) * 3600
    const told = `${what}, last third of ${minutes} minutes (MB; slope ${slope.toFixed(1)} MB/h)`
    return compare({ name, what: told, beside: 'its middle third' }, rounds, { atMost: 1.1 })
  }
  const peak = Math.max(...samples.map(({ resident }) => resident))
  return [
    level('soak-resident', 'memory of the process', ({ resident }) => resident),
    level('soak-heap', 'JavaScript heap in use', ({ heap }) => heap),
    compare(
      { name: 'soak-peak', what: 'most memory of the process (MB)', beside: 'limit' },
      [{ ours: peak, limit: LIMIT_MB }],
      { atMost: 1 },
    ),
    {
      name: 'soak-errors',
      what: 'answers that were errors',
      ours: errors,
      beside: 'limit',
      limit: 0,
      ratio: 0,
      target: '0',
      ok: errors === 0,
    },
  ]
}

/** Per second, by least squares. */
function slopeOf(samples: Sample[], value: (sample: Sample) => number): number {
  const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
  const at = mean(samples.map((sample) => sample.at))
  const level = mean(samples.map(value))
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0)
  const drift = samples.reduce((sum, each) => sum + (each.at - at) * (value(each) - level), 0)
  return drift / spread
}
