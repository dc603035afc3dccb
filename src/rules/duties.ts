import type { Amount, Category } from '../consultations/facts.ts'
import { type BuyerKind, type Rule, ruleFor, type RuleName, rulesAt } from './rule.ts'

export type DutyCode =
  /** Neither publicity nor competition is compulsory. */
  | 'dispense'
  /** An adapted procedure whose publicity the buyer chooses. */
  | 'free-notice'
  /** An adapted procedure published in BOAMP or a journal of legal notices. */
  | 'notice'
  /** A formal procedure, in BOAMP and the Official Journal of the European Union. */
  | 'formal'
  /** A buyer profile with free access to the documents, where a notice is published. */
  | 'buyer-profile'
  /** Essential data, or a yearly list instead. */
  | 'essential-data-or-list'
  | 'essential-data'
  | 'advance'
  /** The yearly turnover that may be asked is capped. */
  | 'turnover-cap'

export interface Duty {
  code: DutyCode
  /** `depends`: what is known of the amount or the duration does not tell; `unknown`: no rule is in force that day. */
  applies: 'yes' | 'no' | 'depends' | 'unknown'
  /** Euros excluding VAT from which it applies (for an advance: above which), and below which; null: no such end. */
  from: number | null
  below: number | null
  article: string | null
  /** Months that the contract must exceed, least rate of the advance (per cent), the cap's factor. */
  months: number | null
  rate: number | null
  factor: number | null
}

/** What is known of a consultation to be launched. An amount with two different ends is a band, its upper end out of it. */
export interface Launched {
  category: Category | null
  amount: Amount | null
  buyer: BuyerKind
  /** The day (2026-11-21) on which it is launched: the rules in force then hold throughout. */
  on: string
  /** Duration of the contract; null: not known. */
  months: number | null
}

/** Every duty with whether it applies at this amount and date, and its article (procurement.md 2.1 and 2.4). */
export function dutiesOf(
  { category, amount, buyer, on, months }: Launched,
  rules: readonly Rule[],
) {
  const inForce = rulesAt(rules, on)
  const scope = { category, buyer }
  const rule = (name: RuleName) => ruleFor(inForce, name, scope)
  const range = (code: DutyCode, said: Rule | null, from: number | null, below?: number | null) =>
    duty(code, said, within(amount, from, below), from, below)
  const from = (code: DutyCode & RuleName) => range(code, rule(code), rule(code)?.value ?? null)

  const dispense = rule('dispense')
  const notice = rule('notice')
  const noticeFrom = dispense && notice ? Math.max(dispense.value, notice.value) : null
  const formalFrom = rule('formal')?.value ?? null
  return [
    range('dispense', dispense, dispense && 0, dispense?.value ?? null),
    range('free-notice', notice, dispense?.value ?? null, noticeFrom),
    range('notice', notice, noticeFrom, formalFrom),
    from('formal'),
    from('buyer-profile'),
    range(
      'essential-data-or-list',
      rule('essential-data-or-list'),
      rule('essential-data-or-list')?.value ?? null,
      rule('essential-data')?.value ?? null,
    ),
    from('essential-data'),
    advanceOf(amount, months, rule),
    capOf(rule('turnover-cap')),
  ]
}

/** The amounts at which some duty begins or ends on that day, rising; without a category, those of all. */
export function thresholdsOf(
  { category, buyer, on }: Pick<Launched, 'category' | 'buyer' | 'on'>,
  rules: readonly Rule[],
): number[] {
  const inForce = rulesAt(rules, on)
  const categories = category === null ? CATEGORIES : [category]
  const cuts = THRESHOLDS.flatMap((name) =>
    categories.flatMap((each) => ruleFor(inForce, name, { category: each, buyer })?.value ?? []),
  )
  return [...new Set(cuts)].toSorted((a, b) => a - b)
}

/**
 * Whether an amount is from one threshold up to another (null: without end): `depends` when what is known does not
 * tell. A band's upper end is out of it; a single amount is itself.
 */
export function within(
  amount: Amount | null,
  from: number | null,
  below: number | null = null,
): 'yes' | 'no' | 'depends' {
  const start = from ?? 0
  const end = below ?? Infinity
  const min = amount?.min ?? 0
  const max = amount?.max ?? Infinity
  if (min === max) return min >= start && min < end ? 'yes' : 'no'
  if (max <= start || min >= end || start >= end) return 'no'
  return min >= start && max <= end ? 'yes' : 'depends'
}

const CATEGORIES: Category[] = ['works', 'supplies', 'services']
const THRESHOLDS: RuleName[] = [
  'dispense',
  'buyer-profile',
  'notice',
  'formal',
  'essential-data-or-list',
  'essential-data',
  'advance-amount',
]

function duty(
  code: DutyCode,
  rule: Rule | null,
  applies: Duty['applies'],
  from: number | null,
  below: number | null = null,
): Duty {
  return {
    code,
    applies: rule === null || from === null ? 'unknown' : applies,
    from,
    below,
    article: rule?.article ?? null,
    months: null,
    rate: null,
    factor: null,
  }
}

/** Above an amount and a duration (R. 2191-3): exactly on either, none is due. */
function advanceOf(
  amount: Amount | null,
  months: number | null,
  rule: (name: RuleName) => Rule | null,
): Duty {
  const above = rule('advance-amount')
  const longer = rule('advance-months')?.value ?? null
  const threshold = above?.value ?? null
  const isExact = amount !== null && amount.max === threshold
  const byAmount = isExact ? 'no' : within(amount, threshold)
  const byDuration = longer === null || months === null ? 'depends' : months > longer ? 'yes' : 'no'
  const answers = [byAmount, byDuration] as const
  const applies = answers.find((each) => each === 'no') ?? answers.find((each) => each !== 'yes')
  return {
    ...duty('advance', above, applies ?? 'yes', threshold),
    months: longer,
    rate: rule('advance-rate')?.value ?? null,
  }
}

function capOf(cap: Rule | null): Duty {
  return { ...duty('turnover-cap', cap, 'yes', 0), factor: cap?.value ?? null }
}
