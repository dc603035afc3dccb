import { type ProgrammeFilter, programmeQuery } from '../../src/programme/filter.ts'
import type { Alternate, FeedFormat } from '../feeds/alternates.ts'

/** A feed, calendar or table of a question put to the programme. */
export function programmeFeed(filter: ProgrammeFilter, format: FeedFormat): string {
  return `/programmation.${format}${programmeQuery(filter)}`
}

/** What a page of this filter announces to feed readers. */
export function programmeAlternates(filter: ProgrammeFilter, title: string): Alternate[] {
  return [
    { type: 'application/rss+xml', title: `${title} (RSS)`, href: programmeFeed(filter, 'rss') },
    { type: 'application/atom+xml', title: `${title} (Atom)`, href: programmeFeed(filter, 'atom') },
    {
      type: 'application/feed+json',
      title: `${title} (JSON)`,
      href: programmeFeed(filter, 'json'),
    },
    { type: 'text/calendar', title: `${title} (agenda)`, href: programmeFeed(filter, 'ics') },
  ]
}
