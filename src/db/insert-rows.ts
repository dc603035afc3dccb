import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './db.ts'

/**
 * Inserts rows that all name the same columns, ids included where they are reserved, as one JSON parameter that the
 * database takes apart: however many rows there are (a statement takes 65 534 parameters), and for a third of the work
 * that a parameter for every value costs. A lone surrogate becomes U+FFFD, as it does in a parameter of its own.
 */
export async function insertRows<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: T['$inferInsert'][],
  onConflict: SQL = sql``,
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.entries(getTableColumns(table)).filter(([field]) =>
    Object.hasOwn(first, field),
  )
  const data = rows.map((row: Record<string, unknown>) => {
    const named: Record<string, unknown> = {}
    for (const [field, column] of columns) named[column.name] = row[field]
    return named
  })
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  )
  await tx.execute(sql`
    insert into ${table} (${names}) overriding system value
    select ${names} from json_populate_recordset(null::${table}, ${wellFormed(JSON.stringify(data))}::json)
    ${onConflict}`)
}

/** JSON.stringify writes half a pair as an escape, which the database refuses; after an escaped backslash it is no escape. */
export function wellFormed(json: string): string {
  return !json.includes('\\ud')
    ? json
    : json.replace(/(?<!\\)((?:\\\\)*)\\ud[89a-f][\da-f]{2}/g, '$1\ufffd')
}
