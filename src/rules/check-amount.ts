import type { Amount, Category, Procedure } from '../consultations/facts.ts'
import { within } from './duties.ts'
import { type Finding, found } from './finding.ts'
import { type BuyerKind, type Rule, ruleFor, rulesAt } from './rule.ts'

/** The pact asks for at least a band of the amount, the lower end first. */
export function checkAmount(amount: Amount | null): Finding[] {
  const { min, max } = amount ?? { min: null, max: null }
  if (min === null && max === null) return [found('question', { code: 'amount-missing' })]
  return min !== null && max !== null && min > max
    ? [found('error', { code: 'amount-reversed' })]
    : []
}

/**
 * Whether the procedure is too light for the amount: a small contract from the threshold of the dispense on, an adapted
 * procedure from that of formal ones on. A warning, because the law has exceptions (small lots, social services).
 */
export function checkProcedure(
  asked: {
    procedure: Procedure | null
    amount: Amount | null
    category: Category | null
    buyer: BuyerKind
    on: string
  },
  rules: readonly Rule[],
): Finding[] {
  const { procedure, amount } = asked
  if (procedure !== 'below-threshold' && procedure !== 'adapted') return []
  const name = procedure === 'below-threshold' ? 'dispense' : 'formal'
  const limit = ruleFor(rulesAt(rules, asked.on), name, asked)
  return limit === null || within(amount, limit.value) !== 'yes'
    ? []
    : [
        found(
          'warning',
          { code: 'procedure-too-light', procedure, threshold: limit.value },
          limit.article,
        ),
      ]
}

/**
 * The yearly turnover asked of candidates against its cap, so many times the contract's amount (CCP, R. 2142-7). A
 * warning, because the buyer may justify more; a band is taken at its upper end.
 */
export function checkTurnover(
  asked: { required: number | null; amount: Amount | null; on: string },
  rules: readonly Rule[],
): Finding[] {
  const { required, amount } = asked
  const cap = ruleFor(rulesAt(rules, asked.on), 'turnover-cap')
  if (required === null || required <= 0 || cap === null) return []
  const factor = cap.value
  const most = amount?.max ?? null
  if (most === null)
    return [found('question', { code: 'turnover-without-amount', factor }, cap.article)]
  const allowed = factor * most
  return required <= allowed
    ? []
    : [found('warning', { code: 'turnover-above-cap', required, allowed, factor }, cap.article)]
}
