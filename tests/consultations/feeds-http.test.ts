import { beforeAll, describe, expect, test } from 'vitest'
import { draft } from '../support/application.ts'
import { feedFaults } from '../support/feed-rules.ts'
import { childrenOf, readStrictly } from '../support/strict-xml.ts'
import { useProgram } from '../support/use-program.ts'
import { SCHOOL } from './school.ts'

const BASE = 'https://guichet.example'

describe('the HTTP of feeds', () => {
  const program = useProgram('2026-11-21T09:00:00Z')
  beforeAll(async () => {
    await program.say(
      'plateforme',
      Array.from({ length: 12 }, (_, n) =>
        draft(`ecole-${n}`, SCHOOL, { publishedAt: '2026-11-20T08:00:00Z' }),
      ),
    )
  })
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    program.app.request(path, { headers, method })

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
      const answer = await program.app.request(`http://evil.example${path}`, { headers: forged })
      const said = JSON.stringify([...answer.headers]) + (await answer.text())
      expect(said).not.toContain('evil')
    }
  })

  test('says of an empty feed no date that feed rules doubt', async () => {
    const path = '/consultations.atom?q=introuvable'
    const xml = await program.text(path)
    expect(feedFaults(xml, BASE + path, program.clock.now)).toEqual([])
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
    const html = await program.text(path)
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
    const opml = readStrictly(await program.text('/flux.opml'))
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
