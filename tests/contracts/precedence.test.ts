import { describe, expect, it } from 'vitest'
import { contractColumns, supplierRows } from '../../src/contracts/columns.ts'
import type { ContractFacts } from '../../src/contracts/facts.ts'
import { mergeContract, type Origin } from '../../src/contracts/precedence.ts'
import { FIRM_A, FIRM_B, heldBy, told } from './rows.ts'

const said = (id: number, origin: Origin, facts: Partial<ContractFacts>, day = 1) => ({
  id,
  origin,
  facts: told(facts),
  changedAt: new Date(Date.UTC(2026, 10, day)),
})

describe('a contract that several records tell', () => {
  it('is what its buyer corrected, before essential data, before the board, however old', () => {
    const board = said(1, 'board', { amount: 1, bids: 1, months: 1, object: 'Un' }, 9)
    const decp = said(2, 'decp', { amount: 2, bids: 2, months: null, object: null }, 5)
    const correction = said(3, 'correction', { amount: 3, bids: null, months: null, object: null })
    expect(mergeContract([board, decp, correction])).toMatchObject({
      facts: { amount: 3, bids: 2, months: 1, object: 'Un' },
      from: { amount: 3, bids: 2, months: 1, object: 1 },
    })
  })

  it('is what was said last by records of one origin', () => {
    const [older, newer] = [said(1, 'decp', { amount: 1 }, 1), said(2, 'decp', { amount: 2 }, 2)]
    expect(mergeContract([older, newer])?.facts.amount).toBe(2)
  })

  it('has its firms from the strongest, their names and sizes from whoever knows them', () => {
    const supplier = { id: FIRM_A, siret: FIRM_A, name: null }
    const elsewhere = { ...supplier, siret: `${FIRM_A.slice(0, 9)}00011`, name: 'SARL Exemple' }
    const decp = said(1, 'decp', { suppliers: [supplier] })
    const board = said(2, 'board', { suppliers: [{ ...elsewhere, size: 'sme' as const }] })
    const named = { ...supplier, name: 'SARL Exemple', size: 'sme' }
    expect(mergeContract([decp, board])?.facts.suppliers).toEqual([named])
    expect(mergeContract([said(3, 'correction', { suppliers: [] }), decp])?.from.suppliers).toBe(1)
  })
})

it('a firm that is told twice holds a contract once', () => {
  const rows = supplierRows(1, told({ suppliers: heldBy(FIRM_B, FIRM_A, FIRM_B) }))
  expect(rows.map(({ siret, position }) => [siret, position])).toEqual([
    [FIRM_B, 0],
    [FIRM_A, 1],
  ])
})

it('a contract stands as its last modification by date left it, notified or else published', () => {
  const change = {
    number: null,
    notifiedOn: null,
    publishedOn: null,
    months: null,
    suppliers: null,
  }
  const modifications = [
    { ...change, publishedOn: '2025-03-01', amount: 90_000 },
    { ...change, notifiedOn: '2025-02-01', amount: 85_000 },
    { ...change, notifiedOn: '2025-04-01', amount: null },
  ]
  expect(contractColumns(told({ modifications }))).toMatchObject({
    amount: 80_000,
    currentAmount: 90_000,
    modifications: 3,
  })
})
