import { eq } from 'drizzle-orm'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { consultations } from '../../src/consultations/schema.ts'
import { NUMBERS_IN_A_FILE } from '../../src/site/sitemaps.ts'
import { useDemonstration } from '../support/demonstration.ts'

const ORIGIN = 'https://guichet.example'
const demonstration = useDemonstration({ BASE_URL: ORIGIN })

const parser = new XMLParser({ isArray: (name) => name === 'url' || name === 'sitemap' })

interface Entry {
  loc: string
  lastmod?: string
}

async function entriesOf(path: string): Promise<Entry[]> {
  const answer = await demonstration.app.request(path)
  expect([path, answer.status]).toEqual([path, 200])
  const xml = await answer.text()
  expect(xml.length).toBeLessThan(50_000_000)
  const { urlset, sitemapindex } = parser.parse(xml)
  const entries: Entry[] = urlset?.url ?? sitemapindex?.sitemap ?? []
  expect(entries.length).toBeLessThanOrEqual(50_000)
  return entries.map((each) => ({ ...each, loc: each.loc.replace(ORIGIN, '') }))
}

describe('the sitemap', () => {
  test('leads robots to every page that stands by itself, and to none that does not', async () => {
    const files = await entriesOf('/sitemap.xml')
    const all = (await Promise.all(files.map(({ loc }) => entriesOf(loc)))).flat()
    const paths = all.map(({ loc }) => loc)
    expect(new Set(paths).size).toBe(paths.length)
    for (const part of [
      '/consultations/2',
      '/attributions/',
      '/acheteurs/narbonne',
      '/programmation/',
      '/pacte/groupes/',
      '/pacte/actions/',
      '/pacte/formations/',
      '/rencontres/',
      '/documents/',
      '/documents/pratiques/',
      '/contacts/aides/',
      '/contacts/organismes/',
      '/analyses/20',
      '/mentions-legales',
    ])
      expect([part, paths.some((path) => path.startsWith(part))]).toEqual([part, true])
    const sample = process.env['DEEP'] ? paths : paths.filter((_, at) => at % 7 === 0)
    for (const path of sample)
      expect([path, (await demonstration.app.request(path)).status]).toEqual([path, 200])
  })

  test('says when a consultation last changed, and its file with it', async () => {
    const { db } = demonstration.deps
    const later = new Date('2026-11-24T10:00:00Z')
    const [row] = await db.select().from(consultations).limit(1)
    await db
      .update(consultations)
      .set({ lastChangeAt: later })
      .where(eq(consultations.id, row?.id ?? 0))
    const [file] = (await entriesOf('/sitemap.xml')).filter(({ loc }) =>
      loc.includes('consultations'),
    )
    expect(file?.lastmod).toBe(later.toISOString())
    const listed = await entriesOf(file?.loc ?? '')
    expect(listed.find(({ loc }) => loc.includes(row?.reference ?? '?'))?.lastmod).toBe(
      later.toISOString(),
    )
  })

  test('begins another file with higher numbers, and has none beyond the last', async () => {
    const { sql, app } = demonstration
    const second = '/sitemap/consultations-1.xml'
    expect((await app.request(second)).status).toBe(404)
    expect((await app.request('/sitemap/inconnus-0.xml')).status).toBe(404)
    await sql`
      insert into consultations (id, reference, ocid, slug, title, status, published_at, closes_at,
        signatory, demonstration, facts, provenance, last_change_at, last_notice_kind, search_text)
      select ${NUMBERS_IN_A_FILE}, '2026-9998', 'ocds-test-9998', 'derniere', title, status,
        published_at, closes_at, signatory, demonstration, facts, provenance, last_change_at,
        last_notice_kind, search_text
      from consultations limit 1`
    expect(await entriesOf(second)).toEqual([
      { loc: '/consultations/2026-9998-derniere', lastmod: expect.any(String) },
    ])
    expect((await app.request('/sitemap/consultations-2.xml')).status).toBe(404)
  })

  test.runIf(process.env['DEEP'])(
    'tells of a million consultations in forty-one files, a thousand at a time',
    { timeout: 600_000 },
    async () => {
      const { sql } = demonstration
      await sql`
        insert into consultations (id, reference, ocid, slug, title, status, published_at, closes_at,
          signatory, demonstration, facts, provenance, last_change_at, last_notice_kind, search_text)
        select n, '2025-' || n, 'ocds-test-' || n, 'travaux', '', 'active', now(), now(), false,
          true, '{}', '{}', now() - n * interval '1 second', 'tender', ''
        from generate_series(${2 * NUMBERS_IN_A_FILE}::int, ${2 * NUMBERS_IN_A_FILE + 999_999}::int) n`
      await sql`vacuum analyze consultations`
      const files = (await entriesOf('/sitemap.xml')).filter(({ loc }) => /consultations/.test(loc))
      const lengths = []
      for (const { loc } of files) lengths.push((await entriesOf(loc)).length)
      expect(lengths.slice(2)).toEqual(Array.from({ length: 40 }, () => NUMBERS_IN_A_FILE))
      expect(files.slice(2).every(({ lastmod }) => lastmod !== undefined)).toBe(true)
    },
  )

  test('is not written again for who has it', async () => {
    const { app } = demonstration
    const etag = (await app.request('/sitemap.xml')).headers.get('etag') ?? ''
    const again = await app.request('/sitemap.xml', { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
  })
})

describe('what robots and finders of weaknesses read', () => {
  test('keeps robots out of what is not for readers, and tells them of the sitemap', async () => {
    const text = await (await demonstration.app.request('/robots.txt')).text()
    expect(text).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`)
    expect(text).toContain('Disallow: /espace')
  })

  test('says whom to tell, until a day that is always ahead (RFC 9116)', async () => {
    const answer = await demonstration.app.request('/.well-known/security.txt')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; ?charset=utf-8$/i)
    const lines = (await answer.text()).trimEnd().split('\n')
    const fields = new Map(lines.map((line) => [line.split(': ')[0], line.split(': ')[1]]))
    expect(fields.get('Contact')).toMatch(/^(mailto:|https:)/)
    expect(fields.get('Canonical')).toBe(`${ORIGIN}/.well-known/security.txt`)
    const days =
      (Date.parse(fields.get('Expires') ?? '') - demonstration.deps.now().getTime()) / 86_400_000
    expect(days).toBeGreaterThan(170)
    expect(days).toBeLessThan(365)
  })
})
