import type { Category, Procedure } from '../consultations/facts.ts'
import { type Finding, found, type SmallLotKind } from './finding.ts'
import { type BuyerKind, type Rule, ruleFor, rulesAt } from './rule.ts'

/** Why a contract may go without lots: no distinct services (L. 2113-10), or one of L. 2113-11. */
export const LOT_GROUNDS = [
  'no-distinct-services',
  'cannot-coordinate',
  'restricts-competition',
  'harder-or-dearer',
] as const
export type LotGround = (typeof LOT_GROUNDS)[number]

/** A sentence of facts has at least so many letters and digits; the ground alone is not enough in law. */
const SHORTEST_REASON = 20

/**
 * Lots: yes, or one of the four grounds with a line of facts (CCP, L. 2113-10, L. 2113-11). An error where it is not
 * answered, a question for a small contract.
 */
export function checkLots(asked: {
  divided: boolean | null
  ground: LotGround | null
  reason: string
  procedure: Procedure | null
}): Finding[] {
  const severity = asked.procedure === 'below-threshold' ? 'question' : 'error'
  if (asked.divided === true) return []
  if (asked.divided === null) return [found(severity, { code: 'lots-not-said' }, 'L. 2113-10')]
  if (asked.ground === null) return [found(severity, { code: 'no-lots-ground' }, 'L. 2113-10')]
  const written = asked.reason.replaceAll(/[^\p{L}\p{N}]/gu, '').length
  return written >= SHORTEST_REASON
    ? []
    : [found(severity, { code: 'no-lots-reason', shortest: SHORTEST_REASON }, 'L. 2113-11')]
}

/** A lot of an operation; its amount in euros excluding VAT. */
export interface SizedLot {
  number: string
  amount: number | null
}

/**
 * Whether these lots may follow a lighter way than their operation: `adapted` inside a formal procedure (R. 2123-1), or
 * `exempt` from publicity and competition (R. 2122-8). Each is below a limit and together they are at most a share of
 * the whole. Unknown amounts count for nothing; where no rule gives a limit, no such lot is allowed.
 */
export function checkSmallLots(
  asked: {
    kind: SmallLotKind
    category: Category
    buyer: BuyerKind
    on: string
    lots: SizedLot[]
    /** Estimate of the whole operation. */
    total: number | null
  },
  rules: readonly Rule[],
): Finding[] {
  const { kind, lots, total } = asked
  const inForce = rulesAt(rules, asked.on)
  const limit = ruleFor(inForce, kind === 'adapted' ? 'adapted-lot' : 'exempt-lot', asked)
  const share = ruleFor(
    inForce,
    kind === 'adapted' ? 'adapted-lots-share' : 'exempt-lots-share',
    asked,
  )
  const most = limit?.value ?? 0
  const findings = lots
    .filter(({ amount }) => (amount === null ? limit === null : amount >= most))
    .map(({ number }) =>
      found(
        'error',
        { code: 'small-lot-too-big', lot: number, kind, limit: most },
        articleOf(limit),
      ),
    )
  const sum = lots.reduce((all, { amount }) => all + (amount ?? 0), 0)
  if (share !== null && total !== null && sum * 100 > total * share.value)
    findings.push(
      found(
        'error',
        {
          code: 'small-lots-share',
          kind,
          share: total > 0 ? (sum / total) * 100 : 100,
          limit: share.value,
        },
        articleOf(share),
      ),
    )
  return findings
}

function articleOf(rule: Rule | null): string | null {
  return rule?.article ?? null
}
