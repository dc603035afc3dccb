import * as z from 'zod'
import { CATEGORY_LIMIT, type FeedItem, ITEM_LIMIT, type ReadFeed } from './clean-feed.ts'
import { type FeedLinks, noteLink } from './links.ts'
import { cleanLine, cleanText, plainText, plainTitle } from '../plain-text.ts'
import { placeOf, Warnings } from '../reading.ts'
import { resolveAddress } from './resolve.ts'

/**
 * Reads JSON Feed 1.0 and 1.1 (jsonfeed.org). Members of a wrong type count as missing; line breaks inside strings and
 * commas too many are put right; of a document broken or cut short the items that are whole are kept. `start`: where in
 * the document it begins.
 */
export function readJsonFeed(document: string, start: number, url: string): ReadFeed {
  const text = document.slice(start)
  const strict = parseJson(text)
  const whole = strict ?? parseJson(repair(text))
  const pieces = whole === null ? wholeItems(text) : null
  if (pieces?.items.length === 0)
    return {
      ok: false,
      code: 'malformed',
      ...placeOf(document, start + faultOf(text, MENDED_WORDS)),
    }
  const read = feedShape.safeParse(whole ?? pieces)
  if (!read.success) return { ok: false, code: 'not-a-feed', line: null, column: null }
  const { title, items } = read.data
  const warnings = new Warnings()
  if (whole === null) warnings.at('ended-early', start + faultOf(text, MENDED_WORDS))
  else if (strict === null) warnings.at('json-repaired', start + faultOf(text, JSON_WORDS))
  if (items.length > ITEM_LIMIT) warnings.ofItem('items-dropped', ITEM_LIMIT)
  return {
    ok: true,
    format: 'json',
    title: plainTitle(title) || null,
    links: linksOf(read.data, url),
    askedPause: null,
    items: items.slice(0, ITEM_LIMIT).map((item) => readItem(itemShape.parse(item), url)),
    partial: whole === null,
    warnings,
  }
}

/** Where in a text the JSON Feed is that follows something else; null when there is none. */
export function startOfJsonFeed(text: string): number | null {
  return /"https?:\/\/(?:www\.)?jsonfeed\.org\/version/.test(text) ? text.indexOf('{') : null
}

/** Authors kept of one item. */
const AUTHOR_LIMIT = 10
/** Hubs looked at of one feed. */
const HUB_LIMIT = 10

const word = z.union([z.string(), z.number()]).transform(String).catch('')
const person = z.object({ name: word }).catch({ name: '' })
const hub = z.object({ type: word, url: word }).catch({ type: '', url: '' })
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
  feed_url: word.optional(),
  hubs: listOf(hub, HUB_LIMIT),
  items: z.array(z.unknown()),
})

/** The first members of a list; an attack has a million. */
function listOf<T extends z.ZodType>(member: T, limit: number) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((members) => members.slice(0, limit).map((one) => member.parse(one)))
}

function linksOf({ feed_url, hubs }: z.infer<typeof feedShape>, url: string): FeedLinks {
  const links: FeedLinks = { hubs: [], self: null }
  noteLink(links, 'self', feed_url, url)
  for (const { type, url: address } of hubs)
    if (type.toLowerCase() === 'websub') noteLink(links, 'hub', address, url)
  return links
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
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

/** The objects of the list `items` that are whole, of a text that is not, and the title before them. */
function wholeItems(text: string): { title: unknown; items: unknown[] } {
  const tokens = /"(?:[^"\\]|\\.)*"?|[{}[\]]/gs
  const items: unknown[] = []
  let title: unknown
  let [depth, start] = [0, 0]
  let name = ''
  let list = ''
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      if (depth === 1) list = name
      if (depth === 1 && list === '"items"') title ??= titleOf(`${text.slice(0, index)}[]}`)
      if (depth === 2) start = index
      depth += 1
    } else if (token === '}' || token === ']') {
      depth -= 1
      if (depth !== 2 || token === ']' || list !== '"items"') continue
      const item = parseJson(repair(text.slice(start, index + 1)))
      if (item !== null) items.push(item)
    } else if (depth === 1) name = token
  }
  return { title, items }
}

function titleOf(head: string): unknown {
  return z.object({ title: z.unknown() }).safeParse(parseJson(repair(head))).data?.title
}

/** Offset from which on a text is not made of these words and signs any more: where its writer went wrong. */
function faultOf(text: string, token: RegExp): number {
  const word = new RegExp(token, 'syu')
  let end = 0
  while (word.test(text)) end = word.lastIndex
  return end
}

/** JSON's own; the second ones with what is put right here. */
const JSON_WORDS =
  /\s*(?:"(?:[^"\\\p{Cc}]|\\.)*"|[{}[\]:]|,(?!\s*[}\]])|-?\d[\d.eE+-]*|true|false|null)\s*/u
const MENDED_WORDS = /\s*(?:"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d[\d.eE+-]*|true|false|null)\s*/u
