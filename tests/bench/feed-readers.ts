import { fillDatabase } from '../../src/commands/generate/fill-database.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import type { BenchServer } from './databases.ts'
import { startGuichet } from './guichet.ts'
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
const FRANCE: Omit<ReaderLoad, 'readers' | 'processes'> = {
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
    const times = await serviceTimes(server)
    console.error(
      `unchanged ${written(times.unchanged)}, body ${written(times.body)}, rendering ${written(times.rendering)}`,
    )
    return [1, 2, 4, 8].flatMap((processes) => {
      const hour = simulateReaders({ ...FRANCE, readers: size, processes }, times)
      const { requestsPerSecond: mean, peakPerSecond, renderingsPerSecond, busy, median } = hour
      console.error(
        `${processes}: ${mean.toFixed(0)} requests/s (${peakPerSecond} in the busiest second), ${renderingsPerSecond.toFixed(1)} renderings/s, busy ${(busy * 100).toFixed(1)} %, median ${written(median)}`,
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

async function serviceTimes(server: BenchServer): Promise<ServiceTimes> {
  const guichet = await startGuichet(server)
  const feed = `${guichet.origin}/consultations.rss`
  const { headers } = await askRaw(feed)
  const br = { 'accept-encoding': 'br' }
  const body = 1 / (await requestsPerSecond(feed, br))
  const unchanged =
    1 / (await requestsPerSecond(feed, { ...br, 'if-none-match': headers.etag ?? '' }))
  await guichet.stop()
  return { unchanged, body, rendering: await renderingTime(server) }
}

/** Seconds, the middle one of many: reading and writing one trade's feed, with nothing kept. */
async function renderingTime(server: BenchServer): Promise<number> {
  const config = await server.newDatabase()
  const database = openPostgres(config.databaseUrl)
  const quantity = { consultations: CONSULTATIONS, open: CONSULTATIONS / 50, seed: 1 }
  await fillDatabase(database, quantity, new Date(), () => {})
  await database.close()
  const board = await openBoard(config)
  const took: number[] = []
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    const path = FEED + (TRADES.at(round % TRADES.length) ?? '')
    const ms = await milliseconds(() => board.render(path))
    if (round >= 0) took.push(ms)
  }
  await board.close()
  return percentile(took, 0.5) / 1000
}

function written(seconds: number): string {
  return `${(seconds * 1000).toFixed(2)} ms`
}
