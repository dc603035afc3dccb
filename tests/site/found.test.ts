import { Parser } from 'htmlparser2'
import { beforeAll, describe, expect, test } from 'vitest'
import { useDemonstration } from '../support/demonstration.ts'
import { publicPages } from '../support/page-addresses.ts'

const ORIGIN = 'https://guichet.example'
const demonstration = useDemonstration({ BASE_URL: ORIGIN })
/** What public pages say, by their address: one of each pattern of the registry. */
const pages = new Map<string, Page>()

interface Page {
  title: string
  metas: Map<string, string>
  canonical: string | undefined
  things: string[]
  facts: Map<string, string>
}

beforeAll(async () => {
  for (const [path, html] of await publicPages(demonstration.app)) pages.set(path, read(html))
})

function read(html: string): Page {
  const metas = new Map<string, string>()
  const facts = new Map<string, string>()
  const things: string[] = []
  let title = ''
  let canonical: string | undefined
  let within = ''
  const parser = new Parser({
    onopentag(name, { rel, property, content, href, itemprop, itemtype, ...more }) {
      within = name
      if (name === 'meta' && content !== undefined)
        (itemprop ? facts : metas).set(itemprop ?? property ?? more['name'] ?? '', content)
      if (name === 'link' && rel === 'canonical') canonical = href
      if (name === 'link' && itemprop) facts.set(itemprop, href ?? '')
      if (itemtype) things.push(itemtype.replace('https://schema.org/', ''))
    },
    ontext(text) {
      if (within === 'title' && canonical === undefined) title += text
    },
    onclosetag() {
      within = ''
    },
  })
  parser.end(html)
  return { title, metas, canonical, things, facts }
}

describe('what search engines and messengers show of a page', () => {
  test('is a sentence of its own, never longer than they show', () => {
    expect(pages.size).toBeGreaterThan(60)
    const seen = new Map<string, string>()
    for (const [path, { metas }] of pages) {
      const description = metas.get('description') ?? ''
      expect([path, description.length >= 40, description.length <= 200]).toEqual([
        path,
        true,
        true,
      ])
      expect([path, seen.get(description)]).toEqual([path, undefined])
      seen.set(description, path)
    }
  })

  test('is the title, the sentence, the address and a picture that is there', async () => {
    const pictures = new Set<string>()
    for (const [path, { title, metas, canonical }] of pages) {
      // A form that is filled beforehand is the empty one; a thank-you is the page that it belongs to.
      expect([path, (ORIGIN + path).startsWith(canonical ?? '?')]).toEqual([path, true])
      expect(metas.get('og:url')).toBe(canonical)
      expect(asTyped(`${metas.get('og:title')} – Guichet`)).toBe(asTyped(title))
      expect(metas.get('og:description')).toBe(metas.get('description'))
      pictures.add((metas.get('og:image') ?? '').replace(ORIGIN, ''))
    }
    expect(pictures.size).toBeGreaterThan(3)
    for (const picture of pictures) {
      const answer = await demonstration.app.request(picture)
      const bytes = new Uint8Array(await answer.arrayBuffer())
      expect([picture, answer.status, answer.headers.get('content-type')]).toEqual([
        picture,
        200,
        'image/png',
      ])
      expect(answer.headers.get('content-encoding')).toBeNull()
      const size = new DataView(bytes.buffer)
      expect([size.getUint32(16), size.getUint32(20)]).toEqual([1200, 630])
      expect(bytes.length).toBeLessThan(150_000)
    }
  })

  test('is the same page whatever its filters were called, and another for each filter', async () => {
    const canonicalOf = async (path: string) =>
      read(await (await demonstration.app.request(path)).text()).canonical
    expect(await canonicalOf('/?type=travaux')).toBe(`${ORIGIN}/?type=travaux`)
    const other = await demonstration.app.request('/?type=travaux&q=')
    expect([other.status, other.headers.get('location')]).toEqual([301, '/?type=travaux'])
  })

  test('names what machines can use: the service, who buys, events, data', () => {
    const things = (pattern: RegExp) =>
      [...pages].flatMap(([path, { things }]) => (pattern.test(path) ? things : []))
    expect(things(/^\/$/)).toContain('GovernmentService')
    expect(things(/^\/acheteurs\/./)).toContain('GovernmentOrganization')
    expect(things(/^\/rencontres\/[a-z-]+$/)).toContain('BusinessEvent')
    expect(things(/^\/pacte\/formations\/[a-z0-9-]+$/)).toContain('CourseInstance')
    expect(things(/^\/pacte\/reunions\/\d+$/)).toContain('Event')
    expect(things(/^\/donnees$/)).toContain('Dataset')
    for (const [path, { facts }] of pages)
      for (const [name, value] of facts)
        if (name.endsWith('Date'))
          expect([path, value]).toEqual([
            path,
            expect.stringMatching(/^\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$/),
          ])
  })
})

test('every public page has 130 points or more of the MDN Observatory, counted from its answer', async () => {
  const scores = new Map<string, number>()
  for (const path of pages.keys()) {
    const answer = await demonstration.app.request(path)
    const { headers } = answer
    const html = await answer.text()
    const policy = headers.get('content-security-policy') ?? ''
    const scripts = html.match(/<script\b[^>]*\bsrc=[^>]*>/g) ?? []
    const points = [
      [-25, policy === ''],
      [10, /default-src 'none'/.test(policy) && !/unsafe|data:[^;]*script/.test(policy)],
      [-20, !/form-action '(?:none|self)'/.test(policy)],
      [5, /frame-ancestors 'none'/.test(policy)],
      [
        5,
        /^(strict-origin-when-cross-origin|same-origin|no-referrer)$/.test(
          headers.get('referrer-policy') ?? '',
        ),
      ],
      [10, headers.get('cross-origin-resource-policy') === 'same-origin'],
      [5, scripts.length > 0 && scripts.every((script) => script.includes('integrity="sha384-'))],
      [
        -20,
        Number(/max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '')?.[1] ?? 0) <
          15_768_000,
      ],
      [-5, headers.get('x-content-type-options') !== 'nosniff'],
      [-20, headers.get('set-cookie') !== null],
      [-50, headers.get('access-control-allow-origin') !== null],
    ] as const
    scores.set(
      path,
      points.reduce((sum, [each, holds]) => sum + (holds ? each : 0), 100),
    )
  }
  expect([...scores].filter(([, score]) => score < 130)).toEqual([])
})

/** Texts of a page are set as French is printed, attributes are as they were typed. */
function asTyped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('’', "'")
}
