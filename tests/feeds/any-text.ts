import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FeedChannel, FeedEntry } from '../../src/feeds/entry.ts'
import { feedFaults } from '../support/feed-rules.ts'
import {
  anyText,
  CHANNEL,
  feedEntry,
  HOSTILE_TEXTS,
  hostileEntry,
  NOW,
  RUNS,
} from '../support/hostile.ts'

/** Within the description of a feed in XML: that it keeps the rules of its format whatever it carries. */
export function testAnyText(write: (channel: FeedChannel, entries: FeedEntry[]) => string): void {
  const faultsOf = (channel: FeedChannel, entries: FeedEntry[]) =>
    feedFaults(write(channel, entries), CHANNEL.self, NOW)

  it('has no fault, even empty', () => {
    expect(faultsOf(CHANNEL, [feedEntry(1), feedEntry(2)])).toEqual([])
    expect(faultsOf(CHANNEL, [])).toEqual([])
  })

  it('has no fault with any of the hostile texts, alone or together', () => {
    for (const text of HOSTILE_TEXTS)
      expect(faultsOf(CHANNEL, [hostileEntry(1, text)]), text).toEqual([])
    const all = HOSTILE_TEXTS.map((text, index) => hostileEntry(index, text))
    expect(faultsOf(CHANNEL, all)).toEqual([])
  })

  it('has no fault with arbitrary texts, in the channel too', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const told = { title: `Guichet ${text}`, description: other, author: `G${text}` }
        const entries = [hostileEntry(1, text), hostileEntry(2, other)]
        expect(faultsOf({ ...CHANNEL, ...told }, entries)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })
}
