import { type ReadFeed, writeFeed, writeItem } from './clean-feed.ts'
import type { FeedLinks } from './links.ts'
import { readJsonFeed, startOfJsonFeed } from './json-feed.ts'
import type { DocumentErrorCode, ParsedDocument } from '../kind.ts'
import type { Warnings } from '../reading.ts'
import { readXmlFeed } from './xml-feed.ts'

/** A feed written again so that no parser can be hurt by it. */
export type RewrittenFeed =
  | {
      ok: true
      format: (ParsedDocument & { ok: true })['format']
      title: string | null
      /** The clean RSS document, one item after the other. */
      xml: string
      /** Its items, each as it stands there. */
      items: string[]
      links: FeedLinks
      askedPause: number | null
      partial: boolean
      warnings: Warnings
    }
  | { ok: false; code: DocumentErrorCode; line: number | null; column: number | null }

/**
 * Writes any feed (RSS, Atom, CDF, JSON Feed; broken or not) as one clean, bounded RSS document with plain texts and
 * absolute addresses; relative ones are resolved from `url`. Rewriting what it wrote changes nothing.
 */
export function rewriteFeed(text: string, url: string): RewrittenFeed {
  const start = /[^\s\0\uFEFF]/.exec(text)?.[0]
  if (start === undefined) return { ok: false, code: 'empty', line: null, column: null }
  const feed = start === '{' ? readJsonFeed(text, text.indexOf('{'), url) : readMarkup(text, url)
  if (!feed.ok) return feed
  const items = feed.items.map(writeItem)
  const { format, title, links, askedPause, partial, warnings } = feed
  const xml = writeFeed(title, items)
  return { ok: true, format, title, xml, items, links, askedPause, partial, warnings }
}

/** XML, or a JSON Feed behind the warnings of a program that failed. */
function readMarkup(text: string, url: string): ReadFeed {
  const feed = readXmlFeed(text, url)
  const json = feed.ok ? null : startOfJsonFeed(text)
  if (json === null) return feed
  const found = readJsonFeed(text, json, url)
  if (found.ok) found.warnings.at('text-outside', 0)
  return found
}
