import type { Config } from '../config.ts'
import { ATOM, writeAtom } from '../feeds/atom.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import type {
  CalendarEvent,
  CalendarFeed,
  EntryContext,
  FeedChannel,
  FeedEntry,
} from '../feeds/entry.ts'
import { JSON_FEED, writeJsonFeed } from '../feeds/json.ts'
import { RSS, writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { instanceSettings } from './frame.ts'
import type { GuichetContext } from './route.ts'

/** The formats of entries, in which feed readers follow. */
export const ENTRY_FORMATS = [
  { ending: 'rss', type: 'application/rss+xml', format: RSS, write: writeRss },
  { ending: 'atom', type: 'application/atom+xml', format: ATOM, write: writeAtom },
  { ending: 'json', type: 'application/feed+json', format: JSON_FEED, write: writeJsonFeed },
] as const

/** What a feature tells of its feed. */
export interface ToldFeed {
  title: string
  description: string
  /** The page that tells the same: `/pacte?axe=2`. */
  page: string
  /** What it is of, for its identifier: `pacte?axe=2`. */
  of: string
  updated: Date
}

/**
 * The channel around the entries of a feed, with what all feeds of the instance have in common; dates the answer.
 * @param self the feed's own absolute address
 */
export async function channelOf(
  c: GuichetContext,
  self: string,
  { title, description, page, of, updated }: ToldFeed,
): Promise<FeedChannel> {
  const { config } = c.var.deps
  const { tagAuthority, tagDate, operator, demonstration } = await instanceSettings(c)
  c.set('contentChanged', updated)
  return {
    title: title + (demonstration ? ' (démonstration)' : ''),
    description,
    link: config.baseUrl + page,
    self,
    hub: hubOf(config, self),
    id: tagUri(tagAuthority, tagDate, `flux/${of}`),
    author: operator,
    updated,
    ttl: 60,
  }
}

/** Sends a feed, a calendar or a table, to be saved under a name: that of its address where there is no other. */
export function sendFeed(
  c: GuichetContext,
  self: string,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  name = c.req.path.slice(1),
): Response {
  return c.body(body, 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `inline; filename="${name}"`,
    link: feedLinks(c.var.deps.config, self, type),
  })
}

/** What entries and events of this instance need beside what they are of. */
export async function entryContext(c: GuichetContext): Promise<EntryContext> {
  const { tagAuthority, tagDate } = await instanceSettings(c)
  return { baseUrl: c.var.deps.config.baseUrl, tagAuthority, tagDate }
}

/** A feed of these entries in one of the formats, as old as the newest of them. */
export async function feedOf(
  c: GuichetContext,
  self: string,
  write: (typeof ENTRY_FORMATS)[number]['write'],
  told: Omit<ToldFeed, 'updated'>,
  entries: FeedEntry[],
): Promise<string> {
  const updated = await dateBy(c, entries)
  return write(await channelOf(c, self, { ...told, updated }), entries)
}

/** A calendar of these events; dates the answer. */
export async function calendarOf(
  c: GuichetContext,
  calendar: CalendarFeed,
  events: CalendarEvent[],
): Promise<string> {
  await dateBy(c, events)
  return writeCalendar(calendar, events)
}

/** Dates the answer by the newest of what it holds; where that is nothing, by the day of the first start. */
export async function dateBy(c: GuichetContext, held: { updated: Date }[]): Promise<Date> {
  const { tagDate } = await instanceSettings(c)
  const times = held.map(({ updated }) => updated.getTime())
  const newest = new Date(times.length === 0 ? `${tagDate}T00:00:00Z` : Math.max(...times))
  c.set('contentChanged', newest)
  return newest
}

/**
 * The hub that a feed names (W3C WebSub): ours for all of them; another one, which cannot know our filters, for those
 * without. Null: none.
 * @param self the feed's own absolute address
 */
function hubOf({ hub, baseUrl }: Pick<Config, 'hub' | 'baseUrl'>, self: string): string | null {
  if (hub === null) return null
  if (hub.own) return `${baseUrl}/hub`
  return new URL(self).search === '' ? hub.url : null
}

/** The `Link` header of a feed: its own address, and its hub's where readers of feeds look for one. */
function feedLinks(config: Pick<Config, 'hub' | 'baseUrl'>, self: string, type: string): string {
  // Calendars and tables are downloaded: nothing subscribes to them at a hub.
  const hub = ENTRY_FORMATS.some((format) => format.type === type) ? hubOf(config, self) : null
  return `<${self}>; rel="self"; type="${type}"${hub === null ? '' : `, <${hub}>; rel="hub"`}`
}
