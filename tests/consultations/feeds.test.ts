import { parse } from 'csv-parse/sync'
import ICAL from 'ical.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { LotFacts, LotOutcome } from '../../src/consultations/facts.ts'
import type { OpenDatabase } from '../../src/db/postgres.ts'
import { safeText } from '../../src/feeds/safe-text.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { lengthOf } from '../../views/cut.ts'
import { bought, draft, type TestProgram, testProgram, winter } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { feedFaults } from '../support/feed-rules.ts'
import { HOSTILE_TEXTS } from '../support/hostile.ts'
import { childrenOf, readStrictly, textOf } from '../support/strict-xml.ts'

const BASE = 'https://guichet.example'

/** A program on a database of its own, for the tests of one description. */
function useProgram(at: string, prepare: (program: TestProgram) => Promise<void>) {
  let database: OpenDatabase
  let program: TestProgram
  beforeAll(async () => {
    database = await openTestPostgres('ready')
    program = await testProgram(database, at)
    await prepare(program)
  })
  afterAll(() => database.close())
  return () => program
}

interface Item {
  id: string
  title: string
  body: string
}

async function rssItems(program: TestProgram, path: string): Promise<Item[]> {
  const [channel] = childrenOf(readStrictly(await program.text(path)), 'channel')
  return channel
    ? childrenOf(channel, 'item').map((item) => ({
        id: textOf(item, 'guid') ?? '',
        title: textOf(item, 'title') ?? '',
        body: textOf(item, 'description') ?? '',
      }))
    : []
}

async function rssTitles(program: TestProgram, path: string): Promise<string[]> {
  return (await rssItems(program, path)).map((item) => item.title)
}

interface JsonFeed {
  version: string
  feed_url: string
  home_page_url: string
  items: { id: string; url: string; title: string; content_html: string; date_published: string }[]
}

interface ReadEvent {
  uid: string
  summary: string
  sequence: number
  status: string
  start: string
}

/** The events as another parser understands them, each start as an instant. */
function readEvents(calendar: string): ReadEvent[] {
  const root = new ICAL.Component(ICAL.parse(calendar))
  for (const zone of root.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return root.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      summary: event.summary,
      sequence: event.sequence,
      status: String(component.getFirstPropertyValue('status')),
      start: new Date(event.startDate.toUnixTime() * 1000).toISOString(),
    }
  })
}

