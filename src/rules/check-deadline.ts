import { Temporal } from 'temporal-polyfill'
import type { Amount, Category, Procedure, SiteVisit } from '../consultations/facts.ts'
import { type Calendar, daysBetween, isWorkingDay, readDay } from './calendar.ts'
import { type Change, judgeChange } from './check-change.ts'
import { type Finding, found, type Proposal } from './finding.ts'
import { legalMinimum } from './legal-minimum.ts'
import { pactFloor } from './pact-floor.ts'
import { type BuyerKind, type Rule, ruleFor, rulesAt } from './rule.ts'

/** What decides whether a deadline is sufficient. Days are Paris calendar days (2026-11-20). */
export interface DeadlineAsked {
  /** Wall time in Paris as it was typed, `2026-12-15T12:00`; anything else is an impossible date. */
  deadline: string
  /** The first day on which firms can see the consultation, here or elsewhere; null: not known. */
  firstPublication: string | null
  /** When the notice is sent to be published; null: on the first publication. */
  dispatch: string | null
  procedure: Procedure | null
  stage: 'tender' | 'candidacy'
  /** Whether bids are taken electronically, a prior notice has been published, and why it is urgent if it is. */
  electronic: boolean
  priorNotice: boolean
  urgencyGround: string | null
  amount: Amount | null
  category: Category | null
  buyer: BuyerKind
  visit: { obligation: SiteVisit['obligation']; lastDay: string | null } | null
  /** A change of the file while the consultation runs. */
  change: Change | null
}

/**
 * What is wrong with a deadline, gravest first, counted as users.md 6.1 and 6.2 say: against the law's minimum from the
 * dispatch (errors), against the pact's floor from the first publication (warnings), and as a day and an hour. Every
 * finding carries the nearest later date that none of the checks has a word against.
 */
export function checkDeadline(
  asked: DeadlineAsked,
  rules: readonly Rule[],
  calendar: Calendar,
): Finding[] {
  const judge = judgeOf(asked, rules, calendar)
  const findings = judge(asked.deadline)
  if (findings.length === 0) return []
  const proposal = proposalFor(asked, judge)
  return findings
    .map((finding) => ({ ...finding, proposal }))
    .toSorted((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity])
}

/**
 * What a change of the file demands of the deadline, and no more: see checkDeadline, whose other checks the proposed
 * date passes too.
 */
export function checkChange(
  asked: DeadlineAsked & { change: Change },
  rules: readonly Rule[],
  calendar: Calendar,
): Finding[] {
  return checkDeadline(asked, rules, calendar).filter(
    ({ code }) => code === 'change-too-late' || code === 'change-in-last-quarter',
  )
}

/** The first deadline that none of the checks has a word against, at this hour: what a form is prefilled with. */
export function firstDeadline(
  asked: DeadlineAsked,
  rules: readonly Rule[],
  calendar: Calendar,
  hour = USUAL_HOUR,
): Proposal | null {
  const published = readDay(asked.firstPublication ?? '')
  return published === null
    ? null
    : search(published.add({ days: 1 }), hour, judgeOf(asked, rules, calendar))
}

type Judge = (deadline: string) => Finding[]

const GRAVITY = { error: 0, warning: 1, question: 2 }
const USUAL_HOUR = '12:00'
const FAR_DAYS = 365
const SEARCHED_DAYS = 400

function judgeOf(asked: DeadlineAsked, rules: readonly Rule[], calendar: Calendar): Judge {
  const published = readDay(asked.firstPublication ?? '')
  const dispatched = readDay(asked.dispatch ?? '') ?? published
  const law = dispatched === null ? [] : rulesAt(rules, dispatched.toString())
  const pact = published === null ? [] : rulesAt(rules, published.toString())
  return (deadline) => {
    const at = readWall(deadline)
    if (at === null)
      return [found('error', { code: 'impossible-date', written: deadline.slice(0, 40) })]
    const day = at.toPlainDate()
    if (published !== null && Temporal.PlainDate.compare(day, published) <= 0)
      return [
        found('error', { code: 'before-publication', day: day.toString() }),
        ...judgeMoment(at, calendar),
      ]
    return [
      ...(dispatched === null ? [] : judgeByLaw(asked, dispatched, day, law)),
      ...(published === null ? [] : judgeByPact(asked, published, day, pact)),
      ...judgeVisit(asked.visit, day, pact),
      ...(published === null || asked.change === null
        ? []
        : judgeChange(asked.change, published, day, pact)),
      ...judgeMoment(at, calendar),
    ]
  }
}

function judgeByLaw(
  asked: DeadlineAsked,
  dispatched: Temporal.PlainDate,
  day: Temporal.PlainDate,
  law: Rule[],
): Finding[] {
  const { procedure, stage } = asked
  if (procedure === null || UNREGULATED.includes(procedure)) return []
  const minimum = legalMinimum(asked, law)
  if (minimum === null) return [found('question', { code: 'minimum-not-known', procedure })]
  const days = daysBetween(dispatched, day)
  const { floor, article, urgencyFloor } = minimum
  return days >= floor
    ? []
    : [
        found(
          'error',
          { code: 'too-short-in-law', days, floor, procedure, stage, urgencyFloor },
          article,
        ),
      ]
}

