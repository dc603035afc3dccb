import Parser from 'rss-parser'
import { describe, expect, it } from 'vitest'
import { writeAtom } from '../../src/feeds/atom.ts'
import { CHANNEL, feedEntry } from '../support/hostile.ts'
import { childrenOf, readStrictly, textOf, type Element } from '../support/strict-xml.ts'
import { testAnyText } from './any-text.ts'

function entriesOf(xml: string): Element[] {
  return childrenOf(readStrictly(xml), 'entry')
}

describe('an Atom feed', () => {
  it('says what it is', () => {
    const feed = readStrictly(writeAtom(CHANNEL, [feedEntry(1)]))
    expect(feed.attributes['xml:lang']).toBe('fr')
    expect(textOf(feed, 'id')).toBe(CHANNEL.id)
    expect(textOf(feed, 'updated')).toBe('2026-11-20T17:30:00.000Z')
    expect(
      childrenOf(feed, 'link').map((link) => [link.attributes.rel, link.attributes.href]),
    ).toEqual([
      ['alternate', CHANNEL.link],
      ['self', CHANNEL.self],
    ])
  })

  it('carries each entry with its id, its buyer and its categories', () => {
    const [entry] = entriesOf(writeAtom(CHANNEL, [feedEntry(42)]))
    if (!entry) throw new Error('no entry')
    expect(textOf(entry, 'id')).toBe('tag:guichet.example,2026:avis/42')
    expect(textOf(entry, 'published')).toBe('2026-11-20T08:00:00.000Z')
    expect(textOf(entry, 'content')).toBe(feedEntry(42).html)
    expect(childrenOf(entry, 'author').map((author) => textOf(author, 'name'))).toEqual([
      'Ville de Narbonne',
    ])
    expect(childrenOf(entry, 'category').map((category) => category.attributes)).toEqual([
      { term: 'Électricité', label: 'Électricité', scheme: 'https://guichet.example/metiers' },
      { term: 'Travaux', label: 'Travaux' },
    ])
  })

  it('writes titles as HTML text, so that each is exactly what it was', () => {
    const [entry] = entriesOf(
      writeAtom(CHANNEL, [feedEntry(1, { title: 'a &amp; <b>]]>]]> "c"' })]),
    )
    expect(entry && textOf(entry, 'title')).toBe('a &amp;amp; &lt;b&gt;]]&gt;]]&gt; &quot;c&quot;')
  })

  it('gives entries changed at the same instant distinct ones, the same when newer entries come', () => {
    const updatesOf = (numbers: number[]) =>
      new Map(
        entriesOf(
          writeAtom(
            CHANNEL,
            numbers.map((number) => feedEntry(number)),
          ),
        ).map((entry) => [textOf(entry, 'id'), textOf(entry, 'updated')]),
      )
    const before = updatesOf([3, 2, 1])
    const after = updatesOf([5, 4, 3, 2, 1])
    expect([...before.values()]).toEqual([
      '2026-11-20T08:00:00.002Z',
      '2026-11-20T08:00:00.001Z',
      '2026-11-20T08:00:00.000Z',
    ])
    expect(new Set(after.values()).size).toBe(5)
    for (const [id, updated] of before) expect(after.get(id)).toBe(updated)
  })

  it('is read back by another parser', async () => {
    const read = await new Parser().parseString(writeAtom(CHANNEL, [feedEntry(1), feedEntry(2)]))
    expect(read.title).toBe(CHANNEL.title)
    expect(read.items.map((item) => [item.title, item.id, item.link])).toEqual(
      [feedEntry(1), feedEntry(2)].map((entry) => [entry.title, entry.id, entry.link]),
    )
  })

  testAnyText(writeAtom)
})
