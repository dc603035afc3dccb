import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { useFeedReader } from '../support/served-feed.ts'

const folder = new URL('../../../shared/data/feeds/', import.meta.url)
const absent = !existsSync(folder)
const files = absent ? [] : readdirSync(folder).filter((file) => file.endsWith('.xml'))

/** The document as its publisher's ASCII, whatever its encoding: enough to count and to read its comment. */
function asciiOf(file: string): string {
  return readFileSync(new URL(file, folder)).toString('latin1').replaceAll('\0', '')
}

/** The headers that its comment wants it served with, each on its line: name, colon, value. */
function headersOf(file: string): Record<string, string> {
  const lines = [...asciiOf(file).matchAll(/^\s*Header:[ \t]*([\w-]+):[ \t]*(.*?)[ \t]*$/gim)]
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
}

const reader = useFeedReader()

function read(file: string) {
  return reader.read(readFileSync(new URL(file, folder)), headersOf(file), `/${file}`)
}

/** Items as a reader would count them who knows nothing of parsing: start tags outside comments. */
function itemsWritten(file: string): number {
  const document = asciiOf(file).replace(/<!--[^]*?-->/g, '')
  return document.match(/<(\w+:)?(item|entry)[\s/>]/gi)?.length ?? 0
}

/** Each value that a file's comment wants of its feed or its first item, markup taken away as Guichet does. */
function valuesExpected(file: string): { of: string; member: string; value: string }[] {
  const expectation = /^\s*Expect:(.*)$/m.exec(asciiOf(file))?.[1] ?? ''
  const values =
    /(entries\[0\]|feed)(?:\.|\[')(title|description|summary|link|guid|author|content|title_detail)(?:'\])?(?:\[0\])?(?:\['value'\])? == '((?:[^'\\]|\\.)*)'/g
  const texts = [...expectation.matchAll(values)].map(([, of = '', member = '', value = '']) => ({
    of,
    member: members.get(member) ?? member,
    value: withoutMarkup(value),
  }))
  const dates = /(entries\[0\])\['(published|updated)_parsed'\] == \(([\d, ]+)\)/g
  const instants = [...expectation.matchAll(dates)].map(
    ([, of = '', member = '', figures = '']) => ({ of, member, value: instantOf(figures) }),
  )
  return [...texts, ...instants].filter(({ of, member }) => of !== 'feed' || member === 'title')
}

const members = new Map([
  ['title_detail', 'title'],
  ['description', 'text'],
  ['summary', 'text'],
  ['content', 'text'],
])

function withoutMarkup(python: string): string {
  return python
    .replace(/\\u([\da-f]{4})|\\x([\da-f]{2})/g, (_escape, four: string, two: string) =>
      String.fromCharCode(Number.parseInt(four ?? two, 16)),
    )
    .replace(/<[^>]*>/g, '')
    .replace(/&#x([\da-f]+);/g, (_reference, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/&#(\d+);/g, (_reference, digits: string) => String.fromCharCode(Number(digits)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
}

/** Year, month, day, hour, minute and second in UTC, of Python's nine figures. */
function instantOf(figures: string): string {
  const [year = 0, month = 0, ...rest] = figures.split(',').map(Number)
  const [day, hour, minute, second] = rest
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  return instant.toISOString().replace('.000', '')
}

/** Cut inside their only item, which Guichet does not keep. */
const cutInside = new Set(['illformed__rss_incomplete_cdata.xml'])

describe.skipIf(absent)('hostile and odd feeds (../shared/data/feeds), served as they ask', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThan(100)
  })

  it.each(files.filter((file) => !cutInside.has(file)))('%s has all its items', async (file) => {
    const parsed = await read(file)
    expect(parsed.ok ? parsed.items.length : parsed.code).toBe(itemsWritten(file))
  })

  it.each([...cutInside])('%s is refused, and says where it stops', async (file) => {
    const stop = { line: expect.any(Number), column: expect.any(Number) }
    expect(await read(file)).toMatchObject({ ok: false, code: 'malformed', ...stop })
  })

  it.each(files.flatMap((file) => valuesExpected(file).map((expected) => ({ file, ...expected }))))(
    '$file has the $member of $of that its comment wants',
    async ({ file, of, member, value }) => {
      // The answers' Content-Location is not followed: links start from where the document was found.
      const here = value.replace('http://example.com/relative/', `${reader.origin}/relative/`)
      const wanted = { [member]: here }
      expect(await read(file)).toMatchObject(of === 'feed' ? wanted : { items: [wanted] })
    },
  )
})
