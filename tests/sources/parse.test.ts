import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '../../src/sources/kind.ts'
import { parseDocument } from '../../src/sources/feed/parse.ts'
import { soup } from './feed-soup.ts'

const url = 'https://mairie.example/flux/rss.xml'
/** How often each property is tried: more in `npm run test:deep`. */
const RUNS = process.env.DEEP ? 5_000 : 500

function parse(text: string): Promise<ParsedDocument> {
  return parseDocument({ bytes: new TextEncoder().encode(text), contentType: null, url })
}

async function itemsOf(text: string) {
  const parsed = await parse(text)
  if (!parsed.ok) throw new Error(parsed.code)
  return parsed.items
}

async function itemOf(elements: string) {
  const [item] = await itemsOf(
    `<rss version="2.0"><channel><item>${elements}</item></channel></rss>`,
  )
  if (!item) throw new Error('no item')
  return item
}

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Marchés publics</title><link>https://mairie.example/</link>
<item><title>Réfection de la voirie</title><link>/avis/1</link><guid isPermaLink="false">MP-1</guid>
<category domain="cpv">45233141</category><category>Travaux</category><author>Mairie</author>
<pubDate>Sat, 21 Nov 2026 10:00:00 +0100</pubDate><description>&lt;p&gt;Lot 1&lt;/p&gt;&lt;p&gt;Lot 2&lt;/p&gt;</description></item>
<item><title>École</title><link>/avis/2</link></item>
</channel></rss>`

describe('parseDocument', () => {
  it('reads every field of an RSS item as plain text', async () => {
    const parsed = await parse(rss)
    expect(parsed).toMatchObject({
      ok: true,
      format: 'rss',
      title: 'Marchés publics',
      partial: false,
      warnings: [],
    })
    const [first] = await itemsOf(rss)
    expect(first).toEqual({
      guid: 'MP-1',
      link: 'https://mairie.example/avis/1',
      title: 'Réfection de la voirie',
      text: 'Lot 1\nLot 2',
      categories: [
        { label: '45233141', domain: 'cpv' },
        { label: 'Travaux', domain: null },
      ],
      author: 'Mairie',
      published: '2026-11-21T09:00:00Z',
      updated: null,
      raw: expect.stringContaining('<text>Lot 1\nLot 2</text>'),
    })
  })

  it('reads Atom: persons, terms, kinds of text, the alternate link', async () => {
    const [item] = await itemsOf(`<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
      <entry xml:base="https://agglo.example/avis/"><id>tag:agglo.example,2026:1</id>
      <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Eau &amp; <b>assainissement</b></div></title>
      <link rel="self" href="self"/><link rel="alternate" href="7"/>
      <author><name>Agglo</name><email>a@agglo.example</email></author>
      <category term="45" scheme="cpv" label="Travaux"/>
      <published>2026-11-20T08:00:00Z</published><updated>2026-11-21T10:00:00+01:00</updated>
      <summary>Résumé</summary><content type="html">&lt;p&gt;Tout&lt;/p&gt;</content></entry></feed>`)
    expect(item).toMatchObject({
      guid: 'tag:agglo.example,2026:1',
      link: 'https://agglo.example/avis/7',
      title: 'Eau & assainissement',
      text: 'Résumé\n\nTout',
      categories: [{ label: 'Travaux', domain: 'cpv' }],
      author: 'Agglo',
      published: '2026-11-20T08:00:00Z',
      updated: '2026-11-21T09:00:00Z',
    })
  })

  it('takes the words of Atom texts for text, not for markup', async () => {
    const [item] = await itemsOf(
      '<feed><entry><title type="text">A &lt;b&gt; &amp;amp; B</title></entry></feed>',
    )
    expect(item?.title).toBe('A <b> & B')
  })

  it('reads RSS 1.0 with its items beside the channel', async () => {
    const parsed = await parse(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="/"><title>x</title><items><rdf:Seq><rdf:li resource="/1"/></rdf:Seq></items></channel>
      <item rdf:about="/1"><title>Voirie</title><dc:creator>Mairie</dc:creator><dc:date>2026-11-21</dc:date></item>
      </rdf:RDF>`)
    expect(parsed).toMatchObject({
      ok: true,
      format: 'rdf',
      items: [{ title: 'Voirie', guid: '/1', link: 'https://mairie.example/1', author: 'Mairie' }],
    })
  })

  it('reads JSON Feed, and the complete items of one cut short', async () => {
    const feed = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Marchés',
      items: [
        {
          id: 12,
          url: '/avis/12',
          title: 'R&eacute;fection',
          content_html: '<p>Lot 1</p><p>Lot 2</p>',
          date_published: '2026-11-21T10:00:00+01:00',
          authors: [{ name: 'Mairie' }],
          tags: ['Travaux'],
        },
        { id: '13', title: 'École', content_text: 'a {"b"} \\ c' },
      ],
    })
    expect(await parse(feed)).toMatchObject({
      ok: true,
      format: 'json',
      title: 'Marchés',
      partial: false,
      items: [
        {
          guid: '12',
          link: 'https://mairie.example/avis/12',
          title: 'Réfection',
          text: 'Lot 1\nLot 2',
          author: 'Mairie',
          published: '2026-11-21T09:00:00Z',
          categories: [{ label: 'Travaux', domain: null }],
        },
        { guid: '13', text: 'a {"b"} \\ c' },
      ],
    })
    expect(await parse(feed.slice(0, -20))).toMatchObject({
      ok: true,
      partial: true,
      items: [{ guid: '12' }],
    })
  })

  it.each([
    [
      'a bare ampersand',
      '<rss><channel><item><title>A & B</title></item></channel></rss>',
      'A & B',
    ],
    ['upper case', '<RSS><CHANNEL><ITEM><TITLE>A</TITLE></ITEM></CHANNEL></RSS>', 'A'],
    ['no channel', '<rss><item><title>A</title></item></rss>', 'A'],
    ['an item beside the channel', '<rss><channel/><item><title>A</title></item></rss>', 'A'],
    [
      'a prefix on everything',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>A</a:title></a:entry></a:feed>',
      'A',
    ],
    [
      'a prefix that nobody declared',
      '<x:rss><x:channel><x:item><x:title>A</x:title></x:item></x:channel></x:rss>',
      'A',
    ],
    [
      'a warning before the root',
      '<br />\n<b>Warning</b>: mysql in <b>/www</b><br />\n<?xml version="1.0"?><rss><channel><item><title>A</title></item></channel></rss>',
      'A',
    ],
    [
      'a control character',
      '<rss><channel><item><title>\x0bA&#11;</title></item></channel></rss>',
      'A',
    ],
    [
      'an element never closed',
      '<rss><channel><item><title>A<guid>1</guid></item></channel></rss>',
      'A',
    ],
    [
      'items never closed',
      '<rss><channel><item><title>A</title><item><title>B</title></channel></rss>',
      'A',
    ],
    [
      'another title inside',
      '<rss><channel><image><title>no</title></image><item xmlns:m="http://search.yahoo.com/mrss/"><m:title>no</m:title><source><title>no</title></source><title>A</title></item></channel></rss>',
      'A',
    ],
    [
      'a billion laughs',
      '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]><rss><channel><item><title>A&c;</title></item></channel></rss>',
      'A',
    ],
    [
      'an external entity',
      '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>A&x;</title></item></channel></rss>',
      'A',
    ],
    [
      'an entity of its own',
      '<!DOCTYPE r [<!ENTITY ville "Tuchan">]><rss><channel><item><title>A &ville;</title></item></channel></rss>',
      'A Tuchan',
    ],
    [
      'twice encoded entities',
      '<rss><channel><item><title>March&amp;eacute;</title></item></channel></rss>',
      'Marché',
    ],
  ])('survives %s', async (_what, text, title) => {
    const [first] = await itemsOf(text)
    expect(first?.title).toBe(title)
  })

  it('keeps the items that were never closed apart', async () => {
    const item = '<item><title>A</title><guid>1</guid>'
    const items = await itemsOf(`<rss><channel>${item.repeat(300)}</channel></rss>`)
    expect(items).toHaveLength(300)
  })

  it.each([
    ['https://autre.example/a?b=1&amp;c=2', 'https://autre.example/a?b=1&c=2'],
    ['/a?b=1&copy=2', 'https://mairie.example/a?b=1&copy=2'],
    ['avis/1', 'https://mairie.example/flux/avis/1'],
    ['javascript:alert(1)', null],
    ['ftp://mairie.example/', null],
    ['http://[', null],
  ])('resolves the link %s', async (written, link) => {
    expect((await itemOf(`<link>${written}</link>`)).link).toBe(link)
  })

  it('takes the guid for the link only where it is one', async () => {
    expect((await itemOf('<guid>https://a.example/1</guid>')).link).toBe('https://a.example/1')
    expect((await itemOf('<guid isPermaLink="false">https://a.example/1</guid>')).link).toBeNull()
    expect((await itemOf('<guid>500000</guid>')).link).toBeNull()
  })

  it('passes over an xml:base that is no web address', async () => {
    const [item] = await itemsOf(
      '<feed xml:base="/b/"><entry xml:base="javascript:1"><link href="c"/></entry></feed>',
    )
    expect(item?.link).toBe('https://mairie.example/b/c')
  })

  it('says that a date could not be read rather than guess', async () => {
    const parsed = await parse('<rss><channel><item><pubDate>hier</pubDate></item></channel></rss>')
    expect(parsed).toMatchObject({
      ok: true,
      warnings: [{ code: 'date-unreadable' }],
      items: [{ published: null }],
    })
  })

  it.each([
    ['nothing', '', 'empty'],
    ['spaces', ' \n\t', 'empty'],
    ['a page', '<!DOCTYPE html><html><body><p>Maintenance</p></body></html>', 'html'],
    ['a page without root', '<title>Erreur</title><p>Maintenance', 'html'],
    ['words', 'Service indisponible', 'not-a-feed'],
    ['another XML', '<plist><dict/></plist>', 'not-a-feed'],
    ['another JSON', '{"error":"nope"}', 'not-a-feed'],
    ['broken JSON', '{"items":', 'malformed'],
    ['a feed cut before its first item ends', '<rss>\n<channel><item><title>A', 'malformed'],
  ])('refuses %s', async (_what, text, code) => {
    expect(await parse(text)).toMatchObject({ ok: false, code })
  })

  it('says where a feed stops', async () => {
    expect(await parse('<rss>\n<channel><item>')).toMatchObject({ line: 2, column: 16 })
  })

  it('refuses a document of more than 5 MB', async () => {
    const bytes = new Uint8Array(5 * 1024 * 1024 + 1).fill(0x20)
    expect(await parseDocument({ bytes, contentType: null, url })).toMatchObject({
      code: 'too-large',
    })
  })

  it('accepts a feed without items', async () => {
    expect(await parse('<rss><channel><title>t</title></channel></rss>')).toMatchObject({
      ok: true,
      items: [],
      partial: false,
    })
  })

  it(
    'keeps the complete items of a document cut anywhere, and says that it is partial',
    { timeout: 300_000 },
    async () => {
      const bytes = new TextEncoder().encode(rss)
      const whole = await itemsOf(rss)
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), async (length) => {
          const cut = bytes.subarray(0, length)
          const parsed = await parseDocument({ bytes: cut, contentType: null, url })
          const complete = String.fromCharCode(...cut).split('</item>').length - 1
          expect(parsed.ok).toBe(complete > 0)
          if (!parsed.ok) return
          expect(parsed.partial).toBe(true)
          expect(parsed.items).toEqual(whole.slice(0, complete))
        }),
        { numRuns: RUNS },
      )
    },
  )

  it(
    'reads back every item that the clean document has, whatever it was made of',
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(soup, async (text) => {
          const parsed = await parse(text)
          if (!parsed.ok) return
          for (const item of parsed.items) {
            expect(item.raw).toMatch(/^<item>.*<\/item>$/s)
            expect(item.raw.includes('<text>')).toBe(item.text !== '')
            expect(item.raw.match(/<category/g)?.length ?? 0).toBe(item.categories.length)
          }
        }),
        { numRuns: RUNS },
      )
    },
  )

  it('never rejects, whatever bytes are changed', { timeout: 300_000 }, async () => {
    const bytes = new TextEncoder().encode(rss)
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        const broken = Uint8Array.from(bytes)
        for (const [at, byte] of changes) broken[at] = byte
        const parsed = await parseDocument({ bytes: broken, contentType: 'text/xml', url })
        if (parsed.ok) expect(parsed.items.length).toBeLessThanOrEqual(3)
      }),
      { numRuns: RUNS },
    )
  })
})
