import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { writeJsonFeed } from '../../src/feeds/json.ts'
import { safeText } from '../../src/feeds/safe-text.ts'
import {
  anyText,
  CHANNEL,
  feedEntry,
  HOSTILE_TEXTS,
  hostileEntry,
  RUNS,
} from '../support/hostile.ts'

const authors = z.array(z.strictObject({ name: z.string().min(1) })).min(1)

/** JSON Feed 1.1, as far as Guichet uses it; an unknown name must begin with `_`. */
const jsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  home_page_url: z.url(),
  feed_url: z.url(),
  description: z.string(),
  authors,
  language: z.literal('fr'),
  items: z.array(
    z.strictObject({
      id: z.string().min(1),
      url: z.url(),
      title: z.string(),
      content_html: z.string().min(1),
      date_published: z.iso.datetime(),
      date_modified: z.iso.datetime(),
      authors: authors.optional(),
      tags: z.array(z.string().min(1)),
      _guichet: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()).min(1)])),
    }),
  ),
})

const read = (text: string) => jsonFeed.parse(JSON.parse(text))

describe('a JSON feed', () => {
  it('carries the entries with their data under _guichet, without what is unknown', () => {
    const data = { ...feedEntry(1).data, siret: null, lots: null }
    const feed = read(writeJsonFeed(CHANNEL, [feedEntry(1, { data })]))
    expect(feed.feed_url).toBe(CHANNEL.self)
    expect(feed.home_page_url).toBe(CHANNEL.link)
    expect(feed.items).toEqual([
      {
        id: 'tag:guichet.example,2026:avis/1',
        url: 'https://guichet.example/consultations/2026-1-renovation',
        title: feedEntry(1).title,
        content_html: feedEntry(1).html,
        date_published: '2026-11-20T08:00:00.000Z',
        date_modified: '2026-11-20T08:00:00.000Z',
        authors: [{ name: 'Ville de Narbonne' }],
        tags: ['Électricité', 'Travaux'],
        _guichet: {
          reference: '2026-0042',
          kind: 'tender',
          deadline: '2026-12-15T12:00:00+01:00',
          buyer: 'Ville de Narbonne',
          procedure: 'adapted',
          category: 'works',
          cpv: ['45310000', '45311000'],
          source: 'BOAMP 26-00000',
        },
      },
    ])
  })

  it('keeps titles exactly, because they are plain text there', () => {
    const title = 'a &amp; <b>]]> "c"'
    expect(read(writeJsonFeed(CHANNEL, [feedEntry(1, { title })])).items[0]?.title).toBe(title)
  })

  it('has the shape of JSON Feed 1.1 and only safe text, whatever the texts', () => {
    const check = (text: string) => {
      const written = writeJsonFeed({ ...CHANNEL, description: text }, [hostileEntry(1, text)])
      expect(written.isWellFormed()).toBe(true)
      const [item] = read(written).items
      for (const kept of [item?.title, item?.content_html, ...(item?.tags ?? [])])
        expect(kept).toBe(safeText(kept ?? ''))
    }
    HOSTILE_TEXTS.forEach(check)
    fc.assert(fc.property(anyText, check), { numRuns: RUNS })
  })
})
