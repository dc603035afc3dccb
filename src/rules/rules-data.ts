import type { Rule } from './rule.ts'

/** Since the code de la commande publique came into force. */
const CODE = { from: '2019-04-01' }
/** The European thresholds of two years. */
const EUROPEAN = { from: '2026-01-01', until: '2027-12-31' }
const PACT = { from: '2026-01-01' }

/**
 * The rules that an instance starts with: the law's thresholds and times (code de la commande publique, décrets
 * 2025-1383 and 2025-1386 of December 2025), and the floors that the pact's steering committee is asked to adopt.
 * What follows 31 December 2027 for formal procedures is not known yet; an administrator appends it.
 */
export const RULES: Rule[] = [
  rule('dispense', 100_000, 'R. 2122-8', { category: 'works', from: '2026-01-01' }),
  ...bothOf('dispense', 40_000, 'R. 2122-8', { from: '2020-01-01' }),
  ...bothOf('dispense', 60_000, 'R. 2122-8', { from: '2026-04-01' }),

  rule('buyer-profile', 40_000, 'R. 2132-2', { from: '2020-01-01' }),
  rule('buyer-profile', 60_000, 'R. 2132-2', { from: '2026-04-01' }),
  rule('notice', 90_000, 'R. 2131-12', CODE),

  rule('formal', 5_404_000, 'L. 2124-1', { category: 'works', ...EUROPEAN }),
  ...bothOf('formal', 216_000, 'L. 2124-1', { buyer: 'local', ...EUROPEAN }),
  ...bothOf('formal', 140_000, 'L. 2124-1', { buyer: 'state', ...EUROPEAN }),
  ...bothOf('formal', 432_000, 'L. 2124-1', { buyer: 'utility', ...EUROPEAN }),

  rule('essential-data-or-list', 25_000, 'R. 2196-1', { from: '2024-01-01' }),
  rule('essential-data', 40_000, 'R. 2196-1', { from: '2024-01-01' }),

  rule('advance-amount', 50_000, 'R. 2191-3', CODE),
  rule('advance-months', 2, 'R. 2191-3', CODE),
  rule('advance-rate', 5, 'R. 2191-7', CODE),
  rule('advance-rate', 10, 'R. 2191-7', { buyer: 'large-local', ...CODE }),
  rule('advance-rate', 30, 'R. 2191-7', { buyer: 'state', from: '2025-01-01' }),

  rule('turnover-cap', 2, 'R. 2142-7', CODE),
  rule('turnover-cap', 1.5, 'R. 2142-7', { from: '2026-01-01' }),

  rule('payment-days', 30, 'R. 2192-10', CODE),
  rule('late-interest', 8, 'R. 2192-31', CODE),
  rule('late-fee', 40, 'D. 2192-35', CODE),
  rule('direct-payment', 600, 'R. 2193-10', CODE),
  rule('shared-model', 90_000, null, { category: 'works', ...PACT }),

  rule('adapted-lot', 1_000_000, 'R. 2123-1', { category: 'works', ...CODE }),
  ...bothOf('adapted-lot', 80_000, 'R. 2123-1', CODE),
  rule('adapted-lots-share', 20, 'R. 2123-1', CODE),
  rule('exempt-lot', 100_000, 'R. 2122-8', { category: 'works', from: '2026-01-01' }),
  rule('exempt-lots-share', 20, 'R. 2122-8', { category: 'works', from: '2026-01-01' }),

  rule('minimum-tender-days', 35, 'R. 2161-2', { procedure: 'open', ...CODE }),
  rule('minimum-tender-days', 30, 'R. 2161-2 et R. 2161-3', {
    procedure: 'open',
    circumstance: 'electronic',
    ...CODE,
  }),
  rule('minimum-tender-days', 15, 'R. 2161-3', {
    procedure: 'open',
    circumstance: 'prior-notice',
    ...CODE,
  }),
  rule('minimum-tender-days', 15, 'R. 2161-3', {
    procedure: 'open',
    circumstance: 'urgency',
    ...CODE,
  }),
  rule('minimum-candidacy-days', 30, 'R. 2161-6', { procedure: 'restricted', ...CODE }),
  rule('minimum-candidacy-days', 15, 'R. 2161-6', {
    procedure: 'restricted',
    circumstance: 'urgency',
    ...CODE,
  }),
  rule('minimum-tender-days', 30, 'R. 2161-8', { procedure: 'restricted', ...CODE }),
  rule('minimum-tender-days', 25, 'R. 2161-8', {
    procedure: 'restricted',
    circumstance: 'electronic',
    ...CODE,
  }),
  rule('minimum-tender-days', 10, 'R. 2161-8', {
    procedure: 'restricted',
    circumstance: 'urgency',
    ...CODE,
  }),

  ...pactFloors('below-threshold', null),
  ...pactFloors('adapted', 'R. 2151-1'),
  rule('pact-visit', 7, null, PACT),
  rule('pact-after-visit', 10, null, PACT),
  rule('pact-season', 7, null, { period: '08-01/08-31', ...PACT }),
  rule('pact-season', 7, null, { period: '12-20/01-04', ...PACT }),
  rule('pact-season-days', 7, null, PACT),
  rule('pact-after-change', 7, null, PACT),
  rule('pact-after-change', 10, null, { circumstance: 'quantities-or-lots', ...PACT }),
]

type Case = Partial<Omit<Rule, 'name' | 'value' | 'article'>> & Pick<Rule, 'from'>

function rule(name: Rule['name'], value: number, article: string | null, particular: Case): Rule {
  return {
    name,
    category: null,
    buyer: null,
    procedure: null,
    circumstance: null,
    amountFrom: null,
    period: null,
    until: null,
    value,
    article,
    ...particular,
  }
}

function bothOf(name: Rule['name'], value: number, article: string, particular: Case): Rule[] {
  return (['supplies', 'services'] as const).map((category) =>
    rule(name, value, article, { category, ...particular }),
  )
}

/** By steps of the amount (users.md 6.2): what is exactly on a step counts with what is above it. */
function pactFloors(procedure: 'below-threshold' | 'adapted', article: string | null): Rule[] {
  const steps = [
    [0, 10],
    [40_000, 15],
    [90_000, 21],
    [1_000_000, 28],
  ] as const
  return steps.map(([amountFrom, days]) =>
    rule('pact-floor', days, article, { procedure, amountFrom, ...PACT }),
  )
}
