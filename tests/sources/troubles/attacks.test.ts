import { describe, expect, it } from 'vitest'
import { frenchFeed, frenchItem, prolog, READ_ITEM, VOIRIE } from '../../support/french-feed.ts'
import { useFeedReader } from '../../support/served-feed.ts'

const reader = useFeedReader()

const laughs = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY lol${level + 1} "${`&lol${level};`.repeat(10)}">`,
).join('')

describe('what a document declares', () => {
  it.each([
    ['a billion laughs', `<!DOCTYPE r [<!ENTITY lol0 "lol">${laughs}]>`, '&lol9;'],
    ['entities that name each other', '<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', '&a;'],
    ['a file of the machine', '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>', '&a;'],
    ['another server', '<!DOCTYPE r [<!ENTITY a PUBLIC "x" "http://127.0.0.1/">]>', '&a;'],
    ['a list kept elsewhere', '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd">', ''],
    [
      'parameters',
      '<!DOCTYPE r [<!ENTITY % a SYSTEM "file:///etc/passwd"><!ENTITY % b "<!ENTITY c \'%a;\'>"> %b;]>',
      '&c;',
    ],
  ])('says nothing where it is %s', async (_what, doctype, reference) => {
    const items = frenchItem({ title: VOIRIE + reference }) + frenchItem()
    expect(await reader.read(frenchFeed(items, prolog('UTF-8') + doctype))).toMatchObject({
      ok: true,
      items: [
        { ...READ_ITEM, title: expect.stringMatching(/^Réfection de la voirie(?:&c;)?$/) },
        READ_ITEM,
      ],
    })
  })

  it('is said where it is a few words', async () => {
    const doctype = '<!DOCTYPE rss [<!ENTITY ville "Ville de Tuchan">]>'
    const body = frenchFeed(frenchItem({ title: 'Voirie, &ville;' }), doctype)
    expect(await reader.read(body)).toMatchObject({ items: [{ title: 'Voirie, Ville de Tuchan' }] })
  })

  it('is not said often enough to fill the memory', async () => {
    const doctype = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(100)}">]>`
    const body = frenchFeed(frenchItem({ description: '&a;'.repeat(300_000) }), doctype)
    const read = await reader.read(body)
    expect(read.ok && read.items[0]?.text.length).toBeLessThanOrEqual(50_000)
  })
})

describe('a document beyond measure', () => {
  it.each([
    ['20 000 elements one in the other', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
    ['20 000 elements never closed', '<a>'.repeat(20_000)],
    ['20 000 escaped elements', '&lt;div&gt;'.repeat(20_000)],
    ['30 000 tags never ended', 'x<p '.repeat(30_000)],
    ['30 000 escaped tags never ended', 'x&lt;p '.repeat(30_000)],
    ['30 000 end tags', '</b>'.repeat(30_000)],
    ['30 000 comments never ended', '<![CDATA[ <!-- ]]>'.repeat(30_000)],
    ['30 000 ampersands', '&'.repeat(30_000)],
    ['30 000 references', '&#38;#38;'.repeat(30_000)],
    ['30 000 marks on a letter', `e${'\u0301\u0323'.repeat(15_000)}`],
  ])('with %s keeps the item and the next one', async (_what, description) => {
    const body = frenchFeed(frenchItem({ description }) + frenchItem({ title: 'École' }))
    const read = await reader.read(body)
    if (!read.ok) throw new Error(read.code)
    const titles = read.items.map(({ title }) => title)
    expect(titles).toEqual([VOIRIE, 'École'])
  })

  it('keeps the start of a text of 5 MB', async () => {
    const description = 'Lot 1 : réfection de la voirie. '.repeat(150_000)
    const read = await reader.read(frenchFeed(frenchItem({ description }) + frenchItem()))
    expect(read).toMatchObject({
      ok: true,
      warnings: [{ code: 'text-cut' }],
      items: [{ ...READ_ITEM, text: expect.stringMatching(/^Lot 1 : réf/) }, READ_ITEM],
    })
    expect(read.ok && read.items[0]?.text.length).toBe(50_000)
  })

  it('keeps the start of a title of a megabyte', async () => {
    const title = 'voirie '.repeat(150_000)
    const read = await reader.read(frenchFeed(frenchItem({ title }) + frenchItem()))
    expect(read).toMatchObject({
      items: [{ ...READ_ITEM, title: expect.stringMatching(/^voirie voirie/) }, READ_ITEM],
    })
    expect(read.ok && read.items[0]?.title.length).toBe(2_000)
  })

  it('keeps the first 2 000 items, and says so', async () => {
    const items = Array.from({ length: 2_100 }, (_, number) => frenchItem({ guid: `${number}` }))
    const read = await reader.read(frenchFeed(items.join('')))
    expect(read).toMatchObject({ ok: true, warnings: [{ code: 'items-dropped' }] })
    expect(read.ok && read.items.map(({ guid }) => guid)).toEqual(
      Array.from({ length: 2_000 }, (_, number) => `${number}`),
    )
  })

  it('keeps an item with 5 000 elements, attributes and categories', async () => {
    const elements = '<category>Travaux</category><enclosure url="/a"/><x/>'.repeat(5_000)
    const attributes = Array.from({ length: 5_000 }, (_, number) => ` a${number}="b"`).join('')
    const item = frenchItem()
      .replace('<item>', `<item${attributes}>`)
      .replace('</item>', `${elements}</item>`)
    const read = await reader.read(frenchFeed(item + frenchItem()))
    expect(read).toMatchObject({ items: [READ_ITEM, READ_ITEM] })
    expect(read.ok && read.items[0]?.categories).toHaveLength(30)
  })
})
