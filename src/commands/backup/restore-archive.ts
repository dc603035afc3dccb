import type { Sql, TransactionSql } from 'postgres'
import { isEmbedded } from '../../db/copy-rows.ts'
import type { Migration } from '../../db/migrate.ts'
import { SCOPES } from '../../http/route.ts'
import {
  type ArchivedTable,
  type ArchiveHeader,
  type ArchivePart,
  type ArchiveSummary,
  createTally,
  wholeHash,
} from './archive.ts'
import { bareTables } from './bare-tables.ts'
import { openLoader } from './load-rows.ts'
import { longTransaction } from './long-transaction.ts'
import { PLAIN_VALUES, tableRows } from './read-rows.ts'
import {
  type DescribedTable,
  describeTables,
  quoted,
  readApplied,
  readSequences,
} from './tables.ts'

/** What `migrate`, and the jobs of a server that nobody has used yet, put into an empty database; a restoration replaces it. */
const FILLED_WHEN_EMPTY = [
  'analysis_years',
  'audit_log',
  'communes',
  'departements',
  'help_bodies',
  'help_rules',
  'intercommunalities',
  'jobs',
  'made_documents',
  'pact',
  'pact_axes',
  'pact_commitments',
  'pact_versions',
  'rate_limits',
  'rules',
  'settings',
  'support_schemes',
  'template_versions',
  'trades',
]

/** `filled`: tables of the database that hold something already. */
export type Restored = { ok: true; summary: ArchiveSummary } | { ok: false; filled: string[] }

/**
 * Puts the data of a file into an empty database, in one transaction: all, or nothing. The tables are first made as
 * they were when the file was written, where `migrations` go further. What was written is read again and has the hash
 * of the file, or the transaction fails. Versions go up, so that no process shows what it kept of the empty database.
 */
export async function restoreArchive(
  sql: Sql,
  parts: AsyncGenerator<ArchivePart>,
  header: ArchiveHeader,
  { migrations, tell }: { migrations: Migration[]; tell(table: ArchivedTable): void },
): Promise<Restored> {
  return longTransaction<Restored>(sql, '', async (client) => {
    const embedded = await isEmbedded(client)
    await client.unsafe(PLAIN_VALUES)
    const found = await describeTables(client)
    await client.unsafe(`lock table ${nameList(found)}, data_versions in access exclusive mode`)
    const filled = await filledTables(client, found)
    if (filled.length > 0) return { ok: false, filled }
    if ((await readApplied(client)).length > header.migrations.length)
      await rebuildTables(client, found, header, migrations)
    const tables = await describeTables(client)
    const putBack = await bareTables(client, tables)
    const summary = await load(client, parts, { tables, embedded, tell })
    await setSequences(client, summary.sequences)
    await putBack()
    await client.unsafe(`analyze ${nameList(tables)}`)
    if ((await hashOf(client, tables, header, embedded)) !== summary.sha256)
      throw new Error('ce qui est restauré n’a pas l’empreinte du fichier ; rien n’a changé')
    await bumpAllVersions(client)
    return { ok: true, summary }
  })
}

async function filledTables(client: TransactionSql, tables: DescribedTable[]): Promise<string[]> {
  const asked = tables.filter(({ name }) => !FILLED_WHEN_EMPTY.includes(name))
  const rows = await client.unsafe<{ name: string }[]>(
    asked
      .map(({ name }) => `select '${name}' as name where exists (select from ${quoted(name)})`)
      .join(' union all '),
  )
  return rows.map(({ name }) => name)
}

/** Replaces the tables, which are empty, by those of an older state of the same migrations. */
async function rebuildTables(
  client: TransactionSql,
  tables: DescribedTable[],
  header: ArchiveHeader,
  migrations: Migration[],
): Promise<void> {
  // How often the data have changed goes on from where it is.
  await client.unsafe('create temporary table kept_versions on commit drop as table data_versions')
  await client.unsafe(`drop table ${nameList(tables)}, data_versions`)
  for (const { sql } of migrations.filter(({ name }) => header.migrations.includes(name)))
    for (const statement of sql.split('--> statement-breakpoint'))
      // No transaction takes it; on empty tables it would be of no use.
      await client.unsafe(statement.replaceAll(/\bconcurrently\b/gi, ''))
  await client.unsafe('insert into data_versions select * from kept_versions')
  await client.unsafe('delete from guichet_migrations where not (name = any ($1::text::text[]))', [
    `{${header.migrations.join(',')}}`,
  ])
}

async function load(
  client: TransactionSql,
  parts: AsyncGenerator<ArchivePart>,
  {
    tables,
    embedded,
    tell,
  }: { tables: DescribedTable[]; embedded: boolean; tell(table: ArchivedTable): void },
): Promise<ArchiveSummary> {
  let loader: Awaited<ReturnType<typeof openLoader>> | null = null
  for await (const part of parts) {
    if (part.kind === 'table') {
      const table = tables.find(({ name }) => name === part.table)
      const columns = table?.columns.map(({ name }) => name) ?? []
      if (!table || columns.join() !== part.columns.join())
        throw new Error(`the table ${part.table} is not the one that was saved`)
      loader = await openLoader(client, table, embedded)
    } else if (part.kind === 'rows') {
      await loader?.write(part.bytes)
    } else if (part.kind === 'table-end') {
      await loader?.end()
      tell(part.table)
    } else if (part.kind === 'end') {
      return part.summary
    }
  }
  throw new Error('the file has no end')
}

async function setSequences(
  client: TransactionSql,
  sequences: Record<string, string>,
): Promise<void> {
  for (const [name, next] of Object.entries(sequences))
    await client.unsafe('select setval($1::text::regclass, $2::text::bigint, false)', [
      quoted(name),
      next,
    ])
}

async function bumpAllVersions(client: TransactionSql): Promise<void> {
  await client.unsafe(
    `insert into data_versions (scope, version, changed_at)
    select scope, 1, now() from unnest($1::text::text[]) scope
    on conflict (scope) do update set version = data_versions.version + 1, changed_at = now()`,
    [`{${SCOPES.join(',')}}`],
  )
  await client.unsafe(`select pg_notify('guichet_versions', scope) from data_versions`)
}

/** The hash that a backup of the database would have now. */
async function hashOf(
  client: TransactionSql,
  tables: DescribedTable[],
  header: ArchiveHeader,
  embedded: boolean,
): Promise<string> {
  const archived: ArchivedTable[] = []
  for (const table of tables) {
    const tally = createTally()
    for await (const bytes of tableRows(client, table, embedded)) tally.add(bytes)
    const columns = table.columns.map(({ name }) => name)
    archived.push({ table: table.name, columns, ...tally.end() })
  }
  return wholeHash(header.migrations, archived, await readSequences(client))
}

function nameList(tables: DescribedTable[]): string {
  return tables.map(({ name }) => quoted(name)).join(', ')
}
