import type { LinesIndicator, Question } from './indicators/indicator.ts'
import { type Bucket, percentiles } from './percentiles.ts'
import type { Amounts, Group, Values } from './tally.ts'

/** The spread of an indicator's values in one group, in its unit. */
export interface SpreadRow extends Group {
  slug: string
  median: number | null
  p10: number | null
  p90: number | null
}

/** Medians of the amounts in the numerator and in the denominator of a share, in euros; null: none is known. */
export interface MedianRow extends Group {
  slug: string
  numerator: number | null
  denominator: number | null
}

interface Asked {
  indicator: LinesIndicator
  question: Question
}

/** The spreads of each question that has values, for each group that it is told of. */
export function spreadsOf(cells: Values[], asked: Asked[]): SpreadRow[] {
  return asked
    .filter(({ question }) => question.spread !== null)
    .flatMap(({ indicator, question }, index) => {
      const parts = question.spread?.parts ?? 1
      const groups = numbered([null, ...indicator.by])
      const buckets = cells.map((cell): Bucket => ({
        groups: groups.ofCell(cell),
        values: cell.spreads[index] ?? [],
      }))
      const found = percentiles(buckets, groups.all.length, [1, 5, 9])
      return groups.all.map((group, place): SpreadRow => {
        const [p10, median, p90] = (found[place] ?? []).map((each) =>
          each === null ? null : each / parts,
        )
        return {
          ...group,
          slug: indicator.slug,
          median: median ?? null,
          p10: p10 ?? null,
          p90: p90 ?? null,
        }
      })
    })
}

/** The medians of each question that has some, for each group that they are told of. */
export function mediansOf(cells: Amounts[], asked: Asked[]): MedianRow[] {
  const questions = asked
    .filter(({ question }) => question.medians !== null)
    .map(({ indicator, question }) => ({
      slug: indicator.slug,
      groups: numbered([null, ...(question.medians ?? [])]),
    }))
  for (const { groups } of questions) for (const cell of cells) groups.ofCell(cell)
  const starts = questions.map((_, index) =>
    questions.slice(0, index).reduce((sum, { groups }) => sum + 2 * groups.all.length, 0),
  )
  const count = questions.reduce((sum, { groups }) => sum + 2 * groups.all.length, 0)
  const buckets = cells.map((cell): Bucket => ({
    groups: questions.flatMap(({ groups }, index) => {
      const as = cell.as[index] ?? 'nothing'
      return groups.ofCell(cell).flatMap((group) => {
        const place = (starts[index] ?? 0) + 2 * group
        return [...(as === 'nothing' ? [] : [place]), ...(as === 'numerator' ? [place + 1] : [])]
      })
    }),
    values: cell.amounts,
  }))
  const found = percentiles(buckets, count, [5])
  const inEuros = (place: number) => {
    const cents = found[place]?.[0] ?? null
    return cents === null ? null : cents / 100
  }
  return questions.flatMap(({ slug, groups }, index) =>
    groups.all.map((group, place) => {
      const start = (starts[index] ?? 0) + 2 * place
      return { ...group, slug, denominator: inEuros(start), numerator: inEuros(start + 1) }
    }),
  )
}

/** Numbers the groups of these dimensions as they are met among cells. */
function numbered(dimensions: Group['dimension'][]) {
  const all: Group[] = []
  const numbers = new Map<string, number>()
  const ofCell = (cell: Pick<Values, 'category' | 'buyer' | 'band' | 'procedure' | 'division'>) =>
    dimensions.map((dimension) => {
      const group = dimension === null ? null : cell[dimension]
      const key = `${dimension} ${JSON.stringify(group)}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, all.length)
      return all.push({ dimension, group }) - 1
    })
  return { all, ofCell }
}
