import { createHash } from 'node:crypto'
import type { Sha256 } from '../../deps.ts'

/** Begins a SHA-256 of bytes that come one after the other. */
export function sha256(): Sha256 {
  const hash = createHash('sha256')
  return {
    update: (bytes) => void hash.update(bytes),
    hex: () => hash.digest('hex'),
  }
}
