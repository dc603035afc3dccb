import type { DecpReading } from './row.ts'

/**
 * Reads a file of essential data of public contracts (DECP 1.5 and 2.0, JSON, JSON lines or XML, plain or gzip) of any
 * size in bounded memory. `today` (`2026-12-15`) bounds the dates that can be believed.
 */
export function readDecp(chunks: AsyncIterable<Uint8Array>, today: string): DecpReading {
  void chunks
  void today
  throw new Error('not yet')
}
