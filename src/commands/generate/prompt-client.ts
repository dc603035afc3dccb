import { connect } from 'node:net'
import postgres, { type Sql } from 'postgres'
import { ignoreNotice } from '../../db/postgres.ts'

/**
 * A client of one connection whose socket sends what it is given at once, and which waits as long as it takes. The
 * driver's own sockets hold back the end of a COPY until the server has acknowledged the rows before it (RFC 896), which
 * the server puts off for forty milliseconds: more than it takes to read them.
 */
export function promptClient(databaseUrl: string): Sql {
  const options = { max: 1, fetch_types: false, onnotice: ignoreNotice }
  const { host, port, path } = postgres(databaseUrl, options).options
  const to = path ? { path } : { host: host[0] ?? '', port: port[0] ?? 5432 }
  const socket = () => Object.assign(connect({ ...to, noDelay: true }), { host: host[0] })
  const withSocket = { ...options, socket }
  return postgres(databaseUrl, withSocket)
}
