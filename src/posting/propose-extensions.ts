import { Temporal } from 'temporal-polyfill'
import type { Facts } from '../consultations/facts.ts'
import { checkDeadline } from '../rules/check-deadline.ts'
import type { Proposal } from '../rules/finding.ts'
import { deadlineAsked, undisclosedIn } from './check-draft.ts'
import type { Circumstances } from './check-life.ts'
import { fieldsOf } from './typed-fields.ts'
import { parisDay } from '../rules/calendar.ts'

/** A week and a fortnight more. */
const MORE_DAYS = [7, 14]

/**
 * Later deadlines to choose in one click: a week and a fortnight after the one that stands, or after today where that has
 * passed, at the same hour, on days that no check has a word against. None where no deadline is known.
 */
export function proposeExtensions(
  facts: Partial<Facts>,
  { publishedAt, today, rules, calendar }: Circumstances,
): Proposal[] {
  const { deadline } = facts
  if (!deadline) return []
  const [day = '', hour = '12:00'] = deadline.wall.slice(0, 16).split('T')
  const start = Temporal.PlainDate.from(day > today ? day : today)
  const undisclosed = undisclosedIn(fieldsOf(facts))
  const proposals = MORE_DAYS.flatMap((days) => {
    const date = start.add({ days }).toString()
    const moved = { ...facts, deadline: { ...deadline, wall: `${date}T${hour}` } }
    const asked = deadlineAsked(moved, undisclosed, facts.amount ?? null, parisDay(publishedAt))
    const [finding] = checkDeadline(asked, rules, calendar)
    return finding ? (finding.proposal ?? []) : { date, hour }
  })
  const [first, second] = proposals
  return first && second?.date === first.date ? [first] : proposals
}
