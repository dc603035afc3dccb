import { inArray } from 'drizzle-orm'
import type { Reader } from '../../db/db.ts'
import { parisDay } from '../../rules/calendar.ts'
import { analysisYears } from './schema.ts'
import { checkingBuyers, signingPartners } from './standing.ts'
import { isOpen } from './states.ts'

/** What a year's analysis waits for from a partner. */
export interface YearTask {
  year: number
  task: 'check' | 'comment' | 'sign'
  /** Last day; null where there is none. */
  until: string | null
}

/** What waits for a partner's agents now: their lines to check, a draft to comment, a signature; the earliest year first. */
export async function yearTasks(reader: Reader, partnerId: number, now: Date): Promise<YearTask[]> {
  const today = parisDay(now)
  const rows = await reader
    .select()
    .from(analysisYears)
    .where(inArray(analysisYears.state, ['frozen', 'shared', 'adopted']))
    .orderBy(analysisYears.year)
  const tasks: YearTask[] = []
  for (const row of rows) {
    const { year, state, checksEndOn, commentsEndOn } = row
    if (state === 'frozen' && isOpen(checksEndOn, today)) {
      const own = (await checkingBuyers(reader, row)).find(({ id }) => id === partnerId)
      if (own && own.confirmedAt === null) tasks.push({ year, task: 'check', until: checksEndOn })
    }
    if (state === 'shared' && isOpen(commentsEndOn, today))
      tasks.push({ year, task: 'comment', until: commentsEndOn })
    if (state === 'adopted') {
      const own = (await signingPartners(reader, row, today)).find(({ id }) => id === partnerId)
      if (own && own.signedAt === null) tasks.push({ year, task: 'sign', until: null })
    }
  }
  return tasks
}
