import type { Reader } from '../db/db.ts'
import { answerDelay, type Delay } from './figures.ts'

/** By partner: how long firms that asked something in a year (Paris) waited for its first answer. */
export async function answerDelaysOf(
  reader: Reader,
  year: number,
  partnerIds: number[],
): Promise<Map<number, Delay>> {
  const period = { from: startOf(year), until: startOf(year + 1) }
  return new Map(
    await Promise.all(
      partnerIds.map(async (id) => [id, await answerDelay(reader, period, id)] as const),
    ),
  )
}

/** Midnight in Paris on New Year's Day. */
function startOf(year: number): Date {
  return new Date(Date.UTC(year - 1, 11, 31, 23))
}
