import { expect, it } from 'vitest'
import { nextReferences } from '../../src/consultations/records/references.ts'
import { describeOnBothDatabases } from '../support/databases.ts'

describeOnBothDatabases('public references', (database) => {
  it('are given without a gap to fifty who ask at the same time, one of whom gives up', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        database().transaction(async (tx) => {
          const [reference = ''] = await nextReferences(tx, 2026, 1)
          if (index === 20) throw new Error('gives up')
          return reference
        }),
      ),
    )
    const given = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const expected = Array.from({ length: 49 }, (_, n) => `2026-${String(n + 1).padStart(4, '0')}`)
    expect(given.toSorted()).toEqual(expected)
  })

  it('start again each year and grow past four digits', async () => {
    const [first] = await database().transaction((tx) => nextReferences(tx, 2031, 1))
    expect(first).toBe('2031-0001')
    await database().execute('update reference_counters set last = 9999 where year = 2031')
    expect(await database().transaction((tx) => nextReferences(tx, 2031, 1))).toEqual([
      '2031-10000',
    ])
  })
})
