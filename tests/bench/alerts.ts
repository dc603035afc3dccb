import { sql } from 'drizzle-orm'
import { boardSubject } from '../../src/alerts/board-subject.ts'
import { digestsJob } from '../../src/alerts/digests-job.ts'
import { alertFilters } from '../../src/alerts/schema.ts'
import { fillDatabase } from '../../src/commands/generate/fill-database.ts'
import { canonicalQuery, type Filter } from '../../src/consultations/filter.ts'
import { currentLists } from '../../src/consultations/lists.ts'
import type { ResolvedFilter } from '../../src/consultations/matching.ts'
import { noticesWithin } from '../../src/consultations/notices.ts'
import { notices, trades } from '../../src/consultations/schema.ts'
import type { Db } from '../../src/db/db.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { outbox } from '../../src/mail/schema.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { type Bench, compare, milliseconds } from './measure.ts'

const FOLLOWERS = 10_000
const FILTERS = 500
const CONSULTATIONS = { consultations: 22_000, open: 2_000, seed: 1 }
const ROUNDS = 7
const WARM_UPS = 2
const TARGET = { atMost: 2 }

/**
 * How long it takes to tell one new notice to those who follow something at once, messages queued (milliseconds), beside
 * nothing but asking each distinct filter for it.
 */
export const alerts: Bench = {
  name: 'alerts',
  async run(server, { size = FOLLOWERS }) {
    const config = await server.newDatabase()
    const database = openPostgres(config.databaseUrl)
    await fillDatabase(database, CONSULTATIONS, new Date(), () => {})
    await database.close()
    const result = await openProgram(
      {
        ...config,
        smtpUrl: 'smtp://localhost:25',
        mailFrom: { name: 'Guichet', address: 'guichet@guichet.example' },
      },
      () => {},
    )
    if (!result.ok) throw new Error(result.sentence)
    const { deps, close } = result.opened
    const { db } = deps
    const job = digestsJob(deps)
    const tellNews = () => job({ kind: 'alerts', key: 'all', payload: {}, attempt: 1 })
    await tellNews()
    await addFollowers(db, size)
    const lists = await currentLists(deps)
    const asked: ResolvedFilter[] = []
    for (const { query } of await db.select().from(alertFilters)) {
      const read = await boardSubject.read(deps, query)
      if (read) asked.push(read)
    }
    const rounds = []
    const queued: number[] = []
    for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
      const [after, upTo] = await addNotice(db, round + WARM_UPS)
      const limit = await milliseconds(async () => {
        for (const each of asked)
          await noticesWithin(db, each, deps.now(), lists, { after, upTo }, 100)
      })
      const before = await db.$count(outbox)
      const ours = await milliseconds(tellNews)
      if (round < 0) continue
      rounds.push({ ours, limit })
      queued.push((await db.$count(outbox)) - before)
    }
    await close()
    return [
      compare(
        {
          name: 'alerts',
          what: `one notice to ${size} followers of ${asked.length} filters, ${Math.round(queued.reduce((sum, each) => sum + each, 0) / queued.length)} messages (ms)`,
          beside: 'the filters alone',
        },
        rounds,
        TARGET,
      ),
    ]
  },
}

/** Followers over 500 filters: trades, each with amounts, types and words. */
async function addFollowers(db: Db, followers: number): Promise<void> {
  const slugs = (await db.select({ slug: trades.slug }).from(trades)).map(({ slug }) => slug)
  const further: Filter[] = [
    {},
    ...([40_000, 90_000, 200_000, 500_000] as const).map((amountMin) => ({ amountMin })),
    ...(['works', 'supplies', 'services'] as const).map((category) => ({ category })),
    { place: 'narbonne-11262' },
    { place: 'carcassonne-11069', radius: 20 },
    { q: 'école' },
    { q: 'voirie' },
    { partnersOnly: true },
    { withoutVisit: true },
    { procedure: 'adapted' },
    { reserved: 'no' },
    { notices: 'new' },
    { lots: 'divided' },
    { knownOnly: true },
    { q: 'mairie' },
  ]
  const queries = further
    .flatMap((filter) => slugs.map((trade) => canonicalQuery({ ...filter, trade })))
    .slice(0, FILTERS)
  await db
    .insert(alertFilters)
    .values(queries.map((query) => ({ subject: 'consultations', query })))
  await db.execute(sql`
    insert into alert_subscriptions (filter_id, rhythm, state, email, email_key, token, asked_at)
    select (select min(id) from alert_filters) + n % ${queries.length}, 'now', 'active',
      'a' || n || '@firm.example', 'a' || n || '@firm.example', 'token' || n, now()
    from generate_series(1, ${followers}::int) n`)
  await db.execute(sql`analyze`)
}

/** Repeats the first notice of one open consultation as a new one; answers the numbers before and with it. */
async function addNotice(db: Db, round: number): Promise<[number, number]> {
  const [model] = await db
    .select()
    .from(notices)
    .orderBy(notices.id)
    .limit(1)
    .offset(round * 7)
  if (!model) throw new Error('no notices')
  const { id: _, ...copy } = model
  const now = new Date()
  const [last] = await db.execute<{ id: number }>(sql`select max(id)::int as id from notices`)
  const [added] = await db
    .insert(notices)
    .values({ ...copy, publishedAt: now, recordedAt: now, feedAt: now, inDefaultFeed: true })
    .returning({ id: notices.id })
  return [last?.id ?? 0, added?.id ?? 0]
}
