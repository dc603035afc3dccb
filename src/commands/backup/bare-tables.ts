import type { TransactionSql } from 'postgres'
import type { DescribedTable } from './tables.ts'
import { quoted } from './tables.ts'

/**
 * Empties these tables and takes off their foreign keys and indexes (those of keys and constraints stay), all inside the
 * caller's transaction. The result puts them back as they were: made at once, they cost a tenth of what they cost row by
 * row, and rows may come in any order.
 */
export async function bareTables(
  client: TransactionSql,
  tables: DescribedTable[],
): Promise<() => Promise<void>> {
  const keys = await client.unsafe<{ owner: string; name: string; definition: string }[]>(
    `select conrelid::regclass::text as owner, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace`,
  )
  const indexes = await client.unsafe<{ name: string; definition: string }[]>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index join pg_class on pg_class.oid = indexrelid
    where relnamespace = current_schema()::regnamespace
      and not exists (select from pg_constraint where conindid = indexrelid and contype <> 'f')`,
  )
  const run = async (statements: string[]) => {
    for (const statement of statements) await client.unsafe(statement)
  }
  await run(keys.map(({ owner, name }) => `alter table ${owner} drop constraint ${name}`))
  await run(indexes.map(({ name }) => `drop index ${name}`))
  await client.unsafe(`truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`)
  return async () => {
    await run(indexes.map(({ definition }) => definition))
    await run(
      keys.map(
        ({ owner, name, definition }) =>
          `alter table ${owner} add constraint ${name} ${definition}`,
      ),
    )
  }
}
