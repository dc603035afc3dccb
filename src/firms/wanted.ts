import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/db.ts'
import { type NumberSet, numberSet } from './number-set.ts'

/** Whom an extract of the register is searched for. */
export interface Wanted {
  sirens: NumberSet
  sirets: NumberSet
}

const STEP = 50_000

/** The firms and establishments that somebody wants to know of or that are known already; null where there is none. */
export async function readWanted(db: Db): Promise<Wanted | null> {
  const sirens: Float64Array[] = []
  const sirets: Float64Array[] = []
  const pages = [
    pagesOf(db, sql`firm_lookups`, sql`number`, sql`null`),
    pagesOf(db, sql`firms`, sql`siren`, sql`seat`),
    pagesOf(db, sql`establishments`, sql`siret`, sql`null`),
  ]
  for (const each of pages)
    for await (const numbers of each) {
      sirens.push(Float64Array.from(numbers, (number) => Number(number.slice(0, 9))))
      sirets.push(
        Float64Array.from(
          numbers.filter(({ length }) => length === 14),
          Number,
        ),
      )
    }
  return sirens.length === 0 ? null : { sirens: numberSet(sirens), sirets: numberSet(sirets) }
}

/** The numbers in a column, and in another beside it, some thousands at a time. */
async function* pagesOf(db: Db, table: SQL, column: SQL, beside: SQL): AsyncGenerator<string[]> {
  let after = ''
  for (;;) {
    const rows = await db.execute<{ number: string; beside: string | null }>(sql`
      select ${column} as number, ${beside} as beside from ${table}
      where ${column} > ${after} order by ${column} limit ${STEP}`)
    const last = rows.at(-1)
    if (!last) return
    yield rows.flatMap(({ number, beside: other }) => (other === null ? [number] : [number, other]))
    after = last.number
  }
}
