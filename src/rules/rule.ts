import type { Category, Procedure } from '../consultations/facts.ts'

/**
 * What a rule says. Amounts are euros excluding VAT, times calendar days, shares and rates per cent; the law's words
 * « égal ou supérieur à » hold for each threshold, but for the advance (« supérieur à »).
 */
export const RULE_NAMES = [
  /** Below: neither publicity nor competition is compulsory. */
  'dispense',
  /** From: a buyer profile, once a notice is published. */
  'buyer-profile',
  /** From: BOAMP or a journal of legal notices. */
  'notice',
  /** From: formal procedure, BOAMP and Official Journal of the European Union. */
  'formal',
  /** From: essential data, or a yearly list instead. */
  'essential-data-or-list',
  /** From: essential data on data.gouv.fr. */
  'essential-data',
  /** Above (euros) and longer than (months): an advance is due, of at least this rate to an SME. */
  'advance-amount',
  'advance-months',
  'advance-rate',
  /** How many times the contract's amount may be asked as yearly turnover. */
  'turnover-cap',
  /** Most days in which a council pays; points above the central bank's rate, and euros, that it owes when it is late. */
  'payment-days',
  'late-interest',
  'late-fee',
  /** From (euros including VAT): the buyer itself pays a subcontractor. */
  'direct-payment',
  /** Below: the shared model of the pact is made for it. */
  'shared-model',
  /** A lot below may follow an adapted procedure inside a formal one, or go without publicity; together this share. */
  'adapted-lot',
  'adapted-lots-share',
  'exempt-lot',
  'exempt-lots-share',
  /** Least time to answer in law, from the dispatch of the notice. */
  'minimum-tender-days',
  'minimum-candidacy-days',
  /** Least time to answer in the pact, from the first publication. */
  'pact-floor',
  /** Added for a compulsory visit, and least time between the last visit and the deadline. */
  'pact-visit',
  'pact-after-visit',
  /** Added in a season when people are away, where at least so many of the days are within it. */
  'pact-season',
  'pact-season-days',
  /** Least time left after a change of the file. */
  'pact-after-change',
] as const

export type RuleName = (typeof RULE_NAMES)[number]

/** `large-local`: an authority whose running costs exceed 60 million euros a year; the rules of `local` hold for it too. */
export type BuyerKind = 'local' | 'large-local' | 'state' | 'utility'

export type Circumstance = 'electronic' | 'prior-notice' | 'urgency' | 'quantities-or-lots'

/** One dated rule: a value with what it holds for (null: for all), since when, until when, and by which article. */
export interface Rule {
  name: RuleName
  category: Category | null
  buyer: BuyerKind | null
  procedure: Procedure | null
  circumstance: Circumstance | null
  /** Amount from which it holds, where the value goes by steps. */
  amountFrom: number | null
  /** Days of every year, `08-01/08-31`, where it holds for a season. */
  period: string | null
  /** First and last day in force (2026-04-01). */
  from: string
  until: string | null
  value: number
  /** « R. 2122-8 »; null for what no text says. */
  article: string | null
}

/** What is asked of the rules; what is left out is not known, and only rules that hold for all of it answer. */
export type Scope = Partial<Pick<Rule, 'category' | 'buyer' | 'procedure' | 'circumstance'>>

/**
 * The rules in force on a day (2026-11-21). Of rules that say the same thing for the same case the latest holds, so
 * that a coming change is one more row; where a temporary one has ended, the one before it holds again.
 */
export function rulesAt(rules: readonly Rule[], day: string): Rule[] {
  const inForce = new Map<string, Rule>()
  for (const rule of rules) {
    if (rule.from > day || (rule.until !== null && rule.until < day)) continue
    const known = inForce.get(caseOf(rule))
    if (!known || known.from < rule.from) inForce.set(caseOf(rule), rule)
  }
  return [...inForce.values()]
}

/** Of the rules in force, those of this name that hold for the case, the most particular first. */
export function rulesFor(inForce: readonly Rule[], name: RuleName, scope: Scope = {}): Rule[] {
  return inForce
    .filter((rule) => rule.name === name && holdsFor(rule, scope))
    .toSorted((a, b) => particularity(b) - particularity(a) || (a.from < b.from ? 1 : -1))
}

/** The one that decides, or null where no rule of this name is in force for the case. */
export function ruleFor(inForce: readonly Rule[], name: RuleName, scope: Scope = {}): Rule | null {
  return rulesFor(inForce, name, scope)[0] ?? null
}

/** What tells a rule from others of its name, its dates and value apart: the same text for the same case. */
export function caseOf(rule: Rule): string {
  return [
    rule.name,
    rule.category,
    rule.buyer,
    rule.procedure,
    rule.circumstance,
    rule.amountFrom,
    rule.period,
  ]
    .map((part) => part ?? '')
    .join(' ')
}

function holdsFor(rule: Rule, scope: Scope): boolean {
  return (
    (rule.category === null || rule.category === scope.category) &&
    (rule.procedure === null || rule.procedure === scope.procedure) &&
    (rule.circumstance === null || rule.circumstance === scope.circumstance) &&
    (rule.buyer === null ||
      rule.buyer === scope.buyer ||
      (rule.buyer === 'local' && scope.buyer === 'large-local'))
  )
}

function particularity(rule: Rule): number {
  const { category, procedure, circumstance, buyer } = rule
  const said = [category, procedure, circumstance, buyer].filter((each) => each !== null).length
  return said + (buyer === 'large-local' ? 1 : 0)
}
