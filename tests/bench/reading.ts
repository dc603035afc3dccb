import { sql } from 'drizzle-orm'
import type { Sql } from 'postgres'
import { fillDatabase } from '../../src/commands/generate/fill-database.ts'
import { promptClient } from '../../src/commands/generate/prompt-client.ts'
import type { Config } from '../../src/config.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import type { BenchServer } from './databases.ts'
import { addFeeds, serveFeeds } from './local-feeds.ts'
import { type Bench, compare, type Measure, milliseconds, percentile } from './measure.ts'
import { pollWithProgram } from './poll-program.ts'
import { BARE_SEARCHES, type BareSearch } from './reading/bare-search.ts'
import { type LoadResult, type Mix, peakMemory, startReaders } from './reading/mixed-load.ts'
import { type OpenBoard, openBoard } from './reading/open-board.ts'
import { learnReads } from './reading/replayed.ts'
import { serveProgram } from './reading/serve-program.ts'
import { findWords } from './reading/words.ts'

const CONSULTATIONS = 1_000_000
const FEW = 10_000
const OPEN = 2_000
const MANY_OPEN = 20_000
const MEGABYTES = 250
const ROUNDS = 30
const WARM_UPS = 4
/** Seconds of mixed load, without an ingest cycle and during one. */
const LOAD_SECONDS = 20
const FEEDS = 40
const ITEMS = 50

const PAGES = {
  whole: '/',
  type: '/?type=travaux',
  trade: '/?metier=electricite',
  place: '/?lieu=narbonne',
  distance: '/?lieu=narbonne&rayon=50',
  amount: '/?montant-min=90000',
  buyer: '/?acheteur=narbonne',
  deadline: '/?echeance=14',
  lots: '/?lots=allotie',
  visit: '/?visite=aucune',
  procedure: '/?procedure=adaptee',
  'state-all': '/?etat=toutes',
  'state-awarded': '/?etat=attribuee',
  'state-ended': '/?etat=terminee',
}

/** What readers ask for, rendered anew among very many consultations and among ten thousand, as many of them open. */
export const reading: Bench[] = [
  { name: 'reading-pages', run: besideFew(pages) },
  { name: 'reading-searches', run: besideFew(searches) },
  { name: 'reading-consultation', run: besideFew(consultationPages) },
  { name: 'reading-deep', run: besideFew((_, many) => deepPages(many)) },
  {
    name: 'reading-load',
    async run(server, { size = CONSULTATIONS }) {
      const many = await openBoard(await server.copyOf(await filled(server, size, OPEN)))
      const measures = await mixedLoad(many, size)
      await many.close()
      return measures
    },
  },
  {
    name: 'reading-crowded',
    async run(server, { size = CONSULTATIONS }) {
      const among = Math.max(MANY_OPEN, Math.min(size, 100_000))
      const crowded = await openBoard(await filled(server, among, MANY_OPEN))
      const measure = await besideItsReads('board-20000', crowded, '/', `${MANY_OPEN} open`)
      await crowded.close()
      return [measure]
    },
  },
]

function besideFew(
  measure: (few: OpenBoard, many: OpenBoard, size: number) => Promise<Measure[]>,
): Bench['run'] {
  return async (server, { size = CONSULTATIONS }) => {
    const few = await openBoard(await filled(server, FEW, OPEN))
    const many = await openBoard(await filled(server, size, OPEN))
    const measures = await measure(few, many, size)
    await few.close()
    await many.close()
    return measures
  }
}

function filled(server: BenchServer, consultations: number, open: number): Promise<Config> {
  return server.filledDatabase(`${consultations}_${open}`, async ({ databaseUrl }) => {
    const client = promptClient(databaseUrl)
    await fillDatabase({ sql: client }, { consultations, open, seed: 1 }, new Date(), () => {})
    // The centres that come along are the larger communes' only; distances are asked of all.
    await client`
      update communes set latitude = 42.7 + (insee::int * 37 % 700) / 1000.0, longitude = 1.8 + (insee::int * 53 % 1400) / 1000.0
      where departement = '11' and latitude is null`
    await client.end()
  })
}

