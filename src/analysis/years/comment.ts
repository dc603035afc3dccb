import { and, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import type { Author } from '../../pact/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { lockYear } from './lock-year.ts'
import { refused, type YearWritten } from './problem.ts'
import { analysisComments } from './schema.ts'
import { isOpen } from './states.ts'

/** Adds what an organisation says of an indicator, or of the whole (null), while the window of comments is open. */
export async function addComment(
  tx: Tx,
  author: Author,
  { year, indicator }: { year: number; indicator: string | null },
  by: { partnerId: number; agentId: string | null },
  words: string,
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (row.state !== 'shared' || !isOpen(row.commentsEndOn, parisDay(author.now)))
    return refused('comments-closed', null, row.commentsEndOn ? { day: row.commentsEndOn } : {})
  const [comment] = await tx
    .insert(analysisComments)
    .values({ year, indicator, ...by, words, at: author.now })
    .returning()
  if (!comment) throw new Error('the comment was not stored')
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    partnerId: by.partnerId,
    action: 'analysis.comment',
    subject: `analysis:${year}`,
    after: { comment: comment.id, indicator },
  })
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}

/** Answers a comment, once, until the analysis is published; null where there is no such comment. */
export async function answerComment(
  tx: Tx,
  author: Author,
  { year, id }: { year: number; id: number },
  answer: string,
): Promise<YearWritten | null> {
  const row = await lockYear(tx, year)
  if (!row) return null
  if (row.state === 'published') return refused('not-now')
  const [comment] = await tx
    .update(analysisComments)
    .set({ answer, answeredAt: author.now, answeredById: author.partnerId })
    .where(
      and(
        eq(analysisComments.year, year),
        eq(analysisComments.id, id),
        isNull(analysisComments.answeredAt),
      ),
    )
    .returning()
  if (!comment) {
    const [known] = await tx
      .select({ id: analysisComments.id })
      .from(analysisComments)
      .where(and(eq(analysisComments.year, year), eq(analysisComments.id, id)))
    return known ? refused('already-answered') : null
  }
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    ...(author.partnerId === null ? {} : { partnerId: author.partnerId }),
    action: 'analysis.answer',
    subject: `analysis:${year}`,
    after: { comment: id },
  })
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}
