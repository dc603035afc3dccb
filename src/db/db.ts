import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import type { PostgresJsDatabase, PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'

type NoSchema = Record<string, never>

/** The database outside a transaction. Inside one only `Tx` may be used: on the embedded database a query on `Db` would wait for ever. */
export type Db = PostgresJsDatabase<NoSchema>

/** An open transaction. Writes ask for it, so that they cannot run outside one. */
export type Tx = PgTransaction<
  PostgresJsQueryResultHKT,
  NoSchema,
  ExtractTablesWithRelations<NoSchema>
>

/** Named reads take either. */
export type Reader = Db | Tx
