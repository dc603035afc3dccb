/** What every feed format is written from. This folder knows no feature: texts arrive ready, in French. */

export interface FeedChannel {
  title: string
  description: string
  /** Absolute address of the page this feed is the echo of. */
  link: string
  /** Absolute canonical address of this feed, query string included. */
  self: string
  /** Absolute address of the hub that tells of changes (W3C WebSub); absent or null: none. */
  hub?: string | null
  /** `tag:` URI that never changes for this filter. */
  id: string
  author: string
  /** Instant of the newest change of content; never the time of rendering. */
  updated: Date
  /** Minutes a reader may wait between two looks. */
  ttl: number
}

/** What entries need beside what they are of. */
export interface EntryContext {
  /** Public origin without a trailing slash. */
  baseUrl: string
  /** Authority and date of the instance's `tag:` URIs: they never change. */
  tagAuthority: string
  tagDate: string
}

export interface FeedEntry {
  /** `tag:` URI that never changes. */
  id: string
  title: string
  link: string
  published: Date
  updated: Date
  /** Simple HTML: p, ul, li, strong, a, br only. */
  html: string
  categories: { label: string; scheme?: string }[]
  /** The buyer. */
  author: string
  /** Where it was read, to credit it. */
  source?: { title: string; url: string }
  /** Machine-readable facts, written under the guichet: namespace and as `_guichet` in JSON Feed. */
  data: EntryData
}

/** Values the machines read; null ones and empty lists are left out. */
export interface EntryData {
  reference: string
  kind: string
  /** ISO 8601 with offset. */
  deadline?: string | null
  buyer?: string | null
  siret?: string | null
  procedure?: string | null
  category?: string | null
  cpv?: string[]
  lots?: number | null
  source?: string | null
}

export interface CalendarFeed {
  name: string
  description: string
  url: string
  /** What a message with it asks of the one who gets it (RFC 5546); absent: a calendar to subscribe to. */
  method?: 'PUBLISH' | 'REQUEST' | 'CANCEL'
}

export interface CalendarEvent {
  /** Never changes, whatever moves. */
  uid: string
  sequence: number
  summary: string
  start: Date
  /** 0: a point in time (no DTEND, no DURATION). */
  durationMinutes: number
  /** The day of `start` in Paris as a whole, without an hour. */
  allDay?: boolean
  location: string | null
  url: string
  description: string
  cancelled: boolean
  /** Minutes before the start, one alarm each. */
  alarms: number[]
  created: Date
  updated: Date
  /** Who invites whom, in a message; absent: nobody. */
  invitation?: { organiser: { name: string; email: string }; guest: string }
}
