import { getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '../../db/db.ts'

/**
 * Drops the indexes, unique constraints and foreign keys of these tables, primary keys apart, until the transaction
 * calls what this answers: made once over all rows they cost a fraction of being kept up row by row. Nobody else reads
 * the tables meanwhile.
 */
export async function setIndexesAside(tx: Tx, tables: PgTable[]): Promise<() => Promise<void>> {
  const named = sql`any(string_to_array(${tables.map(getTableName).join(',')}, ',')::regclass[])`
  const found = await tx.execute<{ drop: string; make: string }>(sql`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint where contype in ('f', 'u') and conrelid = ${named}
    union all
    select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from pg_index where indrelid = ${named}
      and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u'))`)
  const statements = [...found]
  for (const { drop } of statements) await tx.execute(sql.raw(drop))
  return async () => {
    await tx.execute(sql`select set_config('maintenance_work_mem', '256MB', true)`)
    for (const { make } of statements) await tx.execute(sql.raw(make))
  }
}
