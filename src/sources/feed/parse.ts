import Parser from 'rss-parser'
import * as z from 'zod'
import { decodeDocument } from '../decode.ts'
import { DOCUMENT_LIMIT } from '../fetch/body.ts'
import { readPublished } from '../french/dates.ts'
import type { DocumentToParse, ParsedDocument, SourceItem } from '../kind.ts'
import { rewriteFeed } from './rewrite.ts'

/**
 * Reads a feed of any format from its bytes: decoded, rewritten clean, then read by rss-parser. Pure, never rejects;
 * the time it takes is bounded by the document's size, so it may run in place (Workers) or in a thread (Node).
 * What is wrong with it stands in its warnings, each with its place.
 */
export async function parseDocument(document: DocumentToParse): Promise<ParsedDocument> {
  if (document.bytes.length > DOCUMENT_LIMIT)
    return { ok: false, code: 'too-large', line: null, column: null }
  const decoded = decodeDocument(document.bytes, document.contentType)
  const { text } = decoded
  const feed = rewriteFeed(text, document.url)
  if (!feed.ok) return feed
  const { format, title, links, askedPause, partial, warnings } = feed
  warnings.ofBytes(decoded)

  const parsed = await cleanParser().parseString(feed.xml)
  const items = parsed.items.map((item, position) =>
    readItem(cleanItem.parse(item), feed.items[position] ?? '', () =>
      warnings.ofItem('date-unreadable', position + 1),
    ),
  )
  const [mode, told] = [warnings.reading(), warnings.told(text)]
  return { ok: true, format, title, items, links, askedPause, partial, mode, warnings: told }
}

/** xml2js keeps state between documents: one parser for each. */
function cleanParser() {
  return new Parser<object, z.input<typeof cleanItem>>({
    customFields: {
      item: ['text', 'author', 'published', 'updated', ['category', 'labels', { keepArray: true }]],
    },
  })
}

const label = z.union([
  z.string().transform((text) => ({ label: text, domain: null })),
  z
    .object({ _: z.string(), $: z.object({ domain: z.string() }) })
    .transform(({ _, $ }) => ({ label: _, domain: $.domain })),
])
const cleanItem = z.object({
  title: z.string().default(''),
  link: z.string().nullable().default(null),
  guid: z.string().nullable().default(null),
  text: z.string().default(''),
  labels: z.array(label).default([]),
  author: z.string().nullable().default(null),
  published: z.string().nullable().default(null),
  updated: z.string().nullable().default(null),
})

function readItem(
  item: z.output<typeof cleanItem>,
  raw: string,
  warnOfDate: () => void,
): SourceItem {
  const date = (written: string | null) => {
    const read = written === null ? null : readPublished(written)
    if (written !== null && read === null) warnOfDate()
    return read
  }
  const { guid, link, title, text, author } = item
  return {
    guid,
    link,
    title,
    text,
    categories: item.labels,
    author,
    published: date(item.published),
    updated: date(item.updated),
    raw,
  }
}
