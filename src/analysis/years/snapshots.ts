import { and, desc, eq, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader, Tx } from '../../db/db.ts'
import { computeYear } from '../compute.ts'
import { dataHash } from '../data-hash.ts'
import type { YearFigures } from '../figures.ts'
import { freezeLines, FROZEN, frozenLines, lineColumns } from '../lines.ts'
import { METHOD, type Method, methodOf } from '../method.ts'
import { applyCorrections } from './apply-corrections.ts'
import { type Coverage, readCoverage } from './coverage.ts'
import { analysisSnapshots } from './schema.ts'
import { lastEdition } from './last-edition.ts'

type SnapshotRow = typeof analysisSnapshots.$inferSelect

/** What was frozen of a year. */
export interface Snapshot extends Omit<SnapshotRow, 'figures' | 'coverage'> {
  figures: YearFigures
  coverage: Coverage
  /** The figures as their bytes stand. */
  figuresText: string
}

/** Freezes the lines of a year as they are now, and what follows from them. */
export async function takeSnapshot(tx: Tx, year: number, now: Date): Promise<SnapshotRow> {
  const edition = ((await lastEdition(tx, year)) ?? 0) + 1
  await freezeLines(tx, year, edition, METHOD)
  return keepSnapshot(tx, { year, edition, method: METHOD, corrections: 0 }, now)
}

/**
 * The frozen lines once more, with the buyers' corrections in them: what was imported since the freeze, which nobody
 * checked, stays out.
 */
export async function correctSnapshot(tx: Tx, year: number, now: Date): Promise<SnapshotRow> {
  const before = await lastSnapshot(tx, year)
  if (!before) throw new Error(`nothing of ${year} is frozen`)
  const method = methodOf(before.method)
  if (!method) throw new Error(`no method ${before.method}`)
  const edition = before.number + 1
  for (const [table] of FROZEN) await copyLines(tx, table, { year, from: before.number, edition })
  const corrections = await applyCorrections(tx, { year, edition })
  return keepSnapshot(tx, { year, edition, method, corrections }, now)
}

/** The coverage of what was frozen last of a year, without its figures; null while these are live. */
export async function lastCoverage(reader: Reader, year: number): Promise<Coverage | null> {
  const [row] = await reader
    .select({ coverage: analysisSnapshots.coverage })
    .from(analysisSnapshots)
    .where(eq(analysisSnapshots.year, year))
    .orderBy(desc(analysisSnapshots.number))
    .limit(1)
  return row ? (JSON.parse(row.coverage) as Coverage) : null
}

/** The last snapshot of a year; null while its figures are live. */
export async function lastSnapshot(reader: Reader, year: number): Promise<Snapshot | null> {
  const [row] = await reader
    .select()
    .from(analysisSnapshots)
    .where(eq(analysisSnapshots.year, year))
    .orderBy(desc(analysisSnapshots.number))
    .limit(1)
  return row ? readSnapshot(row) : null
}

async function keepSnapshot(
  tx: Tx,
  {
    year,
    edition,
    method,
    corrections,
  }: { year: number; edition: number; method: Method; corrections: number },
  now: Date,
): Promise<SnapshotRow> {
  const lines = frozenLines(year, edition)
  const figures = await computeYear(tx, year, lines, method)
  const [kept] = await tx
    .insert(analysisSnapshots)
    .values({
      year,
      number: edition,
      takenAt: now,
      method: method.version,
      figures: JSON.stringify(figures),
      coverage: JSON.stringify(await readCoverage(tx, year, lines, method)),
      dataHash: await dataHash(tx, lines, method),
      lines: await countLines(tx, { year, edition }),
      corrections,
    })
    .returning()
  if (!kept) throw new Error('the snapshot was not stored')
  return kept
}

async function copyLines(
  tx: Tx,
  table: PgTable,
  { year, from, edition }: { year: number; from: number; edition: number },
): Promise<void> {
  const names = sql.join(
    lineColumns(table).map((name) => sql.identifier(name)),
    sql`, `,
  )
  await tx.execute(sql`
    insert into ${table} (year, edition, ${names})
    select year, ${edition}::int, ${names} from ${table}
    where year = ${year}::int and edition = ${from}::int`)
}

async function countLines(
  tx: Tx,
  { year, edition }: { year: number; edition: number },
): Promise<number> {
  let all = 0
  for (const [table] of FROZEN)
    all += await tx.$count(table, and(eq(table.year, year), eq(table.edition, edition)))
  return all
}

/** What this program wrote there itself. */
function readSnapshot(row: SnapshotRow): Snapshot {
  return {
    ...row,
    figuresText: row.figures,
    figures: JSON.parse(row.figures) as YearFigures,
    coverage: JSON.parse(row.coverage) as Coverage,
  }
}
