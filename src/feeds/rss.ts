import { Feed, type Extension } from 'feed'
import { absoluteUri, ownAddress, webAddress } from './address.ts'
import type { EntryData, FeedChannel, FeedEntry } from './entry.ts'
import { type FeedFormat, onlyEntry, writeFeed } from './format.ts'
import { escapeAmpersands, escapeMarkup, htmlForCdata, plainLabel } from './markup.ts'

/**
 * Namespace of the `guichet:` elements. A `urn:uuid:` because it must be the same for every instance and outlive
 * every domain name; it is a name only, there is nothing to fetch.
 */
export const GUICHET_NAMESPACE = 'urn:uuid:0d6b3f0e-5f0b-4f43-9a55-6f1b5d9b7c21'

/**
 * The feed as RSS 2.0. Entries keep the order given; `guid` is the entry's `tag:` URI, `dc:creator` its author,
 * `source` the place it was read, `guichet:*` its data (CPV codes in one element, parted by spaces).
 * Titles, names and labels are made harmless here; `html` must already be clean HTML.
 * @throws {TypeError} when the channel's or an entry's link is not an absolute http(s) address
 */
export function writeRss(channel: FeedChannel, entries: FeedEntry[]): string {
  return writeFeed(RSS, channel, entries)
}

const END = '    </channel>\n</rss>'

/** RSS 2.0, as `writeRss` tells. */
export const RSS: FeedFormat = {
  around(channel) {
    const feed = new Feed({
      title: label(channel.title),
      description: label(channel.description),
      link: ownAddress(channel.link),
      feed: ownAddress(channel.self),
      ...(channel.hub ? { hub: ownAddress(channel.hub) } : {}),
      updated: channel.updated,
      language: 'fr',
      ttl: channel.ttl,
      generator: 'Guichet',
    })
    // `feed` never declares the namespaces of extensions; on the channel they hold for every item.
    feed.addExtension({
      name: '_attributes',
      objects: {
        'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
        'xmlns:guichet': GUICHET_NAMESPACE,
      },
    })
    return { before: feed.rss2().slice(0, -END.length), between: '', after: END }
  },
  entry(entry) {
    const feed = new Feed({ title: '', updated: entry.updated })
    const link = ownAddress(entry.link)
    feed.addItem({
      title: plainLabel(entry.title) || link,
      link,
      guid: escapeAmpersands(entry.id),
      date: entry.published,
      description: htmlForCdata(entry.html),
      category: categories(entry),
      extensions: [...credits(entry), ...dataElements(entry.data)],
    })
    return onlyEntry(feed.rss2(), '        <item>', END)
  },
  updates: (instants) => instants,
}

function label(text: string): string {
  return escapeAmpersands(plainLabel(text))
}

function categories(entry: FeedEntry): { name: string; domain?: string }[] {
  return entry.categories.flatMap((category) => {
    const name = label(category.label)
    const domain = absoluteUri(category.scheme ?? '')
    return name === '' ? [] : [{ name, domain: domain === null ? undefined : escapeMarkup(domain) }]
  })
}

/** RSS's own author is an e-mail address, which a buyer's name is not. */
function credits(entry: FeedEntry): Extension[] {
  const credited: Extension[] = []
  const author = label(entry.author)
  if (author !== '') credited.push({ name: 'dc:creator', objects: { _text: author } })
  const url = webAddress(entry.source?.url ?? '')
  if (entry.source && url !== null) {
    const objects = { _attributes: { url: escapeMarkup(url) }, _text: label(entry.source.title) }
    credited.push({ name: 'source', objects })
  }
  return credited
}

function dataElements(data: EntryData): Extension[] {
  const texts: [string, string | number | null | undefined][] = [
    ['reference', data.reference],
    ['kind', data.kind],
    ['deadline', data.deadline],
    ['buyer', data.buyer],
    ['procedure', data.procedure],
    ['category', data.category],
    ['cpv', data.cpv?.join(' ') || null],
    ['lots', data.lots],
    ['source', data.source],
  ]
  return texts
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ({
      name: `guichet:${name}`,
      objects: {
        _attributes: {
          siret: name === 'buyer' && data.siret ? escapeMarkup(plainLabel(data.siret)) : undefined,
        },
        _text: label(String(value)),
      },
    }))
}
