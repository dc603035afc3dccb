import { randomInt } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consultations, notices, sourceRecordVersions } from '../../src/consultations/schema.ts'
import type { Db } from '../../src/db/db.ts'
import { whyUnready } from '../../src/runtime/node/serve.ts'
import { hashOf } from '../../src/sources/polling/look.ts'
import { sourceHealth } from '../../src/sources/schema.ts'
import { type BareDatabase, makeBareDatabase } from '../support/bare-database.ts'
import { type Engine, enginesOfLongSuites, openTestPostgres } from '../support/databases.ts'
import { startProgram } from '../support/program.ts'
import { faultsIn, storedConsultations } from '../support/stored.ts'
import { type KnownConsultation, writeWeeklyFeeds } from '../support/weekly-feeds.ts'

const REAL = fileURLToPath(new URL('../../../shared/data/real/', import.meta.url))
const isHere = existsSync(REAL)
const deep = process.env.DEEP === '1'
const KILLS = deep ? 50 : 2
/** Of the forty-one of 2022: the others bring more of the same. */
const REAL_FEEDS = deep ? 41 : 8
/** On one database before the replay is let go to its end. */
const KILLS_IN_A_ROW = deep ? 5 : 2
/** Give the printed one as KILL_SEED to have the same moments again. */
const seed = Number(process.env.KILL_SEED) || randomInt(1, 1_000_000)

describe('a replay of weekly feeds', () => {
  let folder: string
  let feeds: string
  let known: KnownConsultation[]

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
    feeds = join(folder, 'feeds')
    mkdirSync(feeds)
    known = [...copyRealFeeds(feeds), ...writeWeeklyFeeds(feeds)].toSorted(byReference)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.skipIf(!isHere)('is one of the real feeds too (skipped without ../shared/data)', () => {
    const real = readdirSync(feeds).filter((name) => name.startsWith('2022-W'))
    expect(real).toHaveLength(REAL_FEEDS)
  })

  test.concurrent.each(enginesOfLongSuites)(
    `killed ${KILLS} times has each thing once in the end (KILL_SEED=${seed}), on %s`,
    { timeout: deep ? 7_200_000 : 300_000 },
    async (engine) => {
      const clean = await replayCleanly(engine, join(folder, `${engine}-clean`), feeds)
      expect(clean.faults).toEqual([])
      expect(clean.known).toEqual(known)
      const tally = { preparing: 0, working: 0, committed: 0, missed: 0 }
      for (let kills = 0, round = 0; kills < KILLS; round++) {
        const database = await makeBareDatabase(engine, join(folder, `${engine}-${round}`))
        const many = Math.min(KILLS_IN_A_ROW, KILLS - kills)
        const told = [`${engine}, round ${round} of KILL_SEED=${seed}`]
        for (const moment of momentsOf(seed + round, many, clean.pace)) {
          const wasKilled = await killAt(database, feeds, moment)
          tally[wasKilled ? moment.when : 'missed'] += 1
          if (wasKilled) kills += 1
          told.push(`${JSON.stringify(moment)} ${wasKilled ? 'killed' : 'missed'}`)
          if (moment.when === 'preparing' && database.migratesFirst) await migrate(database)
          else if (!wasKilled) break
          if (moment.when === 'preparing') continue
          const left = await database.read(standOf)
          const reached = clean.stands.findIndex(({ hash }) => hash === left.hash)
          told.push(`  after feed ${reached}`)
          expect(left, told.join('\n')).toEqual({ ...clean.stands[reached], faults: [] })
          // What it had told of was stored.
          expect(reached, told.join('\n')).toBeGreaterThanOrEqual(moment.feeds)
        }
        const end = await (await startProgram(['replay', feeds], database.variables)).ended
        expect(end, told.join('\n')).toMatchObject({ status: 0, err: '' })
        const { faults, stored } = await database.read(everythingIn)
        expect(faults, told.join('\n')).toEqual([])
        expect(stored, told.join('\n')).toEqual(clean.stored)
        await database.remove()
        if (deep) tell(told.join('\n'))
      }
      tell(`${engine}, KILL_SEED=${seed}: ${JSON.stringify(tally)}`)
    },
  )
})

test('a database whose preparation was cut short after the migrations is not taken for ready', async () => {
  const database = await openTestPostgres()
  expect(await whyUnready(database)).toMatch(/lancez d’abord « npm run guichet -- migrate »/)
  await database.close()
})

