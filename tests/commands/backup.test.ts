import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { archiveBytes, headerOf } from '../../src/commands/backup/archive.ts'
import { archiveFileParts, verifyArchiveFile } from '../../src/commands/backup/archive-file.ts'
import { runCommand } from '../../src/commands/run.ts'
import { migrate } from '../../src/db/migrate.ts'
import { readMigrationFiles } from '../../src/db/migration-files.ts'
import { type OpenDatabase, openPostgres } from '../../src/db/postgres.ts'
import { settings } from '../../src/db/settings.ts'
import { createVersions, dataVersions } from '../../src/db/versions.ts'
import { SCOPES } from '../../src/http/route.ts'
import { makeBareDatabase } from '../support/bare-database.ts'
import { guichet, startServer } from '../support/command-line.ts'
import {
  copyEmbeddedFolder,
  engines,
  enginesOfLongSuites,
  openTestDatabase,
  openTestPostgres,
} from '../support/databases.ts'
import { useDemonstration } from '../support/demonstration.ts'
import { startProgram } from '../support/program.ts'

// Processes take seconds to start, many more on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const DEEP = process.env['DEEP'] !== undefined
/** For tests that do far more with DEEP=1. */
const PATIENCE = { timeout: DEEP ? 1_800_000 : 180_000 }

const demonstration = useDemonstration()
let folder: string
let hash: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
  await demonstration.sql`
    insert into settings values ('épreuve', ${HARD_TEXT}), ('vide', ''), ('absent', '\\N')`
  expect(await run(demonstrationDatabase(), ['backup', 'demonstration.gz'])).toMatchObject({
    status: 0,
    err: '',
  })
  hash = await hashIn('demonstration.gz')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every control character that a text may hold, what COPY writes in its own way, and the ends of Unicode. */
const HARD_TEXT = `${Array.from({ length: 31 }, (_, at) => String.fromCharCode(at + 1)).join('')}\\n\\\\N "'é\u007F\u2028\uFFFD😀`

async function run({ db, sql }: Pick<OpenDatabase, 'db' | 'sql'>, words: string[]) {
  const out: string[] = []
  const err: string[] = []
  const deps = { ...demonstration.deps, db, versions: createVersions(db, demonstration.deps.now) }
  const context = { deps, sql, cwd: folder, say: (line: string) => out.push(line) }
  const status = await runCommand(words, context, (line) => err.push(line))
  return { status, out, err: err.join('\n') }
}

function demonstrationDatabase() {
  return { db: demonstration.deps.db, sql: demonstration.sql }
}

/** The hash of a file's data, or what is wrong with it. */
async function hashIn(name: string): Promise<string> {
  const verified = await verifyArchiveFile(join(folder, name))
  return verified.ok ? verified.summary.sha256 : verified.problem
}

let backups = 0

/** The hash of all that a database holds. */
async function hashOf(database: Pick<OpenDatabase, 'db' | 'sql'>): Promise<string> {
  const name = `${++backups}.gz`
  expect(await run(database, ['backup', name])).toMatchObject({ status: 0, err: '' })
  return hashIn(name)
}

