import type { Sql } from 'postgres'
import { isEmbedded } from '../../db/copy-rows.ts'
import { archiveBytes, type ArchivedTable, type ArchiveSummary, headerOf } from './archive.ts'
import { writeArchiveFile } from './archive-file.ts'
import { longTransaction } from './long-transaction.ts'
import { PLAIN_VALUES, tableRows } from './read-rows.ts'
import { describeTables, readApplied, readSequences } from './tables.ts'

/**
 * Writes all that a database holds at one instant to a new file: one snapshot, which other connections read and write
 * beside. The embedded database has no other connection, and answers nothing else in the meantime: pieces of several
 * instants would not be one state, and a copy of its files would take hardly less time and as much room again.
 */
export async function writeArchive(
  sql: Sql,
  path: string,
  now: Date,
  tell: (table: ArchivedTable) => void,
): Promise<ArchiveSummary> {
  return longTransaction(sql, 'isolation level repeatable read read only', async (client) => {
    const embedded = await isEmbedded(client)
    await client.unsafe(PLAIN_VALUES)
    const tables = await describeTables(client)
    const ended = Promise.withResolvers<ArchiveSummary>()
    const bytes = archiveBytes(
      {
        header: headerOf(await readApplied(client), now),
        tables: tables.map((table) => ({
          table: table.name,
          columns: table.columns.map(({ name }) => name),
          rows: () => tableRows(client, table, embedded),
        })),
        sequences: await readSequences(client),
      },
      { tell, end: ended.resolve },
    )
    await writeArchiveFile(path, bytes)
    return ended.promise
  })
}
