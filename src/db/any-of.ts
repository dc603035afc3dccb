import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import { makePgArray } from 'drizzle-orm/pg-core'

/**
 * Whether a column has one of these values, which go as one parameter: a list of a thousand costs no more to write down
 * than one of ten, and lists of all lengths share one prepared statement.
 */
export function anyOf(column: AnyColumn | SQL, values: string[] | number[]): SQL {
  const type = typeof values[0] === 'number' ? sql`int[]` : sql`text[]`
  return sql`${column} = any(${makePgArray(values)}::${type})`
}
