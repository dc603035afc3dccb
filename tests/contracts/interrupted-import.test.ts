import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { contractImports, contractRecords, contracts } from '../../src/contracts/schema.ts'
import type { Db } from '../../src/db/db.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { copyEmbeddedFolder, openTestPostgres, useDatabase } from '../support/databases.ts'
import { importRows, told } from './rows.ts'

describe('an import that is killed in the middle', { timeout: 120_000 }, () => {
  it('has written nothing, on PostgreSQL, and can be done again', async () => {
    const database = await openTestPostgres()
    await killInTheMiddle('PostgreSQL', database.url)
    await expectNothing(database.db)
    expect((await importRows(database.db, [told()])).counts.added).toBe(1)
    await database.close()
  })

  it('has written nothing, on the embedded database, and can be done again', async () => {
    const folder = copyEmbeddedFolder()
    await killInTheMiddle('the embedded database', folder)
    const opened = await openEmbedded(folder)
    if (!opened.ok) throw new Error('the folder is still held')
    await expectNothing(opened.db)
    expect((await importRows(opened.db, [told()])).counts.added).toBe(1)
    await opened.close()
    rmSync(folder, { recursive: true })
  })
})

describe('two imports at once', () => {
  const database = useDatabase('PostgreSQL')

  it('wait for each other, and record each contract once', async () => {
    const rows = Array.from({ length: 2500 }, (_, at) => told({ number: `${at}` }))
    const [one, other] = await Promise.all([
      importRows(database(), rows),
      importRows(database(), rows.toReversed()),
    ])
    expect(one.counts.added + other.counts.added).toBe(2500)
    expect(one.counts.unchanged + other.counts.unchanged).toBe(2500)
    expect(await database().$count(contracts)).toBe(2500)
  })
})

async function killInTheMiddle(engine: string, address: string): Promise<void> {
  const program = fileURLToPath(new URL('import-child.ts', import.meta.url))
  const child = spawn(process.execPath, [program, engine, address], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), gone])
  expect(child.exitCode).toBe(null)
  child.kill('SIGKILL')
  await gone
}

async function expectNothing(db: Db): Promise<void> {
  expect(await db.$count(contractImports)).toBe(0)
  expect(await db.$count(contractRecords)).toBe(0)
  expect(await db.$count(contracts)).toBe(0)
}
