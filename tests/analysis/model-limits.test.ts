import { expect, it } from 'vitest'
import { modelLimitsOf } from '../../src/analysis/model-limits.ts'
import { RULES } from '../../src/rules/rules-data.ts'

const [rule] = RULES.filter(({ name }) => name === 'shared-model')

it('the model is meant for works below the limit of each consultation’s own day', () => {
  if (!rule) throw new Error('no rule')
  const raised = { ...rule, from: '2027-07-01', value: 100_000 }
  expect(modelLimitsOf([rule, raised], 2027)).toEqual([
    { from_day: '2027-01-01', until_day: '2027-06-30', below: rule.value },
    { from_day: '2027-07-01', until_day: '2027-12-31', below: 100_000 },
  ])
})

it('the model is meant for nothing before the pact has a limit for it', () => {
  expect(modelLimitsOf(RULES, 2025)).toEqual([])
})
