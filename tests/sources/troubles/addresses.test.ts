import { describe, expect, it } from 'vitest'
import { frenchFeed, frenchItem, READ_ITEM, VOIRIE } from '../../support/french-feed.ts'
import { useFeedReader } from '../../support/served-feed.ts'

const reader = useFeedReader()

/** ORIGIN stands for where the feed is served, at /flux/rss. */
const here = (link: string | null) => link?.replace('ORIGIN', reader.origin) ?? null

describe('the link of an item', () => {
  it.each([
    ['https://mairie.example/avis/1', 'https://mairie.example/avis/1'],
    ['HTTP://Mairie.Example/avis/1', 'http://mairie.example/avis/1'],
    [' \n https://mairie.example/avis/1 \n ', 'https://mairie.example/avis/1'],
    ['https://mairie.example/avis\n/1', 'https://mairie.example/avis/1'],
    ['https://mairie.example/?a=1&b=2', 'https://mairie.example/?a=1&b=2'],
    ['https://mairie.example/?a=1&amp;b=2', 'https://mairie.example/?a=1&b=2'],
    ['https://mairie.example/?a=1&amp;amp;b=2', 'https://mairie.example/?a=1&b=2'],
    [
      'https://mairie.example/?a=1&copy=2&reg=3&lang=4&not=5&para=6&lt=7&amp=8',
      'https://mairie.example/?a=1&copy=2&reg=3&lang=4&not=5&para=6&lt=7&amp=8',
    ],
    [
      'https://mairie.example/?AllCons&refConsultation=5',
      'https://mairie.example/?AllCons&refConsultation=5',
    ],
    [
      'https://mairie.example/avis de marché.pdf',
      'https://mairie.example/avis%20de%20march%C3%A9.pdf',
    ],
    ['https://mairie.example/avis#lot-2', 'https://mairie.example/avis#lot-2'],
    ['https://ville-évreux.example/', 'https://xn--ville-vreux-gbb.example/'],
    ['/avis/1', 'ORIGIN/avis/1'],
    ['avis/1', 'ORIGIN/flux/avis/1'],
    ['../avis/1', 'ORIGIN/avis/1'],
    ['?id=1', 'ORIGIN/flux/rss?id=1'],
    ['//autre.example/1', 'http://autre.example/1'],
    ['www.mairie.example/avis/1', 'http://www.mairie.example/avis/1'],
    ['<![CDATA[ https://mairie.example/?a=1&b=2 ]]>', 'https://mairie.example/?a=1&b=2'],
    ['javascript:alert(1)', null],
    [' JavaScript:alert(1)', null],
    ['java\nscript:alert(1)', null],
    ['data:text/html,x', null],
    ['vbscript:x', null],
    ['file:///etc/passwd', null],
    ['ftp://mairie.example/', null],
    ['mailto:mairie@mairie.example', null],
    ['http://', null],
    ['http://[', null],
    ['', null],
  ])('written %j is %j', async (link, read) => {
    expect(await reader.read(frenchFeed(frenchItem({ link })))).toMatchObject({
      ok: true,
      items: [{ ...READ_ITEM, link: here(read) }],
    })
  })

  it.each([
    ['the root', '<rss xml:base="https://b.example/x/">', '<item>', 'https://b.example/x/avis/1'],
    ['the item', '<rss>', '<item xml:base="https://b.example/y/">', 'https://b.example/y/avis/1'],
    [
      'both',
      '<rss xml:base="https://b.example/x/">',
      '<item xml:base="y/">',
      'https://b.example/x/y/avis/1',
    ],
    ['a root that is relative', '<rss xml:base="/x/">', '<item>', 'ORIGIN/x/avis/1'],
    ['another scheme', '<rss xml:base="javascript:1">', '<item>', 'ORIGIN/flux/avis/1'],
  ])('starts from xml:base of %s', async (_where, root, item, read) => {
    const body = frenchFeed(frenchItem({ link: 'avis/1' }))
      .replace('<rss version="2.0">', root)
      .replace('<item>', item)
    expect(await reader.read(body)).toMatchObject({ items: [{ link: here(read) }] })
  })

  it.each([
    ['https://mairie.example/9', '<guid>https://mairie.example/9</guid>'],
    ['https://mairie.example/9', '<link/><guid isPermaLink="true">https://mairie.example/9</guid>'],
    ['ORIGIN/avis/9', '<guid isPermaLink="true">/avis/9</guid>'],
    [null, '<guid isPermaLink="false">https://mairie.example/9</guid>'],
    [null, '<guid isPermaLink=" FALSE ">https://mairie.example/9</guid>'],
    [null, '<guid isPermaLink="true">500000</guid>'],
    [null, '<guid>500000</guid>'],
    [null, '<guid>/avis/9</guid>'],
    [null, '<guid>tag:mairie.example,2026:9</guid>'],
    [
      'https://mairie.example/8',
      '<link>https://mairie.example/8</link><guid>https://mairie.example/9</guid>',
    ],
    [
      'https://mairie.example/8',
      '<atom:link rel="self" href="/7"/><link>https://mairie.example/8</link>',
    ],
    ['https://mairie.example/8', '<atom:link rel="alternate" href="https://mairie.example/8"/>'],
    ['https://mairie.example/8', '<link href="https://mairie.example/8"/>'],
    [
      'https://mairie.example/8',
      '<link>https://mairie.example/8</link><enclosure url="/dce.zip" type="application/zip"/>',
    ],
  ])('is %j where the item has %s', async (read, elements) => {
    const item = `<item><title>${VOIRIE}</title>${elements}</item>`
    expect(await reader.read(frenchFeed(item))).toMatchObject({
      items: [{ title: VOIRIE, link: here(read) }],
    })
  })
})

describe('the identifier of an item', () => {
  it.each([
    ['MP2026-001', 'MP2026-001'],
    [' \n MP2026-001\n', 'MP2026-001'],
    ['500000', '500000'],
    ['/avis/1', '/avis/1'],
    ['avis?a=1&b=2', 'avis?a=1&b=2'],
    ['<![CDATA[1234 at https://mairie.example]]>', '1234 at https://mairie.example'],
    ['march&eacute;-1', 'marché-1'],
    ['', null],
    ['   ', null],
  ])('written %j is %j', async (guid, read) => {
    expect(await reader.read(frenchFeed(frenchItem({ guid })))).toMatchObject({
      items: [{ ...READ_ITEM, guid: read }],
    })
  })

  it('may be shared or missing: every item is kept', async () => {
    const bare = `<item><title>${VOIRIE}</title></item>`
    const items = [frenchItem({ guid: '0' }), frenchItem({ guid: '0', title: 'École' }), bare, bare]
    expect(await reader.read(frenchFeed(items.join('')))).toMatchObject({
      ok: true,
      items: [
        { guid: '0', title: VOIRIE },
        { guid: '0', title: 'École' },
        { guid: null, title: VOIRIE },
        { guid: null, title: VOIRIE },
      ],
    })
  })
})
