import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { frenchFeed, frenchItem, ITEM, READ_ITEM } from '../../support/french-feed.ts'
import { useFeedReader } from '../../support/served-feed.ts'

const reader = useFeedReader()

describe('an answer that is no feed', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \r\n\t \n', 'empty'],
    ['a mark', '\uFEFF', 'empty'],
    ['zeros', '\0\0\0\0', 'empty'],
    [
      'a page',
      '<!DOCTYPE html>\n<html lang="fr"><head><title>Maintenance</title></head><body></body></html>',
      'html',
    ],
    ['a page in capitals', '<HTML><HEAD><TITLE>403</TITLE></HEAD><BODY></BODY></HTML>', 'html'],
    [
      'a page of XHTML',
      '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
      'html',
    ],
    [
      'a page after a comment',
      '<!-- cache --><!doctype html><!--[if IE]><html><![endif]--><html><body>',
      'html',
    ],
    [
      'a page that announces feeds',
      '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body><article><title>x</title></article></body></html>',
      'html',
    ],
    ['a page with items', '<html><body><item><title>Article</title></item></body></html>', 'html'],
    ['pieces of a page', '<title>Erreur</title><h1>Service indisponible', 'html'],
    ['a sign-in form', '<form action="/login"><input name="user"></form>', 'html'],
    ['an error of PHP', '<br />\n<b>Fatal error</b>: Uncaught Error in <b>/a.php</b>', 'html'],
    ['words', 'Service momentanément indisponible', 'not-a-feed'],
    [
      'a map of a site',
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/</loc></url></urlset>',
      'not-a-feed',
    ],
    [
      'a list of feeds',
      '<opml version="2.0"><head><title>x</title></head><body><outline text="a" xmlUrl="/rss"/></body></opml>',
      'not-a-feed',
    ],
    [
      'a fault',
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault/></soap:Body></soap:Envelope>',
      'not-a-feed',
    ],
    ['an error in XML', '<?xml version="1.0"?><error><code>500</code></error>', 'not-a-feed'],
    ['a feed of another kind', '<feed xmlns="urn:farm"><cow/></feed>', 'not-a-feed'],
    ['an error in JSON', '{"error":"not found"}', 'not-a-feed'],
    ['a list in JSON', '[{"id":1}]', 'not-a-feed'],
    [
      'JSON whose items are none',
      '{"version":"https://jsonfeed.org/version/1.1","items":{"id":1}}',
      'not-a-feed',
    ],
    ['a PDF', '%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n1 0 obj<</Type/Catalog>>', 'not-a-feed'],
    ['a zip', 'PK\u0003\u0004\u0014\0\0\0', 'not-a-feed'],
  ])('is refused for what it is: %s', async (_what, body, code) => {
    expect(await reader.read(body)).toEqual({ ok: false, code, line: null, column: null })
  })

  it.each([
    ['<rss version="2.0"><channel><title>x</title></channel></rss>'],
    [frenchFeed('')],
    ['<rss/>'],
    ['<feed xmlns="http://www.w3.org/2005/Atom"/>'],
    ['{"version":"https://jsonfeed.org/version/1.1","items":[]}'],
  ])('is not: %s has nothing to say today', async (body) => {
    expect(await reader.read(body)).toMatchObject({ ok: true, partial: false, items: [] })
  })
})

