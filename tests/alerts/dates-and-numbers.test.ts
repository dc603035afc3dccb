import { describe, expect, it } from 'vitest'
import { firstHorizon, horizonAfter } from '../../src/alerts/horizon.ts'
import { nextDigest } from '../../src/alerts/rhythm.ts'

describe('digests', () => {
  it.each([
    ['daily', '2026-11-20T05:59:59Z', '2026-11-20T06:00:00Z'],
    ['daily', '2026-11-20T06:00:00Z', '2026-11-21T06:00:00Z'],
    // The clocks go forward on 28 March 2027.
    ['daily', '2027-03-27T12:00:00Z', '2027-03-28T05:00:00Z'],
    ['weekly', '2026-11-20T12:00:00Z', '2026-11-23T06:00:00Z'],
    ['weekly', '2026-11-23T05:00:00Z', '2026-11-23T06:00:00Z'],
    ['weekly', '2026-11-23T06:00:00Z', '2026-11-30T06:00:00Z'],
  ] as const)('go out %s at seven in Paris: after %s, at %s', (rhythm, now, next) => {
    expect(nextDigest(rhythm, new Date(now))).toEqual(new Date(next))
  })
})

describe('the numbers of news', () => {
  const start = firstHorizon({ newest: 10, oldestOpen: 100n, next: 100n })

  it('are settled at once where no transaction is open', () => {
    expect(horizonAfter(start, { newest: 12, oldestOpen: 105n, next: 105n }).settled).toBe(12)
  })

  it('are settled once all transactions that were open when they were seen have ended', () => {
    const seen = horizonAfter(start, { newest: 12, oldestOpen: 101n, next: 105n })
    expect(seen).toMatchObject({ settled: 10, seen: 12 })
    // 101 is still open: newer numbers do not put the end off.
    const waiting = horizonAfter(seen, { newest: 15, oldestOpen: 101n, next: 110n })
    expect(waiting).toEqual(seen)
    expect(horizonAfter(waiting, { newest: 16, oldestOpen: 107n, next: 112n })).toMatchObject({
      settled: 12,
      seen: 16,
    })
  })

  it('are settled as soon as the first transaction that is open had not begun when they were seen', () => {
    const seen = { settled: 10, seen: 12, seenBefore: 105n }
    expect(horizonAfter(seen, { newest: 13, oldestOpen: 104n, next: 110n })).toEqual(seen)
    expect(horizonAfter(seen, { newest: 13, oldestOpen: 105n, next: 110n }).settled).toBe(12)
  })

  it('begin anew after a backup was restored, whose transactions have lower numbers', () => {
    const restored = horizonAfter(
      { settled: 10, seen: 12, seenBefore: 9_000n },
      { newest: 12, oldestOpen: 40n, next: 41n },
    )
    expect(restored).toEqual({ settled: 10, seen: 12, seenBefore: 41n })
  })
})
