import { describe, expect, it } from 'vitest'
import type { ContractFacts } from '../../src/contracts/facts.ts'
import { keyOf } from '../../src/contracts/keys.ts'
import { settleRows, type StoredRecord } from '../../src/contracts/settle-rows.ts'
import { FIRM_B, FIRM_C, heldBy, told } from './rows.ts'

describe('rows under one number', () => {
  it('are lots where firms or objects differ', () => {
    const rows = [row(told({ suppliers: heldBy(FIRM_B) }), 1), row(told({ object: 'Autre' }), 2)]
    expect(kinds(rows, [stored(told(), { told: true })])).toEqual(['added', 'added'])
  })

  it('are known apart by cents', () => {
    expect(keyOf(told({ amount: 80_000.1 })).part).not.toBe(keyOf(told({ amount: 80_000.2 })).part)
  })

  it('are one contract where it was published again with another amount', () => {
    const rows = [row(told({ amount: 90_000, publishedOn: '2024-06-01' }), 1)]
    expect(kinds(rows, [stored(told(), { told: true })])).toEqual(['changed'])
    const older = [row(told({ amount: 70_000, publishedOn: '2024-03-10' }), 1)]
    expect(kinds(older, [stored(told(), { told: true })])).toEqual(['repeated'])
  })

  it('are one where they were published together: what knows of more modifications counts', () => {
    const modification = {
      number: '1',
      notifiedOn: null,
      publishedOn: null,
      amount: 1,
      months: null,
    }
    const modifications = [{ ...modification, suppliers: null }]
    const rows = [row(told(), 1), row(told({ modifications }), 2), row(told(), 3)]
    expect(settleRows(rows, [])).toContainEqual({ kind: 'added', row: rows[1] })
  })

  it('are a change where the file says nothing else of what is stored', () => {
    expect(kinds([row(told({ amount: 1 }), 1)], [stored(told())])).toEqual(['changed'])
    expect(kinds([row(told({ object: 'Toiture' }), 1)], [stored(told())])).toEqual(['changed'])
    expect(kinds([row(told({ suppliers: heldBy(FIRM_B) }), 1)], [stored(told())])).toEqual([
      'changed',
    ])
  })

  it.each([{ amount: 900 }, { notifiedOn: '2025-05-05' }])(
    'are a change of the only one left where the amount or the day is the same: not %j',
    (changed) => {
      const other = told({ object: 'Papier', suppliers: heldBy(FIRM_C), ...changed })
      expect(kinds([row(other, 1)], [stored(told())])).toEqual(['changed'])
    },
  )

  it('are a change of what the same firm holds before what is for the same object', () => {
    const rows = [row(told({ suppliers: heldBy(FIRM_B) }), 1), row(told({ object: 'Autre' }), 2)]
    expect(settleRows(rows, [stored(told())])).toContainEqual({
      kind: 'changed',
      row: rows[1],
      recordId: 1,
    })
  })

  it('are another contract where nothing but the number is the same', () => {
    const other = told({
      object: 'Fourniture de papier',
      suppliers: heldBy(FIRM_C),
      amount: 900,
      notifiedOn: '2025-05-05',
    })
    expect(kinds([row(other, 1)], [stored(told())])).toEqual(['added'])
  })

  it('never take the place of what was published later', () => {
    const rows = [row(told({ months: 3, publishedOn: '2024-04-01' }), 1)]
    expect(kinds(rows, [stored(told({ publishedOn: '2024-05-01' }))])).toEqual(['outdated'])
  })

  it('settle the same whatever their order', () => {
    const all = [
      told({ amount: 10_000 }),
      told({ amount: 30_000 }),
      told({ amount: 10_000, publishedOn: '2024-06-01' }),
      told({ amount: 35_000, publishedOn: '2024-06-01' }),
      told({ suppliers: heldBy(FIRM_B) }),
      told({ suppliers: heldBy(FIRM_B), bids: 9 }),
    ]
    const outcomes = permutations(all).map((order) => {
      const [first, ...others] = order
      if (!first) return ''
      const standing = new Map([[1, first]])
      const record = stored(first, { told: true })
      settleRows(
        others.map((facts, at) => row(facts, at + 2)),
        [record],
      ).forEach((each) => {
        if (each.kind === 'added') standing.set(each.row.row + 1, each.row.facts)
        if (each.kind === 'changed') standing.set(1, each.row.facts)
      })
      return [...standing.values()]
        .map((facts) => JSON.stringify(facts))
        .toSorted()
        .join('\n')
    })
    expect(new Set(outcomes).size).toBe(1)
    expect(outcomes[0]?.split('\n')).toHaveLength(3)
  })
})

function row(facts: ContractFacts, at: number) {
  return { row: at, part: keyOf(facts).part, facts }
}

function stored(facts: ContractFacts, { told: isTold = false } = {}): StoredRecord {
  return { id: 1, part: keyOf(facts).part, facts, told: isTold }
}

function kinds(rows: ReturnType<typeof row>[], records: StoredRecord[]): string[] {
  return settleRows(rows, records).map(({ kind }) => kind)
}

function permutations<T>(all: T[]): T[][] {
  if (all.length <= 1) return [all]
  return all.flatMap((each, at) =>
    permutations(all.toSpliced(at, 1)).map((rest) => [each, ...rest]),
  )
}
