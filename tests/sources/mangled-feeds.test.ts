import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '../../src/sources/kind.ts'
import { parseDocument } from '../../src/sources/feed/parse.ts'
import { rewriteFeed } from '../../src/sources/feed/rewrite.ts'
import { joined, utf16, utf8, windows1252 } from '../support/french-feed.ts'

/** How often each property is tried: more in `npm run test:deep`. */
const RUNS = process.env.DEEP ? 5_000 : 120
const TIME = process.env.DEEP ? 900_000 : 60_000

const url = 'https://mairie.example/flux'

interface Item {
  id: string
  title: string
  text: string
}

/** A feed in pieces: what stands before its items, each of them, what stands between and after them. */
interface Feed {
  format: string
  items: Item[]
  head: string
  pieces: string[]
  between: string
  foot: string
}

/** Words that have troubled feeds, none of which is markup or a reference to a character. */
const word = fc.constantFrom(
  ...'Réfection de la voirie à Céret, chœur, d’œuvre – 5 € « Halles » R&D A & B x < y ]]> 100 % 🏗️ "lot" l\'eau'.split(
    ' ',
  ),
)
const words = (maxLength: number) =>
  fc.array(word, { minLength: 1, maxLength }).map((list) => list.join(' '))

const items = fc
  .array(fc.record({ title: words(8), text: words(40) }), { minLength: 1, maxLength: 8 })
  .map((list) => list.map((item, number) => ({ ...item, id: `avis-${number}` })))

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const cdata = (text: string) => `<![CDATA[${escape(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

type Writer = (items: Item[], quote: (text: string) => string, between: string) => Feed
const writers: Record<string, Writer> = {
  rss: (list, quote, between) => ({
    format: 'rss',
    items: list,
    head: '<rss version="2.0"><channel><title>x</title>',
    pieces: list.map(
      ({ id, title, text }) =>
        `<item><title>${quote(title)}</title><guid isPermaLink="false">${id}</guid><description>${quote(text)}</description></item>`,
    ),
    between,
    foot: '</channel></rss>',
  }),
  rdf: (list, quote, between) => ({
    format: 'rdf',
    items: list,
    head: '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>',
    pieces: list.map(
      ({ id, title, text }) =>
        `<item rdf:about="${id}"><title>${quote(title)}</title><description>${quote(text)}</description></item>`,
    ),
    between,
    foot: '</rdf:RDF>',
  }),
  atom: (list, quote, between) => ({
    format: 'atom',
    items: list,
    head: '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>',
    pieces: list.map(
      ({ id, title, text }) =>
        `<entry><title type="html">${quote(title)}</title><id>${id}</id><summary type="html">${quote(text)}</summary></entry>`,
    ),
    between,
    foot: '</feed>',
  }),
  json: (list, _quote, between) => ({
    format: 'json',
    items: list,
    head: '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[',
    pieces: list.map(({ id, title, text }) => JSON.stringify({ id, title, content_text: text })),
    between: `,${between}`,
    foot: ']}',
  }),
}

const feeds = (formats: string[]) =>
  fc
    .tuple(
      fc.constantFrom(...formats),
      items,
      fc.constantFrom('escaped', 'cdata'),
      fc.constantFrom('', '\n', '\r\n\t'),
    )
    .map(([format, list, quoting, between]) => {
      const quote = quoting === 'cdata' ? cdata : (text: string) => escape(escape(text))
      const write = writers[format]
      if (write === undefined) throw new Error(format)
      return write(list, quote, between)
    })
const anyFeed = feeds(['rss', 'rdf', 'atom', 'json'])
const xmlFeed = feeds(['rss', 'rdf', 'atom'])

function written({ head, pieces, between, foot }: Feed): string {
  return head + pieces.join(between) + foot
}

/** Where each item ends in the document's bytes, in UTF-8. */
function endsOf({ head, pieces, between }: Feed): number[] {
  return pieces.map((_piece, last) => utf8(head + pieces.slice(0, last + 1).join(between)).length)
}

function parse(bytes: Uint8Array): Promise<ParsedDocument> {
  return parseDocument({ bytes, contentType: 'application/rss+xml', url })
}

/** Its items, none when it is refused. */
async function itemsOf(bytes: Uint8Array) {
  const parsed = await parse(bytes)
  return parsed.ok ? parsed.items : []
}

function shownOf({ id, title, text }: Item) {
  return { guid: id, title, text }
}

const scraps = [
  '& &amp &eacute &eacute; &#11; &#0; &#xFFFF; &#xD800; &#; &nope; &lt; &amp;amp; &#99999999; && ; &copy',
  '&lt;item&gt; &lt;/rss&gt; ]]> > \u0000 \u000B \uFFFE \uD800',
].flatMap((line) => line.split(' '))
const noise = fc
  .array(
    fc.oneof(
      fc.constantFrom(...scraps),
      fc.string({ unit: 'binary', maxLength: 6 }).map((text) => text.replaceAll('<', '')),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

const settings = { numRuns: RUNS }

describe('a feed with nothing wrong', () => {
  it('is read as it was written, in every format and encoding', { timeout: TIME }, async () => {
    const encodings = fc.constantFrom('utf8', 'marked', 'utf16le', 'utf16be')
    await fc.assert(
      fc.asyncProperty(anyFeed, encodings, async (feed, encoding) => {
        const text = written(feed)
        const bytes =
          encoding === 'utf8'
            ? utf8(text)
            : encoding === 'marked'
              ? utf8(`\uFEFF${text}`)
              : utf16(`\uFEFF${text}`, encoding === 'utf16le')
        const parsed = await parse(bytes)
        expect(parsed).toMatchObject({
          ok: true,
          format: feed.format,
          partial: false,
          items: feed.items.map(shownOf),
        })
      }),
      settings,
    )
  })

  it('is read in windows-1252 too, declared or not', { timeout: TIME }, async () => {
    const withoutEmoji = xmlFeed.filter((feed) => !written(feed).includes('🏗️'))
    const declarations = fc.constantFrom('', '<?xml version="1.0" encoding="iso-8859-1"?>')
    await fc.assert(
      fc.asyncProperty(withoutEmoji, declarations, async (feed, declaration) => {
        expect(await parse(windows1252(declaration + written(feed)))).toMatchObject({
          ok: true,
          items: feed.items.map(shownOf),
        })
      }),
      settings,
    )
  })
})

describe('a feed cut anywhere', () => {
  it('keeps exactly the items that are whole, as they were', { timeout: TIME }, async () => {
    await fc.assert(
      fc.asyncProperty(anyFeed, fc.double({ min: 0, max: 1, noNaN: true }), async (feed, where) => {
        const bytes = utf8(written(feed))
        const cut = bytes.subarray(0, Math.floor(where * (bytes.length - 1)))
        const whole = endsOf(feed).filter((end) => end <= cut.length).length
        const parsed = await parse(cut)
        expect(parsed.ok).toBe(whole > 0)
        if (!parsed.ok) return
        expect(parsed.partial).toBe(true)
        expect(parsed.items).toMatchObject(feed.items.slice(0, whole).map(shownOf))
      }),
      settings,
    )
  })
})

describe('a feed with bytes changed', () => {
  const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
    minLength: 1,
    maxLength: 20,
  })

  it('keeps the items before the first of them', { timeout: TIME }, async () => {
    await fc.assert(
      fc.asyncProperty(anyFeed, fc.nat(7), changes, async (feed, sound, broken) => {
        const bytes = utf8(written(feed))
        const kept = Math.min(sound, feed.items.length - 1)
        const from = kept === 0 ? 0 : (endsOf(feed)[kept - 1] ?? 0)
        for (const [where, byte] of broken)
          bytes[from + Math.floor(where * (bytes.length - 1 - from))] = byte
        const read = await itemsOf(bytes)
        expect(read.slice(0, kept).map(({ guid }) => guid)).toEqual(
          feed.items.slice(0, kept).map(({ id }) => id),
        )
      }),
      settings,
    )
  })

  it('keeps the items before bytes that are missing or too many', { timeout: TIME }, async () => {
    const extra = fc.uint8Array({ maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(anyFeed, fc.nat(7), extra, fc.nat(30), async (feed, sound, more, less) => {
        const bytes = utf8(written(feed))
        const kept = Math.min(sound, feed.items.length - 1)
        const from = kept === 0 ? 0 : (endsOf(feed)[kept - 1] ?? 0)
        const read = await itemsOf(
          joined(bytes.subarray(0, from), more, bytes.subarray(from + less)),
        )
        expect(read.slice(0, kept).map(({ guid }) => guid)).toEqual(
          feed.items.slice(0, kept).map(({ id }) => id),
        )
      }),
      settings,
    )
  })
})

describe('a feed with noise in one item', () => {
  it('keeps every item, and the others as they were', { timeout: TIME }, async () => {
    const places = fc.constantFrom('</title>', '</description>', '</summary>')
    await fc.assert(
      fc.asyncProperty(xmlFeed, fc.nat(7), places, noise, async (feed, number, place, dirt) => {
        const at = number % feed.items.length
        const pieces = feed.pieces.map((piece, other) =>
          other === at ? piece.replace(place, () => dirt + place) : piece,
        )
        const read = await itemsOf(utf8(written({ ...feed, pieces })))
        expect(read.map(({ guid }) => guid)).toEqual(feed.items.map(({ id }) => id))
        const others = <T>(list: T[]) => list.filter((_item, other) => other !== at)
        expect(others(read)).toMatchObject(others(feed.items).map(shownOf))
      }),
      settings,
    )
  })

  it(
    'keeps every item however deep its elements stand in each other',
    { timeout: TIME },
    async () => {
      const names = fc.constantFrom(
        'a',
        'b',
        'p',
        'div',
        'span',
        'td',
        'x',
        'foo:bar',
        'h:div',
        'script',
        'svg',
      )
      await fc.assert(
        fc.asyncProperty(
          xmlFeed,
          fc.nat(7),
          fc.array(names, { minLength: 1, maxLength: 4 }),
          fc.nat(process.env.DEEP ? 5_000 : 500),
          fc.boolean(),
          async (feed, number, nested, depth, closed) => {
            const at = number % feed.items.length
            const inside =
              nested
                .map((name) => `<${name}>`)
                .join('')
                .repeat(depth) +
              (closed
                ? nested
                    .toReversed()
                    .map((name) => `</${name}>`)
                    .join('')
                    .repeat(depth)
                : '')
            const pieces = feed.pieces.map((piece, other) =>
              other === at ? piece.replace(/(?=<\/(?:description|summary)>)/, () => inside) : piece,
            )
            const read = await itemsOf(utf8(written({ ...feed, pieces })))
            expect(read.map(({ guid }) => guid)).toEqual(feed.items.map(({ id }) => id))
          },
        ),
        settings,
      )
    },
  )

  it('keeps every item however large it is', { timeout: TIME }, async () => {
    const size = fc.nat(process.env.DEEP ? 1_000_000 : 100_000)
    await fc.assert(
      fc.asyncProperty(anyFeed, fc.nat(7), size, async (feed, number, length) => {
        const at = number % feed.items.length
        const pieces = feed.pieces.map((piece, other) =>
          other === at ? piece.replace(/Réfection|voirie|de|à/, () => 'x'.repeat(length)) : piece,
        )
        const read = await itemsOf(utf8(written({ ...feed, pieces })))
        expect(read.map(({ guid }) => guid)).toEqual(feed.items.map(({ id }) => id))
        expect(Math.max(...read.map(({ text }) => text.length))).toBeLessThanOrEqual(50_000)
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    )
  })
})

describe('rewriting', () => {
  it('a second time changes nothing, whatever became of the feed', { timeout: TIME }, () => {
    const where = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(anyFeed, noise, where, fc.nat(20), (feed, dirt, place, less) => {
        const text = written(feed)
        const at = Math.floor(place * text.length)
        const once = rewriteFeed(text.slice(0, at) + dirt + text.slice(at + less), url)
        if (!once.ok) return
        const twice = rewriteFeed(once.xml, 'https://elsewhere.example/')
        expect(twice.ok && twice.xml).toBe(once.xml)
        expect(twice.ok && twice.items).toEqual(once.items)
      }),
      settings,
    )
  })
})
