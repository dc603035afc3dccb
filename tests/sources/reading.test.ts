import { describe, expect, it } from 'vitest'
import { parseDocument } from '../../src/sources/feed/parse.ts'
import { frenchFeed, frenchItem, prolog, utf8, windows1252 } from '../support/french-feed.ts'

function read(document: string | Uint8Array, contentType: string | null = 'application/rss+xml') {
  const bytes = new Uint8Array(typeof document === 'string' ? utf8(document) : document)
  return parseDocument({ bytes, contentType, url: 'https://mairie.example/flux' })
}

/** `code@line:column`, or `code#item`. */
async function told(document: string | Uint8Array, contentType?: string): Promise<string[]> {
  const feed = await read(document, contentType)
  if (!feed.ok) throw new Error(feed.code)
  return feed.warnings.map(({ code, line, column, item }) =>
    item === null ? `${code}@${line}:${column}` : `${code}#${item}`,
  )
}

async function modeOf(document: string | Uint8Array): Promise<string> {
  const feed = await read(document)
  return feed.ok ? feed.mode : feed.code
}

const jsonFeed = (items: string) =>
  `{"version":"https://jsonfeed.org/version/1.1","title":"Avis",\n"items":[${items}]}`

describe('how a document could be read', () => {
  it.each([
    ['RSS', frenchFeed()],
    ['RSS without items', frenchFeed('')],
    ['a declared encoding', windows1252(frenchFeed(undefined, prolog('windows-1252')))],
    ['the five entities', frenchFeed(frenchItem({ title: 'A &amp; B &lt; C &#233; &#x2019;' }))],
    ['an entity that it declares', `<!DOCTYPE rss [<!ENTITY v "Ville">]>${frenchFeed('', '')}`],
    ['bare signs in CDATA', frenchFeed(frenchItem({ description: '<![CDATA[a < b & c<br>]]>' }))],
    ['closed HTML elements', frenchFeed(frenchItem({ description: 'a<br/>b<br></br>c' }))],
    ['JSON Feed', jsonFeed('{"id":"1","title":"Voirie"}')],
    ['a hundred and more elements inside', frenchFeed(nested(300))],
  ])('is strict for what is well-formed: %s', async (_name, document) => {
    expect(await told(document)).toEqual([])
    expect(await modeOf(document)).toBe('strict')
  })

  it('stays strict where a date cannot be read: the item is told', async () => {
    const document = frenchFeed(frenchItem() + frenchItem({ pubDate: 'hier' }))
    expect(await told(document)).toEqual(['date-unreadable#2'])
    expect(await modeOf(document)).toBe('strict')
  })

  it.each([
    ['bare-ampersand@4:15', frenchFeed(frenchItem({ title: 'R&D' }))],
    ['bare-ampersand@4:31', frenchFeed('<item><link href="https://a/?a&b"/></item>')],
    ['unknown-entity@4:14', frenchFeed(frenchItem({ title: '&eacute;tude' }))],
    ['bare-bracket@4:16', frenchFeed(frenchItem({ title: 'a < b' }))],
    ['unquoted-attribute@4:7', frenchFeed('<item numero=1><title>a</title></item>')],
    ['unclosed-tag@4:15', frenchFeed('<item><title>a<br></title></item>')],
    ['unclosed-tag@4:15', frenchFeed('<item><title>a</item>')],
    ['unclosed-tag@5:1', frenchFeed('<item><title>a</title>\n<item></item>')],
    ['unmatched-tag@4:23', frenchFeed('<item><title>a</title></b></item>')],
    ['unmatched-tag@4:15', frenchFeed('<item><title>a</TITLE></item>')],
    ['text-outside@1:1', `\n${frenchFeed()}`],
    ['text-outside@1:1', `Warning: mysql_connect()\n${frenchFeed(undefined, '')}`],
    ['text-outside@1:1', `Notice: rien\n${jsonFeed('{"id":"1"}')}`],
    ['forbidden-character@4:15', frenchFeed(frenchItem({ title: 'a\u000bb' }))],
    ['forbidden-character@4:19', frenchFeed(frenchItem({ title: 'a&#11;b' }))],
    ['encoding-mislabelled@1:1', frenchFeed(undefined, prolog('ISO-8859-1'))],
    ['bytes-repaired@2:41', windows1252(frenchFeed())],
    ['json-repaired@2:31', jsonFeed('{"id":"1","title":"a",}')],
  ])('is repaired, and says where: %s', async (place, document) => {
    expect((await told(document))[0]).toBe(place)
    expect(await modeOf(document)).toBe('repaired')
  })

  it.each([
    ['ended-early@6:1', frenchFeed(frenchItem() + '\n<item>').replace('</channel></rss>', '')],
    ['ended-early@2:39', jsonFeed('{"id":"1","title":"a"},{"id":"2')],
    ['items-dropped#2000', frenchFeed('<item><title>a</title></item>'.repeat(2_001))],
    ['text-cut#2', frenchFeed(frenchItem() + frenchItem({ description: 'a'.repeat(200_001) }))],
  ])('is lenient where something is missing: %s', async (place, document) => {
    expect(await told(document)).toContain(place)
    expect(await modeOf(document)).toBe('lenient')
  })

  it('tells the first three troubles of a kind, whatever their number', async () => {
    expect(await told(frenchFeed(frenchItem({ title: 'a & b '.repeat(5_000) })))).toEqual([
      'bare-ampersand@4:16',
      'bare-ampersand@4:22',
      'bare-ampersand@4:28',
    ])
  })
})

function nested(depth: number): string {
  return `<item><title>a</title><x>${'<b>'.repeat(depth)}${'</b>'.repeat(depth)}</x></item>`
}
