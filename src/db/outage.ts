import { DrizzleQueryError } from 'drizzle-orm'

/** No connection was free in time, none could be made, none answered, or the one that was used broke. */
export class DatabaseAway extends Error {
  override readonly name: string = 'DatabaseAway'
}

/** All of a transaction was written, and nobody has said whether its COMMIT was done: it may stand. */
export class CommitUnanswered extends DatabaseAway {
  override readonly name = 'CommitUnanswered'
}

/** What PostgreSQL says when it cannot serve: connection trouble, no disk, memory or connection left, shutting down, out of time, an error of its files. */
const UNABLE = /^(08\d{3}|53\d{3}|57P0[1-5]|57014|55P03|58030)$/

/** A limit of the process: PostgreSQL has no code for it. */
const NO_ROOM = /: File too large$/

/** Whether the database could not do what it was asked: it did not answer, or answered that it is unable to. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseAway) return true
  const isQuery = error instanceof DrizzleQueryError
  const cause: unknown = isQuery ? error.cause : error
  if (!isFromServer(cause)) return isQuery
  return ('code' in cause && UNABLE.test(String(cause.code))) || NO_ROOM.test(cause.message)
}

/** PostgreSQL's own answer, as against trouble on the way to it. */
export function isFromServer(error: unknown): error is Error {
  return error instanceof Error && error.name === 'PostgresError'
}
