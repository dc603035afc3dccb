import type { Category } from '../consultations/facts.ts'
import { type Rule, ruleFor, type RuleName, rulesAt, type Scope } from '../rules/rule.ts'

/** A figure of the law on a day, with its article; null where no rule is in force. */
export type Figure = { value: number; article: string | null; from: string } | null

/** What the guides read out of the dated rules rather than say themselves. Amounts in euros excluding VAT. */
export interface GuideFigures {
  /** The day that they hold for (2026-11-21). */
  on: string
  /** Below: no publicity is compulsory. */
  dispenseWorks: Figure
  dispenseOthers: Figure
  /** From: a notice in BOAMP or a journal of legal notices. */
  notice: Figure
  /** From: a formal procedure, for a local authority. */
  formalWorks: Figure
  formalOthers: Figure
  /** Days to answer an open procedure by electronic means. */
  openDays: Figure
  /** How many times the contract's amount may be asked as yearly turnover. */
  turnoverCap: Figure
  /** Above (euros) and longer than (months): an advance, of at least this rate to an SME (per cent). */
  advanceAmount: Figure
  advanceMonths: Figure
  advanceRate: Figure
  advanceRateOfLarge: Figure
  advanceRateOfState: Figure
}

/** The figures in force on a day. */
export function guideFigures(rules: readonly Rule[], on: string): GuideFigures {
  const inForce = rulesAt(rules, on)
  const figure = (name: RuleName, scope: Scope = {}): Figure => {
    const rule = ruleFor(inForce, name, scope)
    return rule && { value: rule.value, article: rule.article, from: rule.from }
  }
  const works: { category: Category } = { category: 'works' }
  const others: { category: Category } = { category: 'services' }
  return {
    on,
    dispenseWorks: figure('dispense', works),
    dispenseOthers: figure('dispense', others),
    notice: figure('notice'),
    formalWorks: figure('formal', { ...works, buyer: 'local' }),
    formalOthers: figure('formal', { ...others, buyer: 'local' }),
    openDays: figure('minimum-tender-days', { procedure: 'open', circumstance: 'electronic' }),
    turnoverCap: figure('turnover-cap'),
    advanceAmount: figure('advance-amount'),
    advanceMonths: figure('advance-months'),
    advanceRate: figure('advance-rate', { buyer: 'local' }),
    advanceRateOfLarge: figure('advance-rate', { buyer: 'large-local' }),
    advanceRateOfState: figure('advance-rate', { buyer: 'state' }),
  }
}
