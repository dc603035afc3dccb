import { sql } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import { readSideBySide } from '../db/side-by-side.ts'
import { baseOf, rolledHolders } from './base.ts'
import type { Breakdown, Cell, FigureTable, IndicatorFigures, YearFigures } from './figures.ts'
import { firmTables } from './firms-figures.ts'
import { INDICATORS, isMeasuredBy, isNamedBy } from './indicators/catalogue.ts'
import type { Indicator, LinesIndicator, Question } from './indicators/indicator.ts'
import type { Lines } from './lines.ts'
import { METHOD, type Method } from './method.ts'
import { type MedianRow, mediansOf, type SpreadRow, spreadsOf } from './spreads.ts'
import { DIMENSIONS, type Tallies, type Tally, tally } from './tally.ts'

/**
 * The figures of a year out of its lines, by a version of the method: the same lines give the same figures. Outside a
 * transaction all of them see the database at one instant.
 */
export async function computeYear(
  reader: Reader,
  year: number,
  lines: Lines,
  method: Method = METHOD,
): Promise<YearFigures> {
  const tables = await readSideBySide(reader, [
    (tx) => counting(tx, () => firmTables(tx, lines, method)),
    ...KINDS.map((of) => (tx: Tx) => counting(tx, () => tablesOfLines(tx, of, lines, method))),
  ])
  const told = new Map(tables.flat())
  return {
    year,
    method: method.version,
    indicators: INDICATORS.filter((each) => isNamedBy(method, each)).map(
      ({ slug }): IndicatorFigures => ({ slug, tables: told.get(slug) ?? [] }),
    ),
  }
}

/** The indicator of this word; null where none has it. */
export function indicatorBySlug(slug: string): Indicator | null {
  return INDICATORS.find((each) => each.slug === slug) ?? null
}

/**
 * PostgreSQL cannot know how few groups there are among many lines: while it counts, it is kept from sorting all of them
 * first and from compiling long lists of counts, and told to share reading and joining among its processes.
 */
async function counting<Counted>(tx: Tx, count: () => Promise<Counted>): Promise<Counted> {
  await planFor(tx, 'counting')
  const counted = await count()
  await planFor(tx, 'anything')
  return counted
}

async function planFor(tx: Tx, work: 'counting' | 'anything'): Promise<void> {
  const isUsual = work === 'anything'
  await tx.execute(sql`set local jit to ${isUsual ? sql`default` : sql`off`}`)
  await tx.execute(sql`set local work_mem to ${isUsual ? sql`default` : sql`'128MB'`}`)
  await tx.execute(sql`set local parallel_tuple_cost to ${isUsual ? sql`default` : sql`0`}`)
  await tx.execute(sql`set local parallel_setup_cost to ${isUsual ? sql`default` : sql`0`}`)
  await tx.execute(sql`set local enable_sort to ${isUsual ? sql`default` : sql`off`}`)
}

const KINDS = [
  'holders',
  'contracts',
  'consultations',
  'sessions',
  'mediations',
  'modelUses',
] as const

/** The tables of what is counted in one kind of lines, by the indicator's slug. */
async function tablesOfLines(
  reader: Tx,
  of: (typeof KINDS)[number],
  lines: Lines,
  method: Method,
): Promise<[slug: string, tables: FigureTable[]][]> {
  const asked = INDICATORS.flatMap((indicator) =>
    isAskedWith(indicator, of) && isMeasuredBy(method, indicator)
      ? [{ indicator, question: questionOf(indicator, method) }]
      : [],
  )
  if (asked.length === 0) return []
  const base = of === 'holders' ? rolledHolders(lines, method) : baseOf(of, lines, method)
  const { tallies, values, amounts } = await tally(reader, base, asked)
  const spreads = spreadsOf(values, asked)
  const medians = mediansOf(amounts, asked)
  return asked.map(({ indicator, question }, index) => [
    indicator.slug,
    tablesOf(indicator, question, {
      tallies: tallies.map(({ tallies: all, ...group }) => ({ ...group, tally: all[index] })),
      spreads: spreads.filter(({ slug }) => slug === indicator.slug),
      medians: medians.filter(({ slug }) => slug === indicator.slug),
    }),
  ])
}

