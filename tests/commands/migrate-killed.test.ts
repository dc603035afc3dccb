import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { compiledProgram } from '../support/compiled.ts'
import { openTestPostgres } from '../support/databases.ts'

const PATIENCE = { timeout: 60_000, interval: 50 }
/** What a next version brings: a file that takes long, and an index beside writers. */
const MORE = {
  '9001_long':
    'create table long_file (n int);\n--> statement-breakpoint\n' +
    'do $$ begin while not (select is_open from gate) loop perform pg_sleep(0.05); end loop; end $$;',
  '9002_beside':
    '-- no-transaction\ncreate index concurrently if not exists gate_is_open on gate (is_open);',
}

let database: Awaited<ReturnType<typeof openTestPostgres>>
/** The built program with these migrations. */
let folder: string

beforeAll(async () => {
  database = await openTestPostgres('ready')
  const dist = await compiledProgram()
  folder = `${dirname(dist)}-next`
  mkdirSync(folder)
  for (const name of ['dist', 'migrations', 'package.json'])
    cpSync(join(dirname(dist), name), join(folder, name), { recursive: true, dereference: true })
  symlinkSync(join(dirname(dist), 'views'), join(folder, 'views'))
  const journalFile = join(folder, 'migrations/meta/_journal.json')
  const journal = JSON.parse(readFileSync(journalFile, 'utf8'))
  for (const [tag, sql] of Object.entries(MORE)) {
    writeFileSync(join(folder, `migrations/${tag}.sql`), sql)
    journal.entries.push({ tag })
  }
  writeFileSync(journalFile, JSON.stringify(journal))
  await database.sql`create table gate as select false as is_open`
}, 60_000)
afterAll(async () => {
  await database?.close()
  rmSync(folder, { recursive: true, force: true })
})

function startMigrate() {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [join(folder, 'dist/guichet.js'), 'migrate'], {
    env: { PATH, HOME, DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = text(child.stdout)
  const ended = once(child, 'close')
  return {
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async end() {
      const [status] = await ended
      return { status, said: (await said).trim().split('\n') }
    },
  }
}

/** Whether the server is at a statement with these words for somebody else. */
async function isAt(words: string): Promise<boolean> {
  const rows = await database.sql`
    select from pg_stat_activity where datname = current_database() and state = 'active'
      and pid <> pg_backend_pid() and position(${words} in query) > 0`
  return rows.length > 0
}

const isAtWork = (words: string, expected: boolean) =>
  vi.waitFor(async () => expect(await isAt(words)).toBe(expected), PATIENCE)

/** Whether an index stands and is whole; null: there is none. */
async function isIndexWhole(): Promise<boolean | null> {
  const [row] = await database.sql`
    select indisvalid from pg_index where indexrelid = to_regclass('gate_is_open')`
  return row?.indisvalid ?? null
}

test(
  'a migration that is killed in the middle of a file leaves nothing of it, and the next run ends it',
  { timeout: 180_000 },
  async () => {
    const first = startMigrate()
    await isAtWork('pg_sleep(0.05)', true)
    await first.kill()
    // Nobody has let it go on: the server sees by itself that whoever asked is gone.
    await isAtWork('pg_sleep(0.05)', false)
    expect(await database.sql`select to_regclass('long_file') as name`).toEqual([{ name: null }])

    await database.sql`update gate set is_open = true`
    const released = Promise.withResolvers<void>()
    const holds = Promise.withResolvers<void>()
    const writer = database.sql.begin(async (tx) => {
      await tx`update gate set is_open = true`
      holds.resolve()
      await released.promise
    })
    await holds.promise
    const second = startMigrate()
    await vi.waitFor(async () => expect(await isIndexWhole()).toBe(false), PATIENCE)
    await second.kill()
    await isAtWork('gate_is_open', false)
    released.resolve()
    await writer
    expect(await isIndexWhole()).toBe(false)

    expect(await startMigrate().end()).toEqual({
      status: 0,
      said: ['Migration 9002_beside', 'La base est à jour.'],
    })
    expect(await isIndexWhole()).toBe(true)
    expect(await database.sql`select from pg_index where not indisvalid`).toHaveLength(0)
    expect(await startMigrate().end()).toEqual({ status: 0, said: ['La base est à jour.'] })
  },
)
