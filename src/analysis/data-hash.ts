import { sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '../db/db.ts'
import { type Lines, lineColumns } from './lines.ts'
import { consultationLines, contractLines, sessionLines } from './schema.ts'

/**
 * SHA-256 of all that figures rest on, in hexadecimal: each line as a JSON array of its columns in the order of its
 * table is hashed, these hashes follow one another in the order of the lines' keys as bytes, and the hashes of the three
 * kinds (contracts, consultations, sessions) make the one. The same lines give the same hash on every database.
 */
export async function dataHash(
  reader: Reader,
  { contracts, consultations, sessions }: Pick<Lines, 'contracts' | 'consultations' | 'sessions'>,
): Promise<string> {
  const hashOf = (table: PgTable, lines: typeof contracts) => {
    const columns = sql.join(
      lineColumns(table).map((name) => sql`line.${sql.identifier(name)}`),
      sql`, `,
    )
    return sql`(
      select sha256(coalesce(
        string_agg(
          sha256(convert_to(json_build_array(${columns})::text, 'UTF8')), ''::bytea
          order by line.line collate "C"),
        ''::bytea))
      from ${lines} line)`
  }
  const [row] = await reader.execute<{ hash: string }>(sql`
    select encode(sha256(${hashOf(contractLines, contracts)}
      || ${hashOf(consultationLines, consultations)}
      || ${hashOf(sessionLines, sessions)}), 'hex') as hash`)
  if (!row) throw new Error('no hash was computed')
  return row.hash
}
