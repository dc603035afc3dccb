import { and, asc, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import { agents } from '../../auth/schema.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import type { Written } from '../problem.ts'
import type { Author } from '../versions.ts'
import { comments } from './schema.ts'

/** Keeps what a member says of an action or a group; members alone read it. */
export async function addComment(
  tx: Tx,
  author: Author,
  on: { actionId: number | null; groupId: number | null },
  by: { partnerId: number; agentId: string },
  words: string,
): Promise<Written> {
  await tx.insert(comments).values({ ...on, ...by, words, at: author.now })
  const subject = on.actionId === null ? `pact-group:${on.groupId}` : `pact-action:${on.actionId}`
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    partnerId: by.partnerId,
    action: 'pact.comment.add',
    subject,
  })
  return { ok: true }
}

/** What members said, in the order in which they did. */
export async function commentsOf(reader: Reader, on: { actionId: number } | { groupId: number }) {
  return reader
    .select({
      id: comments.id,
      words: comments.words,
      at: comments.at,
      partner: partners.shortName,
      person: agents.name,
    })
    .from(comments)
    .innerJoin(partners, eq(partners.id, comments.partnerId))
    .innerJoin(agents, eq(agents.id, comments.agentId))
    .where(
      and(
        'actionId' in on ? eq(comments.actionId, on.actionId) : eq(comments.groupId, on.groupId),
        isNull(comments.withdrawnAt),
      ),
    )
    .orderBy(asc(comments.id))
    .limit(200)
}

export type CommentRead = Awaited<ReturnType<typeof commentsOf>>[number]
