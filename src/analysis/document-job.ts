import { analysisDocument } from '../../views/office/analysis.ts'
import { readSettings } from '../db/settings.ts'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import type { Office } from '../office/block.ts'
import { makeDocument } from '../office/made-documents.ts'
import { documentName } from './document-names.ts'
import { readPublicYear } from './public-year.ts'
import { commentsOf, listYears } from './years/read-year.ts'

/** The kind of job that makes the documents of published years, again where an erratum or a sheet was added. */
export const ANALYSIS_DOCUMENT_JOB = 'analysis-document'
const EVERY_SECONDS = 300

/** Makes the document of each published year that has none yet, or one that tells less than its page. */
export function analysisDocumentJob(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  { pdf }: Office,
): JobHandler {
  return async () => {
    const operator = (await readSettings(db))?.operator ?? ''
    for (const { year, state } of await listYears(db)) {
      if (state !== 'published') continue
      const published = await readPublicYear(db, String(year), now())
      if (!published) continue
      const { read, snapshot, sheets } = published
      const basis = [
        snapshot.dataHash,
        read.row.version,
        read.errata.length,
        ...sheets.map(({ slug }) => slug),
      ].join(' ')
      await makeDocument(
        db,
        { name: documentName(year), basis, now: now() },
        async () =>
          analysisDocument({ ...published, operator, comments: await commentsOf(db, year) }, now()),
        pdf,
      )
    }
    return { againAfterSeconds: EVERY_SECONDS }
  }
}
