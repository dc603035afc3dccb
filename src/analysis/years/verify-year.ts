import type { Reader } from '../../db/db.ts'
import { computeYear } from '../compute.ts'
import { dataHash } from '../data-hash.ts'
import type { Cell, FigureTable, YearFigures } from '../figures.ts'
import { frozenLines } from '../lines.ts'
import { methodOf } from '../method.ts'
import { type Coverage, countByBuyer, countsOf } from './coverage.ts'
import { lastSnapshot } from './snapshots.ts'

/** What recomputing a frozen year finds. */
export type Verification =
  | { kind: 'nothing-frozen' }
  /** This program no longer knows the method. */
  | { kind: 'unknown-method'; method: number }
  | {
      kind: 'compared'
      edition: number
      method: number
      dataHash: { kept: string; now: string }
      /** Figures that come out otherwise; at most as many as are worth reading. */
      differences: Difference[]
      figures: number
    }

/** A figure that comes out otherwise. */
export interface Difference {
  indicator: string
  table: string
  group: string | null
  kept: string
  now: string
}

const MOST_DIFFERENCES = 50

/**
 * Recomputes what was frozen last of a year, by the version of the method that it was computed by: the hash of its lines,
 * and every figure.
 */
export async function verifyYear(reader: Reader, year: number): Promise<Verification> {
  const snapshot = await lastSnapshot(reader, year)
  if (!snapshot) return { kind: 'nothing-frozen' }
  const method = methodOf(snapshot.method)
  if (!method) return { kind: 'unknown-method', method: snapshot.method }
  const lines = frozenLines(year, snapshot.number)
  const now = await computeYear(reader, year, lines, method)
  const differences = [
    ...differencesBetween(snapshot.figures, now),
    ...coverageDifferences(snapshot.coverage, await countByBuyer(reader, lines)),
  ]
  // Bytes that differ without a figure that does are told too.
  if (differences.length === 0 && JSON.stringify(now) !== snapshot.figuresText)
    differences.push({ indicator: '', table: '', group: null, kept: 'JSON', now: 'JSON' })
  return {
    kind: 'compared',
    edition: snapshot.number,
    method: method.version,
    dataHash: { kept: snapshot.dataHash, now: await dataHash(reader, lines, method) },
    differences: differences.slice(0, MOST_DIFFERENCES),
    figures: [...cellsOf(now)].length,
  }
}

/** Councils of which more or less is covered than was told: names and words are those of their day. */
function coverageDifferences(
  { councils }: Coverage,
  counted: Awaited<ReturnType<typeof countByBuyer>>,
): Difference[] {
  return councils.flatMap((council) => {
    const now = countsOf(counted.get(council.slug))
    const wrong = (Object.keys(now) as (keyof typeof now)[]).filter(
      (field) => council[field] !== now[field],
    )
    return wrong.map((field) => ({
      indicator: '',
      table: field,
      group: council.slug,
      kept: String(council[field]),
      now: String(now[field]),
    }))
  })
}

/** Figures of two computations that are not the same, in the order of the first. */
function differencesBetween(kept: YearFigures, now: YearFigures): Difference[] {
  const before = new Map(cellsOf(kept))
  const after = new Map(cellsOf(now))
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key) => {
    const [one, other] = [before.get(key), after.get(key)]
    const texts = [one, other].map((each) => (each ? JSON.stringify(each.cell) : 'absent'))
    const [was = '', is = ''] = texts
    const place = one ?? other
    if (was === is || !place) return []
    const { indicator, table, cell } = place
    return [{ indicator, table, group: cell.group, kept: was, now: is }]
  })
}

function* cellsOf({
  indicators,
}: YearFigures): Generator<[string, { indicator: string; table: string; cell: Cell }]> {
  for (const { slug, tables } of indicators)
    for (const table of tables) {
      const name = nameOf(table)
      for (const cell of table.cells) {
        const key = JSON.stringify([slug, name, cell.group, cell.unknown])
        yield [key, { indicator: slug, table: name, cell }]
      }
    }
}

function nameOf({ breakdown, within }: FigureTable): string {
  return within === null ? breakdown : `${breakdown} (${within.breakdown} ${within.group ?? '?'})`
}
