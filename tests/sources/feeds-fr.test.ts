import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCheckedFetch } from '../../src/runtime/node/checked-fetch.ts'
import { fetchDocument } from '../../src/sources/fetch.ts'
import type { ParsedDocument } from '../../src/sources/kind.ts'
import { parseDocument } from '../../src/sources/parse.ts'

const folder = new URL('../../../shared/data/feeds-fr/', import.meta.url)
const absent = !existsSync(folder)

interface Trouble {
  file: string
  count: number
  title: string
  headers: Record<string, string>
  tests: string
}

const troubles: Trouble[] = absent ? [] : readIndex()

function readIndex(): Trouble[] {
  const lines = readFileSync(new URL('index.tsv', folder), 'utf8').trimEnd().split('\n').slice(1)
  return lines.map((line) => {
    const [file = '', count = '', title = '', headers = '', tests = ''] = line.split('\t')
    const pairs = headers.split('|').map((header) => {
      const [name = '', ...value] = header.split(':')
      return [name.trim(), value.join(':').trim()]
    })
    return { file, count: Number(count), title, headers: Object.fromEntries(pairs), tests }
  })
}

let server: Server
let origin: string
beforeAll(async () => {
  server = createServer((request, response) => {
    const file = request.url?.slice(1) ?? ''
    const headers = troubles.find((trouble) => trouble.file === file)?.headers
    response.writeHead(200, headers).end(readFileSync(new URL(file, folder)))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((done) => server.close(done)))

const fetch = createCheckedFetch({ allowPrivate: true })

async function readServed(file: string): Promise<ParsedDocument> {
  const fetched = await fetchDocument(
    { fetch, now: () => new Date('2026-11-21T09:00:00Z') },
    {
      url: `${origin}/${file}`,
      etag: null,
      lastModified: null,
      allowPrivate: true,
      contact: 'https://guichet.example',
    },
  )
  if (fetched.kind !== 'document') throw new Error(fetched.kind)
  const { bytes, contentType, finalUrl } = fetched
  return await parseDocument({ bytes, contentType, url: finalUrl })
}

describe.skipIf(absent)('the troubles of French feeds (../shared/data/feeds-fr)', () => {
  it.each(troubles)('$file: $tests', async ({ file, count, title }) => {
    const parsed = await readServed(file)
    expect(parsed.ok ? parsed.items.length : -1).toBe(count)
    if (parsed.ok && count > 0) expect(parsed.items[0]?.title).toBe(title)
  })

  it.each([
    ['23-date-fr-text.xml', '2026-11-21T09:00:00Z'],
    ['25-date-fr-rfc.xml', '2026-11-23T09:00:00Z'],
    ['27-date-cest.xml', '2026-07-21T08:00:00Z'],
    ['45-rss10-rdf.xml', '2026-11-21T09:00:00Z'],
  ])('%s is dated %s', async (file, published) => {
    expect(await readServed(file)).toMatchObject({ items: [{ published }] })
  })

  it('resolves the relative link from where the feed was found', async () => {
    const items = [{ link: `${origin}/avis/1` }]
    expect(await readServed('29-relative-link.xml')).toMatchObject({ items })
  })

  it('keeps nothing of what scripts and external entities say', async () => {
    expect(await readServed('31-script-desc.xml')).toMatchObject({ items: [{ text: 'Objet' }] })
    expect(await readServed('37-xxe.xml')).toMatchObject({ title: null })
  })
})
