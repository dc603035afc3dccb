import { createReadStream, type ReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip, createInflateRaw } from 'node:zlib'

/** A text file that may be packed, opened to be read from its beginning, as often as is wanted. */
export interface Extract {
  /** Bytes on the disk. */
  size: number
  /** Its text, and how many bytes of the file have been read for it. */
  read(): { text: Readable; bytesRead: () => number }
}

export type ExtractResult =
  { ok: true; extract: Extract } | { ok: false; problem: 'unreadable' | 'archive' }

const ZIP = 0x04034b50
const GZIP = 0x8b1f
const DEFLATED = 8

/**
 * Opens a file as it is, packed by gzip, or in a zip archive whose first file is a .csv (PKWARE's APPNOTE 6.3, 4.3.7),
 * of any size. Refuses other archives: encrypted ones, or those that hold something else first.
 */
export async function openExtract(path: string): Promise<ExtractResult> {
  const start = await readStart(path)
  if (start === null) return { ok: false, problem: 'unreadable' }
  const { head, size } = start
  const isZip = head.length >= 30 && head.readUInt32LE(0) === ZIP
  const from = isZip ? textStart(head) : 0
  if (from === null) return { ok: false, problem: 'archive' }
  const isGzip = head.length >= 2 && head.readUInt16LE(0) === GZIP
  const read = () => {
    const file: ReadStream = createReadStream(path, { start: from })
    const unpack = isZip ? createInflateRaw() : isGzip ? createGunzip() : null
    // What goes wrong with the file is met by whoever reads its text.
    const text = unpack ? pipeline(file, unpack, () => {}) : file
    return { text, bytesRead: () => from + file.bytesRead }
  }
  return { ok: true, extract: { size, read } }
}

async function readStart(path: string): Promise<{ head: Buffer; size: number } | null> {
  try {
    const file = await open(path)
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
      return { head: buffer.subarray(0, bytesRead), size: (await file.stat()).size }
    } finally {
      await file.close()
    }
  } catch {
    return null
  }
}

/** Where the first file of a zip archive begins; null where it cannot be read. */
function textStart(head: Buffer): number | null {
  const isEncrypted = (head.readUInt16LE(6) & 1) === 1
  const nameLength = head.readUInt16LE(26)
  const name = head.toString('utf8', 30, 30 + nameLength)
  if (isEncrypted || head.readUInt16LE(8) !== DEFLATED || !/\.csv$/i.test(name)) return null
  return 30 + nameLength + head.readUInt16LE(28)
}
