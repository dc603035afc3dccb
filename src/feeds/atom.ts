import { Feed } from 'feed'
import { absoluteUri, ownAddress } from './address.ts'
import type { FeedChannel, FeedEntry } from './entry.ts'
import { type FeedFormat, onlyEntry, writeFeed } from './format.ts'
import { escapeAmpersands, escapeMarkup, htmlForCdata, plainLabel } from './markup.ts'
import { oneLine } from './safe-text.ts'

/**
 * The feed as Atom 1.0 (RFC 4287). Entries keep the order given; titles are written as HTML text, so they are exact.
 * The data of the entries is not carried: `feed` writes no extension in Atom.
 * @throws {TypeError} when the channel's or an entry's link is not an absolute http(s) address
 */
export function writeAtom(channel: FeedChannel, entries: FeedEntry[]): string {
  return writeFeed(ATOM, channel, entries)
}

const END = '</feed>'

/** Atom 1.0, as `writeAtom` tells. */
export const ATOM: FeedFormat = {
  around(channel) {
    const feed = new Feed({
      id: escapeAmpersands(channel.id),
      title: label(channel.title),
      description: label(channel.description),
      link: ownAddress(channel.link),
      feed: ownAddress(channel.self),
      ...(channel.hub ? { hub: ownAddress(channel.hub) } : {}),
      author: { name: label(channel.author) },
      updated: channel.updated,
      generator: 'Guichet',
    })
    const whole = feed.atom1().replace('<feed ', '<feed xml:lang="fr" ')
    return { before: whole.slice(0, -END.length), between: '', after: END }
  },
  entry(entry) {
    const feed = new Feed({ title: '', updated: entry.updated })
    const link = ownAddress(entry.link)
    const author = label(entry.author)
    feed.addItem({
      id: entry.id,
      title: escapeMarkup(oneLine(entry.title)) || escapeMarkup(link),
      link,
      date: entry.updated,
      published: entry.published,
      content: htmlForCdata(entry.html),
      author: author === '' ? [] : [{ name: author }],
      category: categories(entry),
    })
    return onlyEntry(feed.atom1(), '    <entry>', END)
  },
  updates: distinctUpdates,
}

function label(text: string): string {
  return escapeAmpersands(plainLabel(text))
}

/**
 * The entries' instants of change, moved by milliseconds where two are equal: readers and the W3C feed rules
 * (DuplicateUpdated) want them distinct. Counted from the last entry, so that an entry keeps its instant when newer
 * ones come in front.
 */
function distinctUpdates(updates: Date[]): Date[] {
  const taken = new Set<number>()
  const nextFree = new Map<number, number>()
  const instants = updates.map((update) => update.getTime()).reverse()
  const distinct = instants.map((instant) => {
    let free = nextFree.get(instant) ?? instant
    while (taken.has(free)) free += 1
    taken.add(free)
    nextFree.set(instant, free + 1)
    return new Date(free)
  })
  return distinct.reverse()
}

function categories(entry: FeedEntry): { name: string; term: string; scheme?: string }[] {
  return entry.categories.flatMap((category) => {
    // `feed` escapes the ampersands of these attributes but not `<`, and would escape again what we escaped.
    const name = plainLabel(category.label).replaceAll('<', '‹')
    return name === ''
      ? []
      : [{ name, term: name, scheme: absoluteUri(category.scheme ?? '') ?? undefined }]
  })
}
