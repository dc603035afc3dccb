import { type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '../db/db.ts'
import { lineColumns, type Lines } from './lines.ts'
import { consultationLines, contractLines, sessionLines } from './schema.ts'

/** Lines that are hashed together: part of what the hash is. */
const TOGETHER = 1_000

/**
 * The SHA-256 of a year's lines, in hexadecimal: contracts, consultations and sessions, each in the order of their keys'
 * bytes, each line a JSON array of its columns in the order of schema.ts and a line feed. Every thousand lines of a kind
 * are hashed by themselves, and the hash is that of these hashes (in hexadecimal) one after the other, so that any
 * number of lines fits in memory.
 */
export async function dataHash(reader: Reader, lines: Lines): Promise<string> {
  let hashes = ''
  for (const [table, relation] of [
    [contractLines, lines.everything],
    [consultationLines, lines.consultations],
    [sessionLines, lines.sessions],
  ] as const)
    for await (const page of pagesOf(reader, table, relation)) hashes += await sha256(page)
  return sha256(hashes)
}

async function* pagesOf(reader: Reader, table: PgTable, relation: SQL): AsyncGenerator<string> {
  const columns = sql.join(
    lineColumns(table).map((name) => sql.identifier(name)),
    sql`, `,
  )
  let after = ''
  for (;;) {
    const rows = await reader.execute<{ line: string; written: string }>(sql`
      select line, json_build_array(${columns})::text as written
      from ${relation} line where line collate "C" > ${after}::text
      order by line collate "C" limit ${TOGETHER}::int`)
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ written }) => `${written}\n`).join('')
    after = last.line
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
