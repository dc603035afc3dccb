import type { Sql, TransactionSql } from 'postgres'

/**
 * One transaction on the driver itself, for work that takes longer than the program gives its statements. Where the
 * connection breaks nothing more is sent: the driver would send its ROLLBACK down a connection that is gone, which ends
 * the process.
 */
export async function longTransaction<T>(
  sql: Sql,
  options: string,
  work: (client: TransactionSql) => Promise<T>,
): Promise<T> {
  const ended = Promise.withResolvers<T>()
  const whole = sql.begin(options, async (client) => {
    try {
      const result = await work(client)
      return { result }
    } catch (error) {
      if (!isBroken(error)) throw error
      ended.reject(error)
      return new Promise<never>(() => {})
    }
  })
  whole.then(({ result }) => ended.resolve(result), ended.reject)
  return ended.promise
}

/** Whether an error is the end of the connection: the driver's own, or the server's last word. */
function isBroken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(?:CONNECT|08\d{3}$|57P0[1-5]$)/.test(code)
}
