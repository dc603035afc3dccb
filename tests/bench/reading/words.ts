import { sql } from 'drizzle-orm'
import type { Db } from '../../../src/db/db.ts'

/** A word that few, some thousands or a third of all consultations have, with how many those are. */
export interface FoundWord {
  name: 'rare' | 'selective' | 'common'
  word: string
  hits: number
}

/** A sample of so many consultations holds the words that are looked for. */
const SAMPLE = 400
/** A smaller share of all is quickly counted, and the planner does not know how small it is. */
const SMALL_SHARE = 0.02

/** Words of this database's consultations that come nearest to a dozen hits, a hundredth and a third of all. */
export async function findWords(db: Db, consultations: number): Promise<FoundWord[]> {
  const rows = await db.execute<{ word: string }>(sql`
    select distinct lower(word) as word from (
      select search_text from consultations where id % ${Math.max(1, Math.floor(consultations / SAMPLE))} = 0 limit ${SAMPLE}
    ) as sampled, regexp_split_to_table(search_text, '[^[:alpha:]]+') as word
    where length(word) > 6`)
  const counted: { word: string; hits: number }[] = []
  for (const { word } of rows) {
    // To count what many have takes long: there the planner's estimate will do to choose by.
    const estimate = await estimatedHits(db, word)
    counted.push({
      word,
      hits: estimate > SMALL_SHARE * consultations ? estimate : await hitsOf(db, word),
    })
  }
  const nearest = async (name: FoundWord['name'], aim: number): Promise<FoundWord> => {
    const [best] = counted
      .filter(({ hits }) => hits > 1)
      .toSorted((one, other) => farFrom(one.hits, aim) - farFrom(other.hits, aim))
    if (!best) throw new Error('no word was found')
    return { name, word: best.word, hits: await hitsOf(db, best.word) }
  }
  return [
    await nearest('rare', 12),
    await nearest('selective', consultations / 100),
    await nearest('common', consultations / 3),
  ]
}

async function estimatedHits(db: Db, word: string): Promise<number> {
  const [row] = await db.execute<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(sql`
    explain (format json) select from consultations where ${has(word)}`)
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

async function hitsOf(db: Db, word: string): Promise<number> {
  const [row] = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from consultations where ${has(word)}`,
  )
  return row?.n ?? 0
}

/** Written out: the planner estimates by the word itself. */
function has(word: string) {
  return sql`search @@ websearch_to_tsquery('guichet_fr'::regconfig, ${sql.raw(`'${word}'`)})`
}

function farFrom(hits: number, aim: number): number {
  return Math.abs(Math.log(hits / aim))
}