/** For whoever reads the output of a run. */
function tell(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Where the process is killed: so long into the making of its database, so long after so many feeds, or as the next is committed. */
type Moment =
  | { when: 'preparing'; ms: number }
  | { when: 'working'; feeds: number; ms: number }
  | { when: 'committed'; feeds: number }

/** Milliseconds that the making of a database takes, and from the start of a replay to each feed that it tells of. */
interface Pace {
  preparing: number
  feeds: number[]
}

/** Moments in the order of time, spread evenly over what a run without a kill took: a preparing one first, one at a commit. */
function momentsOf(from: number, many: number, pace: Pace): Moment[] {
  const chance = fc.noBias(fc.integer({ min: 0, max: 999_999 }))
  const [early = 0, ...later] = fc
    .sample(chance, { seed: from, numRuns: many })
    .map((number) => number / 1_000_000)
  const [first = 0] = pace.feeds
  const atCommit = from % Math.max(later.length, 1)
  return [
    { when: 'preparing', ms: Math.round(early * 0.8 * pace.preparing) },
    ...later
      .toSorted((a, b) => a - b)
      .map((fraction, position): Moment => {
        const instant = first + fraction * ((pace.feeds.at(-1) ?? 0) - first)
        const done = pace.feeds.filter((each) => each <= instant).length
        return position === atCommit
          ? { when: 'committed', feeds: done }
          : { when: 'working', feeds: done, ms: Math.round(instant - (pace.feeds[done - 1] ?? 0)) }
      }),
  ]
}

/** Whether it was killed: it may have come to its end before. */
async function killAt(database: BareDatabase, feeds: string, moment: Moment): Promise<boolean> {
  const isMigration = moment.when === 'preparing' && database.migratesFirst
  const words = isMigration ? ['migrate'] : ['replay', feeds]
  const program = await startProgram(words, database.variables)
  if (moment.when !== 'preparing') await program.hasShown(moment.feeds)
  if (moment.when !== 'committed') await pause(moment.ms)
  else if (database.committed) await Promise.race([database.committed(), program.ended])
  else await program.hasShown(moment.feeds + 1)
  program.process.kill('SIGKILL')
  return (await program.ended).killed
}

/** A replay that nobody killed: at what pace it went, how things stood after each feed (from none on), what is stored. */
type Clean = { pace: Pace; stands: Stand[] } & Everything

async function replayCleanly(engine: Engine, folder: string, feeds: string): Promise<Clean> {
  const database = await makeBareDatabase(engine, folder)
  const names = readdirSync(feeds).toSorted()
  const start = performance.now()
  if (database.migratesFirst) await migrate(database)
  const migrated = performance.now()
  const program = await startProgram(['replay', feeds], database.variables)
  const pace: Pace = { preparing: 0, feeds: [] }
  for (const position of names.keys()) {
    await program.hasShown(position + 1)
    pace.feeds.push(performance.now() - migrated)
  }
  pace.preparing = database.migratesFirst ? migrated - start : (pace.feeds[0] ?? 0)
  const { status, out, err } = await program.ended
  if (status !== 0) throw new Error(err)
  const stand: Stand = { hash: null, consultations: 0, changes: 0 }
  const stands = [{ ...stand }]
  for (const [position, name] of names.entries()) {
    const [, added, changed] = / (\d+) nouveaux, (\d+) modifiés$/.exec(out[position] ?? '') ?? []
    stand.hash = await hashOf(readFileSync(join(feeds, name)))
    stand.consultations += Number(added)
    stand.changes += Number(changed)
    stands.push({ ...stand })
  }
  const everything = await database.read(everythingIn)
  await database.remove()
  return { pace, stands, ...everything }
}

async function migrate({ variables }: BareDatabase): Promise<void> {
  const { status, err } = await (await startProgram(['migrate'], variables)).ended
  if (status !== 0) throw new Error(err)
}

/** What a database holds where a process left it, and the feed that it had read last. */
interface Stand {
  hash: string | null
  consultations: number
  changes: number
}

async function standOf(db: Db): Promise<Stand & { faults: string[] }> {
  return db.transaction(
    async (tx) => {
      const [health] = await tx.select({ hash: sourceHealth.bodyHash }).from(sourceHealth)
      return {
        hash: health?.hash ?? null,
        consultations: await tx.$count(consultations),
        changes: await tx.$count(sourceRecordVersions),
        faults: await faultsIn(tx),
      }
    },
    { isolationLevel: 'repeatable read' },
  )
}

interface Everything {
  known: KnownConsultation[]
  stored: Record<string, unknown>[]
  faults: string[]
}

async function everythingIn(db: Db): Promise<Everything> {
  return {
    known: await knownIn(db),
    stored: await storedConsultations(db),
    faults: await faultsIn(db),
  }
}

async function knownIn(db: Db): Promise<KnownConsultation[]> {
  const rows = await db
    .select({
      reference: sql<string>`${consultations.facts} ->> 'reference'`,
      deadline: sql<string>`${consultations.facts} -> 'deadline' ->> 'wall'`,
      notices: sql<string[]>`json_agg(${notices.kind} order by ${notices.id})`,
    })
    .from(consultations)
    .innerJoin(notices, eq(notices.consultationId, consultations.id))
    .groupBy(consultations.id)
  return rows.toSorted(byReference)
}

function byReference(one: KnownConsultation, other: KnownConsultation): number {
  return one.reference < other.reference ? -1 : 1
}

/** Copies the feeds of 2022 where they stand beside the checkout; answers what must be known of them. */
function copyRealFeeds(folder: string): KnownConsultation[] {
  if (!isHere) return []
  const names = readdirSync(`${REAL}feeds`).toSorted().slice(0, REAL_FEEDS)
  const texts = names.map((name) => readFileSync(`${REAL}feeds/${name}`, 'utf8'))
  for (const [at, name] of names.entries()) writeFileSync(join(folder, name), texts[at] ?? '')
  const list: { idweb: string; dateLimite: string }[] = JSON.parse(
    readFileSync(`${REAL}consultations-2022.json`, 'utf8'),
  )
  const published = list.filter(({ idweb }) => texts.some((text) => text.includes(idweb)))
  return published.map(({ idweb, dateLimite }) => ({
    reference: idweb,
    deadline: dateLimite,
    notices: ['tender'],
  }))
}
