import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import { FROZEN, lineColumns, type Lines } from './lines.ts'
import { METHOD, type Method } from './method.ts'

/** Lines that are hashed together: part of what the hash is. */
const TOGETHER = 1_000

/** Columns that came with a later version of the method. */
const SINCE: Record<string, number> = { model_below: 2, model_used: 2 }

/**
 * The SHA-256 of a year's lines, in hexadecimal: contracts, consultations, sessions, mediations and uses of the model,
 * each in the order of their keys' bytes, each line a JSON array of its columns in the order of schema.ts and a line
 * feed, without the columns that came after the version of the method that its year was computed by. Every thousand lines of a kind
 * are hashed by themselves, and the hash is that of these hashes (in hexadecimal) one after the other, so that any
 * number of lines fits in memory.
 */
export async function dataHash(
  reader: Reader,
  lines: Lines,
  method: Method = METHOD,
): Promise<string> {
  let hashes = ''
  for (const [table, relation] of FROZEN) {
    const columns = lineColumns(table).filter((name) => (SINCE[name] ?? 1) <= method.version)
    for await (const page of pagesOf(reader, columns, lines[relation])) hashes += await sha256(page)
  }
  return sha256(hashes)
}

async function* pagesOf(reader: Reader, names: string[], relation: SQL): AsyncGenerator<string> {
  const columns = sql.join(
    names.map((name) => sql.identifier(name)),
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
