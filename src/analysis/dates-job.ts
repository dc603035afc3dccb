import { askingMail } from '../../views/mail/analysis-asking.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { keepYearDates } from './years/remind.ts'

/** The kind of job that keeps the calendar of the yearly analysis, every hour. */
export const ANALYSIS_DATES_JOB = 'analysis-dates'
const EVERY_SECONDS = 3_600

/** Opens and freezes years on their days, and reminds of what is awaited. */
export function analysisDatesJob({
  db,
  now,
  config,
}: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    await keepYearDates(db, now(), { config, mailOf: askingMail })
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
