import { asc, inArray } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '../../db/db.ts'
import { parisDay } from '../../rules/calendar.ts'
import { lockYear, type YearRow } from './lock-year.ts'
import { moveYear } from './move-year.ts'
import { openYear } from './open-year.ts'
import { analysisYears } from './schema.ts'
import { commentatorsOn, type Signatory } from './signatories.ts'
import { checkingBuyers, signingPartners } from './standing.ts'
import { isOpen } from './states.ts'
import { type Asked, askPartner, type Telling } from './tell.ts'

/** A reminder goes out so many days before the last day, or after signatures were first asked for. */
const SOON_DAYS = 5
const AGAIN_DAYS = 14

const AUTHOR = { partnerId: null, actor: 'analysis-dates' }

/**
 * What the calendar does by itself: opens this year's analysis, freezes a year on its day, and reminds once of what ends
 * soon or is still awaited. Every other step is somebody's.
 */
export async function keepYearDates(db: Db, now: Date, telling: Telling): Promise<void> {
  const today = parisDay(now)
  await db.transaction((tx) => openYear(tx, { ...AUTHOR, now }, Number(today.slice(0, 4))))
  const rows = await db
    .select()
    .from(analysisYears)
    .where(inArray(analysisYears.state, ['open', 'frozen', 'shared', 'adopted']))
    .orderBy(asc(analysisYears.year))
  for (const { year } of rows)
    await db.transaction(async (tx) => {
      const row = await lockYear(tx, year)
      if (!row) return
      const { version } = row
      if (row.state === 'open' && today >= row.freezesOn)
        await moveYear(
          tx,
          { ...AUTHOR, now },
          { year, version },
          { to: 'frozen', reason: '' },
          telling,
        )
      const reminder = reminderDue(row, today)
      if (!reminder) return
      for (const partner of await waitedFor(tx, row, reminder.asked, today))
        await askPartner(tx, reminder.asked, { year, until: reminder.until }, partner, telling, now)
    })
}

/** Who has not done yet what is asked; of comments, everyone whose they are. */
async function waitedFor(tx: Tx, row: YearRow, asked: Asked, today: string): Promise<Signatory[]> {
  if (asked === 'check-soon')
    return (await checkingBuyers(tx, row)).filter(({ confirmedAt }) => confirmedAt === null)
  if (asked === 'comment-soon') return commentatorsOn(tx, today)
  return (await signingPartners(tx, row, today)).filter(({ signedAt }) => signedAt === null)
}

/** What is to be reminded of today in a year; null: nothing. Messages are sent once for each last day. */
function reminderDue(
  { state, checksEndOn, commentsEndOn, movedAt }: YearRow,
  today: string,
): { asked: Asked; until: string | null } | null {
  const isSoon = (day: string | null) =>
    day !== null && isOpen(day, today) && daysBetween(today, day) <= SOON_DAYS
  if (state === 'frozen' && isSoon(checksEndOn)) return { asked: 'check-soon', until: checksEndOn }
  if (state === 'shared' && isSoon(commentsEndOn))
    return { asked: 'comment-soon', until: commentsEndOn }
  if (state === 'adopted' && daysBetween(parisDay(movedAt), today) >= AGAIN_DAYS)
    return { asked: 'sign-again', until: null }
  return null
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).total('days')
}
