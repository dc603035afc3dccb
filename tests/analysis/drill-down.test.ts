import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeYear, indicatorBySlug } from '../../src/analysis/compute.ts'
import { dataHash } from '../../src/analysis/data-hash.ts'
import { drillDown, outliers } from '../../src/analysis/drill-down.ts'
import { INDICATORS } from '../../src/analysis/indicators/catalogue.ts'
import { freezeLines, frozenLines, liveLines } from '../../src/analysis/lines.ts'
import { methodOf } from '../../src/analysis/method.ts'
import { describeOnBothDatabases, useDatabase } from '../support/databases.ts'
import { HAND_WORLD } from './hand-world.ts'
import { inPassing } from './in-passing.ts'
import { storeWorld, worlds } from './world.ts'

const WORLD = fc
  .sample(worlds, { numRuns: 50, seed: 3 })
  .toSorted((one, other) => other.contracts.length - one.contracts.length)[0]

describeOnBothDatabases('the lines behind a figure', (database) => {
  it('are as many as the figure says, page by page', async () => {
    await inPassing(database(), async (tx) => {
      if (!WORLD) throw new Error('no world')
      await storeWorld(tx, WORLD)
      const lines = await liveLines(tx, 2026)
      const { indicators } = await computeYear(tx, 2026, lines)
      const wrong: string[] = []
      let drilled = 0
      for (const indicator of INDICATORS) {
        const tables = indicators.find(({ slug }) => slug === indicator.slug)?.tables ?? []
        for (const { breakdown, within, cells } of tables)
          for (const cell of cells) {
            // Firms are fewer than the lines of the contracts that they hold.
            if (indicator.slug === 'nouvelles-entreprises') continue
            const isCounted = cell.numerator !== null && indicator.unit === indicator.counts
            const expected = {
              cases: cell.n,
              missing: cell.missing,
              ...(isCounted ? { numerator: cell.numerator, denominator: cell.denominator } : {}),
            }
            for (const [part, count] of Object.entries(expected)) {
              const asked = { breakdown, within, group: cell.group, part: part as 'cases' }
              const keys = new Set<string>()
              let after: string | null = ''
              while (after !== null) {
                const page = await drillDown(tx, indicator, asked, lines, { after, limit: 20 })
                for (const { line } of page?.lines ?? []) keys.add(line)
                after = page?.next ?? null
              }
              drilled += 1
              if (keys.size !== count)
                wrong.push(`${indicator.slug} ${JSON.stringify(asked)}: ${keys.size}, not ${count}`)
            }
            if (breakdown !== 'all' && breakdown !== 'cross') break
          }
      }
      expect(wrong).toEqual([])
      expect(drilled).toBeGreaterThan(300)
    })
  }, 120_000)

  it('are told of frozen figures too, with the columns of their tables', async () => {
    await inPassing(database(), async (tx) => {
      if (!WORLD) throw new Error('no world')
      await storeWorld(tx, WORLD)
      await freezeLines(tx, 2026, 1)
      const [indicator] = INDICATORS
      if (!indicator) throw new Error('no indicator')
      const asked = { breakdown: 'all', within: null, group: null, part: 'cases' } as const
      const live = await drillDown(tx, indicator, asked, await liveLines(tx, 2026), { limit: 5 })
      const frozen = await drillDown(tx, indicator, asked, frozenLines(2026, 1), { limit: 5 })
      expect(frozen).toEqual(live)
      expect(Object.keys(live?.lines[0] ?? {})).toContain('sizeFrom')
    })
  })

  it('name the contracts whose amounts are capped, the largest first', async () => {
    await inPassing(database(), async (tx) => {
      if (!WORLD) throw new Error('no world')
      await storeWorld(tx, WORLD)
      const found = await outliers(tx, await liveLines(tx, 2026), { limit: 50 })
      const amounts = found.map(({ amount }) => amount ?? 0)
      expect(amounts.length).toBeGreaterThan(0)
      expect(amounts.every((amount) => amount > 20_000_000)).toBe(true)
      expect(amounts).toEqual(amounts.toSorted((one, other) => other - one))
    })
  })
})

describe('a year that was frozen before mediations and the model were measured', () => {
  const database = useDatabase('PostgreSQL')

  it('keeps its figures, its hash, and says still that they are not measured', async () => {
    await inPassing(database(), async (tx) => {
      const first = methodOf(1)
      if (!first) throw new Error('no first method')
      await storeWorld(tx, HAND_WORLD)
      await freezeLines(tx, 2026, 1)
      // As its migration left it.
      await tx.execute(
        `update analysis_consultation_lines set model_below = null, model_used = null`,
      )
      const lines = frozenLines(2026, 1)
      // Both were computed by the program as it was then.
      expect(await dataHash(tx, lines, first)).toBe(
        'f36f48c74211e914167249a6890c1107349023f42034d2b787fc666a0de07860',
      )
      const figures = await computeYear(tx, 2026, lines, first)
      expect(createHash('sha256').update(JSON.stringify(figures)).digest('hex')).toBe(
        '76ba4da48d917d7a2b857907833d24399116c250bee3a0205453b2ccbf24ec9c',
      )
      expect(figures.indicators.slice(-2)).toEqual([
        { slug: 'usage-du-modele', tables: [] },
        { slug: 'mediations', tables: [] },
      ])
      const asked = { breakdown: 'all', within: null, group: null, part: 'cases' } as const
      const indicator = indicatorBySlug('usage-du-modele')
      expect(
        indicator && (await drillDown(tx, indicator, asked, lines, { limit: 1, method: first })),
      ).toBeNull()
    })
  })
})

describeOnBothDatabases('the hash of a year’s lines', (database) => {
  it('is the same for the same lines, live and frozen, and another one for others', async () => {
    await inPassing(database(), async (tx) => {
      if (!WORLD) throw new Error('no world')
      await storeWorld(tx, WORLD)
      const live = await dataHash(tx, await liveLines(tx, 2026))
      await freezeLines(tx, 2026, 1)
      await freezeLines(tx, 2026, 2)
      expect(await dataHash(tx, frozenLines(2026, 1))).toBe(live)
      expect(await dataHash(tx, frozenLines(2026, 2))).toBe(live)
      await tx.execute(
        `update analysis_contract_lines set size = case when size = 'sme' then 'micro' else 'sme' end
         where edition = 2 and line = (select min(line) from analysis_contract_lines where edition = 2)`,
      )
      expect(await dataHash(tx, frozenLines(2026, 2))).not.toBe(live)
      expect(live).toMatch(/^[0-9a-f]{64}$/)
    })
  })
})