describe('a feed cut', () => {
  const [before = '', after = ''] = frenchFeed('@').split('@')
  const second = frenchItem({ title: 'École' })
  it.each([
    ['before its end', before + frenchItem()],
    ['before the end of its root', frenchFeed().replace('</rss>', '')],
    ['in the name of an item', `${before}${frenchItem()}<it`],
    ['in a title', `${before}${frenchItem()}<item><title>Éco`],
    ['in an entity', `${before}${frenchItem()}<item><title>&eac`],
    [
      'in a CDATA section',
      `${before}${frenchItem()}<item><title>a</title><description><![CDATA[ <p>`,
    ],
    ['in a comment', `${before}${frenchItem()}<!-- ${second}${after}`],
    ['in an attribute', `${before}${frenchItem()}<item><title>a</title><guid isPermaLink="fal`],
    ['before the end of an item', before + frenchItem() + second.slice(0, -1)],
    [
      'by an error of its program',
      `${before}${frenchItem()}<item><title>a</title><br />\n<b>Fatal error</b>: x in <b>/a.php</b>`,
    ],
  ])('%s keeps its whole items, and says that it is cut', async (_where, body) => {
    expect(await reader.read(body)).toMatchObject({ ok: true, partial: true, items: [READ_ITEM] })
  })

  it.each([
    ['in its head', '<rss version="2.0">\n<channel><title>x', 2, 18],
    ['in its only item', `<rss>\n<channel>\n<item><title>${ITEM.title}</title>`, 3, 44],
    ['in its root', '<rss version="2.0"><chan', 1, 25],
    ['in JSON', '{"version":"https://jsonfeed.org/version/1.1",\n"items":[{"id":"1"', 2, 19],
  ])('%s is refused, and says where it stops', async (_where, body, line, column) => {
    expect(await reader.read(body)).toEqual({ ok: false, code: 'malformed', line, column })
  })

  it('or broken in JSON keeps its title and the items that are whole', async () => {
    const head = '{"title":"Marchés","authors":[{"name":"a"}],"items":['
    const item = (id: number) => `{"id":"${id}","title":"} ] \\" {","tags":["a"]}`
    for (const broken of ['{"id":2 "title":""}', '{"id":2', '}', '{"id":\'2\'}'])
      expect(
        await reader.read(`${head}${item(1)},${item(3)},${broken},${item(4)}]}`),
      ).toMatchObject({
        ok: true,
        title: 'Marchés',
        partial: true,
        items: expect.arrayContaining([
          expect.objectContaining({ guid: '1', title: '} ] " {' }),
          expect.objectContaining({ guid: '3' }),
        ]),
      })
  })

  it('in JSON keeps its whole items', async () => {
    const body =
      '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"A"},{"id":"2"'
    expect(await reader.read(body)).toMatchObject({ partial: true, items: [{ guid: '1' }] })
  })
})

describe('a server that says what is not true', () => {
  it('may send a gzip file as it lies on its disk', async () => {
    const body = gzipSync(frenchFeed())
    for (const type of ['application/x-gzip', 'application/rss+xml'])
      expect(await reader.read(body, { 'content-type': type })).toMatchObject({
        items: [READ_ITEM],
      })
  })

  it('may compress what is compressed', async () => {
    const body = gzipSync(gzipSync(frenchFeed()))
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/rss+xml' }
    expect(await reader.read(body, headers)).toMatchObject({ items: [READ_ITEM] })
  })

  it('may announce fewer bytes than it has: the whole items among them are kept', async () => {
    const body = Buffer.from(frenchFeed(frenchItem() + frenchItem()))
    // Only so many are sent, as a server does that counts letters for bytes.
    const sent = body.subarray(0, body.length - 60)
    expect(await reader.read(sent, { 'content-length': sent.length })).toMatchObject({
      partial: true,
      items: [READ_ITEM],
    })
  })

  it('may not unpack a small file into a large one, or a broken one', async () => {
    await expect(reader.read(gzipSync(Buffer.alloc(50_000_000)))).rejects.toThrow('too-large')
    await expect(reader.read(gzipSync(frenchFeed()).subarray(0, 60))).rejects.toThrow(
      'bad-encoding',
    )
  })

  it('may announce more bytes than it has: nothing is taken for whole', async () => {
    const body = frenchFeed()
    const headers = { 'content-length': body.length + 500, connection: 'close' }
    await expect(reader.read(body, headers)).rejects.toThrow('failed')
  })
})
