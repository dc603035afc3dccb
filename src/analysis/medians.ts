import { sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { holdersOf } from './base.ts'
import type { LinesIndicator, Question } from './indicators/indicator.ts'
import type { Lines } from './lines.ts'
import type { Method } from './method.ts'

/** Medians of the amounts in the numerator and in the denominator of a share, in euros; null: none is known. */
export interface Median {
  slug: string
  dimension: 'category' | 'buyer' | null
  group: string | null
  numerator: number | null
  denominator: number | null
}

/**
 * Amounts differ nearly all, so that nothing is won by counting them, and a median of each group of each question would
 * be a sort each for the database. It hands the amounts over as a few long arrays instead, in one parallel pass, and
 * they are sorted here. A median is an amount that occurs: the least that half of the cases do not exceed.
 */
export async function mediansOf(
  reader: Reader,
  lines: Lines,
  method: Method,
  indicators: { indicator: LinesIndicator; question: Question }[],
): Promise<Median[]> {
  const asked = indicators.flatMap(({ indicator, question }) =>
    question.medians === null ? [] : [{ indicator, question, medians: question.medians }],
  )
  const flags = asked.map(({ question: { asked: all, known, counted } }) => {
    const told = sql`(${all}) and (${known})`
    return sql`case when ${told} and (${counted ?? sql`false`}) then '2' when ${told} then '1' else '0' end`
  })
  const rows = await reader.execute<{
    category: string | null
    buyer: string | null
    flags: string
    amounts: string
  }>(sql`
    select category, buyer, flags, array_agg(cents)::text as amounts
    from (
      select category, buyer, cents, ${sql.join(flags, sql` || `)} as flags
      from ${holdersOf(lines, method)} holder where cents is not null
    ) priced
    group by category, buyer, flags`)
  const arrays = rows.map(({ amounts, ...row }) => ({ ...row, amounts: readArray(amounts) }))
  return asked.flatMap(({ indicator: { slug }, medians }, index) =>
    [null, ...medians].flatMap((dimension) => {
      const groups = Map.groupBy(arrays, (row) => (dimension === null ? null : row[dimension]))
      return [...groups].map(([group, of]) => {
        const flagged = (flag: (each: string) => boolean) =>
          medianOf(of.filter(({ flags: all }) => flag(all[index] ?? '0')).map((row) => row.amounts))
        return {
          slug,
          dimension,
          group,
          numerator: flagged((flag) => flag === '2'),
          denominator: flagged((flag) => flag !== '0'),
        }
      })
    }),
  )
}

/** Cents fit in 32 bits: the cap is below twenty-one million euros. */
function readArray(text: string): Int32Array {
  return Int32Array.from(text.slice(1, -1).split(','), Number)
}

function medianOf(arrays: Int32Array[]): number | null {
  const length = arrays.reduce((sum, each) => sum + each.length, 0)
  const all = new Int32Array(length)
  let at = 0
  for (const each of arrays) {
    all.set(each, at)
    at += each.length
  }
  const middle = all.sort()[Math.ceil(length / 2) - 1]
  return middle === undefined ? null : middle / 100
}
