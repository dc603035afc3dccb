import type { Config } from '../config.ts'

/** The machine's clock, or one that stands at FAKE_NOW when this is called and goes on from there. */
export function startClock({ fakeNow }: Pick<Config, 'fakeNow'>): () => Date {
  if (!fakeNow) return () => new Date()
  const started = Date.now()
  return () => new Date(fakeNow.getTime() + Date.now() - started)
}
