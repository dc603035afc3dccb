import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { useFeedReader } from '../support/served-feed.ts'

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

const reader = useFeedReader()

function read(file: string) {
  const headers = troubles.find((trouble) => trouble.file === file)?.headers
  return reader.read(readFileSync(new URL(file, folder)), headers, `/${file}`)
}

describe.skipIf(absent)('the troubles of French feeds (../shared/data/feeds-fr)', () => {
  it.each(troubles)('$file: $tests', async ({ file, count, title }) => {
    const parsed = await read(file)
    expect(parsed.ok ? parsed.items.length : -1).toBe(count)
    if (parsed.ok && count > 0) expect(parsed.items[0]?.title).toBe(title)
  })

  it.each([
    ['23-date-fr-text.xml', '2026-11-21T09:00:00Z'],
    ['25-date-fr-rfc.xml', '2026-11-23T09:00:00Z'],
    ['27-date-cest.xml', '2026-07-21T08:00:00Z'],
    ['43-place-style.xml', '2026-11-20T08:00:00Z'],
    ['45-rss10-rdf.xml', '2026-11-21T09:00:00Z'],
  ])('%s is dated %s', async (file, published) => {
    const { items } = { items: [], ...(await read(file)) }
    expect(items[0]).toMatchObject({ published })
  })

  it('every other item with a date has it read', async () => {
    const dated = troubles.filter(
      ({ file, count }) => count > 0 && !/^(?:23|25|27|41|43|45)-/.test(file),
    )
    for (const { file } of dated)
      expect(await read(file), file).toMatchObject({
        items: expect.arrayContaining([
          expect.objectContaining({ published: '2026-11-21T09:00:00Z' }),
        ]),
      })
  })

  it('41-atom-no-author-bad-date.xml keeps the item whose date is none, and says so', async () => {
    expect(await read('41-atom-no-author-bad-date.xml')).toMatchObject({
      warnings: [{ code: 'date-unreadable' }],
      items: [{ updated: null }, { updated: '2026-11-21T10:00:00Z' }],
    })
  })

  it('resolves the relative link from where the feed was found', async () => {
    const items = [{ link: `${reader.origin}/avis/1` }]
    expect(await read('29-relative-link.xml')).toMatchObject({ items })
  })

  it('keeps nothing of what scripts and external entities say', async () => {
    expect(await read('31-script-desc.xml')).toMatchObject({ items: [{ text: 'Objet' }] })
    expect(await read('37-xxe.xml')).toMatchObject({ title: null })
  })

  it('keeps apart the addresses of the items that share an identifier', async () => {
    expect(await read('21-same-guid-twice.xml')).toMatchObject({
      items: [
        { guid: '0', link: 'https://mairie.example/avis/1' },
        { guid: '0', link: 'https://mairie.example/avis/2' },
      ],
    })
  })
})
