import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeYear } from '../../src/analysis/compute.ts'
import { freezeLines, frozenLines, liveLines } from '../../src/analysis/lines.ts'
import { describeOnBothDatabases, useDatabase } from '../support/databases.ts'
import { inPassing } from './in-passing.ts'
import { plainFigures } from './plain-figures.ts'
import { storeWorld, worlds } from './world.ts'

const RUNS = process.env['DEEP'] ? 1_000 : 40

describe('the figures of a year', () => {
  const database = useDatabase('PostgreSQL')

  it('are those that a plain program finds in the same data, live and frozen', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.constantFrom(2026, 2026, 2027), (world, year) =>
        inPassing(database(), async (tx) => {
          await storeWorld(tx, world)
          const live = await computeYear(tx, year, await liveLines(tx, year))
          expect(live).toEqual(plainFigures(world, year))
          await freezeLines(tx, year, 1)
          const frozen = await computeYear(tx, year, frozenLines(year, 1))
          expect(JSON.stringify(frozen)).toBe(JSON.stringify(live))
        }),
      ),
      { numRuns: RUNS },
    )
  }, 300_000)
})

describeOnBothDatabases('the figures of one invented year', (database) => {
  it('are those that a plain program finds', async () => {
    const [world] = fc.sample(worlds, { numRuns: 1, seed: 7 })
    if (!world) throw new Error('no world')
    await inPassing(database(), async (tx) => {
      await storeWorld(tx, world)
      const live = await computeYear(tx, 2026, await liveLines(tx, 2026))
      expect(live).toEqual(plainFigures(world, 2026))
    })
  })
})