/** Procedures for which no text gives a number of days. */
const UNREGULATED: Procedure[] = ['below-threshold', 'adapted', 'concession']

function judgeByPact(
  asked: DeadlineAsked,
  published: Temporal.PlainDate,
  day: Temporal.PlainDate,
  pact: Rule[],
): Finding[] {
  const days = daysBetween(published, day)
  const findings: Finding[] = []
  const floor = pactFloor(asked, published, day, pact)
  if (floor !== null && days < floor.days)
    findings.push(
      found(
        'warning',
        { code: 'too-short-for-pact', days, floor: floor.days, parts: floor.parts },
        floor.article,
      ),
    )
  if (days > FAR_DAYS) findings.push(found('question', { code: 'far-away', days }))
  return findings
}

function judgeVisit(
  visit: DeadlineAsked['visit'],
  day: Temporal.PlainDate,
  pact: Rule[],
): Finding[] {
  if (visit?.obligation !== 'compulsory') return []
  const last = readDay(visit.lastDay ?? '')
  if (last === null) return [found('question', { code: 'visit-date-missing' })]
  const floor = ruleFor(pact, 'pact-after-visit')?.value ?? 0
  const days = daysBetween(last, day)
  return days >= floor
    ? []
    : [found('warning', { code: 'visit-too-late', days, floor, lastVisit: last.toString() })]
}

/** The day and the hour by themselves. */
function judgeMoment(at: Temporal.PlainDateTime, calendar: Calendar): Finding[] {
  const date = at.toPlainDate()
  const day = date.toString()
  const hour = at.toPlainTime().toString({ smallestUnit: 'minute' })
  const findings: Finding[] = []
  if (!isWorkingDay(date, calendar))
    findings.push(found('error', { code: 'not-a-working-day', day, holiday: calendar(day) }))
  const passages = passagesOf(at)
  if (passages === 0) findings.push(found('error', { code: 'hour-that-does-not-exist', hour, day }))
  if (passages === 2) findings.push(found('question', { code: 'hour-that-comes-twice', hour, day }))
  if (hour === '00:00') findings.push(found('error', { code: 'midnight', day }))
  else if (!isUsual(hour)) findings.push(found('question', { code: 'unusual-hour', hour }))
  return findings
}

/** How often clocks in Paris show this time: not at all in the hour that March skips, twice in October's. */
function passagesOf(at: Temporal.PlainDateTime): number {
  const readings = (['earlier', 'later'] as const).map((disambiguation) =>
    at.toZonedDateTime('Europe/Paris', { disambiguation }),
  )
  const real = readings.filter((reading) => reading.toPlainDateTime().equals(at))
  return new Set(real.map((reading) => reading.epochMilliseconds)).size
}

function isUsual(hour: string): boolean {
  return hour >= '08:00' && hour <= '18:00'
}

function readWall(text: string): Temporal.PlainDateTime | null {
  const [, date, hour, minute] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)$/.exec(text) ?? []
  const day = readDay(date ?? '')
  if (day === null || Number(hour) > 23 || Number(minute) > 59) return null
  return day.toPlainDateTime({ hour: Number(hour), minute: Number(minute) })
}

/**
 * The nearest date from the one that was typed on that the checks accept, at the same hour where that is a usual one.
 * « Minuit » most often means the evening before.
 */
function proposalFor(asked: DeadlineAsked, judge: Judge): Proposal | null {
  const at = readWall(asked.deadline)
  const afterPublication = readDay(asked.firstPublication ?? '')?.add({ days: 1 })
  const typed = at?.toPlainDate()
  if (at && typed && isMidnight(at)) {
    const evening = { date: typed.subtract({ days: 1 }).toString(), hour: '23:59' }
    if (isAccepted(judge, evening)) return evening
  }
  const start = latest(typed, afterPublication)
  const hour = at?.toPlainTime().toString({ smallestUnit: 'minute' }) ?? USUAL_HOUR
  return start === undefined ? null : search(start, isUsual(hour) ? hour : USUAL_HOUR, judge)
}

function isMidnight(at: Temporal.PlainDateTime): boolean {
  return at.hour === 0 && at.minute === 0
}

function latest(
  a: Temporal.PlainDate | undefined,
  b: Temporal.PlainDate | undefined,
): Temporal.PlainDate | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return Temporal.PlainDate.compare(a, b) >= 0 ? a : b
}

function search(start: Temporal.PlainDate, hour: string, judge: Judge): Proposal | null {
  for (let step = 0; step <= SEARCHED_DAYS; step++) {
    const proposal = { date: start.add({ days: step }).toString(), hour }
    if (isAccepted(judge, proposal)) return proposal
  }
  return null
}

function isAccepted(judge: Judge, { date, hour }: Proposal): boolean {
  return judge(`${date}T${hour}`).every(({ severity }) => severity === 'question')
}