/** What is asked of all contracts that are known is asked in the same pass as what is asked of those that are counted. */
function isAskedWith(indicator: Indicator, of: LinesIndicator['of']): indicator is LinesIndicator {
  return indicator.of === of || (indicator.of === 'everything' && of === 'contracts')
}

function questionOf(indicator: LinesIndicator, method: Method): Question {
  const question = indicator.question(method)
  if (indicator.of !== 'contracts') return question
  return { ...question, asked: sql`excluded is null and (${question.asked})` }
}

interface Counted {
  tallies: (Omit<Tallies[number], 'tallies'> & { tally: Tally | undefined })[]
  spreads: SpreadRow[]
  medians: MedianRow[]
}

function tablesOf(indicator: LinesIndicator, question: Question, counted: Counted): FigureTable[] {
  const { by, parts } = indicator
  const wholes = [null, ...DIMENSIONS.filter((each) => by.includes(each))].map(
    (dimension): FigureTable => ({
      breakdown: dimension ?? 'all',
      within: null,
      cells: groupsOf(counted, dimension).map(({ group, tally: found }) =>
        cellOf(question, found, { dimension, group }, counted),
      ),
    }),
  )
  const shares = [null, ...(parts?.within ?? [])].flatMap((dimension) =>
    parts === null
      ? []
      : groupsOf(counted, dimension).map(({ group, tally: found }): FigureTable => ({
          breakdown: parts.breakdown,
          within: dimension === null ? null : { breakdown: dimension, group },
          cells: parts.groups.map((part, index) => ({
            ...cellOf(question, found, { dimension, group }, { ...counted, medians: [] }),
            group: part.group,
            unknown: false,
            numerator: found.parts[index]?.numerator ?? 0,
            euros: question.euros
              ? {
                  ...eurosOf(found),
                  numerator: (found.parts[index]?.cents ?? 0) / 100,
                }
              : null,
            spread: null,
          })),
        })),
  )
  return [...wholes, ...shares]
}

/** The groups of a dimension that have cases, « non précisé » last; everything together always. */
function groupsOf({ tallies }: Counted, dimension: Breakdown | null) {
  return tallies
    .flatMap(({ dimension: of, group, tally: found }) =>
      of === dimension && found && (of === null || found.n > 0) ? [{ group, tally: found }] : [],
    )
    .toSorted((one, other) => inOrder(one.group, other.group))
}

/** Bands rise by their lower ends, other codes by their characters; null is last. */
function inOrder(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
  const ends = Number.parseInt(one, 10) - Number.parseInt(other, 10)
  if (!Number.isNaN(ends) && ends !== 0) return ends
  return one < other ? -1 : one > other ? 1 : 0
}

function cellOf(
  question: Question,
  found: Tally,
  { dimension, group }: { dimension: Breakdown | null; group: string | null },
  { spreads, medians }: Pick<Counted, 'spreads' | 'medians'>,
): Cell {
  const isHere = (row: { dimension: Breakdown | null; group: string | null }) =>
    row.dimension === dimension && row.group === group
  const median = medians.find(isHere)
  const spread = spreads.find(isHere)
  const isShare = question.counted !== null
  return {
    group,
    unknown: dimension !== null && group === null,
    n: found.n,
    missing: found.n - found.known,
    numerator: isShare ? found.numerator : null,
    denominator: isShare ? found.denominator : null,
    euros: question.euros
      ? {
          ...eurosOf(found),
          medianNumerator: median?.numerator ?? null,
          medianDenominator: median?.denominator ?? null,
        }
      : null,
    spread:
      question.spread === null
        ? null
        : {
            median: spread?.median ?? null,
            p10: spread?.p10 ?? null,
            p90: spread?.p90 ?? null,
          },
  }
}

function eurosOf({ euros }: Tally) {
  return {
    numerator: euros.numerator / 100,
    denominator: euros.denominator / 100,
    known: euros.known,
    medianNumerator: null,
    medianDenominator: null,
    capped: euros.capped,
  }
}
