import { eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { type Author, keepVersion } from '../../pact/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { lockYear } from './lock-year.ts'
import { refused, type YearRefusal, type YearWritten } from './problem.ts'
import { analysisYears } from './schema.ts'

/** Days of the calendar that may be moved: those that are not over. */
export interface YearDates {
  freezesOn: string
  checksEndOn: string | null
  commentsEndOn: string | null
}

/**
 * Moves the days of a year's calendar, for a reason that is kept. Only the day that is awaited may be moved, and never
 * before today: nobody's time to check or to comment ends in the past. Data are frozen after the year's end at the earliest.
 */
export async function setDates(
  tx: Tx,
  author: Author,
  { year, version }: { year: number; version: number },
  dates: YearDates,
  reason: string,
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (row.version !== version) return refused('stale')
  const today = parisDay(author.now)
  const before = { ...row }
  const after: YearDates = {
    freezesOn: row.state === 'open' ? dates.freezesOn : row.freezesOn,
    checksEndOn: row.state === 'frozen' ? dates.checksEndOn : row.checksEndOn,
    commentsEndOn: row.state === 'shared' ? dates.commentsEndOn : row.commentsEndOn,
  }
  const changed = (['freezesOn', 'checksEndOn', 'commentsEndOn'] as const).filter(
    (field) => before[field] !== after[field],
  )
  if (changed.length === 0) return refused('nothing-changed')
  const problems: YearRefusal[] = changed.flatMap((field) => problemsOf(field, after[field], today))
  if (after.freezesOn <= `${year}-12-31`)
    problems.push({ code: 'day-too-early', field: 'freezesOn', day: `${year + 1}-01-01` })
  if (reason === '') problems.push({ code: 'reason-missing', field: 'reason' })
  if (problems.length > 0) return { ok: false, problems }
  await tx
    .update(analysisYears)
    .set({ ...after, version: row.version + 1 })
    .where(eq(analysisYears.year, year))
  const { freezesOn, checksEndOn, commentsEndOn } = row
  await keepVersion(
    tx,
    author,
    { kind: 'analysis', subject: year, visibility: 'members' },
    { before: { freezesOn, checksEndOn, commentsEndOn }, after: { ...after }, reason },
  )
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}

function problemsOf(field: string, day: string | null, today: string): YearRefusal[] {
  if (day === null) return [{ code: 'missing', field }]
  return day < today ? [{ code: 'day-past', field, day: today }] : []
}
