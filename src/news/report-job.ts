import { pactNote, pactReport } from '../../views/office/pact-report.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import type { Office } from '../office/block.ts'
import { makeDocument } from '../office/made-documents.ts'
import { parisDay } from '../rules/calendar.ts'
import { NOTE, REPORT } from './report-names.ts'
import { readReport } from './report.ts'

/** The kind of job that makes the pact's documents again once something of it changed, or a day began. */
export const REPORT_JOB = 'pact-report'
const EVERY_SECONDS = 120

/** Makes the report and the monthly note where what they tell has changed since. */
export function reportJob(
  { db, now, versions }: Pick<Deps, 'db' | 'now' | 'versions'>,
  { pdf }: Office,
): JobHandler {
  return async () => {
    await versions.refresh()
    const at = now()
    const basis = `${versions.current('pact,trainings,partners')} ${parisDay(at)}`
    for (const [name, blocks] of [
      [REPORT, pactReport],
      [NOTE, pactNote],
    ] as const)
      await makeDocument(
        db,
        { name, basis, now: at },
        async () => blocks(await readReport(db, at), at),
        pdf,
      )
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
