import { type RencontreFilter, rencontreQuery } from '../../src/rencontres/filter.ts'
import type { Alternate } from '../feeds/alternates.ts'

export const RENCONTRES_TITLE = 'Rencontres acheteurs-entreprises'

/** The same question put to a feed: whether a meeting is over does not matter there. */
export function feedQuery(filter: RencontreFilter): string {
  return rencontreQuery({ ...filter, when: 'coming' })
}

/** What a page of meetings announces to feed readers. */
export function rencontreAlternates(filter: RencontreFilter): Alternate[] {
  const query = feedQuery(filter)
  const title = RENCONTRES_TITLE
  return [
    { type: 'application/rss+xml', title: `${title} (RSS)`, href: `/rencontres.rss${query}` },
    { type: 'application/atom+xml', title: `${title} (Atom)`, href: `/rencontres.atom${query}` },
    { type: 'application/feed+json', title: `${title} (JSON)`, href: `/rencontres.json${query}` },
    { type: 'text/calendar', title: `${title} (agenda)`, href: `/rencontres.ics${query}` },
  ]
}
