import Parser from 'rss-parser'
import { describe, expect, it } from 'vitest'
import { GUICHET_NAMESPACE, writeRss } from '../../src/feeds/rss.ts'
import { CHANNEL, feedEntry } from '../support/hostile.ts'
import { childrenOf, readStrictly, textOf, type Element } from '../support/strict-xml.ts'
import { testAnyText } from './any-text.ts'

function channelOf(xml: string): Element {
  const [channel] = childrenOf(readStrictly(xml), 'channel')
  if (!channel) throw new Error('no channel')
  return channel
}

function firstItem(xml: string): Element {
  const [item] = childrenOf(channelOf(xml), 'item')
  if (!item) throw new Error('no item')
  return item
}

describe('an RSS feed', () => {
  it('says what it is: language, waiting time, its own address and the instant of its content', () => {
    const channel = channelOf(writeRss(CHANNEL, [feedEntry(1)]))
    expect(textOf(channel, 'language')).toBe('fr')
    expect(textOf(channel, 'ttl')).toBe('60')
    expect(textOf(channel, 'lastBuildDate')).toBe('Fri, 20 Nov 2026 17:30:00 GMT')
    expect(childrenOf(channel, 'atom:link')[0]?.attributes).toEqual({
      rel: 'self',
      type: 'application/rss+xml',
      href: CHANNEL.self,
    })
  })

  it('carries each entry with its tag: URI, its date, its buyer, its source and its data', () => {
    const item = firstItem(writeRss(CHANNEL, [feedEntry(42)]))
    const [guid] = childrenOf(item, 'guid')
    expect(guid?.text).toBe('tag:guichet.example,2026:avis/42')
    expect(guid?.attributes).toEqual({ isPermaLink: 'false' })
    expect(textOf(item, 'pubDate')).toBe('Fri, 20 Nov 2026 08:00:00 GMT')
    expect(textOf(item, 'description')).toBe(feedEntry(42).html)
    expect(textOf(item, 'dc:creator')).toBe('Ville de Narbonne')
    expect(
      childrenOf(item, 'category').map((category) => [category.text, category.attributes.domain]),
    ).toEqual([
      ['Électricité', 'https://guichet.example/metiers'],
      ['Travaux', undefined],
    ])
    const [source] = childrenOf(item, 'source')
    expect(source?.text).toBe('marchespublics.aude.fr')
    expect(source?.attributes.url).toBe('https://marchespublics.example/rss?a=1&b=2')
    expect(textOf(item, 'guichet:deadline')).toBe('2026-12-15T12:00:00+01:00')
    expect(textOf(item, 'guichet:cpv')).toBe('45310000 45311000')
    expect(textOf(item, 'guichet:lots')).toBe('12')
    expect(childrenOf(item, 'guichet:buyer')[0]?.attributes).toEqual({ siret: '21110262600016' })
    expect(channelOf(writeRss(CHANNEL, [])).attributes['xmlns:guichet']).toBe(GUICHET_NAMESPACE)
  })

  it('leaves out what is not known', () => {
    const unknown = {
      reference: '2026-0042',
      kind: 'tender',
      deadline: null,
      buyer: null,
      siret: null,
      procedure: null,
      category: null,
      cpv: [],
      lots: null,
      source: null,
    }
    const item = firstItem(
      writeRss(CHANNEL, [feedEntry(1, { data: unknown, source: undefined, author: ' ' })]),
    )
    const names = item.children.map((child) => child.name)
    expect(names.filter((name) => name.startsWith('guichet:'))).toEqual([
      'guichet:reference',
      'guichet:kind',
    ])
    expect(names).not.toContain('source')
    expect(names).not.toContain('dc:creator')
  })

  it('does not credit a source without a web address', () => {
    const source = { title: 'Mairie', url: 'javascript:alert(1)' }
    const item = firstItem(writeRss(CHANNEL, [feedEntry(1, { source })]))
    expect(childrenOf(item, 'source')).toEqual([])
  })

  it('shows a title that looks like markup as it was written', () => {
    const shown = (title: string) =>
      textOf(firstItem(writeRss(CHANNEL, [feedEntry(1, { title })])), 'title')?.replaceAll(
        '\u200B',
        '',
      )
    for (const title of ['a &amp; b &eacute;', '<b>x</b>', 'R&D A & B <3', 'x]]>y]]>z'])
      expect(shown(title)).toBe(title)
    expect(textOf(channelOf(writeRss({ ...CHANNEL, title: 'A &amp; B & C' }, [])), 'title')).toBe(
      'A &\u200Bamp; B & C',
    )
  })

  it('is read back by another parser', async () => {
    const read = await new Parser().parseString(writeRss(CHANNEL, [feedEntry(1), feedEntry(2)]))
    expect(read.title).toBe(CHANNEL.title)
    expect(read.items.map((item) => [item.title, item.guid, item.link])).toEqual(
      [feedEntry(1), feedEntry(2)].map((entry) => [entry.title, entry.id, entry.link]),
    )
  })

  testAnyText(writeRss)

  it('refuses a link that is not absolute', () => {
    expect(() => writeRss(CHANNEL, [feedEntry(1, { link: '/consultations/1' })])).toThrow(TypeError)
  })

  it('is the same bytes for the same content', () => {
    expect(writeRss(CHANNEL, [feedEntry(1)])).toBe(writeRss(CHANNEL, [feedEntry(1)]))
  })
})
