import type { Config } from '../config.ts'

/**
 * The hub that a feed names (W3C WebSub): ours for all of them; another one, which cannot know our filters, for those
 * without. Null: none.
 * @param self the feed's own absolute address
 */
export function hubOf(
  { hub, baseUrl }: Pick<Config, 'hub' | 'baseUrl'>,
  self: string,
): string | null {
  if (hub === null) return null
  if (hub.own) return `${baseUrl}/hub`
  return new URL(self).search === '' ? hub.url : null
}

/** The `Link` header of a feed: its own address, and its hub's where readers of feeds look for one. */
export function feedLinks(
  config: Pick<Config, 'hub' | 'baseUrl'>,
  self: string,
  type: string,
): string {
  const hub = ENTRIES.has(type) ? hubOf(config, self) : null
  return `<${self}>; rel="self"; type="${type}"${hub === null ? '' : `, <${hub}>; rel="hub"`}`
}

/** Calendars and tables are downloaded: nothing subscribes to them at a hub. */
const ENTRIES = new Set(['application/rss+xml', 'application/atom+xml', 'application/feed+json'])
