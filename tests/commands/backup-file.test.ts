import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  archiveBytes,
  type ArchivePart,
  DamagedArchive,
  headerOf,
  readArchive,
} from '../../src/commands/backup/archive.ts'
import { verifyArchiveFile, writeArchiveFile } from '../../src/commands/backup/archive-file.ts'
import { restoreArchive } from '../../src/commands/backup/restore-archive.ts'
import { writeArchive } from '../../src/commands/backup/write-archive.ts'
import { readMigrationFiles } from '../../src/db/migration-files.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { openTestPostgres } from '../support/databases.ts'

const migrations = readMigrationFiles()
const header = headerOf(
  migrations.map(({ name }) => name),
  new Date('2026-11-20T10:00:00Z'),
)

/** The lines of a file with one small table, before they are compressed. */
async function linesOf(columns = ['key', 'value']): Promise<string[]> {
  const rows = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from('site\tguichet\n')
  }
  const tables = [{ table: 'settings', columns, rows }]
  const pieces: Buffer[] = []
  const nobody = { tell() {}, end() {} }
  for await (const piece of archiveBytes({ header, tables, sequences: { a: '7' } }, nobody))
    pieces.push(piece)
  return Buffer.concat(pieces)
    .toString()
    .split(/(?<=\n)/)
}

async function* bytesOf(lines: string[]): AsyncGenerator<Buffer> {
  for (const line of lines) yield Buffer.from(line)
}

async function read(lines: string[]): Promise<ArchivePart['kind'][]> {
  const kinds: ArchivePart['kind'][] = []
  for await (const part of readArchive(bytesOf(lines))) kinds.push(part.kind)
  return kinds
}

describe('a backup file whose compression is whole', () => {
  it('is read to its end', async () => {
    const whole = ['header', 'table', 'rows', 'table-end', 'end']
    expect(await read(await linesOf())).toEqual(whole)
  })

  it.each<[string, (lines: string[]) => string[]]>([
    ['a row is another', (lines) => lines.map((line) => line.replace('\tguichet', '\tGuichet'))],
    ['rows are miscounted', (lines) => lines.map((line) => line.replace('"rows":1', '"rows":2'))],
    ['a sequence stands elsewhere', (lines) => lines.map((line) => line.replace('"7"', '"8"'))],
    ['a migration is another', ([first = '', ...rest]) => [first.replace('0001', '0002'), ...rest]],
    ['something follows its end', (lines) => [...lines, 'x']],
    ['its end is missing', (lines) => lines.slice(0, -1)],
  ])('is damaged where %s', async (_, damage) => {
    const lines = await linesOf()
    const damaged = damage(lines)
    expect(damaged).not.toEqual(lines)
    await expect(read(damaged)).rejects.toThrow(DamagedArchive)
  })

  it('tells in which table a row is another', async () => {
    const damaged = (await linesOf()).map((line) => line.replace('\tguichet', '\tGuichet'))
    await expect(read(damaged)).rejects.toThrow('settings')
  })

  it('is given up where a line has no end, before it fills the memory', async () => {
    let given = 0
    const endless = async function* (): AsyncGenerator<Buffer> {
      for (; given < 200; given += 1) yield Buffer.alloc(64 * 1024, 0x20)
    }
    await expect(readArchive(endless()).next()).rejects.toThrow(DamagedArchive)
    expect(given).toBeLessThan(20)
  })
})

describe('writing a backup file', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is done once the file stands in its place', async () => {
    const path = join(folder, 'whole.gz')
    await writeArchiveFile(path, bytesOf(await linesOf()))
    expect(existsSync(path)).toBe(true)
    expect(await verifyArchiveFile(path)).toMatchObject({ ok: true })
  })

  it('leaves nothing where it fails', async () => {
    const before = readdirSync(folder)
    const failing = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from('half')
      throw new Error('gone')
    }
    await expect(writeArchiveFile(join(folder, 'half.gz'), failing())).rejects.toThrow('gone')
    expect(readdirSync(folder)).toEqual(before)
    mkdirSync(join(folder, 'taken.gz'))
    const written = writeArchiveFile(join(folder, 'taken.gz'), bytesOf(await linesOf()))
    await expect(written).rejects.toThrow('taken.gz')
    expect(readdirSync(folder)).toEqual([...before, 'taken.gz'].toSorted())
  })
})

describe('the database of a backup', () => {
  let database: Awaited<ReturnType<typeof openTestPostgres>>
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
    database = await openTestPostgres()
    // A server that nobody has used yet has begun what it does again and again.
    await database.db
      .insert(jobs)
      .values({ kind: 'cleaning', key: 'all', payload: {}, runAt: new Date() })
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is written in one way, whatever its settings are', async () => {
    const hashFrom = async ({ sql }: Pick<typeof database, 'sql'>, name: string) => {
      const path = join(folder, name)
      return (await writeArchive(sql, path, new Date(header.at), () => {})).sha256
    }
    const before = await hashFrom(database, 'before.gz')
    const [{ name } = { name: '' }] = await database.sql<
      { name: string }[]
    >`select current_database() as name`
    for (const set of ["timezone = 'Asia/Tokyo'", "datestyle = 'German'"])
      await database.sql.unsafe(`alter database "${name}" set ${set}`)
    const abroad = openPostgres(database.url)
    expect(await abroad.sql`show datestyle`).toEqual([{ DateStyle: 'German, DMY' }])
    expect(await hashFrom(abroad, 'abroad.gz')).toBe(before)
    await abroad.close()
  })

  it('may be one that nobody has used yet, and has the columns of the file', async () => {
    const lines = await linesOf(['value', 'key'])
    const parts = readArchive(bytesOf(lines))
    await expect(
      restoreArchive(database.sql, parts, header, { migrations, tell() {} }),
    ).rejects.toThrow('the table settings is not the one that was saved')
  })
})
