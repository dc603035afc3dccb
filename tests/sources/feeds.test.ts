import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ParsedDocument } from '../../src/sources/kind.ts'
import { parseDocument } from '../../src/sources/parse.ts'

const folder = new URL('../../../shared/data/feeds/', import.meta.url)
const absent = !existsSync(folder)
const files = absent ? [] : readdirSync(folder).filter((file) => file.endsWith('.xml'))

/** The document as its publisher's ASCII, whatever its encoding: enough to count and to read its comment. */
function asciiOf(file: string): string {
  return readFileSync(new URL(file, folder)).toString('latin1').replaceAll('\0', '')
}

function read(file: string): Promise<ParsedDocument> {
  const contentType = /^\s*Header:\s*Content-type:(.*)$/im.exec(asciiOf(file))?.[1]?.trim() ?? null
  const bytes = new Uint8Array(readFileSync(new URL(file, folder)))
  return parseDocument({ bytes, contentType, url: 'http://127.0.0.1:8097/' })
}

/** Items as a reader would count them who knows nothing of parsing: start tags outside comments. */
function itemsWritten(file: string): number {
  const document = asciiOf(file).replace(/<!--[^]*?-->/g, '')
  return document.match(/<(\w+:)?(item|entry)[\s/>]/gi)?.length ?? 0
}

/** Each value that a file's comment wants of its first item, markup taken away as Guichet does. */
function valuesExpected(file: string): { member: string; value: string }[] {
  const expectation = /^\s*Expect:(.*)$/m.exec(asciiOf(file))?.[1] ?? ''
  const values =
    /entries\[0\](?:\.|\[')(title|description|summary|link|guid|author|content|title_detail)(?:'\])?(?:\[0\])?(?:\['value'\])? == '((?:[^'\\]|\\.)*)'/g
  return [...expectation.matchAll(values)].map(([, member = '', value = '']) => ({
    member: members.get(member) ?? member,
    value: withoutMarkup(value),
  }))
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

/** Cut inside their only item, which Guichet does not keep. */
const cutInside = new Set(['illformed__rss_incomplete_cdata.xml'])

describe.skipIf(absent)('hostile and odd feeds (../shared/data/feeds)', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThan(100)
  })

  it.each(files.filter((file) => !cutInside.has(file)))('%s has all its items', async (file) => {
    const parsed = await read(file)
    expect(parsed.ok ? parsed.items.length : parsed.code).toBe(itemsWritten(file))
  })

  it.each([...cutInside])('%s is refused', async (file) => {
    expect(await read(file)).toMatchObject({ ok: false, code: 'malformed' })
  })

  it.each(files.flatMap((file) => valuesExpected(file).map((expected) => ({ file, ...expected }))))(
    '$file has the $member that its comment wants',
    async ({ file, member, value }) => {
      // The answers' Content-Location is not followed: links start from where the document was found.
      const here = value.replace('http://example.com/relative/', 'http://127.0.0.1:8097/relative/')
      expect(await read(file)).toMatchObject({ items: [{ [member]: here }] })
    },
  )
})
