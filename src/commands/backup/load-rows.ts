import type { TransactionSql } from 'postgres'
import { type Copy, openCopy, valuesOf } from '../../db/copy-rows.ts'
import { columnList, type DescribedTable, quoted } from './tables.ts'

/** Bytes of rows that the embedded database is given at once. */
const BATCH = 512 * 1024
const NEWLINE = 0x0a

/**
 * Takes the rows of one table, which this transaction has emptied, in pieces of any size: by COPY on a server, as JSON
 * on the embedded database, which has no COPY from over its socket.
 */
export async function openLoader(
  client: TransactionSql,
  table: DescribedTable,
  embedded: boolean,
): Promise<Copy> {
  if (embedded) return jsonLoader(client, table)
  const into = `${quoted(table.name)} (${columnList(table)})`
  return openCopy(client, `copy ${into} from stdin with (freeze)`)
}

function jsonLoader(client: TransactionSql, table: DescribedTable): Copy {
  const values = table.columns.map(({ type }, at) => `(line ->> ${at})::${type}`).join(', ')
  const insert = `insert into ${quoted(table.name)} (${columnList(table)}) overriding system value
    select ${values} from json_array_elements($1::text::json) line`
  let pieces: Uint8Array[] = []
  let held = 0

  async function flush(): Promise<void> {
    const bytes = Buffer.concat(pieces)
    const end = bytes.lastIndexOf(NEWLINE)
    const rest = bytes.subarray(end + 1)
    pieces = [rest]
    held = rest.length
    if (end === -1) return
    const lines = bytes.toString('utf8', 0, end).split('\n')
    await client.unsafe(insert, [JSON.stringify(lines.map(valuesOf))])
  }

  return {
    async write(piece) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
      pieces.push(bytes)
      held += bytes.length
      if (held >= BATCH && bytes.includes(NEWLINE)) await flush()
    },
    end: flush,
  }
}
