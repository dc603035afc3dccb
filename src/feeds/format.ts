import type { FeedChannel, FeedEntry } from './entry.ts'

/** A format in which each entry is written by itself, so that one that nothing has changed need not be written again. */
export interface FeedFormat {
  /**
   * What stands before all entries, between two of them and after all.
   * @throws {TypeError} when the channel's link is not an absolute http(s) address
   */
  around(channel: FeedChannel): { before: string; between: string; after: string }
  /** @throws {TypeError} when the entry's link is not an absolute http(s) address */
  entry(entry: FeedEntry): string
  /** The instants of change of entries in their order, as this format tells them. */
  updates(instants: Date[]): Date[]
}

/** A whole feed; entries keep the order given. Throws as the format does. */
export function writeFeed(format: FeedFormat, channel: FeedChannel, entries: FeedEntry[]): string {
  const { before, between, after } = format.around(channel)
  const updates = format.updates(entries.map(({ updated }) => updated))
  const written = entries.map((entry, at) =>
    format.entry({ ...entry, updated: updates[at] ?? entry.updated }),
  )
  return before + written.join(between) + after
}

/** The one entry of a document, from the line that begins it to what ends the document. */
export function onlyEntry(document: string, begin: string, end: string): string {
  return document.slice(document.indexOf(begin), -end.length)
}
