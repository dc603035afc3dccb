import { sql } from 'drizzle-orm'
import { openPostgres } from '../../src/db/postgres.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import type { Config } from '../../src/config.ts'
import { invent } from '../../src/commands/generate/invent.ts'
import { AUDE } from './aude.ts'
import { addFeeds, type LocalFeeds, serveFeeds } from './local-feeds.ts'
import { type Bench, compare, type Measure } from './measure.ts'
import { type Reading, readWithFeedparser, readWithNewsboat, type Titles } from './other-readers.ts'
import { buildProgram, pollWithProgram, type Round } from './poll-program.ts'
import { itemsToRead, troubleOf } from './troubles.ts'

const FEEDS = 300
const ITEMS = 50
const MEGABYTES = 200
/** Threads of the peers that are given as many as Guichet has lanes. */
const THREADS = 8

/**
 * Many feeds of which some are broken, slow or ask to be left alone, read by the real program in a process of its own
 * and kept in PostgreSQL, beside newsboat and feedparser on the same feeds.
 */
export const troubled: Bench = {
  name: 'troubled',
  async run(server) {
    buildProgram()
    const config = await server.newDatabase()
    const feeds = await serveFeeds(FEEDS, ITEMS, 'troubled')
    try {
      await register(config, feeds)
      const first = await pollWithProgram(config)
      const ours = { milliseconds: first.milliseconds, titles: await storedTitles(config, feeds) }
      await feeds.answers()
      const cycles = []
      for (const cycle of [2, 3]) {
        await pollWithProgram(config)
        cycles.push(requests(cycle, await feeds.answers()))
      }
      const newsboat = await readWithNewsboat(feeds.urls)
      const feedparser = await readWithFeedparser(feeds.urls, THREADS)
      return [
        rightItems('expected', ours, expectedTitles(feeds), feeds),
        besideReader('newsboat', ours, newsboat, { atMost: 0.5 }),
        besideReader(
          `newsboat of ${THREADS} threads`,
          ours,
          newsboat && (await readWithNewsboat(feeds.urls, THREADS)),
          null,
        ),
        besideReader(`feedparser in ${THREADS} threads`, ours, feedparser, null),
        ...(newsboat ? [rightItems('newsboat', ours, newsboat.titles, feeds)] : []),
        ...(feedparser ? [rightItems('feedparser', ours, feedparser.titles, feeds)] : []),
        ...cycles,
        memory(first),
      ]
    } finally {
      await feeds.stop()
    }
  },
}

async function register(config: Config, feeds: LocalFeeds): Promise<void> {
  const result = await openProgram(config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  await addFeeds(result.opened.deps, feeds)
  await result.opened.close()
}

async function storedTitles(config: Config, { urls }: LocalFeeds): Promise<Titles> {
  const database = openPostgres(config.databaseUrl, { max: 1 })
  const rows = await database.db.execute<{ url: string; title: string }>(sql`
    select s.url, r.facts->'object'->>'value' as title
    from source_records r join sources s on s.id = r.source_id`)
  await database.close()
  const titles: Titles = new Map(urls.map((url) => [url, []]))
  for (const { url, title } of rows) titles.get(url)?.push(title)
  return titles
}

function expectedTitles({ urls }: LocalFeeds): Titles {
  return new Map(
    urls.map((url, feed) => [
      url,
      Array.from(
        { length: itemsToRead(feed, ITEMS) },
        (_, at) => invent(AUDE, feed * ITEMS + at).object,
      ),
    ]),
  )
}

/** Our right items over those of another reader, or over all that there are; what should not be there counts against. */
function rightItems(beside: string, ours: Reading, theirs: Titles, feeds: LocalFeeds): Measure {
  const expected = expectedTitles(feeds)
  return compare(
    {
      name: `troubled-items-${beside}`,
      what: `right items of ${FEEDS} feeds, 10 % broken, 10 % slow, 5 % 429`,
      beside,
    },
    [{ ours: rightOf(ours.titles, expected), limit: rightOf(theirs, expected) }],
    { atLeast: 1 },
  )
}

function rightOf(found: Titles, expected: Titles): number {
  let right = 0
  for (const [url, titles] of expected) {
    const left = [...titles]
    for (const title of found.get(url) ?? []) {
      const at = left.indexOf(title.replaceAll(/\s+/g, ' ').trim())
      if (at === -1) right -= 1
      else left.splice(at, 1)
    }
    right += titles.length - left.length
  }
  return right
}

function besideReader(
  reader: string,
  ours: Reading,
  theirs: Reading | null,
  target: { atMost: number } | null,
): Measure {
  const line = {
    name: `troubled-time-${reader.replaceAll(' ', '-')}`,
    what: 'those feeds into PostgreSQL (ms)',
    beside: reader,
  }
  if (theirs === null)
    return { ...line, ours: ours.milliseconds, limit: 0, ratio: 0, target: 'absent', ok: true }
  const measured = compare(
    line,
    [{ ours: ours.milliseconds, limit: theirs.milliseconds }],
    target ?? { atMost: Infinity },
  )
  return target === null ? { ...measured, target: 'none' } : measured
}

/** In a later cycle each due feed is asked for once: what has not changed answers 304, and who said 429 is left alone. */
function requests(cycle: number, answers: Record<string, number>): Measure {
  const due = feedsWhere((trouble) => trouble !== 'too-many-requests')
  const unchanged = feedsWhere(
    (trouble) => trouble !== 'too-many-requests' && trouble !== 'no-feed',
  )
  const asked = Object.values(answers).reduce((sum, count) => sum + count, 0)
  const measured = compare(
    { name: `troubled-requests-${cycle}`, what: `requests of cycle ${cycle}`, beside: 'feeds due' },
    [{ ours: asked, limit: due }],
    { atMost: 1 },
  )
  const notModified = answers['304'] ?? 0
  return {
    ...measured,
    target: `1, ${unchanged} of them 304 (${notModified})`,
    ok: asked === due && notModified === unchanged,
  }
}

function feedsWhere(holds: (trouble: ReturnType<typeof troubleOf>) => boolean): number {
  return Array.from({ length: FEEDS }, (_, feed) => troubleOf(feed)).filter(holds).length
}

function memory({ peakMemory }: Round): Measure {
  return compare(
    { name: 'troubled-memory', what: 'most memory of the polling process (MB)', beside: 'limit' },
    [{ ours: peakMemory ?? Number.NaN, limit: MEGABYTES }],
    { atMost: 1 },
  )
}
