import { describe, expect, test } from 'vitest'
import { joinLinks, linksOfHeader } from '../../../src/sources/feed/links.ts'
import { parseDocument } from '../../../src/sources/feed/parse.ts'

const URL = 'https://ville.example/flux/consultations'

async function linksIn(text: string) {
  const read = await parseDocument({
    bytes: new TextEncoder().encode(text),
    contentType: null,
    url: URL,
  })
  return read.ok ? read.links : read.code
}

const both = { hubs: ['https://hub.example/'], self: 'https://ville.example/flux' }

describe('the hubs that a document names', () => {
  test.each([
    [
      'RSS',
      '<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="hub" href="https://hub.example/"/><atom:link href="/flux" rel="self" type="application/rss+xml"/><link>https://ville.example/</link></channel></rss>',
    ],
    [
      'RSS with another prefix, in upper case',
      '<rss xmlns:A="http://www.w3.org/2005/Atom"><channel><A:LINK REL="HUB" HREF="https://hub.example/"/><A:link rel="self" href="https://ville.example/flux"/></channel></rss>',
    ],
    [
      'RSS whose prefix is not declared',
      '<rss><channel><atom:link rel="hub" href="https://hub.example/"/><atom10:link rel="self" href="../flux"/></channel></rss>',
    ],
    [
      'RSS 1.0',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="../flux"/></channel></rdf:RDF>',
    ],
    [
      'Atom with xml:base',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://ville.example/a/"><link rel="hub" href="https://hub.example/"/><link rel="self" href="../flux"/><link href="/"/></feed>',
    ],
    [
      'JSON Feed',
      '{"version":"https://jsonfeed.org/version/1.1","feed_url":"https://ville.example/flux","hubs":[{"type":"rssCloud","url":"https://cloud.example/"},{"type":"WebSub","url":"https://hub.example/"},3],"items":[]}',
    ],
  ])('are read in %s', async (_format, text) => {
    expect(await linksIn(text)).toEqual(both)
  })

  test('are those of the feed, not of its items', async () => {
    const entry = '<entry><id>1</id><link rel="hub self" href="https://evil.example/"/></entry>'
    expect(await linksIn(`<feed xmlns="http://www.w3.org/2005/Atom">${entry}</feed>`)).toEqual({
      hubs: [],
      self: null,
    })
  })

  test('are web addresses, each once and few, and the first address of the feed counts', async () => {
    const hubs = ['javascript:alert(1)', 'file:///etc/passwd', '', ...'abbcdefgh'].map(
      (href) =>
        `<atom:link rel="hub" href="${href.length === 1 ? `https://${href}.example/` : href}"/>`,
    )
    const selves = ['/un', '/deux'].map((href) => `<atom:link rel="self" href="${href}"/>`)
    expect(
      await linksIn(`<rss><channel>${hubs.join('')}${selves.join('')}</channel></rss>`),
    ).toEqual({
      hubs: [...'abcde'].map((host) => `https://${host}.example/`),
      self: 'https://ville.example/un',
    })
  })
})

describe('the Link header', () => {
  test.each([
    ['<https://hub.example/>; rel="hub", </flux>; rel="self"'],
    ['<https://hub.example/>; rel=hub, <https://ville.example/flux>; rel=self'],
    [
      '</a>; rel="next", <https://hub.example/>; title="un, deux; rel=self"; rel="x HUB",</flux>;REL=self',
    ],
  ])('names hubs and the feed’s address: %s', (header) => {
    expect(linksOfHeader(header, URL)).toEqual(both)
  })

  test.each([
    [null],
    [''],
    ['<'],
    ['<>;;;'],
    ['rel=hub'],
    ['<https://hub.example/>'],
    ['<a'.repeat(50_000)],
  ])('names nothing where it cannot be read', (header) => {
    expect(linksOfHeader(header, URL)).toEqual({ hubs: [], self: null })
  })

  test('goes before the document', () => {
    const body = {
      hubs: ['https://b.example/', 'https://a.example/'],
      self: 'https://b.example/flux',
    }
    const header = { hubs: ['https://a.example/'], self: null }
    expect(joinLinks(header, body)).toEqual({
      hubs: ['https://a.example/', 'https://b.example/'],
      self: 'https://b.example/flux',
    })
  })
})
