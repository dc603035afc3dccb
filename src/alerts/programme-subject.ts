import { currentLists } from '../consultations/lists.ts'
import { resolveFilter } from '../consultations/matching.ts'
import { parisDay } from '../rules/calendar.ts'
import { type ProgrammeNews, programmeNewsWithin } from '../programme/events.ts'
import { programmeQuery, readProgrammeFilter } from '../programme/filter.ts'
import type { ResolvedProgramme } from '../programme/matching.ts'
import { plannedPurchaseEvents } from '../programme/schema.ts'
import type { Subject } from './followed.ts'

/** The programme of purchases: what its feeds tell. */
export const programmeSubject: Subject<ResolvedProgramme, ProgrammeNews> = {
  name: 'programmation',
  numbers: plannedPurchaseEvents.id,
  async read(deps, query) {
    const read = readProgrammeFilter(new URLSearchParams(query))
    if (!read.ok) return null
    const lists = await currentLists(deps)
    const resolution = await resolveFilter(deps.db, read.filter.board, lists)
    if (!resolution.ok) return null
    const { resolved } = resolution
    return { filter: { ...read.filter, board: resolved.filter }, resolved }
  },
  write: ({ filter }) => programmeQuery(filter),
  news: ({ db, now }, asked, span, most) =>
    programmeNewsWithin(db, asked, parisDay(now()), span, most),
}
