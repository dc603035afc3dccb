import * as z from 'zod'
import { CATEGORY_LIMIT, type FeedItem, ITEM_LIMIT, type ReadFeed } from './clean-feed.ts'
import { cleanLine, cleanText, plainText, plainTitle } from './plain-text.ts'
import { resolveAddress } from './resolve.ts'

/**
 * Reads JSON Feed 1.0 and 1.1 (jsonfeed.org). Members of a wrong type count as missing; line breaks inside strings and
 * commas too many are put right; a document cut short keeps its complete items.
 */
export function readJsonFeed(text: string, url: string): ReadFeed {
  const asWritten = parseJson(text)
  const whole = asWritten.ok ? asWritten : parseJson(repair(text))
  const found = whole.ok ? whole : parseJson(repair(untilLastItem(text)))
  if (!asWritten.ok && !found.ok) return { ok: false, code: 'malformed', ...asWritten.place }
  const read = feedShape.safeParse(found.ok ? found.value : null)
  if (!read.success) return { ok: false, code: 'not-a-feed', line: null, column: null }
  const { title, items } = read.data
  return {
    ok: true,
    format: 'json',
    title: plainTitle(title) || null,
    items: items.slice(0, ITEM_LIMIT).map((item) => readItem(itemShape.parse(item), url)),
    partial: !whole.ok,
    warnings: new Set(items.length > ITEM_LIMIT ? ['items-dropped'] : []),
  }
}

/** Where in a text the JSON Feed is that follows something else; null when there is none. */
export function startOfJsonFeed(text: string): number | null {
  return /"https?:\/\/(?:www\.)?jsonfeed\.org\/version/.test(text) ? text.indexOf('{') : null
}

/** Authors kept of one item. */
const AUTHOR_LIMIT = 10

const word = z.union([z.string(), z.number()]).transform(String).catch('')
const person = z.object({ name: word }).catch({ name: '' })
const itemShape = z
  .object({
    id: word,
    url: word,
    external_url: word,
    title: word,
    content_html: word,
    content_text: word,
    summary: word,
    date_published: word,
    date_modified: word,
    tags: listOf(word, CATEGORY_LIMIT),
    authors: listOf(person, AUTHOR_LIMIT),
    author: person,
  })
  .partial()
  .catch({})
const feedShape = z.object({
  title: word.optional().transform((title) => title ?? ''),
  items: z.array(z.unknown()),
})

/** The first members of a list; an attack has a million. */
function listOf<T extends z.ZodType>(member: T, limit: number) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((members) => members.slice(0, limit).map((one) => member.parse(one)))
}

function readItem(item: z.infer<typeof itemShape>, url: string): FeedItem {
  const text = item.content_text ? cleanText(item.content_text) : plainText(item.content_html ?? '')
  const authors = (item.authors?.length ? item.authors : [item.author]).map((one) =>
    cleanLine(one?.name ?? ''),
  )
  return {
    title: plainTitle(item.title ?? ''),
    link: resolveAddress(item.url, url) ?? resolveAddress(item.external_url, url),
    guid: cleanLine(item.id ?? '') || null,
    text: text || cleanText(item.summary ?? ''),
    categories: (item.tags ?? []).map((tag) => ({ label: cleanLine(tag), domain: null })),
    author: authors.filter((name) => name !== '').join(', ') || null,
    published: item.date_published || null,
    updated: item.date_modified || null,
  }
}

type Parsed = { ok: true; value: unknown } | { ok: false; place: { line: number; column: number } }

function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    const before = text.slice(0, position === undefined ? text.length : Number(position))
    const line = before.split('\n').length
    return { ok: false, place: { line, column: before.length - before.lastIndexOf('\n') } }
  }
}

/** With what hand-written programs forget: control characters escaped in strings, no comma before a bracket closes. */
function repair(text: string): string {
  const pieces = /"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/gs
  return text.replace(pieces, (piece) =>
    piece === ','
      ? ''
      : piece
          .replace(/\p{Control}/gu, (control) => JSON.stringify(control).slice(1, -1))
          .replace(/\\(["\\/bfnrt]|u[\dA-Fa-f]{4})?/g, (escape, known) => (known ? escape : '')),
  )
}

/** The text up to the last complete object of a list in the outer object, closed there. */
function untilLastItem(text: string): string {
  const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\]]/gs
  let depth = 0
  let end = 0
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    if (token === '}' && depth === 2) end = index + 1
  }
  return `${text.slice(0, end)}]}`
}
