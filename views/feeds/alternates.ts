import { canonicalQuery, type Filter, forSubscription } from '../../src/consultations/filter.ts'

/** A feed that tells what a page tells. */
export interface Alternate {
  type: string
  title: string
  href: string
}

export type FeedFormat = 'rss' | 'atom' | 'json' | 'ics' | 'csv'

/** The feeds of a question: a subscription drops the deadline and the sort. */
export function feedAddress(filter: Filter, format: FeedFormat): string {
  return `/consultations.${format}${canonicalQuery(forSubscription(filter))}`
}

/** What a page of this filter announces to feed readers. */
export function alternatesOf(filter: Filter, title: string): Alternate[] {
  return [
    { type: 'application/rss+xml', title: `${title} (RSS)`, href: feedAddress(filter, 'rss') },
    { type: 'application/atom+xml', title: `${title} (Atom)`, href: feedAddress(filter, 'atom') },
    { type: 'application/feed+json', title: `${title} (JSON)`, href: feedAddress(filter, 'json') },
    { type: 'text/calendar', title: `${title} (agenda)`, href: feedAddress(filter, 'ics') },
  ]
}
