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

/** Words of this database's consultations that come nearest to a dozen hits, a hundredth and a third of all. */
export async function findWords(db: Db, consultations: number): Promise<FoundWord[]> {
  const rows = await db.execute<{ word: string }>(sql`
    select distinct lower(word) as word from (
      select search_text from consultations where id % ${Math.max(1, Math.floor(consultations / SAMPLE))} = 0 limit ${SAMPLE}
    ) as sampled, regexp_split_to_table(search_text, '[^[:alpha:]]+') as word
    where length(word) > 6`)
  const counted: { word: string; hits: number }[] = []
  for (const { word } of rows) {
    const [row] = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from consultations where search @@ websearch_to_tsquery('guichet_fr'::regconfig, ${word})`)
    counted.push({ word, hits: row?.n ?? 0 })
  }
  const nearest = (name: FoundWord['name'], aim: number): FoundWord => {
    const [best] = counted
      .filter(({ hits }) => hits > 1)
      .toSorted((one, other) => farFrom(one.hits, aim) - farFrom(other.hits, aim))
    if (!best) throw new Error('no word was found')
    return { name, ...best }
  }
  return [
    nearest('rare', 12),
    nearest('selective', consultations / 100),
    nearest('common', consultations / 3),
  ]
}

function farFrom(hits: number, aim: number): number {
  return Math.abs(Math.log(hits / aim))
}
