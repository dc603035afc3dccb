import type { Sql, TransactionSql } from 'postgres'
import { CommitUnanswered, DatabaseAway, isFromServer, isOutage } from './outage.ts'

/** How long the program waits for its database, in milliseconds; absent: for ever. */
export interface Patience {
  /** For one of the connections to be free. */
  turnMs?: number
  /** For the answer to one statement. */
  answerMs?: number
}

/** How busy the connections of one process are. */
export interface DatabaseLoad {
  /** At most. */
  connections: number
  inUse: number
  /** Statements and transactions that wait for a connection. */
  waiting: number
}

/**
 * The same client, which drizzle asks, made to end in good order what the driver would leave open. At most `max`
 * statements and transactions are under way, one for each connection; whoever waits too long for a turn, or for an
 * answer, gets DatabaseAway: CommitUnanswered where that is the answer to the COMMIT. A transaction whose connection broke sends nothing more: the driver would send its
 * ROLLBACK, and whatever else the work asks, down a connection that is gone, which ends the process, or in the middle of
 * somebody else's transaction on its successor (postgres.js #1208, #1216). What is asked through `ahead` has the next
 * turn, whoever waits.
 */
export function takingTurns(
  sql: Sql,
  max: number,
  patience: Patience,
): { client: Sql; ahead: Sql; load: () => DatabaseLoad } {
  const { nextTurn, nextTurnOfAll, load } = createTurns(max, patience.turnMs)
  const clientOf = (turn: NextTurn) => takingTurn(sql, turn, patience.answerMs)
  return { client: clientOf(nextTurn), ahead: clientOf(nextTurnOfAll), load }
}

/** Answers, once it has come, what ends the turn. */
type NextTurn = () => Promise<() => void>

function takingTurn(sql: Sql, nextTurn: NextTurn, answerMs: number | undefined): Sql {
  const unsafe = (...asked: Parameters<Sql['unsafe']>) => {
    const ask = async <T>(start: () => PromiseLike<T>): Promise<T> => {
      const endTurn = await nextTurn()
      const answer = twice(start).finally(endTurn)
      return within(answerMs, answer)
    }
    return askedWhenAwaited(
      () => ask(() => sql.unsafe(...asked)),
      () => ask(() => sql.unsafe(...asked).values()),
    )
  }
  const begin = async (work: (tx: TransactionSql) => Promise<unknown>) =>
    transaction(sql, await nextTurn(), answerMs, work)
  return new Proxy(sql, {
    get(target, name) {
      if (name === 'unsafe') return unsafe
      return name === 'begin' ? begin : Reflect.get(target, name)
    },
  })
}

/** Hands out so many turns: to those of `nextTurnOfAll` first, and to who asked first among either. */
function createTurns(
  many: number,
  longestMs: number | undefined,
): { nextTurn: NextTurn; nextTurnOfAll: NextTurn; load: () => DatabaseLoad } {
  let free = many
  const first = new Set<() => void>()
  const others = new Set<() => void>()
  const end = () => {
    const [next] = first.size > 0 ? first : others
    if (next) next()
    else free += 1
  }
  const nextTurnAmong = async (waiting: Set<() => void>) => {
    if (free > 0) {
      free -= 1
      return end
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        waiting.delete(take)
        reject(new DatabaseAway('every connection was busy for too long'))
      }
      const timer = longestMs === undefined ? undefined : setTimeout(giveUp, longestMs)
      const take = () => {
        waiting.delete(take)
        clearTimeout(timer)
        resolve()
      }
      waiting.add(take)
    })
    return end
  }
  const load = () => ({
    connections: many,
    inUse: many - free,
    waiting: first.size + others.size,
  })
  return {
    nextTurn: () => nextTurnAmong(others),
    nextTurnOfAll: () => nextTurnAmong(first),
    load,
  }
}

/** A query that is sent when it is awaited, as the driver's own are, in either of the shapes that drizzle asks for. */
function askedWhenAwaited(rows: () => Promise<unknown>, values: () => Promise<unknown>) {
  const query: PromiseLike<unknown> = {
    // oxlint-disable-next-line unicorn/no-thenable
    then: (answered, failed) => rows().then(answered, failed),
  }
  return Object.assign(query, { values })
}

/**
 * Asks once more where a session was ended before it was asked: the driver tells the first who uses a connection anew
 * why its last session ended, and asks nothing. What was under way ends otherwise, and is not asked again.
 */
