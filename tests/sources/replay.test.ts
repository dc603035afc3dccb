import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { count, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { replay } from '../../src/commands/replay.ts'
import {
  consultations,
  notices,
  sourceRecords,
  sourceRecordVersions,
} from '../../src/consultations/schema.ts'
import { dataVersions } from '../../src/db/versions.ts'
import { engines } from '../support/databases.ts'
import { useProgram } from '../support/use-program.ts'

const REAL = fileURLToPath(new URL('../../../shared/data/real/', import.meta.url))
const isHere = existsSync(REAL)

interface RealConsultation {
  idweb: string
  acheteur: string
  objet: string
  /** Wall time in Paris. */
  dateLimite: string
}

describe.skipIf(!isHere)('the real consultations of 2022 (skipped without ../shared/data)', () => {
  describe.each(engines)('replayed week after week, on %s', (engine) => {
    const program = useProgram('2022-12-31T12:00:00Z', engine)
    const said: string[] = []
    const real = (): RealConsultation[] =>
      JSON.parse(readFileSync(`${REAL}consultations-2022.json`, 'utf8'))

    const play = () =>
      replay.run(['feeds'], {
        deps: program.deps,
        sql: program.database.sql,
        cwd: REAL,
        say: (line) => said.push(line),
      })

    beforeAll(async () => {
      expect(await play()).toEqual({ ok: true })
    })

    async function listed(): Promise<Record<string, string>[]> {
      return parse(await program.text('/consultations.csv?etat=toutes'), {
        columns: true,
      })
    }

    test('are exactly those of the records, each once, with its buyer’s words', async () => {
      const rows = await listed()
      expect(rows).toHaveLength(210)
      expect(rows.map((row) => row.reference_source).toSorted()).toEqual(
        real()
          .map((each) => each.idweb)
          .toSorted(),
      )
      expect(new Set(rows.map((row) => row.reference)).size).toBe(210)
    })

    test('close at the minute that was written, in Paris', async () => {
      const deadlines = new Map(
        (await listed()).map((row) => [row.reference_source, row.date_limite?.slice(0, 16)]),
      )
      expect(Object.fromEntries(deadlines)).toEqual(
        Object.fromEntries(real().map((each) => [each.idweb, each.dateLimite])),
      )
    })

    test('say at what offset of Paris they close, in winter and in summer', async () => {
      for (const row of await listed()) {
        const month = Number(row.date_limite?.slice(5, 7))
        if (month > 3 && month < 10) expect(row.date_limite).toMatch(/\+02:00$/)
        if (month < 3 || month > 10) expect(row.date_limite).toMatch(/\+01:00$/)
      }
    })

    test('are kept apart where one buyer has two of one title', async () => {
      const key = (buyer = '', object = '') => `${buyer}|${object}`.toLowerCase()
      const pairs = Map.groupBy(real(), (each) => key(each.acheteur, each.objet))
      const several = [...pairs.values()].filter((list) => list.length > 1).flat()
      expect(several.length).toBeGreaterThan(0)
      const kept = new Set((await listed()).map((row) => row.reference_source))
      for (const each of several) expect(kept).toContain(each.idweb)
    })

    test('are told week by week', () => {
      const files = readdirSync(`${REAL}feeds`).toSorted()
      expect(files).toHaveLength(41)
      expect(said.slice(0, 41).map((line) => line.split(' ')[0])).toEqual(files)
      expect(said[41]).toBe('210 consultations ajoutées, 0 modifiées.')
    })

    test('are left as they are by a second replay', async () => {
      const before = await state()
      said.length = 0
      expect(await play()).toEqual({ ok: true })
      expect(said.at(-1)).toBe('0 consultations ajoutées, 0 modifiées.')
      expect(await state()).toEqual(before)
    })

    async function state() {
      const { db } = program.deps
      const rows = async (
        table:
          | typeof consultations
          | typeof notices
          | typeof sourceRecords
          | typeof sourceRecordVersions,
      ) => (await db.select({ n: count() }).from(table))[0]?.n
      return {
        consultations: await rows(consultations),
        notices: await rows(notices),
        records: await rows(sourceRecords),
        earlierRecords: await rows(sourceRecordVersions),
        board: await db.select().from(dataVersions).where(eq(dataVersions.scope, 'board')),
      }
    }
  })
})
