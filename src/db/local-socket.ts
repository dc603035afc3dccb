import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

/** Systems cut the path of a Unix socket at 104 (macOS) or 108 bytes. */
const LONGEST_PATH = 100

/**
 * Where to listen so that `findLocalSocket` finds it: `NAME.sock` in the folder, in a private temporary folder that a
 * link in the folder leads to when that path is too long, or a named pipe on Windows. What a dead process left there
 * is removed: only call it while holding the folder.
 */
export function placeLocalSocket(folder: string, name: string): string {
  if (process.platform === 'win32') return pipeName(folder, name)
  const path = join(resolve(folder), `${name}.sock`)
  removeLocalSocket(folder, name)
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'guichet-')), `${name}.sock`)
  symlinkSync(elsewhere, path)
  return elsewhere
}

/** The address to connect to, where something may be listening; null where nothing was placed. */
export function findLocalSocket(folder: string, name: string): string | null {
  if (process.platform === 'win32') return pipeName(folder, name)
  const path = join(resolve(folder), `${name}.sock`)
  if (isLink(path)) return readlinkSync(path)
  return existsSync(path) ? path : null
}

/** Removes the socket, and the temporary folder that it may stand in. */
export function removeLocalSocket(folder: string, name: string): void {
  if (process.platform === 'win32') return
  const path = join(resolve(folder), `${name}.sock`)
  if (isLink(path)) rmSync(dirname(readlinkSync(path)), { recursive: true, force: true })
  rmSync(path, { force: true })
}

function pipeName(folder: string, name: string): string {
  const hash = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 32)
  return `\\\\.\\pipe\\guichet-${hash}-${name}`
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true
}
