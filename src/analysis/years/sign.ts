import { recordAudit } from '../../audit/record.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { Author } from '../../pact/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { lockYear } from './lock-year.ts'
import { refused, type YearWritten } from './problem.ts'
import { analysisSignatures } from './schema.ts'
import { signatoriesOn } from './signatories.ts'

/**
 * Puts a signatory's name under an analysis that was adopted, with its dissent where it has one. Once: who has signed
 * says nothing else later.
 */
export async function signAnalysis(
  tx: Tx,
  author: Author,
  { year, partnerId }: { year: number; partnerId: number },
  dissent: string,
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (row.state !== 'adopted') return refused('not-now')
  const signatories = await signatoriesOn(tx, parisDay(author.now))
  if (!signatories.some(({ id }) => id === partnerId)) return refused('not-a-signatory')
  const [signed] = await tx
    .insert(analysisSignatures)
    .values({ year, partnerId, signedAt: author.now, actor: author.actor, dissent })
    .onConflictDoNothing()
    .returning()
  if (!signed) return refused('already-signed')
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    partnerId,
    action: 'analysis.sign',
    subject: `analysis:${year}`,
    after: { dissent: dissent !== '' },
  })
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}
