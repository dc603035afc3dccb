import { type Duty, dutiesOf, within } from '../rules/duties.ts'
import { type Rule, ruleFor, type RuleName, rulesAt } from '../rules/rule.ts'
import { type AskedDocuments, askedDocuments } from './asked-documents.ts'
import type { TemplateFacts } from './template-facts.ts'

/** What the law and the pact say on a day of the consultation that the documents are for. */
export interface Filling {
  known: TemplateFacts
  /** The day (2026-11-22, Paris) whose rules hold. */
  on: string
  /** Rules by name as they hold for works of a council that day; null: none does. */
  rules: Partial<Record<RuleName, Pick<Rule, 'value' | 'article'>>>
  /** Whether the model is made for it: works under the model's limit. */
  scope: 'inside' | 'depends' | 'too-large' | 'other-category'
  asked: AskedDocuments
  advance: Duty | null
  /** Least rate of the advance (per cent) that a large council owes to a small firm; null where no rule tells. */
  rateOfLarge: number | null
  dispense: Duty | null
  /** Euros of yearly turnover that may be asked; null where none is. */
  turnover: number | null
  /** Why what the buyer typed is not asked: it is above the cap, or there is no amount to judge it by. */
  turnoverLeftOut: 'above-cap' | 'no-amount' | null
  /** Days in which it pays, never more than the law's; null where no rule tells. */
  paymentDays: number | null
  paymentShortened: boolean
}

/** What may be said and asked in the documents of a consultation launched on this day (2026-11-22). */
export function fillingOf(known: TemplateFacts, rules: readonly Rule[], on: string): Filling {
  const { facts } = known
  const amount = facts.amount ?? null
  const inForce = rulesAt(rules, on)
  const rule = (name: RuleName) =>
    ruleFor(inForce, name, { category: 'works', buyer: 'local' }) ?? undefined
  const duties = dutiesOf({ category: 'works', amount, buyer: 'local', on, months: null }, rules)
  const most = rule('payment-days')?.value ?? null
  const typedDays = facts.paymentDelayDays ?? null
  const isLonger = typedDays !== null && most !== null && typedDays > most
  return {
    known,
    on,
    rules: Object.fromEntries(NAMES.map((name) => [name, rule(name)])),
    scope: scopeOf(known, rule('shared-model')?.value ?? null),
    asked: askedDocuments(facts),
    advance: duties.find(({ code }) => code === 'advance') ?? null,
    rateOfLarge:
      ruleFor(inForce, 'advance-rate', { category: 'works', buyer: 'large-local' })?.value ?? null,
    dispense: duties.find(({ code }) => code === 'dispense') ?? null,
    ...turnoverOf(known, rule('turnover-cap')?.value ?? null),
    paymentDays: isLonger ? most : (typedDays ?? most),
    paymentShortened: isLonger,
  }
}

/** Rules that the documents may quote. */
const NAMES: RuleName[] = [
  'dispense',
  'notice',
  'advance-amount',
  'advance-months',
  'advance-rate',
  'turnover-cap',
  'payment-days',
  'late-interest',
  'late-fee',
  'direct-payment',
  'shared-model',
]

function scopeOf({ facts }: TemplateFacts, limit: number | null): Filling['scope'] {
  if (facts.category !== undefined && facts.category !== 'works') return 'other-category'
  if (limit === null) return 'depends'
  const above = within(facts.amount ?? null, limit)
  return above === 'yes' ? 'too-large' : above === 'no' ? 'inside' : 'depends'
}

function turnoverOf(
  { facts }: TemplateFacts,
  factor: number | null,
): Pick<Filling, 'turnover' | 'turnoverLeftOut'> {
  const asked = facts.minimumTurnover ?? 0
  if (asked <= 0) return { turnover: null, turnoverLeftOut: null }
  const most = facts.amount?.max ?? null
  if (most === null || factor === null) return { turnover: null, turnoverLeftOut: 'no-amount' }
  return asked > factor * most
    ? { turnover: null, turnoverLeftOut: 'above-cap' }
    : { turnover: asked, turnoverLeftOut: null }
}
