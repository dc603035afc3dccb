import { drizzle } from 'drizzle-orm/postgres-js'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Db } from '../../src/db/db.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import type { TestProgram } from './application.ts'

/** A program whose queries are planned once more, to see how each would be run. */
export interface Planned {
  /** What is asked here is heard. */
  db: Db
  ask(path: string, headers?: Record<string, string>): Promise<Response>
  /** Each query with its plan, of those that were heard since this was last asked. */
  plans(): Promise<string[]>
  /** Of what an address reads, which must be something and be answered with 200. */
  plansOf(path: string, headers?: Record<string, string>): Promise<string[]>
}

/** Hears the queries of a program that match; they are planned with these settings of PostgreSQL. */
export function planned(
  { deps, database: { sql } }: TestProgram,
  { heard, settings = [] }: { heard: RegExp; settings?: string[] },
): Planned {
  let asked: { query: string; params: unknown[] }[] = []
  const logger = {
    logQuery: (query: string, params: unknown[]) => void asked.push({ query, params }),
  }
  const db = drizzle(sql, { logger })
  // A keeper without room keeps nothing.
  const app = createApp({ ...deps, db, keep: createKeeper(0) })
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers })
  const plans = async () => {
    const reads = asked.filter(({ query }) => heard.test(query))
    asked = []
    return sql.begin(async (tx) => {
      for (const setting of settings) await tx.unsafe(`set local ${setting}`)
      const shown: string[] = []
      for (const { query, params } of reads) {
        const lines = await tx.unsafe<{ 'QUERY PLAN': string }[]>(
          `explain ${query}`,
          params as string[],
        )
        shown.push([query, ...lines.map((line) => line['QUERY PLAN'])].join('\n'))
      }
      return shown
    })
  }
  return {
    db,
    ask,
    plans,
    async plansOf(path, headers) {
      asked = []
      const answer = await ask(path, headers)
      await answer.text()
      expect([path, answer.status]).toEqual([path, 200])
      const shown = await plans()
      expect(shown.length).toBeGreaterThan(0)
      return shown
    },
  }
}
