import type { PactProblem } from '../problem.ts'
import type { meetings } from './schema.ts'
import { isWebAddress } from '../evidence/add-evidence.ts'

/** What is typed of a meeting. */
export interface MeetingValues {
  startsAt: Date
  endsAt: Date
  /** The same in Paris (`2026-11-30T09:30`). */
  startsWall: string
  endsWall: string
  place: string
  /** To take part from afar: for members only. */
  link: string | null
  agenda: string
}

export type MeetingRow = typeof meetings.$inferSelect

/** The fields of a meeting that its public versions follow: neither its link nor its minutes. */
export function followedOfMeeting(
  row: Pick<MeetingRow, 'startsWall' | 'endsWall' | 'place' | 'agenda' | 'state'>,
) {
  const { startsWall, endsWall, place, agenda, state } = row
  return { startsWall, endsWall, place, agenda, state }
}

/** What is wrong with a meeting as typed. */
export function checkMeeting({ startsAt, endsAt, place, link }: MeetingValues): PactProblem[] {
  const problems: PactProblem[] = []
  if (endsAt <= startsAt) problems.push({ field: 'ends', code: 'dates-reversed' })
  if (link !== null && !isWebAddress(link)) problems.push({ field: 'link', code: 'url' })
  if (place === '' && link === null) problems.push({ field: 'place', code: 'nowhere' })
  return problems
}
