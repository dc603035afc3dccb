import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { Sql } from 'postgres'
import type { Db } from './db.ts'
import { haveSeveralConnections } from './side-by-side.ts'
import { type DatabaseLoad, takingTurns } from './turns.ts'

/** An open database, whichever it is. */
export interface OpenDatabase {
  db: Db
  /** The same for the few questions that do not wait behind all others: how the database is, and what has changed. */
  ahead: Db
  /** The driver under `db`, for what drizzle has no words for: migrations, LISTEN. Its parsers are drizzle's: instants are text. */
  sql: Sql
  load(): DatabaseLoad
  /** Lets running queries end, then closes. */
  close(): Promise<void>
}

export interface PostgresOptions {
  /** Connections at most. */
  max?: number
  /**
   * The server gives up on a statement after so many milliseconds, and this end a little later on one that nobody
   * answers, or sooner on one that finds every connection busy. Leave out behind a pooler that refuses start parameters.
   */
  statementTimeout?: number
  /** false behind a pooler that hands each transaction to another session. */
  prepare?: boolean
}

/**
 * Opens a PostgreSQL server, on Node as on Workers (there with `max: 5`). Nothing is sent before the first query.
 * Array types are not fetched: drizzle's columns read arrays by themselves, and the Workers need each round trip.
 */
export function openPostgres(url: string, options: PostgresOptions = {}): OpenDatabase {
  const { max = 10, statementTimeout, prepare = true } = options
  const sql = postgres(url, {
    max,
    prepare,
    fetch_types: false,
    onnotice: ignoreNotice,
    connect_timeout: 10,
    // The driver's own grows to twenty seconds, which whoever asks next would wait out after every outage.
    backoff: (attempts) => (0.5 + Math.random() / 2) * Math.min(3 ** attempts / 100, 1),
    connection: {
      application_name: 'guichet',
      ...(statementTimeout === undefined ? {} : { statement_timeout: statementTimeout }),
    },
  })
  const patience =
    statementTimeout === undefined
      ? {}
      : { turnMs: LONGEST_TURN_MS, answerMs: statementTimeout + 5_000 }
  const { client, ahead, load } = takingTurns(sql, max, patience)
  const close = () => sql.end({ timeout: 5 })
  const db = drizzle(client)
  if (max > 1) haveSeveralConnections(db)
  return { db, ahead: drizzle(ahead), sql, load, close }
}

/** A reader's own patience. */
const LONGEST_TURN_MS = 10_000

/** « relation already exists, skipping » is no news. */
export function ignoreNotice(): void {}
