import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rewriteFeed } from '../../src/sources/feed/rewrite.ts'
import { soup } from './feed-soup.ts'

const url = 'https://mairie.example/flux/rss.xml'
/** How often each property is tried: more in `npm run test:deep`. */
const RUNS = process.env.DEEP ? 10_000 : 1_000

describe('rewriteFeed', () => {
  it('changes nothing in what it wrote', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(soup, (text) => {
        const once = rewriteFeed(text, url)
        if (!once.ok) return
        const twice = rewriteFeed(once.xml, 'https://elsewhere.example/')
        expect(twice.ok && twice.xml).toBe(once.xml)
      }),
      { numRuns: RUNS },
    )
  })

  it('writes only what XML allows, and only its own few elements', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(soup, (text) => {
        const feed = rewriteFeed(text, url)
        if (!feed.ok) return
        expect(feed.xml).not.toMatch(/(?![\t\n])\p{Control}|[\uFFFE\uFFFF]|\p{Surrogate}/u)
        expect(feed.xml).not.toMatch(/&(?!(amp|lt|gt|quot);)/)
        const names = [...feed.xml.matchAll(/<\/?([^\s>]+)/g)].map(([, name]) => name)
        const known = 'rss channel item title link guid text category author published updated ?xml'
        expect(known.split(' ')).toEqual(expect.arrayContaining(names))
      }),
      { numRuns: RUNS },
    )
  })

  it('gives every item a title, even an empty one, and nothing else that is empty', () => {
    const feed = rewriteFeed('<rss><channel><item><guid/></item></channel></rss>', url)
    expect(feed.ok && feed.items).toEqual(['<item><title></title></item>'])
  })

  it.each([
    ['elements without end', '<rss><channel><item><description>', '<a>'],
    ['end tags without start', '<rss><channel><item><description>', '</a>'],
    ['tags without end', '<rss><channel><item><description>', 'x<p '],
    ['items without end', '<rss><channel>', '<item>'],
    ['empty items', '<rss><channel>', '<item/>'],
    ['categories', '<rss><channel><item>', '<category>x</category>'],
    ['descriptions', '<rss><channel><item>', '<description>x</description>'],
    ['attributes', '<rss><channel><item ', 'a="b" '],
    ['ampersands', '<rss><channel><item><title>', '&'],
    ['references to an entity', '<!DOCTYPE r [<!ENTITY a "0123456789">]><rss><item><title>', '&a;'],
    ['lists in JSON', '{"items":', '['],
    ['items in JSON', '{"items":[', '{"id":"1"},'],
  ])('answers 5 MB of %s with a document no larger', (_what, before, piece) => {
    const text = before + piece.repeat(5_000_000 / piece.length)
    const feed = rewriteFeed(text, url)
    if (feed.ok) expect(feed.items.length).toBeLessThanOrEqual(2_000)
    if (feed.ok) expect(feed.xml.length).toBeLessThan(1_000_000)
    else expect(feed.code).toBe('malformed')
  })
})
