import type { Amount, Facts } from '../consultations/facts.ts'
import type { Calendar } from '../rules/calendar.ts'
import { checkAmount, checkProcedure, checkTurnover } from '../rules/check-amount.ts'
import { checkCpv } from '../rules/check-cpv.ts'
import { checkDeadline, type DeadlineAsked } from '../rules/check-deadline.ts'
import { checkLots, LOT_GROUNDS, type LotGround } from '../rules/check-lots.ts'
import { type Duty, dutiesOf } from '../rules/duties.ts'
import { DEADLINE_REASONS, type DeadlineReason, type Finding } from '../rules/finding.ts'
import type { Rule } from '../rules/rule.ts'
import type { TypedFields } from './schema.ts'

/** What is asked beside the facts of a consultation, for the checks only: none of it is published. */
export interface Undisclosed {
  /** The exact estimate, in euros excluding VAT; null: the published band is all that is known. */
  estimate: number | null
  lotGround: LotGround | null
  lotReason: string
  urgencyGround: string | null
  electronic: boolean
  priorNotice: boolean
}

export interface Kept {
  finding: Finding['code']
  ground: DeadlineReason
  words: string
}

export interface Checked {
  duties: Duty[]
  findings: Finding[]
  /** Warnings that were kept with a reason, and those that still want one. */
  kept: Kept[]
  toAnswer: Finding[]
  /** No error, and every warning answered. */
  ready: boolean
}

/** The fields that serve the checks; a choice that the form does not offer is none. */
export function undisclosedIn(fields: TypedFields): Undisclosed {
  const text = (name: string) => fields[name]?.[0]?.trim() ?? ''
  const estimate = text('estimate')
    .replaceAll(/[\s€]|HT/gi, '')
    .replace(',', '.')
  return {
    estimate: /^\d{1,11}(?:\.\d{1,2})?$/.test(estimate) ? Number(estimate) : null,
    lotGround: LOT_GROUNDS.find((ground) => ground === text('lotGround')) ?? null,
    lotReason: text('lotReason'),
    urgencyGround: text('urgencyGround') || null,
    electronic: text('responseKind') !== 'papier',
    priorNotice: text('priorNotice') === 'oui',
  }
}

/**
 * Everything that the rules say of a consultation before it is published on this day (2026-11-21, Paris): the duties at
 * its amount, and what is wrong or to be confirmed. `firstPublication` is today unless firms could see it before.
 */
export function checkDraft(
  facts: Partial<Facts>,
  fields: TypedFields,
  today: string,
  rules: readonly Rule[],
  calendar: Calendar,
): Checked {
  const undisclosed = undisclosedIn(fields)
  const amount = amountFor(facts, undisclosed)
  const category = facts.category ?? null
  const procedure = facts.procedure ?? null
  const sized = { category, amount, buyer: 'local' as const, on: today }
  const findings = [
    ...checkDeadline(deadlineAsked(facts, undisclosed, amount, today), rules, calendar),
    ...checkLots({
      divided: facts.divided ?? ((facts.lots?.length ?? 0) > 0 ? true : null),
      ground: undisclosed.lotGround,
      reason: undisclosed.lotReason,
      procedure,
    }),
    ...checkAmount(amount),
    ...checkProcedure({ ...sized, procedure }, rules),
    ...checkCpv({ category, cpv: facts.cpv ?? [] }),
    ...checkTurnover({ required: facts.minimumTurnover ?? null, amount, on: today }, rules),
  ]
  const kept = findings.flatMap((finding) => keptIn(fields, finding) ?? [])
  const toAnswer = findings.filter(
    ({ severity, code }) => severity === 'warning' && !kept.some(({ finding }) => finding === code),
  )
  return {
    duties: dutiesOf({ ...sized, months: null }, rules),
    findings,
    kept,
    toAnswer,
    ready: toAnswer.length === 0 && findings.every(({ severity }) => severity !== 'error'),
  }
}

/** What the checks of a deadline ask, out of facts and the day on which firms could first see it. */
export function deadlineAsked(
  facts: Partial<Facts>,
  undisclosed: Undisclosed,
  amount: Amount | null,
  firstPublication: string,
): DeadlineAsked {
  const visit = facts.siteVisit
  const lastVisit = visit?.dates
    .map(({ wall }) => wall.slice(0, 10))
    .toSorted()
    .at(-1)
  return {
    deadline: facts.deadline?.wall ?? '',
    firstPublication,
    dispatch: null,
    procedure: facts.procedure ?? null,
    stage: facts.deadlineStage ?? 'tender',
    electronic: undisclosed.electronic,
    priorNotice: undisclosed.priorNotice,
    urgencyGround: undisclosed.urgencyGround,
    amount,
    category: facts.category ?? null,
    buyer: 'local',
    visit: visit ? { obligation: visit.obligation, lastDay: lastVisit ?? null } : null,
    change: null,
  }
}

function amountFor(facts: Partial<Facts>, { estimate }: Undisclosed): Amount | null {
  return estimate === null ? (facts.amount ?? null) : { min: estimate, max: estimate }
}

/** A warning that the form keeps to: `kept.<code>.ground`, with `kept.<code>.words` where the ground is « other ». */
export function keptIn(fields: TypedFields, { severity, code }: Finding): Kept | null {
  if (severity !== 'warning') return null
  const ground = DEADLINE_REASONS.find((each) => each === fields[`kept.${code}.ground`]?.[0])
  const words = fields[`kept.${code}.words`]?.[0]?.trim() ?? ''
  if (ground === undefined || (ground === 'other' && words === '')) return null
  return { finding: code, ground, words }
}
