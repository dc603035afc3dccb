import type { FeedLinks } from './links.ts'
import type { ParsedDocument } from '../kind.ts'
import { cleanLine, cleanText } from '../plain-text.ts'
import type { Warnings } from '../reading.ts'

/** One item as a feed of any format gave it: plain texts, addresses still to be resolved. */
export interface FeedItem {
  title: string
  link: string | null
  guid: string | null
  text: string
  categories: { label: string; domain: string | null }[]
  author: string | null
  /** Dates as written. */
  published: string | null
  updated: string | null
}

/** A feed of any format as its elements say it, before dates are read. */
export type ReadFeed =
  | {
      ok: true
      format: (ParsedDocument & { ok: true })['format']
      title: string | null
      items: FeedItem[]
      links: FeedLinks
      /** Milliseconds that it asks to wait between looks; null where it does not. */
      askedPause: number | null
      partial: boolean
      warnings: Warnings
    }
  | (ParsedDocument & { ok: false })

/** Items kept of one document: a feed that has more is no list of consultations. */
export const ITEM_LIMIT = 2_000
/** Categories kept of one item. */
export const CATEGORY_LIMIT = 30

/**
 * One item of the clean RSS document, from which rss-parser reads: every text is plain, long texts and dates are
 * called `text`, `published` and `updated` (rss-parser's own handling of `description` is quadratic, that of
 * dates throws), and a title is always there (rss-parser throws on an empty item).
 */
export function writeItem(item: FeedItem): string {
  return [
    '<item>',
    `<title>${escapeXml(cleanLine(item.title))}</title>`,
    element('link', item.link),
    element('guid', item.guid),
    item.text ? `<text>${escapeXml(cleanText(item.text))}</text>` : '',
    ...item.categories.slice(0, CATEGORY_LIMIT).map(writeCategory),
    element('author', item.author),
    element('published', item.published),
    element('updated', item.updated),
    '</item>',
  ].join('')
}

/** The clean RSS document around items already written; `clean="1"` says that its texts are plain. */
export function writeFeed(title: string | null, items: string[]): string {
  const head = `<rss version="2.0" clean="1"><channel><title>${escapeXml(cleanLine(title ?? ''))}</title>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${items.join('\n')}\n</channel></rss>\n`
}

function element(name: string, value: string | null): string {
  const text = cleanLine(value ?? '')
  return text ? `<${name}>${escapeXml(text)}</${name}>` : ''
}

function writeCategory({ label, domain }: FeedItem['categories'][number]): string {
  const text = cleanLine(label)
  const scheme = cleanLine(domain ?? '')
  if (!text) return ''
  return `<category${scheme ? ` domain="${escapeXml(scheme)}"` : ''}>${escapeXml(text)}</category>`
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
