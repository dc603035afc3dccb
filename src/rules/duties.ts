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

/**
 * Every duty with whether it applies at this amount and date, and its article (procurement.md 2.1 and 2.4). Where the
 * category is not known, what holds for all three, and `depends` for what does not.
 */
export function dutiesOf(launched: Launched, rules: readonly Rule[]): Duty[] {
  const inForce = rulesAt(rules, launched.on)
  if (launched.category !== null) return dutiesFor(launched.category, launched, inForce)
  const [first = [], ...others] = CATEGORIES.map((each) => dutiesFor(each, launched, inForce))
  return first.map((duty, index) =>
    others.reduce((all, each) => inCommon(all, each[index] ?? all), duty),
  )
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

function dutiesFor(
  category: Category,
  { amount, buyer, months }: Launched,
  inForce: readonly Rule[],
): Duty[] {
  const rule = (name: RuleName) => ruleFor(inForce, name, { category, buyer })
  const values = (name: RuleName) => rule(name)?.value ?? null
  const between = (code: DutyCode, said: Rule | null, from: number | null, below: number | null) =>
    duty(code, said, from === null || below === null ? 'unknown' : within(amount, from, below), {
      from,
      below,
    })
  const from = (code: DutyCode & RuleName) =>
    duty(code, rule(code), within(amount, values(code)), { from: values(code), below: null })

  const dispensed = values('dispense')
  const noticed = values('notice')
  const noticedFrom = dispensed === null || noticed === null ? null : Math.max(dispensed, noticed)
  return [
    between('dispense', rule('dispense'), 0, dispensed),
    between('free-notice', rule('notice'), dispensed, noticedFrom),
    between('notice', rule('notice'), noticedFrom, values('formal')),
    from('formal'),
    from('buyer-profile'),
    between(
      'essential-data-or-list',
      rule('essential-data-or-list'),
      values('essential-data-or-list'),
      values('essential-data'),
    ),
    from('essential-data'),
    advanceOf(amount, months, rule),
    capOf(rule('turnover-cap')),
  ]
}

function inCommon(a: Duty, b: Duty): Duty {
  const isSame = a.from === b.from && a.below === b.below
  return {
    ...a,
    applies: a.applies === b.applies ? a.applies : 'depends',
    ...(isSame ? {} : { from: null, below: null }),
  }
}

function duty(
  code: DutyCode,
  rule: Rule | null,
  applies: Duty['applies'],
  ends: Pick<Duty, 'from' | 'below'>,
): Duty {
  return {
    code,
    applies: rule === null ? 'unknown' : applies,
    ...ends,
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
    ...duty('advance', above, applies ?? 'yes', { from: threshold, below: null }),
    months: longer,
    rate: rule('advance-rate')?.value ?? null,
  }
}

function capOf(cap: Rule | null): Duty {
  return {
    ...duty('turnover-cap', cap, 'yes', { from: 0, below: null }),
    factor: cap?.value ?? null,
  }
}