describe.each(engines)('a backup, on %s', (engine) => {
  it('comes back as it was, from here and from the other database', async () => {
    const database = await openTestDatabase(engine)
    const scope = 'board'
    await database.db.insert(dataVersions).values({ scope, version: 41, changedAt: new Date() })
    const restored = await run(database, ['restore', 'demonstration.gz'])
    expect(restored).toMatchObject({ status: 0, err: '' })
    expect(restored.out).toContain(`Empreinte des données (SHA-256) : ${hash}`)
    expect(await run(database, ['backup', `${engine}.gz`])).toMatchObject({ status: 0, err: '' })
    expect(await hashIn(`${engine}.gz`)).toBe(hash)

    const [row] = await database.db.select().from(settings).where(eq(settings.key, 'épreuve'))
    expect(row?.value).toBe(HARD_TEXT)
    expect(await schemaOf(database)).toEqual(await schemaOf(demonstrationDatabase()))
    // What a process kept of the empty database is good no more.
    const versions = await database.db.select().from(dataVersions)
    expect(Object.fromEntries(versions.map((each) => [each.scope, each.version]))).toEqual(
      Object.fromEntries(SCOPES.map((each) => [each, each === scope ? 42 : 1])),
    )
    await database.close()
    if (engine === 'PostgreSQL') return

    for (const target of enginesOfLongSuites) {
      const other = await openTestDatabase(target)
      expect(await run(other, ['restore', `${engine}.gz`])).toMatchObject({ status: 0, err: '' })
      expect(await hashOf(other)).toBe(hash)
      await other.close()
    }
  })

  it.runIf(DEEP || engine === 'PostgreSQL')(
    'of an older program is restored, then brought up to date',
    async () => {
      const files = readMigrationFiles()
      const bare = await makeBareDatabase('PostgreSQL', folder)
      const old = openPostgres(bare.variables['DATABASE_URL'] ?? '')
      await migrate(old.sql, files.slice(0, -8))
      await old.sql`insert into settings values ('ancien', 'oui')`
      expect(await run(old, ['backup', `ancien-${engine}.gz`])).toMatchObject({
        status: 0,
        err: '',
      })
      await old.close()
      await bare.remove()
      const database = await openTestDatabase(engine)
      expect(await run(database, ['restore', `ancien-${engine}.gz`])).toMatchObject({
        status: 0,
        err: '',
      })
      expect(await database.db.select().from(settings).where(eq(settings.key, 'ancien'))).toEqual([
        { key: 'ancien', value: 'oui' },
      ])
      expect(await schemaOf(database)).toEqual(await schemaOf(demonstrationDatabase()))
      await database.close()
    },
  )

  it.runIf(DEEP)(
    'is restored wholly or not at all by a process that is killed',
    PATIENCE,
    async () => {
      const bare = await makeBareDatabase(engine, join(folder, 'killed'))
      const { variables } = bare
      expect(await guichet(['migrate'], folder, variables)).toMatchObject({ status: 0 })
      const count = () => bare.read((db) => db.$count(settings, eq(settings.key, 'épreuve')))
      let delay = DEEP ? 20 : 100
      for (let whole = 0; whole === 0; delay *= DEEP ? 1.3 : 8) {
        const program = await startProgram(['restore', join(folder, 'demonstration.gz')], variables)
        // What the file holds is told before anything is written.
        expect(await program.hasShown(3)).toBe(true)
        const timer = setTimeout(() => program.process.kill('SIGKILL'), delay)
        const { status } = await program.ended
        clearTimeout(timer)
        whole = await count()
        if (status === 0) expect(whole).toBe(1)
      }
      const again = await guichet(['restore', 'demonstration.gz'], folder, variables)
      expect(again).toMatchObject({ status: 1 })
      await bare.remove()
    },
  )
})

/** How every table, index and constraint stands. */
async function schemaOf({ sql }: Pick<OpenDatabase, 'sql'>): Promise<unknown[]> {
  return sql.unsafe(`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where connamespace = current_schema()::regnamespace and contype <> 'n'
    union all select indexname, indexdef from pg_indexes where schemaname = current_schema()
    union all select table_name || '.' || column_name, data_type || is_nullable
      from information_schema.columns where table_schema = current_schema()
    order by 1, 2`)
}

