import { sourceAlertsMail } from '../../views/mail/source-alerts.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { watchSources } from './alerts.ts'

/** The kind of job that watches over all sources, every hour. */
export const ALERTS_JOB = 'source-alerts'
const EVERY_SECONDS = 3_600

/** Notices what has been wrong with sources for long, and tells those whom it concerns. */
export function alertsJob({ db, now, config }: Pick<Deps, 'db' | 'now' | 'config'>): JobHandler {
  return async () => {
    await db.transaction((tx) => watchSources(tx, { now: now(), config, mailOf: sourceAlertsMail }))
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
