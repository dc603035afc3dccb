import { recordAudit } from '../../audit/record.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { Checker } from './correct-line.ts'
import { lockYear } from './lock-year.ts'
import { refused, type YearWritten } from './problem.ts'
import { analysisChecks } from './schema.ts'

/** Lets everyone read a buyer's own sheet, or nobody else any more: the buyer's own choice, at any time after the freeze. */
export async function shareSheet(
  tx: Tx,
  { partnerId, actor, now }: Checker,
  year: number,
  isPublic: boolean,
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (row.state === 'open') return refused('not-now')
  const sheetPublicSince = isPublic ? now : null
  await tx
    .insert(analysisChecks)
    .values({ year, partnerId, sheetPublicSince })
    .onConflictDoUpdate({
      target: [analysisChecks.year, analysisChecks.partnerId],
      set: { sheetPublicSince },
    })
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId,
    action: isPublic ? 'analysis.sheet.publish' : 'analysis.sheet.withdraw',
    subject: `analysis:${year}`,
  })
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}
