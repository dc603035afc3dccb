import { drizzle } from 'drizzle-orm/postgres-js'
import { createApp } from '../../../src/app.ts'
import { openPostgres } from '../../../src/db/postgres.ts'
import { createKeeper } from '../../../src/http/keeper.ts'
import type { OpenBoard } from './open-board.ts'

interface Statement {
  query: string
  params: unknown[]
}

/** The reads of a page alone: the statements that it asks, sent again over one connection of the driver. */
export interface Replayed {
  statements: Statement[]
  replay(): Promise<void>
  close(): Promise<void>
}

/** Learns what an address asks of the database once everything that is kept for a minute is known. */
export async function learnReads({ deps }: OpenBoard, path: string): Promise<Replayed> {
  const { sql, close } = openPostgres(deps.config.databaseUrl, { max: 1 })
  let statements: Statement[] = []
  const db = drizzle(sql, {
    logger: { logQuery: (query, params) => void statements.push({ query, params }) },
  })
  const app = createApp({ ...deps, db, keep: createKeeper(0) })
  await (await app.request(path)).text()
  statements = []
  const answer = await app.request(path)
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  await answer.text()
  const learnt = statements
  return {
    statements: learnt,
    async replay() {
      for (const { query, params } of learnt) await sql.unsafe(query, params as never[])
    },
    close,
  }
}
