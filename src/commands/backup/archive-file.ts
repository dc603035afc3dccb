import { createReadStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { pipeline as piped } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import {
  type ArchivePart,
  type ArchiveSummary,
  DamagedArchive,
  NewerArchive,
  readArchive,
} from './archive.ts'

/** Decompressed bytes at once. */
const CHUNK = 256 * 1024

/** Writes a file beside its place, readable by its owner only, and moves it there once it is on the disk. */
export async function writeArchiveFile(path: string, bytes: AsyncGenerator<Buffer>): Promise<void> {
  const partial = `${path}.${process.pid}.partial`
  const file = await open(partial, 'w', 0o600)
  try {
    await pipeline(
      bytes,
      createGzip({ level: 1, chunkSize: CHUNK }),
      file.createWriteStream({ flush: true }),
    )
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** The parts of a file, checked as they are read: throws DamagedArchive, NewerArchive and what the system says. */
export async function* archiveFileParts(path: string): AsyncGenerator<ArchivePart> {
  // What goes wrong is met by whoever reads.
  const bytes = piped(
    createReadStream(path, { highWaterMark: CHUNK }),
    createGunzip({ chunkSize: CHUNK }),
    () => {},
  )
  try {
    yield* readArchive(bytes)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw /^(?:Z_|ERR_STREAM_PREMATURE_CLOSE$)/.test(code)
      ? new DamagedArchive('', { cause: error })
      : error
  }
}

/** `table`: where the damage is, as far as that is known. */
export type Verified =
  | { ok: true; summary: ArchiveSummary }
  | { ok: false; problem: 'unreadable' | 'newer' | 'damaged'; table?: string }

/** Reads a file to its end and checks every count and hash. */
export async function verifyArchiveFile(path: string): Promise<Verified> {
  try {
    for await (const part of archiveFileParts(path))
      if (part.kind === 'end') return { ok: true, summary: part.summary }
    return { ok: false, problem: 'damaged' }
  } catch (error) {
    if (error instanceof DamagedArchive)
      return { ok: false, problem: 'damaged', table: error.message }
    if (error instanceof NewerArchive) return { ok: false, problem: 'newer' }
    if (error instanceof Error && 'code' in error) return { ok: false, problem: 'unreadable' }
    throw error
  }
}
