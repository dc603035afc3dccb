import type { Sql } from 'postgres'

/** A table as the database describes it. */
export interface DescribedTable {
  name: string
  /** Names and types of what is stored; generated columns are left out. */
  columns: { name: string; type: string }[]
  /** What its rows are put in order by, which is the same on every database. */
  order: string
}

/** Any session of the driver: a connection of its own, or a transaction. */
type Session = Pick<Sql, 'unsafe'>

/**
 * What says of the database itself where it stands, and is not carried to another: the migrations that it has had, and
 * how often its data have changed.
 */
const OWN_TABLES = ['guichet_migrations', 'data_versions']

/** The tables that a backup carries, in the order of their names: all of the schema but `OWN_TABLES` and those of extensions. */
export async function describeTables(session: Session): Promise<DescribedTable[]> {
  const rows = await session.unsafe<DescribedTable[]>(
    `select c.relname as name,
      (select json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod)) order by attnum)
        from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns,
      (select string_agg(quote_ident(attname) || case when attcollation <> 0 then ' collate "C"' else '' end, ', '
          order by position)
        from pg_constraint, unnest(conkey) with ordinality as key (number, position), pg_attribute
        where conrelid = c.oid and contype = 'p' and attrelid = c.oid and attnum = number) as order
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> all ($1::text::text[])
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
    order by c.relname collate "C"`,
    [`{${OWN_TABLES.join(',')}}`],
  )
  return rows.map(({ name, columns, order }) => ({ name, columns, order }))
}

/** Where each sequence stands: the next number that it would give. */
export async function readSequences(session: Session): Promise<Record<string, string>> {
  const rows = await session.unsafe<{ name: string }[]>(
    `select relname as name from pg_class
    where relkind = 'S' and relnamespace = current_schema()::regnamespace order by relname collate "C"`,
  )
  if (rows.length === 0) return {}
  const stands = await session.unsafe<{ name: string; next: string }[]>(
    rows
      .map(
        ({ name }) =>
          `select '${name}' as name, (last_value + is_called::int)::text as next from ${quoted(name)}`,
      )
      .join(' union all '),
  )
  return Object.fromEntries(stands.map(({ name, next }) => [name, next]))
}

/** The migrations that the database has had. */
export async function readApplied(session: Session): Promise<string[]> {
  const rows = await session.unsafe<{ name: string }[]>(
    'select name from guichet_migrations order by name collate "C"',
  )
  return rows.map(({ name }) => name)
}

/** A name of the database as it stands in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** The names of a table's columns, as they stand in a statement. */
export function columnList({ columns }: Pick<DescribedTable, 'columns'>): string {
  return columns.map(({ name }) => quoted(name)).join(', ')
}