async function pages(few: OpenBoard, many: OpenBoard, size: number): Promise<Measure[]> {
  const measures: Measure[] = []
  for (const [name, path] of Object.entries(PAGES))
    measures.push(
      compare(
        {
          name: `board-${name}`,
          what: `first board page uncached, ${name}, ${OPEN} open among ${size}, p50 (ms)`,
          beside: `among ${FEW}`,
        },
        await inTurns(
          () => many.render(path),
          () => few.render(path),
        ),
        { atMost: 1.3 },
      ),
    )
  return measures
}

async function searches(few: OpenBoard, many: OpenBoard, size: number): Promise<Measure[]> {
  const measures: Measure[] = []
  const bare = openPostgres(many.deps.config.databaseUrl, { max: 1 })
  const fewWords = await findWords(few.deps.db, FEW)
  for (const { name, word, hits } of await findWords(many.deps.db, size)) {
    const path = searchFor(word)
    const own = searchFor(fewWords.find((each) => each.name === name)?.word ?? '')
    const ofFew = await inTurns(
      () => many.render(path),
      () => few.render(own),
    )
    const reads = await learnReads(many, path)
    const ours = await inTurns(
      () => reads.replay(),
      () => many.render(path),
    )
    const limits = []
    for (const { run } of await quickest(bare.sql, word))
      limits.push(p95((await inTurns(() => run(bare.sql, word))).map((round) => round.ours)))
    await reads.close()
    measures.push(
      compare(
        {
          name: `search-${name}`,
          what: `what a search for a ${name} word (${hits} of ${size}) reads, p95 (ms)`,
          beside: 'best bare SQL',
        },
        [{ ours: p95(ours.map((round) => round.ours)), limit: Math.min(...limits) }],
        { atMost: 2 },
      ),
      compare(
        {
          name: `search-${name}-grown`,
          what: `first page of a search for a ${name} word among ${size}, p95 (ms)`,
          beside: `among ${FEW}`,
        },
        [
          {
            ours: p95(ofFew.map((round) => round.ours)),
            limit: p95(ofFew.map((round) => round.limit)),
          },
        ],
        { atMost: 3 },
      ),
    )
  }
  await bare.close()
  return measures
}

/** One of the two ways takes seconds where the other takes none: it is not waited for again. */
async function quickest(bare: Sql, word: string): Promise<BareSearch[]> {
  const timed = []
  for (const each of BARE_SEARCHES) {
    await each.run(bare, word)
    timed.push({ each, took: await milliseconds(() => each.run(bare, word)) })
  }
  const best = Math.min(...timed.map(({ took }) => took))
  return timed.filter(({ took }) => took < best * 4).map(({ each }) => each)
}

function searchFor(word: string): string {
  return `/?etat=toutes&q=${encodeURIComponent(word)}`
}

async function consultationPages(
  few: OpenBoard,
  many: OpenBoard,
  size: number,
): Promise<Measure[]> {
  const [path = '', own = ''] = [await someConsultation(many), await someConsultation(few)]
  const rounds = await inTurns(
    () => many.render(path),
    () => few.render(own),
  )
  return [
    await besideItsReads('consultation', many, path, `consultation page among ${size}`),
    compare(
      {
        name: 'consultation-grown',
        what: `consultation page among ${size}, p95 (ms)`,
        beside: `among ${FEW}`,
      },
      [{ ours: p95(rounds.map(({ ours }) => ours)), limit: p95(rounds.map(({ limit }) => limit)) }],
      { atMost: 3 },
    ),
  ]
}

/** A page beside the statements that it asks, alone: what rendering costs on top. */
async function besideItsReads(
  name: string,
  board: OpenBoard,
  path: string,
  what: string,
): Promise<Measure> {
  const reads = await learnReads(board, path)
  const rounds = await inTurns(
    () => board.render(path),
    () => reads.replay(),
  )
  await reads.close()
  const target = name === 'consultation' ? { atMost: 2 } : { atMost: Number.POSITIVE_INFINITY }
  const measure = compare(
    { name, what: `${what}, p95 (ms)`, beside: 'its statements alone' },
    [{ ours: p95(rounds.map(({ ours }) => ours)), limit: p95(rounds.map(({ limit }) => limit)) }],
    target,
  )
  return name === 'consultation' ? measure : { ...measure, target: 'none' }
}

