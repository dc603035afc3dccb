import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { computeYear } from '../../src/analysis/compute.ts'
import type { IndicatorFigures } from '../../src/analysis/figures.ts'
import { liveLines } from '../../src/analysis/lines.ts'
import { runCommand } from '../../src/commands/run.ts'
import { recordBoardContracts } from '../../src/contracts/record-board.ts'
import type { Db } from '../../src/db/db.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { establishments, firms } from '../../src/firms/schema.ts'
import { plainAnswer } from '../../src/sources/french/plain-answer.ts'
import { testProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { DEMONSTRATION_DAY, useDemonstration } from '../support/demonstration.ts'

const demonstration = useDemonstration()
let folder: string
let database: OpenDatabase
let other: Db

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-figures-'))
  database = await openTestPostgres('ready')
  const { deps } = await testProgram(database, DEMONSTRATION_DAY)
  other = deps.db
  for (const [file, path] of [
    ['tout.jsonl.gz', '/donnees/ocds.jsonl.gz'],
    ['tous.json.gz', '/donnees/decp-tous.json.gz'],
  ] as const) {
    const answer = await demonstration.app.request(path)
    writeFileSync(join(folder, file), new Uint8Array(await answer.arrayBuffer()))
  }
  await run('import', 'ocds', 'tout.jsonl.gz', '--partner', 'narbonne', '--apply')
  await run('import', 'decp', 'tous.json.gz', '--all')
  await recordBoardContracts(other, { since: null, now: deps.now(), plainAnswer })
  // The register's own, which both ask.
  const { db } = demonstration.deps
  const known = [await db.select().from(firms), await db.select().from(establishments)] as const
  if (known[0].length > 0) await other.insert(firms).values(known[0]).onConflictDoNothing()
  if (known[1].length > 0) await other.insert(establishments).values(known[1]).onConflictDoNothing()

  async function run(...argv: string[]) {
    const err: string[] = []
    const context = { deps, sql: database.sql, cwd: folder, say: () => {} }
    const status = await runCommand(argv, context, (line) => void err.push(line))
    if (status !== 0) throw new Error(err.join('\n'))
  }
}, 180_000)
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Trainings travel in the pact's file; uses of the shared model and mediations do not leave the instance. */
const NOT_IN_OPEN_DATA = [
  'formations-tenues',
  'entreprises-formees',
  'nouveaux-venus-en-formation',
  'reponses-apres-formation',
  'usage-du-modele',
  'utilisations-du-modele',
  'mediations',
  'delai-des-mediations',
]

describe('our own OCDS and essential data, imported into an empty Guichet', () => {
  it.each([2024, 2025, 2026])('give the same figures of %i', async (year) => {
    const here = await figuresOf(demonstration.deps.db, year)
    const there = await figuresOf(other, year)
    expect(here.size).toBeGreaterThan(20)
    for (const [slug, figures] of here)
      if (!NOT_IN_OPEN_DATA.includes(slug)) expect([slug, there.get(slug)]).toEqual([slug, figures])
  })
})

async function figuresOf(db: Db, year: number): Promise<Map<string, IndicatorFigures>> {
  const { indicators } = await computeYear(db, year, await liveLines(db, year))
  return new Map(indicators.map((each) => [each.slug, each]))
}