async function twice<T>(ask: () => PromiseLike<T>, isUnasked = () => true): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    const isEnd = isFromServer(error) && 'severity' in error && error.severity === 'FATAL'
    if (isEnd && isUnasked()) return ask()
    throw error
  }
}

/** Rejects with DatabaseAway when an answer takes longer; what comes of it then is nobody's any more. */
async function within<T>(longestMs: number | undefined, answer: Promise<T>): Promise<T> {
  if (longestMs === undefined) return answer
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseAway('the database did not answer')), longestMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

async function transaction(
  sql: Sql,
  endTurn: () => void,
  answerMs: number | undefined,
  work: (tx: TransactionSql) => Promise<unknown>,
): Promise<unknown> {
  const connection = { isGone: false }
  const begun = Promise.withResolvers<void>()
  const worked = Promise.withResolvers<void>()
  worked.promise.catch(() => {})
  let isAbandoned = false
  let fault: { error: unknown } | undefined
  let hasBegun = false
  let hasWorked = false
  const whole = twice(
    () =>
      sql.begin(async (tx) => {
        hasBegun = true
        if (isAbandoned) throw new DatabaseAway('the transaction began too late')
        begun.resolve()
        try {
          const result = await work(onConnection(tx, connection, answerMs))
          if (connection.isGone) return await NEVER
          hasWorked = true
          worked.resolve()
          return result
        } catch (error) {
          fault = { error }
          // The connection's end may be told of in the same instant.
          if (!isFromServer(error)) await new Promise((resolve) => setTimeout(resolve))
          if (connection.isGone) return NEVER
          // A ROLLBACK that nobody answers is not waited for.
          if (isOutage(error)) worked.reject(error)
          else worked.resolve()
          throw error
        }
      }),
    () => !hasBegun,
  ).finally(() => {
    connection.isGone = true
    endTurn()
  })
  try {
    await within(answerMs, Promise.race([begun.promise, whole]))
  } catch (error) {
    isAbandoned = true
    throw awayUnless(isFromServer(error), error)
  }
  try {
    await Promise.race([worked.promise, whole])
    return await within(answerMs, whole)
  } catch (error) {
    const isMeant = error === fault?.error || isFromServer(error)
    if (hasWorked && !isMeant) throw new CommitUnanswered('no answer to COMMIT', { cause: error })
    throw awayUnless(isMeant, error)
  }
}

/** What the driver waits for when there is no connection left to roll back on: it has told of the end already. */
const NEVER = new Promise<never>(() => {})

function awayUnless(isMeant: boolean, error: unknown): unknown {
  if (isMeant || error instanceof DatabaseAway) return error
  return new DatabaseAway('the connection broke', { cause: error })
}

/** A transaction's client that asks nothing once its connection is gone. */
function onConnection(
  tx: TransactionSql,
  connection: { isGone: boolean },
  answerMs: number | undefined,
): TransactionSql {
  const ask = async <T>(start: () => PromiseLike<T>): Promise<T> => {
    if (connection.isGone) throw new DatabaseAway('the connection broke')
    try {
      return await within(answerMs, Promise.resolve(start()))
    } catch (error) {
      if (isBroken(error)) connection.isGone = true
      throw error
    }
  }
  const unsafe = (...asked: Parameters<TransactionSql['unsafe']>) =>
    Object.assign(
      askedWhenAwaited(
        () => ask(() => tx.unsafe(...asked)),
        () => ask(() => tx.unsafe(...asked).values()),
      ),
      { writable: () => ask(() => tx.unsafe(...asked).writable()) },
    )
  const savepoint = async (work: (inner: TransactionSql) => Promise<unknown>) => {
    if (connection.isGone) throw new DatabaseAway('the connection broke')
    const lost = Promise.withResolvers<never>()
    const nested = tx.savepoint(async (inner) => {
      try {
        return await work(onConnection(inner, connection, answerMs))
      } catch (error) {
        if (!connection.isGone) throw error
        lost.reject(error)
        return NEVER
      }
    })
    return Promise.race([nested, lost.promise])
  }
  return new Proxy(tx, {
    get(target, name) {
      if (name === 'unsafe') return unsafe
      return name === 'savepoint' ? savepoint : Reflect.get(target, name)
    },
  })
}

/** Whether an error is the end of a connection: the driver's own, or the system's. */
function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return 'syscall' in error || ('code' in error && String(error.code).startsWith('CONNECT'))
}
