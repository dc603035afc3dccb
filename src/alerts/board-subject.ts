import { canonicalQuery, forSubscription, parseFilter } from '../consultations/filter.ts'
import type { FeedNotice } from '../consultations/shown.ts'
import { currentLists } from '../consultations/lists.ts'
import { type ResolvedFilter, resolveFilter } from '../consultations/matching.ts'
import { noticesWithin } from '../consultations/notices.ts'
import { notices } from '../consultations/schema.ts'
import type { Subject } from './followed.ts'

/** The board: a message per notice, as in its feeds. One entry per consultation is a matter of feeds, its dates of calendars. */
export const boardSubject: Subject<ResolvedFilter, FeedNotice> = {
  name: 'consultations',
  numbers: notices.id,
  async read(deps, query) {
    const parsed = parseFilter(new URLSearchParams(query))
    if (!parsed.ok) return null
    const { view: _, contents: __, ...filter } = forSubscription(parsed.filter)
    const resolution = await resolveFilter(deps.db, filter, await currentLists(deps))
    return resolution.ok ? resolution.resolved : null
  },
  write: ({ filter }) => canonicalQuery(filter),
  news: async (deps, asked, span, most) =>
    noticesWithin(deps.db, asked, deps.now(), await currentLists(deps), span, most),
}
