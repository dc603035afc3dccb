import type { Reader } from '../db/db.ts'
import { readSettings } from '../db/settings.ts'
import { type ListedAction, lateActions } from '../pact/actions/list-actions.ts'
import type { ActionStatus } from '../pact/actions/schema.ts'
import { STATUSES } from '../pact/actions/status.ts'
import type { Answer } from '../pact/commitments/schema.ts'
import {
  answeredYears,
  answersOf,
  askedCommitments,
  signatoriesOf,
} from '../pact/commitments/read-answers.ts'
import { committeeMeetings } from '../pact/meetings/read-meeting.ts'
import { type AxisAtAGlance, axesAtAGlance, type PactRead, readPact } from '../pact/overview.ts'
import { parisDay } from '../rules/calendar.ts'
import { type ListedTraining, listTrainings } from '../trainings/queries.ts'
import { datesAhead, datesMatching, type PactDate } from './dates.ts'
import { EVERYTHING } from './filter.ts'
import { type News, newsMatching } from './news.ts'

const DAY_MS = 86_400_000
/** Lines of each part at most: a report is read in a meeting. */
const MOST = 60

/** Everything that the steering committee's report and the monthly note tell. */
export interface PactReport {
  pact: PactRead
  /** Calendar day in Paris that it is of. */
  today: string
  operator: string
  demonstration: boolean
  axes: AxisAtAGlance[]
  /** Of all axes together. */
  counts: Record<ActionStatus, number>
  late: ListedAction[]
  lateCount: number
  /** What changed in the last thirty days, the newest first; answers to commitments are told apart. */
  moved: News[]
  /** From today on, the earliest first. */
  next: PactDate[]
  trainings: ListedTraining[]
  commitments: { year: number; asked: number; lines: SignatoryLine[] } | null
  /** The steering committee's last meeting that was held. */
  lastMeeting: Awaited<ReturnType<typeof committeeMeetings>>[number] | null
}

export interface SignatoryLine {
  name: string
  /** Null: « à désigner ». */
  correspondent: string | null
  counts: Record<Answer, number>
}

/** The pact as it stands now, in a database that was prepared. */
export async function readReport(reader: Reader, now: Date): Promise<PactReport> {
  const pact = await readPact(reader)
  const settings = await readSettings(reader)
  if (!pact || !settings) throw new Error('the database is not prepared')
  const today = parisDay(now)
  const axes = await axesAtAGlance(reader, now)
  const of = (status: ActionStatus) => axes.reduce((sum, { counts }) => sum + counts[status], 0)
  const since = new Date(now.getTime() - 30 * DAY_MS)
  const news = await newsMatching(reader, EVERYTHING, now)
  const dates = await datesMatching(reader, EVERYTHING, now, datesAhead(now, 4 * MOST))
  const meetings = await committeeMeetings(reader)
  return {
    pact,
    today,
    operator: settings.operator,
    demonstration: settings.demonstration,
    axes,
    counts: Object.fromEntries(STATUSES.map((status) => [status, of(status)])) as Record<
      ActionStatus,
      number
    >,
    late: await lateActions(reader, now, MOST),
    lateCount: axes.reduce((sum, { late }) => sum + late, 0),
    moved: news.filter(({ at, kind }) => at >= since && kind !== 'answer').slice(0, MOST),
    next: dates.filter((date) => !isOver(date)).slice(0, MOST),
    trainings: await listTrainings(reader, now),
    commitments: await readCommitments(reader),
    lastMeeting: meetings.find(({ meeting }) => meeting.state === 'held') ?? null,
  }
}

/** Whether nothing is awaited of a date any more. */
function isOver(date: PactDate): boolean {
  if (date.kind === 'meeting') return date.meeting.state === 'cancelled'
  if (date.kind === 'session') return date.session.state === 'cancelled'
  const { status } = date.action
  return status === 'done' || status === 'abandoned'
}

/** The answers of the last year that anybody answered for, by signatory in alphabetical order. */
async function readCommitments(reader: Reader): Promise<PactReport['commitments']> {
  const [year] = await answeredYears(reader)
  if (year === undefined) return null
  const asked = await askedCommitments(reader)
  const answers = await answersOf(reader, year)
  const signatories = await signatoriesOf(reader, year)
  return {
    year,
    asked: asked.length,
    lines: signatories.map(({ id, name, correspondent }) => {
      const of = (answer: Answer) =>
        answers.filter((each) => each.partnerId === id && each.answer === answer).length
      return {
        name,
        correspondent,
        counts: {
          kept: of('kept'),
          'under-way': of('under-way'),
          'not-kept': of('not-kept'),
          'not-applicable': of('not-applicable'),
        },
      }
    }),
  }
}
