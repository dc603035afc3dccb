import { asc, sql } from 'drizzle-orm'
import { afterAll, describe, expect, it } from 'vitest'
import { fillDatabase } from '../../src/commands/generate/fill-database.ts'
import { prepareDatabase } from '../../src/commands/prepare.ts'
import { runCommand } from '../../src/commands/run.ts'
import { awards, consultations, lots, notices } from '../../src/consultations/schema.ts'
import { contracts } from '../../src/contracts/schema.ts'
import { recordBoardContracts } from '../../src/contracts/record-board.ts'
import { plainAnswer } from '../../src/sources/french/plain-answer.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { type Engine, enginesOfLongSuites, openTestDatabase } from '../support/databases.ts'
import { testConfig } from '../support/directory.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'

const NOW = '2026-11-22T09:00:00Z'
const QUANTITY = { consultations: 60, open: 12, seed: 7 }

async function generated(engine: Engine, quantity = QUANTITY): Promise<OpenDatabase> {
  const database = await openTestDatabase(engine, 'ready')
  // The prepared database has the demonstration's directory already, which this brings along itself.
  await database.db.execute(sql`truncate partners cascade`)
  const prepared = await prepareDatabase(database, testConfig(), new Date(NOW), () => {})
  expect(prepared.ok).toBe(true)
  await fillDatabase(database, quantity, new Date(NOW), () => {})
  return database
}

const told = ({ db }: OpenDatabase) =>
  db
    .select({
      reference: consultations.reference,
      facts: consultations.facts,
      search: consultations.search,
    })
    .from(consultations)
    .orderBy(asc(consultations.id))

describe.each(enginesOfLongSuites)('generated consultations, on %s', (engine) => {
  let database: OpenDatabase
  let program: TestProgram
  afterAll(() => database?.close())

  it('are as many as asked, those asked for still open, with lots, notices, awards and contracts', async () => {
    database = await generated(engine)
    program = await testProgram(database, NOW)
    const { db } = database
    expect(await db.$count(consultations)).toBe(60)
    expect(
      await db.$count(consultations, sql`status = 'active' and closes_at > ${NOW}::timestamptz`),
    ).toBe(12)
    expect(await db.$count(lots)).toBeGreaterThan(60)
    expect(await db.$count(notices)).toBeGreaterThan(80)
    const awarded = await db.$count(awards)
    expect(awarded).toBeGreaterThan(10)
    expect(await db.$count(contracts)).toBe(awarded)
    expect(await db.$count(consultations, sql`published_at > ${NOW}::timestamptz`)).toBe(0)
  })

  it('are shown and searched as any other, each under its source', async () => {
    const [row] = await told(database)
    expect(await program.text('/?etat=toutes')).toMatch(/60\sconsultations/)
    const path = `/consultations/${row?.reference}`
    const answer = await program.app.request(path)
    const page = await program.text(answer.headers.get('location') ?? '')
    expect(page).toContain('Consultations inventées')
    expect(page).toContain(row?.facts.reference)
  })

  it('leave every index and constraint as the migrations made them', async () => {
    const shape = sql`
      select indexdef as it from pg_indexes where schemaname = 'public'
      union all select conname || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
      order by 1`
    const fresh = await openTestDatabase(engine)
    const [before, after] = [await fresh.db.execute(shape), await database.db.execute(shape)]
    await fresh.close()
    expect([...after]).toEqual([...before])
  })

  it('go on with the numbers after theirs, and nothing is recorded twice', async () => {
    const counts = await recordBoardContracts(database.db, {
      since: null,
      now: new Date(NOW),
      plainAnswer,
    })
    expect(counts).toEqual({ added: 0, changed: 0, withdrawn: 0 })
    expect(await program.say('plateforme', [])).toMatchObject({ added: 0 })
  })
})

it('the same seed tells the same, another seed something else', async () => {
  const quantity = { ...QUANTITY, consultations: 15, open: 5 }
  const texts = []
  for (const seed of [7, 7, 8]) {
    const database = await generated('PostgreSQL', { ...quantity, seed })
    texts.push(JSON.stringify(await told(database)))
    await database.close()
  }
  expect(texts[0]).toBe(texts[1])
  expect(texts[0]).not.toBe(texts[2])
})

it('« generate » refuses a database that holds anything, and numbers that are none', async () => {
  const database = await openTestDatabase('PostgreSQL', 'ready')
  const { deps } = await testProgram(database, NOW)
  const said: string[] = []
  const context = { deps, sql: database.sql, cwd: '.', say: () => {} }
  const run = (...words: string[]) =>
    runCommand(['generate', ...words], context, (line) => said.push(line))
  expect(await run('--consultations', '10')).toBe(1)
  expect(said.at(-1)).toContain('contient déjà')
  for (const words of [[], ['--consultations', '0'], ['--consultations', '1e3'], ['--seed', '1']])
    expect(await run(...words)).toBe(1)
  expect(said.at(-1)).toContain('generate --consultations N')
  await database.close()
})
