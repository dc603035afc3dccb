import { createHash, type Hash } from 'node:crypto'
import * as z from 'zod'

/** The shape of the file; a program reads the shapes that it knows. */
const FORMAT = 1

const header = z.object({
  guichet: z.literal('sauvegarde'),
  format: z.int(),
  /** When it was taken. */
  at: z.iso.datetime(),
  /** The migrations of the database that it was taken of. */
  migrations: z.array(z.string()),
})
export type ArchiveHeader = z.infer<typeof header>

const tableStart = z.object({ table: z.string(), columns: z.array(z.string()) })
const tableEnd = z.object({ rows: z.int(), sha256: z.string() })
const archiveEnd = z.object({
  /** Where each sequence stands: the next number that it gives. */
  sequences: z.record(z.string(), z.string()),
  /** Of the migrations, every table with its columns, rows and hash, and the sequences. */
  sha256: z.string(),
})

/** A table as a file holds it; `sha256` is that of its rows, in PostgreSQL's text format of COPY and the order of its key. */
export interface ArchivedTable {
  table: string
  columns: string[]
  rows: number
  sha256: string
}

/** All that a file holds, without the rows. Equal hashes: equal data. */
export interface ArchiveSummary {
  header: ArchiveHeader
  tables: ArchivedTable[]
  sequences: Record<string, string>
  sha256: string
}

/** What is met in a file, in its order. */
export type ArchivePart =
  | { kind: 'header'; header: ArchiveHeader }
  | { kind: 'table'; table: string; columns: string[] }
  | { kind: 'rows'; bytes: Buffer }
  | { kind: 'table-end'; table: ArchivedTable }
  | { kind: 'end'; summary: ArchiveSummary }

/** Thrown where a file is not, or no longer, what was written. */
export class DamagedArchive extends Error {}

/** Thrown where a file has a shape that this program does not know. */
export class NewerArchive extends Error {}

/** The header of a file that is begun now. */
export function headerOf(migrations: string[], now: Date): ArchiveHeader {
  return { guichet: 'sauvegarde', format: FORMAT, at: now.toISOString(), migrations }
}

/** A table, and how its rows are read: in whole lines of COPY. */
interface TableToArchive {
  table: string
  columns: string[]
  rows(): AsyncIterable<Buffer>
}

/**
 * The bytes of a file, before they are compressed: lines of JSON, and between them blocks of rows, each after a line
 * with its number of bytes; an empty block ends a table. `tell` is given each table that is done, `end` the whole.
 */
export async function* archiveBytes(
  {
    header,
    tables,
    sequences,
  }: {
    header: ArchiveHeader
    tables: TableToArchive[]
    sequences: Record<string, string>
  },
  { tell, end }: { tell(table: ArchivedTable): void; end(summary: ArchiveSummary): void },
): AsyncGenerator<Buffer> {
  yield line(header)
  const archived: ArchivedTable[] = []
  for (const { table, columns, rows } of tables) {
    yield line({ table, columns })
    const tally = createTally()
    for await (const bytes of rows()) {
      if (bytes.length === 0) continue
      tally.add(bytes)
      yield Buffer.from(`${bytes.length}\n`)
      yield bytes
    }
    yield Buffer.from('0\n')
    yield line(tally.end())
    const done = { table, columns, ...tally.end() }
    archived.push(done)
    tell(done)
  }
  const sha256 = wholeHash(header.migrations, archived, sequences)
  yield line({ sequences, sha256 })
  end({ header, tables: archived, sequences, sha256 })
}

/** The hash of a whole: equal for two databases that hold the same. */
export function wholeHash(
  migrations: string[],
  tables: ArchivedTable[],
  sequences: Record<string, string>,
): string {
  const sorted = Object.entries(sequences).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([migrations, tables, sorted]))
    .digest('hex')
}

/** Rows and hash of one table's rows, told in pieces of whatever size. */
export function createTally(): {
  add(bytes: Buffer): void
  end(): { rows: number; sha256: string }
} {
  const hash: Hash = createHash('sha256')
  let rows = 0
  let ended: { rows: number; sha256: string } | null = null
  return {
    add(bytes) {
      hash.update(bytes)
      for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) rows++
    },
    end: () => (ended ??= { rows, sha256: hash.digest('hex') }),
  }
}

const NEWLINE = 0x0a

/**
 * Reads a file, decompressed, in bounded memory, and checks each count and hash where it stands: whoever reads to the
 * part `end` knows that nothing is missing and nothing was changed. Throws DamagedArchive and NewerArchive.
 */
export async function* readArchive(source: AsyncIterable<Buffer>): AsyncGenerator<ArchivePart> {
  const bytes = createByteReader(source)
  const read = parsed(header, await bytes.line())
  if (read.format !== FORMAT) throw new NewerArchive()
  yield { kind: 'header', header: read }
  const tables: ArchivedTable[] = []
  for (;;) {
    const next = parsed(z.union([tableStart, archiveEnd]), await bytes.line())
    if ('sha256' in next) {
      const whole = wholeHash(read.migrations, tables, next.sequences)
      if (whole !== next.sha256 || !(await bytes.atEnd())) throw new DamagedArchive()
      yield { kind: 'end', summary: { header: read, tables, ...next } }
      return
    }
    yield { kind: 'table', ...next }
    const tally = createTally()
    for (let left = size(await bytes.line()); left > 0; left = size(await bytes.line()))
      while (left > 0) {
        const piece = await bytes.upTo(left)
        left -= piece.length
        tally.add(piece)
        yield { kind: 'rows', bytes: piece }
      }
    const said = parsed(tableEnd, await bytes.line())
    const { rows, sha256 } = tally.end()
    if (said.rows !== rows || said.sha256 !== sha256) throw new DamagedArchive(next.table)
    const table = { ...next, rows, sha256 }
    tables.push(table)
    yield { kind: 'table-end', table }
  }
}

function line(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`)
}

function parsed<T>(shape: z.ZodType<T>, text: string): T {
  try {
    return shape.parse(JSON.parse(text))
  } catch (cause) {
    throw new DamagedArchive('', { cause })
  }
}

function size(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new DamagedArchive()
  return Number(text)
}

/** Lines of JSON are short, but for the names of all sequences. */
const LONGEST_LINE = 1024 * 1024

function createByteReader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  /** Whether there is more than what is held. */
  async function more(): Promise<boolean> {
    const next = await chunks.next()
    if (next.done) return false
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value])
    return true
  }

  return {
    async line(): Promise<string> {
      let end = held.indexOf(NEWLINE)
      while (end === -1) {
        if (held.length > LONGEST_LINE || !(await more())) throw new DamagedArchive()
        end = held.indexOf(NEWLINE)
      }
      const text = held.toString('utf8', 0, end)
      held = held.subarray(end + 1)
      return text
    },
    /** At least one byte, at most so many. */
    async upTo(most: number): Promise<Buffer> {
      if (held.length === 0 && !(await more())) throw new DamagedArchive()
      const piece = held.subarray(0, most)
      held = held.subarray(most)
      return piece
    },
    async atEnd(): Promise<boolean> {
      return held.length === 0 && !(await more())
    },
  }
}
