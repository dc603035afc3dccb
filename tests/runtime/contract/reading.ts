import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { publishDocuments } from '../../../src/documents/publish-document.ts'
import { documentPath } from '../../../src/documents/queries.ts'
import { storeDocument } from '../../../src/documents/store-document.ts'
import { readAssets } from '../../../src/runtime/node/assets.ts'
import type { TestProgram } from '../../support/application.ts'
import { pdf } from '../../support/document-files.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

const FORMATS: [string, RegExp][] = [
  ['/', /^text\/html/i],
  ['/consultations.rss', /^application\/rss\+xml/],
  ['/consultations.atom', /^application\/atom\+xml/],
  ['/consultations.json', /^application\/feed\+json/],
  ['/consultations.ics', /^text\/calendar/],
  ['/consultations.csv', /^text\/csv/],
  ['/flux.opml', /^text\/x-opml/],
]

/** What readers, their programs and caches meet. */
export function describeReading(ask: Ask, program: () => TestProgram): void {
  describe('gives readers', () => {
    test.each(FORMATS)('%s for anybody, to keep for a while', async (path, type) => {
      const answer = await ask(path, { headers: { cookie: '__Host-session=quelqu-un' } })
      const { headers } = answer
      expect([path, answer.status]).toEqual([path, 200])
      expect(headers.get('content-type')).toMatch(type)
      expect(headers.get('cache-control')).toMatch(/^public, max-age=\d+/)
      expect(headers.get('vary')).toBe('Accept-Encoding')
      expect(headers.get('set-cookie')).toBeNull()
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('strict-transport-security')).toContain('max-age=63072000')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      const shared = path !== '/'
      expect(headers.get('access-control-allow-origin')).toBe(shared ? '*' : null)
    })

    test('a page that their own browser keeps for a minute, and shared caches renew behind them', async () => {
      const { headers } = await ask('/')
      expect(headers.get('cache-control')).toMatch(/^public, max-age=\d\d?$/)
      expect(headers.get('cdn-cache-control')).toMatch(
        /^max-age=\d\d?, stale-while-revalidate=\d+$/,
      )
      expect((await ask('/nulle-part')).headers.get('cdn-cache-control')).toBeNull()
    })

    test.each(FORMATS)('%s again only where it has changed', async (path) => {
      const first = await ask(path)
      const etag = first.headers.get('etag') ?? ''
      expect(etag).toMatch(/^(?:W\/)?"[\w-]+"$/)
      for (const held of [etag, `W/${etag.replace('W/', '')}`, `"autre", ${etag}`, '*']) {
        const again = await ask(path, { headers: { 'if-none-match': held } })
        expect([held, again.status, await again.text()]).toEqual([held, 304, ''])
        expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
      }
      expect((await ask(path, { headers: { 'if-none-match': '"autre"' } })).status).toBe(200)
      const head = await ask(path, { method: 'HEAD' })
      expect([head.status, await head.text()]).toEqual([200, ''])
      expect(head.headers.get('etag')?.replace(/-(?:gzip|br)"/, '"')).toBe(
        etag.replace(/-(?:gzip|br)"/, '"'),
      )
    })

    test('a feed not sent again to who tells only when it was read', async () => {
      const changed = (await ask('/consultations.rss')).headers.get('last-modified') ?? ''
      expect(Date.parse(changed)).toBeGreaterThan(0)
      const headers = { 'if-modified-since': changed }
      expect((await ask('/consultations.rss', { headers })).status).toBe(304)
      const before = { 'if-modified-since': new Date(Date.parse(changed) - 1000).toUTCString() }
      expect((await ask('/consultations.rss', { headers: before })).status).toBe(200)
    })

    test.each(['gzip', 'br', 'gzip, deflate, br', 'identity', 'br;q=0, gzip;q=0.5'])(
      'the same text whatever coding they take (%s)',
      async (coding) => {
        const plain = await (
          await ask('/consultations.rss', { headers: { 'accept-encoding': 'identity' } })
        ).text()
        const answer = await ask('/consultations.rss', { headers: { 'accept-encoding': coding } })
        const sent = answer.headers.get('content-encoding')
        if (sent !== null) expect(coding).toContain(sent)
        expect(await answer.text()).toBe(plain)
        const headers = { 'if-none-match': answer.headers.get('etag') ?? '' }
        expect((await ask('/consultations.rss', { headers })).status).toBe(304)
      },
    )

    test('one address for each consultation, whatever its name was in a link', async () => {
      const led = await ask('/consultations/2026-0001')
      expect(led.status).toBe(301)
      const path = led.headers.get('location') ?? ''
      expect(path).toBe('/consultations/2026-0001-construction-d-un-groupe-scolaire')
      const page = await ask(path)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain(`href="https://guichet.example${path}"`)
      expect((await ask(`${path}?utm_source=x`)).headers.get('location')).toBe(path)
      expect((await ask(`${path}.ics`)).headers.get('content-type')).toMatch(/^text\/calendar/)
    })

    test.each([
      ['/?type=inconnu', 400],
      ['/?couleur=bleu', 400],
      ['/nulle-part', 404],
      ['/consultations/2026-9999', 404],
      ['/assets/guichet.0000000000.css', 404],
      ['/%00', 404],
      ['/api/nulle-part', 404],
    ])('%s as %i, kept by nobody', async (path, status) => {
      const answer = await ask(path)
      expect([path, answer.status]).toEqual([path, status])
      expect(answer.headers.get('cache-control')).toMatch(/^no-(?:cache|store)$/)
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    })

    test('the methods that an address takes, and 405 for the others', async () => {
      for (const path of ['/', '/consultations.rss']) {
        const wrong = await ask(path, { method: 'DELETE' })
        expect([path, wrong.status]).toEqual([path, 405])
        expect(wrong.headers.get('allow')).toContain('GET, HEAD')
        const options = await ask(path, { method: 'OPTIONS' })
        expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
      }
    })

    test('styles, scripts and pictures for a year, to their last byte', async () => {
      for (const { name, hash, type, bytes } of readAssets().values()) {
        const [stem, extension] = name.split('.')
        const answer = await ask(`/assets/${stem}.${hash}.${extension}`)
        expect([answer.status, answer.headers.get('content-type')], name).toEqual([200, type])
        expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
        expect(Buffer.from(await answer.arrayBuffer()).equals(bytes), name).toBe(true)
      }
    })

    test('a document of many chunks to its last byte, and any part of it', async () => {
      const bytes = pdf(3_000_000)
      const { db } = program().deps
      const giver = { partnerId: 1, actor: 'test', now: program().clock.now }
      const stored = await storeDocument(db, { name: 'a.pdf', bytes }, giver, { antivirusUrl: '' })
      if (!stored.ok) throw new Error(stored.problem)
      await db.transaction((tx) => publishDocuments(tx, [stored.document.id], giver))
      const path = documentPath(stored.document)
      const answer = await ask(path)
      expect(answer.headers.get('accept-ranges')).toBe('bytes')
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
      const part = await ask(path, { headers: { range: 'bytes=262100-800000' } })
      expect(part.status).toBe(206)
      const expected = bytes.subarray(262_100, 800_001)
      expect(Buffer.from(await part.arrayBuffer()).equals(expected)).toBe(true)
    })

    test('the open data as a stream, and not again to who has them', async () => {
      const path = '/donnees/ocds.jsonl.gz'
      const answer = await ask(path)
      const text = gunzipSync(await answer.arrayBuffer()).toString('utf8')
      expect(text.trimEnd().split('\n').length).toBeGreaterThan(1)
      const headers = { 'if-none-match': answer.headers.get('etag') ?? '' }
      expect((await ask(path, { headers })).status).toBe(304)
    })

    test('the state of the service, never kept', async () => {
      const answer = await ask('/sante')
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    })
  })
}
