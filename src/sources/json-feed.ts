import * as z from 'zod'
import { type FeedItem, ITEM_LIMIT, type ReadFeed } from './clean-feed.ts'
import { cleanLine, cleanText, plainText, plainTitle } from './plain-text.ts'
import { resolveAddress } from './resolve.ts'

/**
 * Reads JSON Feed 1.0 and 1.1 (jsonfeed.org). Members of a wrong type count as missing; a document cut short
 * keeps its complete items.
 */
export function readJsonFeed(text: string, url: string): ReadFeed {
  const whole = parseJson(text)
  const found = whole ?? parseJson(untilLastItem(text))
  if (found === null) return { ok: false, code: 'malformed', line: null, column: null }
  const read = feedShape.safeParse(found)
  if (!read.success) return { ok: false, code: 'not-a-feed', line: null, column: null }
  const { title, items } = read.data
  return {
    ok: true,
    format: 'json',
    title: plainTitle(title) || null,
    items: items.slice(0, ITEM_LIMIT).map((item) => readItem(item, url)),
    partial: whole === null,
    warnings: new Set(items.length > ITEM_LIMIT ? ['items-dropped'] : []),
  }
}

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
    tags: z.array(word).catch([]),
    authors: z.array(person).catch([]),
    author: person,
  })
  .partial()
  .catch({})
const feedShape = z.object({
  title: word.optional().transform((title) => title ?? ''),
  items: z.array(itemShape),
})

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
