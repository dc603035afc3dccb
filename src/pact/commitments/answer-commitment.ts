import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { partners } from '../../partners/schema.ts'
import { parisDay } from '../../rules/calendar.ts'
import { addEvidence, checkEvidence, type EvidenceValues } from '../evidence/add-evidence.ts'
import { evidence } from '../evidence/schema.ts'
import { refused, type Written } from '../problem.ts'
import { type Author, keepVersion } from '../versions.ts'
import { type Answer, commitmentAnswers, commitments } from './schema.ts'

/**
 * Answers a commitment for a year, in a signatory's name: « tenu » with dated evidence, « sans objet » and « non tenu »
 * with words. Answers may be changed: each change is a version. `version` is the one that was being edited, 0 where
 * nothing had been answered: where another hand came first, `stale`.
 */
export async function answerCommitment(
  tx: Tx,
  author: Author,
  {
    commitmentId,
    partnerId,
    year,
    version,
  }: { commitmentId: number; partnerId: number; year: number; version?: number },
  values: { answer: Answer; words: string; evidence: EvidenceValues | null },
): Promise<Written<{ id: number }>> {
  const [commitment] = await tx
    .select()
    .from(commitments)
    .where(eq(commitments.id, commitmentId))
    .for('update')
  if (!commitment || commitment.retiredOn !== null) return refused('choice')
  const [partner] = await tx
    .select({ since: partners.signatorySince, until: partners.signatoryUntil })
    .from(partners)
    .where(eq(partners.id, partnerId))
  const today = parisDay(author.now)
  if (!partner?.since || Number(partner.since.slice(0, 4)) > year) return refused('not-a-signatory')
  if (partner.until !== null && Number(partner.until.slice(0, 4)) < year)
    return refused('not-a-signatory')
  if (year > Number(today.slice(0, 4))) return refused('future')
  const key = and(
    eq(commitmentAnswers.commitmentId, commitmentId),
    eq(commitmentAnswers.partnerId, partnerId),
    eq(commitmentAnswers.year, year),
  )
  const [before] = await tx.select().from(commitmentAnswers).where(key)
  if (version !== undefined && (before?.version ?? 0) !== version) return refused('stale')
  const hasEvidence =
    values.evidence !== null ||
    (before !== undefined && (await tx.$count(evidence, eq(evidence.answerId, before.id))) > 0)
  const { answer, words } = values
  if (answer === 'kept' && !hasEvidence) return refused('evidence-missing', 'answer')
  if ((answer === 'not-kept' || answer === 'not-applicable') && words === '')
    return refused('reason-missing', 'words')
  const problems =
    values.evidence === null ? [] : await checkEvidence(tx, author, null, values.evidence)
  if (problems.length > 0) return { ok: false, problems }
  const [stored] = await tx
    .insert(commitmentAnswers)
    .values({ commitmentId, partnerId, year, answer, words, answeredAt: author.now })
    .onConflictDoUpdate({
      target: [commitmentAnswers.partnerId, commitmentAnswers.year, commitmentAnswers.commitmentId],
      set: { answer, words, answeredAt: author.now, version: (before?.version ?? 0) + 1 },
    })
    .returning({ id: commitmentAnswers.id })
  if (!stored) throw new Error('the answer was not stored')
  await keepVersion(
    tx,
    author,
    { kind: 'answer', subject: stored.id },
    {
      before: before
        ? { commitmentId, partnerId, year, answer: before.answer, words: before.words }
        : null,
      after: { commitmentId, partnerId, year, answer, words },
    },
  )
  if (values.evidence !== null) {
    const added = await addEvidence(tx, author, { answerId: stored.id }, values.evidence)
    if (!added.ok) return added
  }
  await bumpVersions(tx, ['pact'])
  return { ok: true, id: stored.id }
}
