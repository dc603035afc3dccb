import { afterAll, beforeAll } from 'vitest'

/** What `open` answers, for the suite that asks: there inside its tests and hooks, and closed after them. */
export function whileSuite<T extends { close(): Promise<unknown> }>(
  open: () => Promise<T>,
): () => T {
  let opened: T | undefined
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened?.close())
  return () => {
    if (!opened) throw new Error('Open inside tests and hooks only')
    return opened
  }
}
