import type { Facts } from '../consultations/facts.ts'
import { checkDraft, type Kept } from '../posting/check-draft.ts'
import { answeredIn, checkLife } from '../posting/check-life.ts'
import { changedFacts, type FactChange } from '../posting/fact-change.ts'
import type { TypedFields } from '../posting/schema.ts'
import { frenchHolidays, parisDay } from '../rules/calendar.ts'
import type { Finding } from '../rules/finding.ts'
import type { Rule } from '../rules/rule.ts'
import type { PushedConsultation } from './consultation-schema.ts'

/** What a check has found, and whether the program keeps to it with a reason. */
export interface PushedFinding {
  finding: Finding
  kept: boolean
}

export interface PushedChecks {
  findings: PushedFinding[]
  /** Reasons to keep for the partner's area. */
  reasons: Kept[]
  /** What cannot be overridden, and a late change that is neither extended nor explained. */
  refused: Finding[]
}

/** When and by what rules a consultation is judged. */
export interface JudgedBy {
  rules: readonly Rule[]
  now: Date
}

/**
 * The checks of the form on what a program announces for the first time. Nothing is judged of what cannot be changed any
 * more, nor of what is only planned.
 */
export function checkAnnounced(
  facts: Partial<Facts>,
  body: PushedConsultation,
  publishedAt: Date | null,
  { rules, now }: JudgedBy,
): PushedChecks {
  if (facts.status === 'planned' || (publishedAt !== null && isOver(facts, now))) return NOTHING
  const fields = fieldsFor(body)
  const first = parisDay(publishedAt ?? now)
  const checked = checkDraft(facts, fields, first, rules, frenchHolidays)
  return pushedChecks(checked.findings, checked.kept)
}

/**
 * The checks of the life of a consultation on what a program changes of it, and those of the form where it was only
 * planned before. `before` is what firms see.
 */
export function checkChanged(
  before: { facts: Partial<Facts>; publishedAt: Date },
  change: FactChange,
  body: PushedConsultation,
  { rules, now }: JudgedBy,
): PushedChecks {
  const facts = changedFacts(before.facts, change)
  if (facts.status === 'planned') return NOTHING
  if (before.facts.status === 'planned') return checkAnnounced(facts, body, null, { rules, now })
  if (isOver(before.facts, now) && isOver(facts, now)) return NOTHING
  const fields = fieldsFor(body)
  const circumstances = {
    publishedAt: before.publishedAt,
    today: parisDay(now),
    rules,
    calendar: frenchHolidays,
  }
  const findings = checkLife(before.facts, change, fields, circumstances)
  const { kept, toAnswer } = answeredIn(findings, fields)
  const checks = pushedChecks(findings, kept)
  const late = toAnswer.filter(({ code }) => code === 'change-in-last-quarter')
  return { ...checks, refused: [...checks.refused, ...late] }
}

/** Where in the body a finding stands. */
export function findingPointer({ code }: Finding): string {
  return POINTERS[code] ?? '/deadline'
}

const NOTHING: PushedChecks = { findings: [], reasons: [], refused: [] }

const POINTERS: Partial<Record<Finding['code'], string>> = {
  'visit-too-late': '/siteVisit',
  'visit-date-missing': '/siteVisit/dates',
  'change-in-last-quarter': '/kept',
  'minimum-not-known': '/procedure',
  'procedure-too-light': '/procedure',
  'amount-missing': '/amount',
  'amount-reversed': '/amount',
  'turnover-above-cap': '/minimumTurnover',
  'turnover-without-amount': '/amount',
  'lots-not-said': '/lots',
  'no-lots-ground': '/checks/singleLot',
  'no-lots-reason': '/checks/singleLot/reason',
  'small-lot-too-big': '/lots',
  'small-lots-share': '/lots',
  'cpv-malformed': '/cpv',
  'cpv-unknown': '/cpv',
  'cpv-of-other-category': '/cpv',
}

function isOver({ deadline }: Partial<Facts>, now: Date): boolean {
  return deadline !== undefined && new Date(deadline.instant) <= now
}

/** The fields of the form that hold what is asked beside the facts. */
function fieldsFor({ checks, kept, response }: PushedConsultation): TypedFields {
  const fields: TypedFields = {}
  if (checks?.estimate !== undefined) fields.estimate = [String(checks.estimate)]
  if (checks?.urgencyGround !== undefined) fields.urgencyGround = [checks.urgencyGround]
  if (checks?.priorNotice) fields.priorNotice = ['oui']
  if (checks?.singleLot) {
    fields.lotGround = [checks.singleLot.ground]
    fields.lotReason = [checks.singleLot.reason]
  }
  if (response?.kind === 'paper') fields.responseKind = ['papier']
  for (const { finding, ground, words } of kept ?? []) {
    fields[`kept.${finding}.ground`] = [ground]
    fields[`kept.${finding}.words`] = [words ?? '']
  }
  return fields
}

function pushedChecks(findings: Finding[], reasons: Kept[]): PushedChecks {
  return {
    findings: findings.map((finding) => ({
      finding,
      kept: reasons.some((reason) => reason.finding === finding.code),
    })),
    reasons,
    refused: findings.filter(({ severity }) => severity === 'error'),
  }
}