async function someConsultation({ deps }: OpenBoard): Promise<string> {
  const [row] = await deps.db.execute<{ path: string }>(sql`
    select '/consultations/' || reference || '-' || slug as path from consultations
    where status = 'active' and joined_into_id is null and closes_at > now() order by closes_at desc limit 1`)
  return row?.path ?? ''
}

/** The thousandth page beside the first. */
async function deepPages(many: OpenBoard): Promise<Measure[]> {
  const { db } = many.deps
  const [deep] = await db.execute<{ key: string }>(sql`
    select '0_' || (extract(epoch from published_at) * 1000)::bigint || '_' || id as key from consultations
    order by published_at desc, id desc offset (select least(24975, count(*) - 26) from consultations) limit 1`)
  const [deepAward] = await db.execute<{ key: string }>(sql`
    select listed_on || '_' || id as key from awards
    order by listed_on desc, id desc offset (select least(49950, count(*) - 51) from awards) limit 1`)
  const measures: Measure[] = []
  for (const [name, first, query] of [
    ['deep-board', '/?etat=toutes', `/?apres=${deep?.key}&etat=toutes`],
    ['deep-awards', '/attributions', `/attributions?apres=${deepAward?.key}`],
  ] as const)
    measures.push(
      compare(
        { name, what: `${first} at page 1000, p50 (ms)`, beside: 'page 1' },
        await inTurns(
          () => many.render(query),
          () => many.render(first),
        ),
        { atMost: 1.3 },
      ),
    )
  return measures
}

/** Readers of the served program, first alone, then while forty feeds are read in. */
async function mixedLoad(many: OpenBoard, size: number): Promise<Measure[]> {
  const { deps } = many
  const mix: Mix = {
    feeds: ['electricite', 'voirie-reseaux', 'nettoyage', 'espaces-verts-foret'].map(
      (trade) => `/consultations.rss?metier=${trade}`,
    ),
    filters: Object.values(PAGES).slice(0, 11),
    consultations: [await someConsultation(many)],
  }
  const feeds = await serveFeeds(FEEDS, ITEMS)
  await addFeeds(deps, feeds)
  const program = await serveProgram(deps.config)
  await seconds(LOAD_SECONDS / 4, startReaders(program.origin, mix))
  const alone = await seconds(LOAD_SECONDS, startReaders(program.origin, mix))
  const readers = startReaders(program.origin, mix)
  await pollWithProgram(deps.config)
  const during = await readers.stop()
  const memory = peakMemory(program.pid)
  await program.stop()
  await feeds.stop()
  const wrong = alone.wrong + during.wrong
  const load = compare(
    {
      name: 'mixed-load',
      what: `mixed load while ${FEEDS * ITEMS} consultations are read in among ${size}, p99 (ms)`,
      beside: 'without reading in',
    },
    [{ ours: percentile(during.times, 0.99), limit: percentile(alone.times, 0.99) }],
    { atMost: 3 },
  )
  return [
    {
      ...load,
      ok: load.ok && wrong === 0,
      target: `${load.target}, ${wrong === 0 ? 'no error' : `${wrong} errors`}`,
    },
    compare(
      {
        name: 'reading-memory',
        what: `memory of the served program at most, ${size} consultations (MB)`,
        beside: 'the target',
      },
      [{ ours: memory, limit: MEGABYTES }],
      { atMost: 1 },
    ),
  ]
}

async function seconds(
  count: number,
  readers: { stop(): Promise<LoadResult> },
): Promise<LoadResult> {
  await new Promise((resolve) => setTimeout(resolve, count * 1000))
  return readers.stop()
}

/** Two works by turns, after some rounds that warm both up. */
async function inTurns(
  ours: () => Promise<unknown>,
  limit: () => Promise<unknown> = async () => {},
): Promise<{ ours: number; limit: number }[]> {
  const rounds = []
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    const took = { limit: await milliseconds(limit), ours: await milliseconds(ours) }
    if (round >= 0) rounds.push(took)
  }
  return rounds
}

function p95(values: number[]): number {
  return percentile(values, 0.95)
}
