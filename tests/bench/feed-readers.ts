import { sql } from 'drizzle-orm'
import { makePgArray } from 'drizzle-orm/pg-core'
import { createApp } from '../../src/app.ts'
import { fillDatabase } from '../../src/commands/generate/fill-database.ts'
import { type OpenDatabase, openPostgres } from '../../src/db/postgres.ts'
import { bumpVersions } from '../../src/db/versions.ts'
import type { BenchServer } from './databases.ts'
import { startGuichet } from './guichet.ts'
import { KEPT_BYTES } from '../../src/runtime/node/open.ts'
import { type Bench, compare, type Measure, milliseconds, percentile } from './measure.ts'
import { askRaw } from './raw-request.ts'
import { type ReaderLoad, type ServiceTimes, simulateReaders } from './reader-load.ts'
import { openBoard } from './reading/open-board.ts'
import { requestsPerSecond } from './requests-per-second.ts'

const READERS = 100_000
const CONSULTATIONS = 100_000
const FEED = '/consultations.rss?metier='
const TRADES = ['electricite', 'voirie-reseaux', 'nettoyage', 'espaces-verts-foret']
const ROUNDS = 30
const WARM_UPS = 5
/** Seconds after which a reader may give up. */
const PATIENCE = 10

/** France's readers (docs/scale.md): each looks every quarter of an hour, half of them on the quarter. */
const FRANCE: Omit<ReaderLoad, 'readers' | 'processes' | 'kept'> = {
  every: 900,
  punctual: 0.5,
  addresses: 20_000,
  newsEvery: 36,
  concerned: 0.02,
}

/**
 * Readers of feeds in numbers that no machine here can be: what an answer costs one process is measured, the hour of all
 * readers is simulated with that.
 */
export const feedReaders: Bench = {
  name: 'feed-readers',
  async run(server, { size = READERS }) {
    const { kept, ...times } = await serviceTimes(server)
    console.error(`${kept} feeds kept`)
    console.error(
      Object.entries(times)
        .map(([name, seconds]) => `${name} ${written(seconds)}`)
        .join(', '),
    )
    return [1, 2, 4, 8].flatMap((processes) => {
      const hour = simulateReaders({ ...FRANCE, kept, readers: size, processes }, times)
      const { requestsPerSecond: mean, peakPerSecond, busy, median } = hour
      const { renderingsPerSecond, looksPerSecond } = hour
      console.error(
        `${processes}: ${mean.toFixed(0)} requests/s (${peakPerSecond} in the busiest second), ${looksPerSecond.toFixed(1)} looks/s, ${renderingsPerSecond.toFixed(1)} renderings/s, busy ${(busy * 100).toFixed(1)} %, median ${written(median)}`,
      )
      return line(processes, size, hour.p99)
    })
  },
}

function line(processes: number, readers: number, p99: number): Measure {
  return compare(
    {
      name: `feed-readers-${processes}`,
      what: `${readers} feed readers, ${processes} processes, simulated, p99 (s)`,
      beside: 'a reader’s patience',
    },
    [{ ours: p99, limit: PATIENCE }],
    { atMost: 1 },
  )
}

type Measured = ServiceTimes & Pick<ReaderLoad, 'kept'>

async function serviceTimes(server: BenchServer): Promise<Measured> {
  const guichet = await startGuichet(server)
  const feed = `${guichet.origin}/consultations.rss`
  const { headers } = await askRaw(feed)
  const br = { 'accept-encoding': 'br' }
  const body = 1 / (await requestsPerSecond(feed, br))
  const unchanged =
    1 / (await requestsPerSecond(feed, { ...br, 'if-none-match': headers.etag ?? '' }))
  await guichet.stop()
  return { unchanged, body, ...(await remakingTimes(server)) }
}

/**
 * The middle ones of many: reading and writing one trade's feed with nothing kept, and looking whether it has changed;
 * and how many such feeds a process keeps.
 */
async function remakingTimes(
  server: BenchServer,
): Promise<Pick<Measured, 'rendering' | 'look' | 'kept'>> {
  const config = await server.newDatabase()
  const database = openPostgres(config.databaseUrl)
  const quantity = { consultations: CONSULTATIONS, open: CONSULTATIONS / 50, seed: 1 }
  await fillDatabase(database, quantity, new Date(), () => {})
  const board = await openBoard(config)
  await board.deps.versions.refresh()
  const kept = createApp(board.deps)
  const ask = async (path: string) => void (await (await kept.request(path)).arrayBuffer())
  const changed = await withoutThose(database)
  const rendering: number[] = []
  const look: number[] = []
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    const path = FEED + (TRADES.at(round % TRADES.length) ?? '')
    const rendered = await milliseconds(() => board.render(path))
    await ask(path)
    const before = board.deps.keep.last(path)
    await database.db.transaction((tx) => bumpVersions(tx, ['board'], changed))
    await board.deps.versions.refresh()
    const looked = await milliseconds(() => ask(path))
    const after = board.deps.keep.last(path)
    if (!after || after.renderedAt !== before?.renderedAt || after.versions === before.versions)
      throw new Error(`${path} did not go on`)
    if (round >= 0) {
      rendering.push(rendered)
      look.push(looked)
    }
  }
  const { bytes, renderings } = board.deps.keep.counts()
  await database.close()
  await board.close()
  return {
    kept: Math.floor(KEPT_BYTES / (bytes / renderings)),
    rendering: percentile(rendering, 0.5) / 1000,
    look: percentile(look, 0.5) / 1000,
  }
}

/** Consultations that are surely none of these trades'. */
async function withoutThose({ db }: OpenDatabase): Promise<number[]> {
  const rows = await db.execute<{ id: number }>(sql`
    select consultation_id::int as id from lots group by consultation_id
    having not bool_or(all_building_trades or trades = '{}' or trades && ${makePgArray(TRADES)}::text[]) limit 5`)
  return rows.map(({ id }) => id)
}

function written(seconds: number): string {
  return `${(seconds * 1000).toFixed(2)} ms`
}
