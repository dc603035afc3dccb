import type { TransactionSql } from 'postgres'
import { copyLine } from '../../db/copy-rows.ts'
import { columnList, type DescribedTable, quoted } from './tables.ts'

/** Rows that the embedded database is asked for at once: it holds them twice in memory. Of tables with files, one. */
const PAGE = 200

/** Has values written in one way, whatever the server's settings and the machine's are; for a transaction. */
export const PLAIN_VALUES = `
  set local datestyle = 'ISO';
  set local timezone = 'UTC';
  set local intervalstyle = 'postgres';
  set local extra_float_digits = 1;
  set local bytea_output = 'hex';
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0`

/**
 * All rows of a table in the order of its key, in PostgreSQL's text format of COPY, in pieces that end with a line. Whoever
 * stops reading early has the rest passed over. The embedded database is asked page by page: what its COPY
 * answers would stand in memory as a whole.
 */
export async function* tableRows(
  client: TransactionSql,
  table: DescribedTable,
  embedded: boolean,
): AsyncGenerator<Buffer> {
  const query = `select ${columnList(table)} from ${quoted(table.name)} order by ${table.order}`
  if (embedded) {
    const page = table.columns.some(({ type }) => type === 'bytea') ? 1 : PAGE
    for await (const rows of client.unsafe(query).raw().cursor(page))
      yield Buffer.from(rows.map((row) => copyLine(row.map(textOf))).join(''))
    return
  }
  const stream = await client.unsafe(`copy (${query}) to stdout`).readable()
  // The driver lets its socket flow again when more is read, which nobody does after the end.
  stream.once('end', () => stream._read(0))
  try {
    // Destroyed, it would keep its connection waiting for ever.
    yield* stream.iterator({ destroyOnReturn: false })
  } finally {
    stream.resume()
  }
}

function textOf(value: Buffer | null): string | null {
  return value === null ? null : value.toString()
}
