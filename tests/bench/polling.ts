import { sql } from 'drizzle-orm'
import type { Db } from '../../src/db/db.ts'
import type { Deps } from '../../src/deps.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { fetchDocument } from '../../src/sources/fetch/fetch.ts'
import type { PollOutcome } from '../../src/sources/polling/poll.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import { addFeeds, serveFeeds } from './local-feeds.ts'
import { type Bench, compare, type Measure, milliseconds } from './measure.ts'

const FEEDS = 100
const ITEMS = 50
/** As many feeds at once as the poller looks at. */
const LANES = 8

/** Many feeds read into an empty database, then found unchanged, beside only fetching and parsing them. */
export const polling: Bench = {
  name: 'polling',
  async run(server) {
    const result = await openProgram(await server.newDatabase(), () => {})
    if (!result.ok) throw new Error(result.sentence)
    const { deps, close } = result.opened
    let parsed = 0
    const counting: Deps = {
      ...deps,
      read: (kind, document) => {
        parsed += 1
        return deps.read(kind, document)
      },
    }
    const feeds = await serveFeeds(FEEDS, ITEMS)
    await addFeeds(deps, feeds)
    await fetchAndParse(deps, feeds.urls.slice(0, 30))
    const etags = new Map<string, string | null>()

    const limitBefore = await milliseconds(() => fetchAndParse(deps, feeds.urls, etags))
    const read: PollOutcome[] = []
    const reading = await milliseconds(() => poll(counting, read))
    const limitAfter = await milliseconds(() => fetchAndParse(deps, feeds.urls, etags))
    if (!read.every((each) => each.kind === 'read' && each.counts.added === ITEMS))
      throw new Error('the first cycle did not read every item')

    const before = await fingerprint(deps.db)
    parsed = 0
    const askBefore = await milliseconds(() => askOnly(deps, feeds.urls, etags))
    const again: PollOutcome[] = []
    const lookingAgain = await milliseconds(() => poll(counting, again))
    const askAfter = await milliseconds(() => askOnly(deps, feeds.urls, etags))
    const all304 = again.length === FEEDS && again.every((each) => each.kind === 'unchanged')
    const wrote = (await fingerprint(deps.db)) !== before
    await feeds.stop()
    await close()

    return [
      compare(
        {
          name: 'polling',
          what: `${FEEDS} feeds of ${ITEMS} items into PostgreSQL (consultations/s)`,
          beside: 'fetch and parse only',
        },
        [limitBefore, limitAfter].map((limit) => ({
          ours: perSecond(FEEDS * ITEMS, reading),
          limit: perSecond(FEEDS * ITEMS, limit),
        })),
        { atLeast: 1 / 3 },
      ),
      {
        ...compare(
          {
            name: 'polling-unchanged',
            what: `${FEEDS} unchanged feeds looked at again (feeds/s)`,
            beside: 'conditional GET only',
          },
          [askBefore, askAfter].map((limit) => ({
            ours: perSecond(FEEDS, lookingAgain),
            limit: perSecond(FEEDS, limit),
          })),
          { atLeast: 0 },
        ),
        // No speed to reach: it must find nothing to do.
        ...nothingDone({ all304, parsed, wrote }),
      },
    ]
  },
}

function poll(deps: Deps, outcomes: PollOutcome[]): Promise<void> {
  return pollSources(deps, 'all', (_, told) => outcomes.push(told))
}

function perSecond(count: number, ms: number): number {
  return (count * 1000) / ms
}

function nothingDone(found: {
  all304: boolean
  parsed: number
  wrote: boolean
}): Pick<Measure, 'target' | 'ok'> {
  const troubles = [
    ...(found.all304 ? [] : ['not all 304']),
    ...(found.parsed === 0 ? [] : [`${found.parsed} parsed`]),
    ...(found.wrote ? ['more than health written'] : []),
  ]
  return {
    target: ['all 304, no parse, no write', ...troubles].join('; '),
    ok: troubles.length === 0,
  }
}

async function fetchAndParse(
  deps: Deps,
  urls: string[],
  etags = new Map<string, string | null>(),
): Promise<void> {
  await inLanes(urls, async (url) => {
    const fetched = await ask(deps, url, null)
    if (fetched.kind !== 'document') throw new Error(`${url}: ${fetched.kind}`)
    etags.set(url, fetched.etag)
    const { bytes, contentType } = fetched
    const read = await deps.read('rss', { bytes, contentType, url })
    if (!read.ok || read.items !== ITEMS) throw new Error(`${url} was not read`)
  })
}

async function askOnly(
  deps: Deps,
  urls: string[],
  etags: Map<string, string | null>,
): Promise<void> {
  await inLanes(urls, async (url) => {
    const fetched = await ask(deps, url, etags.get(url) ?? null)
    if (fetched.kind !== 'not-modified') throw new Error(`${url}: ${fetched.kind}`)
  })
}

function ask(deps: Deps, url: string, etag: string | null) {
  const { allowPrivateSources: allowPrivate, baseUrl: contact } = deps.config
  return fetchDocument(deps, { url, etag, lastModified: null, allowPrivate, contact })
}

async function inLanes(urls: string[], work: (url: string) => Promise<void>): Promise<void> {
  const waiting = [...urls]
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) await work(url)
    }),
  )
}

/** Changes with any row that is written, in any table but those of the sources' health, of the time of their next look and of whose turn it is at their hosts. */
async function fingerprint(db: Db): Promise<string> {
  const tables = await db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('source_health', 'source_hosts', 'jobs') order by 1`,
  )
  const marks: string[] = []
  for (const { name } of tables) {
    const [mark] = await db.execute<{ n: number; last: string | null }>(
      sql`select count(*)::int as n, max(xmin::text::bigint) as last from ${sql.identifier(name)}`,
    )
    marks.push(`${name} ${mark?.n} ${mark?.last}`)
  }
  return marks.join('\n')
}
