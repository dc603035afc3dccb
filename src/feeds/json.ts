import { ownAddress } from './address.ts'
import type { EntryData, FeedChannel, FeedEntry } from './entry.ts'
import { type FeedFormat, writeFeed } from './format.ts'
import { oneLine, safeText } from './safe-text.ts'

/**
 * The feed as JSON Feed 1.1 (jsonfeed.org/version/1.1), where titles are plain text and so are exact. The data of an
 * entry stands in its `_guichet` object, without what is unknown. Written here because `feed` writes version 1.0.
 * @throws {TypeError} when the channel's or an entry's link is not an absolute http(s) address
 */
export function writeJsonFeed(channel: FeedChannel, entries: FeedEntry[]): string {
  return writeFeed(JSON_FEED, channel, entries)
}

const END = ']}'

/** JSON Feed 1.1, as `writeJsonFeed` tells. */
export const JSON_FEED: FeedFormat = {
  around(channel) {
    const whole = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: oneLine(channel.title),
      home_page_url: ownAddress(channel.link),
      feed_url: ownAddress(channel.self),
      description: oneLine(channel.description),
      authors: [{ name: oneLine(channel.author) }],
      language: 'fr',
      hubs: channel.hub ? [{ type: 'WebSub', url: ownAddress(channel.hub) }] : undefined,
      items: [],
    })
    return { before: whole.slice(0, -END.length), between: ',', after: END }
  },
  entry: (entry) =>
    JSON.stringify({
      id: entry.id,
      url: ownAddress(entry.link),
      title: oneLine(entry.title),
      content_html: safeText(entry.html),
      date_published: entry.published.toISOString(),
      date_modified: entry.updated.toISOString(),
      authors: oneLine(entry.author) === '' ? undefined : [{ name: oneLine(entry.author) }],
      tags: entry.categories.map((category) => oneLine(category.label)).filter((tag) => tag !== ''),
      _guichet: known(entry.data),
    }),
  updates: (instants) => instants,
}

function known(data: EntryData): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
      .map(([name, value]) => [name, typeof value === 'string' ? safeText(value) : value]),
  )
}