const SCHOOL = {
  object: 'Rénovation thermique de l’école Jean-Jaurès',
  buyers: bought('Ville de Narbonne', '21110262900019'),
  category: 'works' as const,
  procedure: 'adapted' as const,
  place: { kind: 'unrecognised' as const, name: 'Narbonne', code: null },
  deadline: winter('2026-12-15T12:00'),
  lots: ['Gros œuvre', 'Peinture', 'Électricité'].map((title, position): LotFacts => ({
    number: String(position + 1),
    title,
  })),
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

  const program = useProgram('2026-11-21T09:00:00Z', async ({ say }) => {
    await say(
      'plateforme',
      texts.map((text, n) => hostile(text, n, false)),
      { firstRead: true },
    )
    await say(
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
    const xml = await program().text(path)
    expect(feedFaults(xml, BASE + path, program().clock.now)).toEqual([])
  })

  test.each(FILTERS)('break no W3C rule as Atom, asked %s', async (query) => {
    const path = `/consultations.atom${query}`
    const xml = await program().text(path)
    expect(feedFaults(xml, BASE + path, program().clock.now)).toEqual([])
  })

  test.each(FILTERS)('have the shape of JSON Feed 1.1, asked %s', async (query) => {
    const feed = JSON.parse(await program().text(`/consultations.json${query}`)) as JsonFeed
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
    const items = await rssItems(program(), '/consultations.rss')
    expect(items).toHaveLength(texts.length + 15)
    expect(items.filter(({ title }) => title.startsWith('RECTIFICATIF'))).toHaveLength(15)
  })

  test.each(['', '?metier=electricite', '?vue=consultations'])(
    'have no title above 120 characters and no deadline cut, asked %s',
    async (query) => {
      const titles = await rssTitles(program(), `/consultations.rss${query}`)
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
    const text = await program().text('/consultations.ics')
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const events = readEvents(text)
    const deadlines = events.filter(({ uid }) => uid.includes('-remise@'))
    const expected = texts.map((_, n) => (n < 15 ? winter('2026-12-29T17:00') : closing(n)).instant)
    expect(deadlines.map(({ start }) => start).toSorted()).toEqual(expected.toSorted())
    expect(events.filter(({ uid }) => uid.includes('-visite-1@'))).toHaveLength(texts.length)
    const fewer = readEvents(await program().text('/consultations.ics?contenu=echeances'))
    expect(fewer).toHaveLength(texts.length)
  })

  test('are read back from the CSV with the object as published and the deadline with its offset', async () => {
    const csv = await program().text('/consultations.csv')
    const rows: Record<string, string>[] = parse(csv, { columns: true })
    expect(rows).toHaveLength(texts.length)
    const objects = rows.map((row) => (row['objet'] ?? '').replace(/^'(?=[=+\-@\t\n])/, ''))
    expect(objects.toSorted()).toEqual(texts.map(safeText).toSorted())
    for (const row of rows) expect(row['date_limite']).toMatch(/^2026-12-\d\dT1\d:\d\d:00\+01:00$/)
    for (const cell of rows.flatMap((row) => Object.values(row)))
      expect(cell).not.toMatch(/^[=+\-@]/)
  })
})

describe('the life of a consultation in the feeds', () => {
  const outcome = (kind: LotOutcome['kind'], winner?: string): LotOutcome => ({
    kind,
    winners: winner ? [{ name: winner, siret: null, commune: 'Lézignan-Corbières' }] : [],
    amount: winner ? 68_400 : null,
    bids: winner ? 3 : null,
    irregularBids: null,
    notifiedOn: winner ? '2027-01-08' : null,
    ground: winner ? null : 'Offres au-dessus du budget',
  })
  const program = useProgram('2026-11-20T09:00:00Z', async ({ say }) => {
    await say('plateforme', [draft('ecole', SCHOOL, { publishedAt: '2026-11-20T08:00:00Z' })])
  })

  const before = { ids: [''], consultationIds: [''], uids: [''] }

  test('begin with one entry, whose title names place, object, lot and deadline', async () => {
    const items = await rssItems(program(), '/consultations.rss?metier=electricite')
    expect(items.map(({ title }) => title)).toEqual([
      'Narbonne — Rénovation thermique de l’école Jean-Jaurès, lot 3 Électricité — avant le 15/12 à 12 h',
    ])
    before.ids = items.map(({ id }) => id)
    before.consultationIds = (
      await rssItems(program(), '/consultations.rss?vue=consultations')
    ).map(({ id }) => id)
    before.uids = readEvents(await program().text('/consultations.ics')).map(({ uid }) => uid)
  })

  test('put a correction in front, with the old and the new deadline first in its body', async () => {
    program().later(2)
    await program().say('plateforme', [
      draft(
        'ecole',
        { ...SCHOOL, deadline: winter('2026-12-22T12:00') },
        { publishedAt: '2026-11-22T08:00:00Z' },
      ),
    ])
    const [correction, first] = await rssItems(program(), '/consultations.rss')
    expect(correction?.title).toBe(
      'RECTIFICATIF — reportée au 22/12 à 12 h — Narbonne — Rénovation thermique de l’école Jean-Jaurès',
    )
    const preview = correction?.body.replaceAll(/<[^>]+>/g, '').slice(0, 140)
    expect(preview).toContain('mardi 15 décembre à 12 h 00')
    expect(preview).toContain('mardi 22 décembre 2026 à 12 h 00')
    expect(first?.title).toContain('avant le 22/12 à 12 h')
  })

  test('keep every id when the deadline moves, and raise the calendar’s sequence', async () => {
    const items = await rssItems(program(), '/consultations.rss')
    expect(items.map(({ id }) => id)).toContain(before.ids[0])
    expect(new Set(items.map(({ id }) => id)).size).toBe(2)
    const updated = await rssItems(program(), '/consultations.rss?vue=consultations')
    expect(updated.map(({ id }) => id)).toEqual(before.consultationIds)
    expect(updated[0]?.title).toContain('avant le 22/12 à 12 h')
    const [event] = readEvents(await program().text('/consultations.ics'))
    expect([event?.uid, event?.sequence, event?.start]).toEqual([
      before.uids[0],
      1,
      '2026-12-22T11:00:00.000Z',
    ])
    expect(event?.summary).toMatch(/^REPORTÉ – Offre à remettre – /)
  })

  test('keep every id when the service moves to another address', async () => {
    const { deps } = program()
    const config = { ...deps.config, baseUrl: 'https://nouvelle.example' }
    const moved = createApp({ ...deps, config, keep: createKeeper(1_000_000) })
    for (const path of ['/consultations.rss', '/consultations.atom', '/consultations.json']) {
      const text = await (await moved.request(path)).text()
      expect(text).toContain('https://nouvelle.example/consultations/')
      expect(text).not.toContain('https://guichet.example')
      const ids = (document: string) => document.match(/tag:[^"<]+:(avis|consultation)\/[^"<]+/g)
      expect(ids(text)).toEqual(ids(await program().text(path)))
    }
    const calendar = await (await moved.request('/consultations.ics')).text()
    expect(readEvents(calendar).map(({ uid }) => uid)).toEqual(before.uids)
  })

  test('tell three outcomes on one page and by lot in the feed', async () => {
    program().later(50)
    const lots = SCHOOL.lots.map((lot, position) => ({
      ...lot,
      outcome:
        position === 2
          ? outcome('abandoned')
          : outcome('awarded', ['SARL Durand', 'Peintures du Midi'][position]),
    }))
    await program().say('plateforme', [
      draft(
        'ecole',
        { ...SCHOOL, deadline: winter('2026-12-22T12:00'), lots },
        { publishedAt: '2027-01-11T08:00:00Z' },
      ),
    ])
    const titles = await rssTitles(program(), '/consultations.rss?avis=resultats')
    expect(titles).toEqual([
      'SANS SUITE (lot 3) — Narbonne — Rénovation thermique de l’école Jean-Jaurès',
      'ATTRIBUÉ (lots 1 et 2) — Narbonne — Rénovation thermique de l’école Jean-Jaurès — 2 titulaires',
    ])
    const html = await program().text('/?etat=toutes')
    const [, path = ''] = /href="(\/consultations\/[^"]*ecole[^"]*)"/.exec(html) ?? []
    const page = await program().text(path)
    const result = /<section aria-labelledby="resultat">.*?<\/section>/s.exec(page)?.[0] ?? ''
    expect(result.match(/<li>/g)).toHaveLength(3)
    for (const words of ['SARL Durand', 'Peintures du Midi', 'sans suite'])
      expect(result).toContain(words)
    expect(await program().text('/attributions')).toContain('SARL Durand')
  })

  test('tell of the cancellation of what was closed already, unless a state is asked', async () => {
    await program().say('plateforme', [
      draft('close', {
        ...SCHOOL,
        object: 'Réfection de la toiture du gymnase',
        lots: [],
        deadline: winter('2026-12-20T12:00'),
      }),
    ])
    program().later(1)
    await program().say('plateforme', [
      draft('close', {
        ...SCHOOL,
        object: 'Réfection de la toiture du gymnase',
        lots: [],
        deadline: winter('2026-12-20T12:00'),
        status: 'abandoned',
      }),
    ])
    const [newest] = await rssTitles(program(), '/consultations.rss')
    expect(newest).toBe('SANS SUITE — Narbonne — Réfection de la toiture du gymnase')
    expect(await rssTitles(program(), '/consultations.rss?etat=en-cours')).toEqual([])
    expect(await rssTitles(program(), '/consultations.rss?etat=sans-suite')).toHaveLength(2)
    const all = await program().text('/consultations.csv?etat=toutes')
    expect(parse(all, { columns: true })).toHaveLength(2)
    const updated = await rssTitles(program(), '/consultations.rss?vue=consultations')
    expect(updated[0]).toBe('SANS SUITE — Narbonne — Réfection de la toiture du gymnase')
  })

  test('cancel the dates of what is abandoned before its deadline', async () => {
    const piscine = { ...SCHOOL, object: 'Réfection de la piscine', lots: [] }
    const deadline = winter('2027-03-01T12:00')
    await program().say('plateforme', [draft('piscine', { ...piscine, deadline })])
    program().later(1)
    await program().say('plateforme', [
      draft('piscine', { ...piscine, deadline, status: 'abandoned' }),
    ])
    const [event] = readEvents(await program().text('/consultations.ics'))
    expect([event?.status, event?.start]).toEqual(['CANCELLED', '2027-03-01T11:00:00.000Z'])
    expect(event?.summary).toMatch(/^SANS SUITE – /)
  })
})

describe('awards that arrive in bulk', () => {
  const award = (n: number, notifiedOn: string) =>
    draft(`decp-${n}`, {
      object: `Travaux de voirie n° ${n}`,
      buyers: bought('Ville de Narbonne', '21110262900019'),
      place: { kind: 'unrecognised', name: 'Narbonne', code: null },
      status: 'awarded',
      outcome: {
        kind: 'awarded',
        winners: [{ name: `Entreprise ${n}`, siret: null, commune: 'Narbonne' }],
        amount: 10_000 + n,
        bids: 2,
        irregularBids: null,
        notifiedOn,
        ground: null,
      },
    })
  const program = useProgram('2026-11-21T03:00:00Z', async ({ say }) => {
    await say('plateforme', [draft('ecole', SCHOOL, { publishedAt: '2026-11-20T08:00:00Z' })])
    await say(
      'decp',
      Array.from({ length: 500 }, (_, n) => award(n, '2026-09-10')),
    )
  })

  test('put nothing in the default feed', async () => {
    expect(await rssTitles(program(), '/consultations.rss')).toHaveLength(1)
  })

  test('stand in the list of awards and in its feed', async () => {
    expect(await program().text('/attributions')).toContain('Entreprise 499')
    const path = '/attributions.rss?lieu=narbonne&metier=voirie-reseaux'
    const titles = await rssTitles(program(), path)
    expect(titles).toHaveLength(500)
    expect(titles[0]).toMatch(
      /^ATTRIBUÉ — Narbonne — .* — Entreprise \d+ \(Narbonne\), 10 \d+ € HT$/,
    )
    expect(feedFaults(await program().text(path), BASE + path, program().clock.now)).toEqual([])
    await program().text('/attributions.rss?type=travaux', 400)
  })

  test('of what never stood on the board stay out, however recent', async () => {
    await program().say('decp', [award(900, '2026-11-10')])
    expect(await rssTitles(program(), '/consultations.rss')).toHaveLength(1)
    expect(await rssTitles(program(), '/attributions.rss')).toHaveLength(501)
  })
})

describe('how much a feed carries', () => {
  const old = (n: number) =>
    draft(
      `ancienne-${n}`,
      { object: `Fourniture n° ${n}`, deadline: winter('2027-01-10T12:00') },
      { publishedAt: '2026-10-01T08:00:00Z' },
    )
  const program = useProgram('2026-11-21T09:00:00Z', async ({ say }) => {
    await say(
      'ancienne',
      Array.from({ length: 130 }, (_, n) => old(n)),
      { firstRead: true },
    )
  })

  test('is a hundred entries while fewer are of the last thirty days', async () => {
    expect(await rssItems(program(), '/consultations.rss')).toHaveLength(100)
  })

  const published = (many: number, day: string) =>
    Array.from({ length: many }, (_, n) =>
      draft(
        `${day}-${n}`,
        { object: `Travaux n° ${n}`, deadline: winter('2027-02-10T12:00') },
        { publishedAt: `${day}T08:00:00Z` },
      ),
    )

  test('is all of thirty days where that is more, and drops them after', async () => {
    await program().say('recente', published(140, '2026-11-20'))
    expect(await rssItems(program(), '/consultations.rss')).toHaveLength(140)
    expect(await program().text('/consultations.rss')).not.toContain(
      'que les avis les plus récents',
    )
    program().later(31)
    expect(await rssItems(program(), '/consultations.rss')).toHaveLength(100)
  })

  test('is two thousand of a whole country, and the feed says so', async () => {
    await program().say('partout', published(2_001, '2026-12-20'))
    for (const view of ['', '?vue=consultations']) {
      expect(await rssItems(program(), `/consultations.rss${view}`)).toHaveLength(2_000)
      const feed = await program().text(`/consultations.rss${view}`)
      expect(feed).toContain('Ce flux ne porte que les avis les plus récents')
    }
  })
})

describe('the HTTP of feeds', () => {
  const program = useProgram('2026-11-21T09:00:00Z', async ({ say }) => {
    await say(
      'plateforme',
      Array.from({ length: 12 }, (_, n) =>
        draft(`ecole-${n}`, SCHOOL, { publishedAt: '2026-11-20T08:00:00Z' }),
      ),
    )
  })
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    program().app.request(path, { headers, method })

  const PATHS: Record<string, string> = {
    '/consultations.rss': 'application/rss+xml; charset=utf-8',
    '/consultations.atom': 'application/atom+xml; charset=utf-8',
    '/consultations.json': 'application/feed+json; charset=utf-8',
    '/consultations.ics': 'text/calendar; charset=utf-8',
    '/consultations.csv': 'text/csv; charset=utf-8',
    '/attributions.rss': 'application/rss+xml; charset=utf-8',
    '/attributions.atom': 'application/atom+xml; charset=utf-8',
    '/flux.opml': 'text/x-opml; charset=utf-8',
  }

  describe.each(Object.keys(PATHS))('%s', (path) => {
    test('names its type, may be read from other sites and kept for five minutes', async () => {
      const { status, headers } = await ask(path)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe(PATHS[path])
      expect(headers.get('access-control-allow-origin')).toBe('*')
      expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(headers.get('cache-control')).toBe(
        'public, max-age=300, stale-while-revalidate=600, stale-if-error=86400',
      )
      expect(headers.get('vary')).toBe('Accept-Encoding')
      expect(headers.get('etag')).toMatch(/^"[^"]+"$/)
    })

    test('answers 304 to its own validators, alone, in a list, weak, or *', async () => {
      const first = await ask(path)
      const etag = first.headers.get('etag') ?? ''
      for (const given of [etag, `W/${etag}`, `"autre", ${etag}`, `W/"a", W/${etag}, "b"`, '*']) {
        const again = await ask(path, { 'if-none-match': given })
        expect([given, again.status, await again.text()]).toEqual([given, 304, ''])
        for (const name of ['etag', 'cache-control', 'vary', 'last-modified'])
          expect(again.headers.get(name)).toBe(first.headers.get(name))
      }
      expect((await ask(path, { 'if-none-match': '"autre"' })).status).toBe(200)
    })

    test('says the same to HEAD as to GET, without a body', async () => {
      const get = await ask(path)
      const head = await ask(path, {}, 'HEAD')
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers))
      expect([head.status, await head.text()]).toEqual([200, ''])
    })

    test.each([
      ['gzip', 'gzip'],
      ['br', 'br'],
      ['gzip, deflate, br, zstd', 'br'],
      ['br;q=0, gzip;q=0.5', 'gzip'],
      ['*', 'br'],
      ['gzip;q=1.0, *;q=0', 'gzip'],
      ['identity', null],
    ])('asked for %s comes as %s, the same bytes', async (accepted, encoding) => {
      const plain = await ask(path)
      const packed = await ask(path, { 'accept-encoding': accepted })
      expect(packed.headers.get('content-encoding')).toBe(encoding)
      const body = new Uint8Array(await packed.arrayBuffer())
      expect(packed.headers.get('content-length')).toBe(String(body.length))
      expect(await unpacked(body, encoding)).toBe(await plain.text())
      if (encoding) expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'))
    })

    test('lets scripts of other sites ask with a validator', async () => {
      const answer = await ask(path, { origin: 'https://autre.example' }, 'OPTIONS')
      expect(answer.status).toBe(204)
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('access-control-allow-methods')).toBe('GET, HEAD')
      expect(answer.headers.get('access-control-allow-headers')).toContain('If-None-Match')
    })
  })

  test('answers 304 to If-Modified-Since only when nothing is newer, and lets If-None-Match win', async () => {
    const path = '/consultations.rss'
    const changed = (await ask(path)).headers.get('last-modified') ?? ''
    expect(changed).toBe(new Date('2026-11-21T09:00:00Z').toUTCString())
    const since = (when: string, more = {}) => ask(path, { 'if-modified-since': when, ...more })
    expect((await since(changed)).status).toBe(304)
    expect((await since('Fri, 20 Nov 2026 00:00:00 GMT')).status).toBe(200)
    expect((await since('hier')).status).toBe(200)
    expect((await since(changed, { 'if-none-match': '"autre"' })).status).toBe(200)
  })

  test.each([
    ['/consultations.rss?type=travaux&lieu=11100', '/consultations.rss?lieu=narbonne&type=travaux'],
    ['/consultations.rss?echeance=14&tri=parution', '/consultations.rss'],
    ['/consultations.json?metier=', '/consultations.json'],
    ['/consultations.ics?rayon=30&lieu=narbonne', '/consultations.ics?lieu=narbonne'],
    ['/feed', '/consultations.rss'],
    ['/feed/', '/consultations.rss'],
    ['/rss.xml', '/consultations.rss'],
    ['/atom.xml', '/consultations.atom'],
    ['/feed.json', '/consultations.json'],
  ])('sends %s to its one address', async (path, canonical) => {
    const { status, headers } = await ask(path)
    expect([status, headers.get('location')]).toEqual([301, canonical])
    expect((await ask(canonical)).status).toBe(200)
  })

  test('never takes its own address from the request', async () => {
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil',
    }
    for (const path of [...Object.keys(PATHS), '/', '/flux', '/sitemap.xml', '/robots.txt']) {
      const answer = await program().app.request(`http://evil.example${path}`, { headers: forged })
      const said = JSON.stringify([...answer.headers]) + (await answer.text())
      expect(said).not.toContain('evil')
    }
  })

  test('says of an empty feed no date that feed rules doubt', async () => {
    const path = '/consultations.atom?q=introuvable'
    const xml = await program().text(path)
    expect(feedFaults(xml, BASE + path, program().clock.now)).toEqual([])
  })

  test.each([
    '/',
    '/?lieu=narbonne&metier=electricite&rayon=10',
    '/?q=%C3%A9cole+%26+%22lyc%C3%A9e%22',
    '/?echeance=14&etat=toutes&tri=parution',
    '/attributions',
    '/attributions?lieu=narbonne&metier=electricite',
    '/acheteurs',
    '/acheteurs/narbonne',
    '/flux',
    '/flux?avis=rectificatifs&metier=electricite',
    '/sources',
    '/accessibilite',
    '/mentions-legales',
    '/plan-du-site',
  ])('announces on %s the feeds of its own question, at addresses that answer', async (path) => {
    const html = await program().text(path)
    const links = [
      ...html.matchAll(/<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)"/g),
    ]
    expect(links.length).toBeGreaterThan(0)
    expect(links[0]?.[1]).toBe('application/rss+xml')
    for (const [, type = '', href = ''] of links) {
      const answer = await ask(href.replaceAll('&amp;', '&'))
      expect([href, answer.status]).toEqual([href, 200])
      expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`)
    }
    const { searchParams } = new URL(path, BASE)
    const asked = new URL((links[0]?.[2] ?? '').replaceAll('&amp;', '&'), BASE).searchParams
    for (const [word, value] of searchParams)
      if (word !== 'echeance' && word !== 'tri') expect(asked.get(word)).toBe(value)
  })

  test('lists in the OPML feeds that answer', async () => {
    const opml = readStrictly(await program().text('/flux.opml'))
    const outlines = childrenOf(childrenOf(opml, 'body')[0] ?? opml, 'outline')
    expect(outlines.length).toBeGreaterThan(28)
    for (const { attributes } of outlines.slice(0, 40)) {
      const { pathname, search } = new URL(attributes['xmlUrl'] ?? '')
      expect([search, (await ask(pathname + search)).status]).toEqual([search, 200])
    }
  })
})

async function unpacked(body: Uint8Array<ArrayBuffer>, encoding: string | null): Promise<string> {
  const { brotliDecompressSync, gunzipSync } = await import('node:zlib')
  const bytes =
    encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body
  return new TextDecoder().decode(bytes)
}
