import type { FactName, Facts } from '../consultations/facts.ts'
import { type Calendar, parisDay } from '../rules/calendar.ts'
import { checkDeadline } from '../rules/check-deadline.ts'
import { type Finding, found } from '../rules/finding.ts'
import type { Rule } from '../rules/rule.ts'
import { deadlineAsked, type Kept, keptIn, undisclosedIn } from './check-draft.ts'
import { changedFacts, type FactChange } from './fact-change.ts'
import type { TypedFields } from './schema.ts'
import { fieldsOf } from './typed-fields.ts'

/** When a consultation is changed, and by what rules it is judged. */
export interface Circumstances {
  publishedAt: Date
  /** The day in Paris. */
  today: string
  rules: readonly Rule[]
  calendar: Calendar
}

/**
 * What the rules say of a change while firms prepare their bids: of a significant one, that it leaves them time (CCP,
 * R. 2151-4; users.md 6.2); of a later date, that it is a day and an hour; of an earlier one, all that they say of a new
 * consultation, and that it is earlier. `typed` says what is not published (urgency).
 */
export function checkLife(
  facts: Partial<Facts>,
  change: FactChange,
  typed: TypedFields,
  { publishedAt, today, rules, calendar }: Circumstances,
): Finding[] {
  const changed = changedFacts(facts, change)
  const [old, is] = [facts.deadline, changed.deadline]
  if (!is) return []
  const undisclosed = undisclosedIn({ ...fieldsOf(changed), ...typed })
  const asked = deadlineAsked(changed, undisclosed, changed.amount ?? null, parisDay(publishedAt))
  const isSignificant = SIGNIFICANT.some((name) => name in change)
  const previousDeadline = old?.wall.slice(0, 10) ?? ''
  const quantitiesOrLots = QUANTITIES.some((name) => name in change)
  const findings = checkDeadline(
    {
      ...asked,
      change: old && isSignificant ? { on: today, previousDeadline, quantitiesOrLots } : null,
    },
    rules,
    calendar,
  )
  if (!old) return findings
  if (old.instant === is.instant) return findings.filter(({ code }) => OF_CHANGES.has(code))
  if (is.instant > old.instant) return findings.filter(({ code }) => !OF_LENGTH.has(code))
  const earlier = { before: previousDeadline, day: is.wall.slice(0, 10) }
  return [found('warning', { code: 'earlier-than-before', ...earlier }), ...findings]
}

/** What findings come to: a reason for each warning, and nothing that cannot be kept. */
export interface Answered {
  kept: Kept[]
  /** Warnings that still want a reason. */
  toAnswer: Finding[]
  ready: boolean
}

/** Which warnings the form keeps to. A late change wants its reason in writing. */
export function answeredIn(findings: Finding[], fields: TypedFields): Answered {
  const kept = findings.flatMap((finding) => {
    const reason = keptIn(fields, finding)
    return reason && !(OF_CHANGES.has(finding.code) && reason.words === '') ? [reason] : []
  })
  const toAnswer = findings.filter(
    ({ severity, code }) => severity === 'warning' && !kept.some(({ finding }) => finding === code),
  )
  const ready = toAnswer.length === 0 && findings.every(({ severity }) => severity !== 'error')
  return { kept, toAnswer, ready }
}

const OF_CHANGES = new Set<Finding['code']>(['change-too-late', 'change-in-last-quarter'])

/** More time than before is never too little because it was too little before. */
const OF_LENGTH = new Set<Finding['code']>([
  'too-short-in-law',
  'too-short-for-pact',
  'visit-too-late',
  'visit-date-missing',
  'minimum-not-known',
])

/** What a firm's bid depends on: a change of it changes the file. */
const SIGNIFICANT: FactName[] = [
  'object',
  'category',
  'procedure',
  'contractForm',
  'frameworkMaximum',
  'place',
  'amount',
  'lots',
  'divided',
  'siteVisit',
  'duration',
  'expectedStart',
  'renewals',
  'variants',
  'grouping',
  'reserved',
  'socialClauses',
  'environmentalClauses',
  'criteria',
  'qualifications',
  'requiredDocuments',
  'minimumTurnover',
  'samples',
  'response',
  'documentsUrl',
  'documents',
]

const QUANTITIES: FactName[] = ['amount', 'frameworkMaximum', 'lots', 'divided']
