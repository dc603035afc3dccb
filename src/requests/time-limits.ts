import { Temporal } from 'temporal-polyfill'
import { beginningOf, type Calendar, isWorkingDay } from '../rules/calendar.ts'
import type { RequestKind, RequestState } from './schema.ts'

/** What firms are promised, by kind: councils that want it otherwise change this table. */
interface TimeLimit {
  /** Working days in which somebody says that it was read. */
  acknowledgeWorkingDays: number
  /** Calendar days in which it is answered. */
  answerDays: number
  /** Days after the end in which the firm may open it again. */
  reopenDays: number
  /** Months after the end at which nobody knows any more who asked. */
  keptMonths: number
}

const USUAL: TimeLimit = {
  acknowledgeWorkingDays: 2,
  answerDays: 15,
  reopenDays: 30,
  keptMonths: 12,
}

export const TIME_LIMITS: Record<RequestKind, TimeLimit> = {
  question: USUAL,
  orientation: USUAL,
  mediation: USUAL,
  innovation: USUAL,
  difficulty: { ...USUAL, acknowledgeWorkingDays: 1, answerDays: 7 },
}

/**
 * Days in which nothing moves: the firm whose turn it is is asked whether its request still stands, and its request ends;
 * one that waits for its correspondent, who is reminded every week, ends too in the end.
 */
export const QUIET_DAYS = { ask: 30, firm: 60, partner: 365 }

/** Days between two reminders of the same lateness. */
const REMIND_AGAIN_DAYS = 7
const DAY_MS = 86_400_000

/**
 * Until when a request received at this instant is to be acknowledged and answered: midnight in Paris at the end of the
 * last day. Days are counted from the day after; what would end on a day that is not worked ends on the next that is.
 */
export function dueDates(
  kind: RequestKind,
  from: Date,
  calendar: Calendar,
): { acknowledgeBy: Date; answerBy: Date } {
  const { acknowledgeWorkingDays, answerDays } = TIME_LIMITS[kind]
  const today = Temporal.Instant.fromEpochMilliseconds(from.getTime())
    .toZonedDateTimeISO('Europe/Paris')
    .toPlainDate()
  let acknowledge = today
  for (let counted = 0; counted < acknowledgeWorkingDays; counted += 1)
    acknowledge = workedFrom(acknowledge.add({ days: 1 }), calendar)
  return {
    acknowledgeBy: endOf(acknowledge),
    answerBy: endOf(workedFrom(today.add({ days: answerDays }), calendar)),
  }
}

/** What these rules look at. */
export interface Dated {
  state: RequestState
  turn: 'partner' | 'firm'
  acknowledgedAt: Date | null
  acknowledgeBy: Date
  answerBy: Date
}

/** When something is due from the correspondent; null: it is closed, or the firm's turn. */
export function nextDue({ state, turn, acknowledgedAt, ...until }: Dated): Date | null {
  if (state === 'closed') return null
  if (acknowledgedAt === null) return until.acknowledgeBy
  return turn === 'partner' ? until.answerBy : null
}

/** Whether the correspondent is late. */
export function isLate(request: Dated, now: Date): boolean {
  const due = nextDue(request)
  return due !== null && due <= now
}

/** Whether to remind: a day before what is due, when it is due, and every week from then on. */
export function isReminderDue(request: Dated & { remindedAt: Date | null }, now: Date): boolean {
  const due = nextDue(request)
  if (due === null) return false
  const before = new Date(due.getTime() - DAY_MS)
  const { remindedAt } = request
  if (now < before) return false
  if (remindedAt === null || remindedAt < before) return true
  if (now < due) return false
  return remindedAt < due || now.getTime() - remindedAt.getTime() >= REMIND_AGAIN_DAYS * DAY_MS
}

/** When a request ends by itself unless somebody does something to it before. */
export function quietEnd({ turn, movedAt }: { turn: Dated['turn']; movedAt: Date }): Date {
  return new Date(movedAt.getTime() + QUIET_DAYS[turn] * DAY_MS)
}

/** Until when a firm may open a closed request again. */
export function reopenUntil(kind: RequestKind, closedAt: Date): Date {
  return new Date(closedAt.getTime() + TIME_LIMITS[kind].reopenDays * DAY_MS)
}

/** This day, or the next that is worked. */
function workedFrom(day: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate {
  let worked = day
  while (!isWorkingDay(worked, calendar)) worked = worked.add({ days: 1 })
  return worked
}

function endOf(day: Temporal.PlainDate): Date {
  return beginningOf(day.add({ days: 1 }))
}
