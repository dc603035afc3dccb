import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgArray, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import { PostgresJsSession } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import type { Tx } from './db.ts'
import { insertRows, wellFormed } from './insert-rows.ts'

/** Adds many rows to a table, ids included, that all name the same columns. */
export type RowLoader = <T extends PgTable>(
  tx: Tx,
  table: T,
  rows: T['$inferInsert'][],
) => Promise<void>

/**
 * The fastest way that the database behind this transaction takes many rows: COPY on a server, one JSON parameter on the
 * embedded database, which has no COPY over its socket. Constraints and indexes hold as they always do.
 */
export async function rowLoader(tx: Tx): Promise<RowLoader> {
  return (await isEmbedded(clientOf(tx))) ? insertRows : copyRows
}

/** Whether the embedded database is at the other end. */
export async function isEmbedded(client: Pick<Sql, 'unsafe'>): Promise<boolean> {
  const [row] = await client.unsafe<{ version: string }[]>('select version() as version')
  return row?.version.includes('wasm') === true
}

/** Characters at once: what waits for the server stays small. */
const PIECE = 512 * 1024

async function copyRows<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: T['$inferInsert'][],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.entries(getTableColumns(table)).filter(([field]) =>
    Object.hasOwn(first, field),
  )
  const names = columns.map(([, column]) => `"${column.name}"`)
  const copy = await openCopy(
    clientOf(tx),
    `copy "${getTableName(table)}" (${names.join(', ')}) from stdin`,
  )
  const writers = columns.map(([field, column]) => [field, writerOf(column)] as const)
  let piece = ''
  for (const row of rows as Record<string, unknown>[]) {
    piece += copyLine(writers.map(([field, write]) => write(row[field])))
    if (piece.length < PIECE) continue
    await copy.write(piece)
    piece = ''
  }
  if (piece !== '') await copy.write(piece)
  await copy.end()
}

/** A `copy … from stdin` that is under way on a server; what the server refuses is thrown by one of the two. */
export interface Copy {
  /** Answers when the server can take more. */
  write(piece: string | Uint8Array): Promise<void>
  end(): Promise<void>
}

/** Begins a `copy … from stdin`. */
export async function openCopy(client: Pick<Sql, 'unsafe'>, statement: string): Promise<Copy> {
  const stream = await client.unsafe(statement).writable()
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  // It is thrown by whichever of the two waits.
  failed.catch(() => {})
  return {
    async write(piece) {
      if (stream.write(piece)) return
      const drained = new Promise((resolve) => stream.once('drain', resolve))
      await Promise.race([drained, failed])
    },
    async end() {
      const finished = new Promise((resolve) => stream.once('finish', resolve))
      stream.end()
      await Promise.race([finished, failed])
    },
  }
}

/** A row in PostgreSQL's text format of COPY, out of its values as the database writes them; null is null. */
export function copyLine(values: (string | null)[]): string {
  return `${values.map((value) => (value === null ? '\\N' : escaped(value))).join('\t')}\n`
}

/** The values of such a row, without the end of its line. */
export function valuesOf(line: string): (string | null)[] {
  return line.split('\t').map((value) => {
    if (value === '\\N') return null
    return value.includes('\\')
      ? value.replaceAll(EVERY_ESCAPE, (each) => UNESCAPED[each] ?? each)
      : value
  })
}

function clientOf(tx: Tx): Sql {
  const { session } = tx._
  if (!is(session, PostgresJsSession)) throw new Error('no connection of postgres.js')
  return session.client
}

/** Arrays have a form of their own; what is no plain value otherwise is JSON. */
function writerOf(column: PgColumn): (value: unknown) => string | null {
  if (!is(column, PgArray)) return written
  return (value) => (Array.isArray(value) ? String(column.mapToDriverValue(value)) : null)
}

function written(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return value.toISOString()
  return wellFormed(JSON.stringify(value))
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replaceAll(EVERY_SPECIAL, (each) => ESCAPES[each] ?? each) : text
}

const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
}
const UNESCAPED = Object.fromEntries(Object.entries(ESCAPES).map(([plain, each]) => [each, plain]))
const SPECIAL = /[\\\b\t\n\v\f\r]/
const EVERY_SPECIAL = new RegExp(SPECIAL, 'g')
const EVERY_ESCAPE = /\\[\\btnvfr]/g
