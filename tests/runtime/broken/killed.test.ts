import { randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONSULTATION_EXAMPLE } from '../../../src/api/examples.ts'
import { consultations, sourceRecords } from '../../../src/consultations/schema.ts'
import type { OpenDatabase } from '../../../src/db/postgres.ts'
import { drafts } from '../../../src/posting/schema.ts'
import { tokenOf } from '../../support/api-client.ts'
import { testProgram } from '../../support/application.ts'
import {
  copyEmbeddedFolder,
  type Engine,
  engines,
  openTestPostgres,
} from '../../support/databases.ts'
import { insideEmbedded } from '../../support/inside-embedded.ts'
import { type ServingProcess, startServing } from '../../support/serving.ts'
import { signIn } from '../../support/sign-in.ts'
import { faultsIn } from '../../support/stored.ts'

const NOW = '2026-11-24T09:30:00Z'
const deep = process.env['DEEP'] === '1'
const KILLS = deep ? 50 : 2
/** Milliseconds of writing before a kill, at most. */
const LATEST_MS = 1_000
/** Each may write so often in a quarter of an hour. */
const KILLS_FOR_ONE_WRITER = 5
/** Give the printed one as KILL_SEED to have the same moments again. */
const seed = Number(process.env['KILL_SEED']) || randomInt(1, 1_000_000)

/** A database for a server in a process of its own, opened here only while that does not run. */
interface ServedDatabase {
  variables: Record<string, string>
  inside<T>(work: (database: OpenDatabase) => Promise<T>): Promise<T>
  remove(): Promise<void>
}

async function prepare(engine: Engine): Promise<ServedDatabase> {
  if (engine === 'PostgreSQL') {
    const database = await openTestPostgres('ready')
    return {
      variables: { DATABASE_URL: database.url },
      inside: (work) => work(database),
      remove: database.close,
    }
  }
  const folder = copyEmbeddedFolder('ready')
  return {
    variables: { DATA_DIR: folder },
    inside: (work) => insideEmbedded(folder, work),
    async remove() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What writers were told, and how much they sent. */
interface Told {
  /** External ids of consultations that were taken. */
  pushed: string[]
  pushes: number
  /** Drafts that a form began. */
  begun: string[]
  forms: number
}

interface Writer {
  token: string
  headers: Record<string, string>
}

/** Writes until the server is gone: over the API three at a time, and by a form. */
async function write({ origin }: ServingProcess, writer: Writer, told: Told): Promise<void> {
  const push = async () => {
    for (;;) {
      const id = `K${(told.pushes += 1)}`
      const answer = await fetch(`${origin}/api/v1/consultations/${id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${writer.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...CONSULTATION_EXAMPLE, reference: id }),
      })
      if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`)
      told.pushed.push(id)
    }
  }
  const post = async () => {
    for (;;) {
      told.forms += 1
      const answer = await fetch(`${origin}/espace/narbonne/consultations/nouvelle`, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...writer.headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'form=short',
      })
      const [, id] =
        /\/brouillons\/([\da-f-]{36})$/.exec(answer.headers.get('location') ?? '') ?? []
      if (id === undefined) throw new Error(`${answer.status}: ${await answer.text()}`)
      told.begun.push(id)
      await pause(30)
    }
  }
  const untilGone = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      // undici's word for a connection that ended.
      if (!(error instanceof TypeError)) throw error
    }
  }
  await Promise.all([push, push, push, post].map(untilGone))
}

describe('a server that is killed while it is written to', () => {
  test.each(engines)(
    `${KILLS} times loses nothing that it acknowledged and leaves nothing doubled or half-written (KILL_SEED=${seed}), on %s`,
    { timeout: deep ? 3_600_000 : 180_000 },
    async (engine) => {
      const database = await prepare(engine)
      const writers = await database.inside(async (opened) => {
        const program = await testProgram(opened, NOW)
        const made: Writer[] = []
        for (let each = 0; each < Math.ceil(KILLS / KILLS_FOR_ONE_WRITER); each += 1)
          made.push({
            token: await tokenOf(program, 'narbonne'),
            headers: (await signIn(program, { role: 'publisher', partner: 'narbonne' })).headers,
          })
        return made
      })
      const moments = fc.sample(fc.noBias(fc.integer({ min: 0, max: LATEST_MS })), {
        seed,
        numRuns: KILLS,
      })
      const told: Told = { pushed: [], pushes: 0, begun: [], forms: 0 }
      const variables = { ...database.variables, FAKE_NOW: NOW }
      for (const [kill, ms] of moments.entries()) {
        const serving = await startServing(variables)
        const writer = writers[Math.floor(kill / KILLS_FOR_ONE_WRITER)]
        if (!writer) throw new Error('no writer')
        const before = told.pushed.length
        const writing = write(serving, writer, told)
        // The first writes of a process take longest.
        const begun = async () => {
          while (told.pushed.length === before) await pause(5)
          await pause(ms)
          await serving.kill()
        }
        await Promise.all([writing, begun()])
      }
      // It starts once more, and ends in good order.
      const last = await startServing(variables)
      expect((await fetch(last.origin)).status, last.log.join('\n')).toBe(200)
      expect(await last.stop()).toBe(0)

      const stored = await database.inside(async ({ db }) => ({
        records: (await db.select({ id: sourceRecords.externalId }).from(sourceRecords)).map(
          ({ id }) => id,
        ),
        consultations: await db.$count(consultations),
        drafts: (await db.select({ id: drafts.id }).from(drafts)).map(({ id }) => id),
        faults: await faultsIn(db),
      }))
      const records = new Set(stored.records)
      expect(told.pushed.filter((id) => !records.has(id))).toEqual([])
      expect(told.begun.filter((id) => !stored.drafts.includes(id))).toEqual([])
      expect(stored.records.length).toBe(records.size)
      expect(stored.consultations).toBe(records.size)
      expect(stored.drafts.length).toBeLessThanOrEqual(told.forms)
      // Nobody looks at what pushes by itself.
      expect(stored.faults).toEqual(['a source is without health: guichet:api/narbonne'])
      process.stdout.write(
        `${engine}, KILL_SEED=${seed}: ${KILLS} kills, ${told.pushed.length} of ${told.pushes} pushes and ` +
          `${told.begun.length} of ${told.forms} forms acknowledged, ${records.size} and ${stored.drafts.length} stored\n`,
      )
      await database.remove()
    },
  )
})