describe('a backup file', () => {
  it('is readable by its owner only, and never written over', async () => {
    if (process.platform !== 'win32')
      expect(statSync(join(folder, 'demonstration.gz')).mode & 0o777).toBe(0o600)
    const again = await run(demonstrationDatabase(), ['backup', 'demonstration.gz'])
    expect(again).toMatchObject({ status: 1, out: [] })
    expect(again.err).toContain('existe déjà')
    expect(await hashIn('demonstration.gz')).toBe(hash)
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([])
  })

  it('is all of one instant, whatever is written meanwhile', async () => {
    const database = await openTestPostgres()
    const stopping = new AbortController()
    // Thirty tables stand between these two.
    const writing = (async () => {
      for (let n = 1; !stopping.signal.aborted; n++)
        await database.sql.begin(async (tx) => {
          await tx`insert into reference_counters (year, last) values (${n}, 1)`
          await tx`insert into settings (key, value) values (${String(n)}, '')`
        })
    })()
    for (let round = 0; round < (DEEP ? 50 : 4); round++) {
      const name = `instant-${round}.gz`
      expect(await run(database, ['backup', name])).toMatchObject({ status: 0, err: '' })
      const rows: Record<string, number> = {}
      for await (const part of archiveFileParts(join(folder, name)))
        if (part.kind === 'table-end') rows[part.table.table] = part.table.rows
      expect(rows['settings']).toBe(rows['reference_counters'])
    }
    stopping.abort()
    await writing
    await database.close()
  })

  it(
    'is refused when a byte of it is not what it was, or its end is missing',
    PATIENCE,
    async () => {
      const database = await openTestPostgres()
      expect(await run(database, ['backup', 'petite.gz'])).toMatchObject({ status: 0 })
      const whole = readFileSync(join(folder, 'petite.gz'))
      const was = await hashIn('petite.gz')
      // What gzip says of when and where it was at work, bytes 4 to 9, is not read by anybody.
      const place = fc.oneof(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 10, max: whole.length - 1 }),
      )
      await fc.assert(
        fc.asyncProperty(
          place,
          fc.integer({ min: 1, max: 255 }),
          fc.boolean(),
          async (at, by, cut) => {
            const damaged = cut ? whole.subarray(0, at) : Buffer.from(whole)
            if (!cut) damaged[at] = (whole[at] ?? 0) ^ by
            writeFileSync(join(folder, 'damaged.gz'), damaged)
            expect(cut ? ['damaged'] : ['damaged', was]).toContain(await hashIn('damaged.gz'))
          },
        ),
        { numRuns: DEEP ? 5_000 : 100 },
      )
      writeFileSync(join(folder, 'damaged.gz'), whole.subarray(0, -20))
      const refused = await run(database, ['restore', 'damaged.gz'])
      expect(refused).toMatchObject({ status: 1, out: [] })
      expect(refused.err).toContain('abîmée ou incomplète')
      expect(await hashOf(database)).toBe(was)
      await database.close()
    },
  )

  it('of something else, of a newer program, or that is not there, is refused with a sentence', async () => {
    const database = await openTestPostgres()
    const was = await hashOf(database)
    const header = headerOf(['9999_later'], new Date())
    await write('later.gz', header)
    await write('format.gz', { ...header, format: 2 })
    writeFileSync(join(folder, 'other.gz'), gzipSync('bonjour\n'))
    writeFileSync(join(folder, 'plain.gz'), 'bonjour\n')
    const answers = await Promise.all(
      ['later.gz', 'format.gz', 'other.gz', 'plain.gz', 'nowhere.gz', '.'].map(async (name) => {
        const { status, err } = await run(database, ['restore', name])
        expect(status).toBe(1)
        return err
      }),
    )
    expect(answers[0]).toContain('version plus récente de Guichet (9999_later)')
    expect(answers[1]).toContain('version plus récente de Guichet :')
    expect(answers[2]).toContain('n’est pas une sauvegarde')
    expect(answers[3]).toContain('n’est pas une sauvegarde')
    expect(answers[4]).toContain('ne peut pas être lu')
    expect(answers[5]).toContain('ne peut pas être lu')
    expect(await hashOf(database)).toBe(was)
    await database.close()
  })

  it('is not restored over anything', async () => {
    const refused = await run(demonstrationDatabase(), ['restore', 'demonstration.gz'])
    expect(refused.status).toBe(1)
    expect(refused.err).toContain('Cette base contient déjà quelque chose (')
    expect(await hashOf(demonstrationDatabase())).toBe(hash)
  })

  it('is only looked at by --check', async () => {
    const checked = await run(demonstrationDatabase(), ['restore', 'demonstration.gz', '--check'])
    expect(checked).toMatchObject({ status: 0, err: '' })
    expect(checked.out.at(-1)).toBe('Le fichier est entier et intact.')
  })

  it('goes through a server that has the embedded database open', async () => {
    const data = copyEmbeddedFolder()
    const variables = { DATA_DIR: data, POLL: 'off' }
    const server = await startServer(folder, variables)
    const before = await (await fetch(`${server.origin}/acheteurs`)).text()
    const restored = await guichet(['restore', 'demonstration.gz'], folder, variables)
    expect(restored).toMatchObject({ status: 0, err: '' })
    const after = await (await fetch(`${server.origin}/acheteurs`)).text()
    expect(after).not.toBe(before)
    expect(after).toContain('Narbonne')
    expect(await guichet(['backup', 'served.gz'], folder, variables)).toMatchObject({ status: 0 })
    expect(existsSync(join(folder, 'served.gz'))).toBe(true)
    await server.stop('SIGTERM')
    rmSync(data, { recursive: true })
  })
})

async function write(name: string, header: ReturnType<typeof headerOf>): Promise<void> {
  const pieces: Buffer[] = []
  const none = { tell() {}, end() {} }
  for await (const piece of archiveBytes({ header, tables: [], sequences: {} }, none))
    pieces.push(piece)
  writeFileSync(join(folder, name), gzipSync(Buffer.concat(pieces)))
}
