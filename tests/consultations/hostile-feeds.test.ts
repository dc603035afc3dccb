import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { safeText } from '../../src/feeds/safe-text.ts'
import { lengthOf } from '../../views/cut.ts'
import { bought, draft, winter } from '../support/application.ts'
import { feedFaults } from '../support/feed-rules.ts'
import { HOSTILE_TEXTS } from '../support/hostile.ts'
import { readEvents, rssItems, rssTitles } from '../support/read-feeds.ts'
import { useProgram } from '../support/use-program.ts'

const BASE = 'https://guichet.example'

interface JsonFeed {
  version: string
  feed_url: string
  home_page_url: string
  items: { id: string; url: string; title: string; content_html: string; date_published: string }[]
}

describe('feeds of hostile consultations', () => {
  // What no reader of sources lets through, because PostgreSQL refuses it: U+0000 and lone surrogates.
  const texts = HOSTILE_TEXTS.map((text) =>
    text.replaceAll('\u0000', '').replaceAll(/\p{Cs}/gu, ''),
  ).filter((text) => text !== '')
  const closing = (n: number) => winter(`2026-12-${String(10 + (n % 18))}T12:${10 + (n % 40)}`)
  const hostile = (text: string, n: number, changed: boolean) =>
    draft(
      `hostile-${n}`,
      {
        object: text,
        description: text,
        buyers: bought(text),
        reference: text,
        place: { kind: 'unrecognised', name: text, code: null },
        lots: [
          { number: '1', title: text },
          { number: text.slice(0, 40), title: `Électricité ${text}` },
        ],
        criteria: [{ name: text, weight: 40 }],
        qualifications: [text],
        duration: text,
        contact: { name: text, phone: text, email: text },
        response: { kind: 'platform', address: text, signature: null },
        noticeUrl: text,
        documentsUrl: `https://exemple.fr/${text.slice(0, 50)}`,
        siteVisit: { obligation: 'compulsory', dates: [winter('2026-12-03T14:00')], booking: text },
        ...(changed ? { statusReason: text } : {}),
        deadline: changed ? winter('2026-12-29T17:00') : closing(n),
      },
      { publishedAt: '2026-11-20T08:00:00Z' },
    )

  const program = useProgram('2026-11-21T09:00:00Z')
  beforeAll(async () => {
    await program.say(
      'plateforme',
      texts.map((text, n) => hostile(text, n, false)),
      { firstRead: true },
    )
    await program.say(
      'plateforme',
      texts.slice(0, 15).map((text, n) => hostile(text, n, true)),
    )
  })

  const FILTERS = [
    '',
    '?metier=electricite',
    '?q=%26lt%3Bb+%22%27%3E%5D%5D%3E+%F0%9F%8F%97',
    '?vue=consultations',
    '?avis=rectificatifs',
    '?lieu=narbonne&type=travaux',
    '?etat=annulee',
  ]

  test.each(FILTERS)('break no W3C rule as RSS, asked %s', async (query) => {
    const path = `/consultations.rss${query}`
    const xml = await program.text(path)
    expect(feedFaults(xml, BASE + path, program.clock.now)).toEqual([])
  })

  test.each(FILTERS)('break no W3C rule as Atom, asked %s', async (query) => {
    const path = `/consultations.atom${query}`
    const xml = await program.text(path)
    expect(feedFaults(xml, BASE + path, program.clock.now)).toEqual([])
  })

  test.each(FILTERS)('have the shape of JSON Feed 1.1, asked %s', async (query) => {
    const feed = JSON.parse(await program.text(`/consultations.json${query}`)) as JsonFeed
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1')
    expect(feed.feed_url).toBe(`${BASE}/consultations.json${query}`)
    expect(new Set(feed.items.map((item) => item.id)).size).toBe(feed.items.length)
    for (const item of feed.items) {
      expect(Object.values(item).every((value) => value !== '')).toBe(true)
      expect(item.url).toMatch(/^https:\/\/guichet\.example\/consultations\/\d{4}-\d{4}[\w-]*$/)
      expect(new Date(item.date_published).toISOString()).toBe(item.date_published)
    }
  })

  test('carry every consultation and every correction', async () => {
    const items = await rssItems(program, '/consultations.rss')
    expect(items).toHaveLength(texts.length + 15)
    expect(items.filter(({ title }) => title.startsWith('RECTIFICATIF'))).toHaveLength(15)
  })

  test.each(['', '?metier=electricite', '?vue=consultations'])(
    'have no title above 120 characters and no deadline cut, asked %s',
    async (query) => {
      const titles = await rssTitles(program, `/consultations.rss${query}`)
      expect(titles.length).toBeGreaterThan(20)
      for (const title of titles) {
        expect(lengthOf(title.replaceAll('\u200B', ''))).toBeLessThanOrEqual(120)
        expect(title).toMatch(
          /( — avant le \d\d\/12 à 12 h \d\d$)|^RECTIFICATIF — reportée au 29\/12 à 17 h — |( — avant le 29\/12 à 17 h$)/,
        )
      }
    },
  )

  test('stand in the calendar with every instant right, in lines of at most 75 octets', async () => {
    const text = await program.text('/consultations.ics')
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const events = readEvents(text)
    const deadlines = events.filter(({ uid }) => uid.includes('-remise@'))
    const expected = texts.map((_, n) => (n < 15 ? winter('2026-12-29T17:00') : closing(n)).instant)
    expect(deadlines.map(({ start }) => start).toSorted()).toEqual(expected.toSorted())
    expect(events.filter(({ uid }) => uid.includes('-visite-1@'))).toHaveLength(texts.length)
    const fewer = readEvents(await program.text('/consultations.ics?contenu=echeances'))
    expect(fewer).toHaveLength(texts.length)
  })

  test('are read back from the CSV with the object as published and the deadline with its offset', async () => {
    const csv = await program.text('/consultations.csv')
    const rows: Record<string, string>[] = parse(csv, { columns: true })
    expect(rows).toHaveLength(texts.length)
    const objects = rows.map((row) => (row['objet'] ?? '').replace(/^'(?=[=+\-@\t\n])/, ''))
    expect(objects.toSorted()).toEqual(texts.map(safeText).toSorted())
    for (const row of rows) expect(row['date_limite']).toMatch(/^2026-12-\d\dT1\d:\d\d:00\+01:00$/)
    for (const cell of rows.flatMap((row) => Object.values(row)))
      expect(cell).not.toMatch(/^[=+\-@]/)
  })
})
