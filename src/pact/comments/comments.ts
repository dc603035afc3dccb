import { and, desc, eq, isNull } from 'drizzle-orm'
import { recordAudit } from '../../audit/record.ts'
import { agents } from '../../auth/schema.ts'
import type { Reader, Tx } from '../../db/db.ts'
import { partners } from '../../partners/schema.ts'
import type { Written } from '../problem.ts'
import type { Author } from '../versions.ts'
import { comments } from './schema.ts'

/** What a comment is about: an action, a group, a meeting's draft minutes, a document's draft. */
export type CommentPlace =
  { actionId: number } | { groupId: number } | { meetingId: number } | { paperId: number }

/** Keeps what a member says of an action, a group or a draft; members alone read it. */
export async function addComment(
  tx: Tx,
  author: Author,
  on: CommentPlace,
  by: { partnerId: number; agentId: string },
  words: string,
): Promise<Written> {
  await tx.insert(comments).values({ ...on, ...by, words, at: author.now })
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    partnerId: by.partnerId,
    action: 'pact.comment.add',
    subject: subjectOf(on),
  })
  return { ok: true }
}

/**
 * Takes a comment back: its place and its day stay (« commentaire retiré »), its words are forgotten. Whoever wrote it
 * does, and administrators of the instance. Null where nothing of the kind is there to be taken back by this agent.
 */
export async function withdrawComment(
  tx: Tx,
  author: Author,
  { commentId, ...on }: { commentId: number } & CommentPlace,
  by: { partnerId: number; agentId: string; administrator: boolean },
): Promise<Written | null> {
  const [taken] = await tx
    .update(comments)
    .set({ words: '', withdrawnAt: author.now })
    .where(
      and(
        eq(comments.id, commentId),
        isOn(on),
        isNull(comments.withdrawnAt),
        by.administrator ? undefined : eq(comments.agentId, by.agentId),
      ),
    )
    .returning({ id: comments.id })
  if (!taken) return null
  await recordAudit(tx, {
    at: author.now,
    actor: author.actor,
    partnerId: by.partnerId,
    action: 'pact.comment.withdraw',
    subject: `pact-comment:${commentId}`,
  })
  return { ok: true }
}

/** As many as a page shows. */
const MOST = 200

/** What members said last, in the order in which they did; of what was taken back, its place. */
export async function commentsOf(reader: Reader, on: CommentPlace) {
  const latest = await reader
    .select({
      id: comments.id,
      words: comments.words,
      at: comments.at,
      partner: partners.shortName,
      person: agents.name,
      agentId: comments.agentId,
      withdrawnAt: comments.withdrawnAt,
    })
    .from(comments)
    .innerJoin(partners, eq(partners.id, comments.partnerId))
    .innerJoin(agents, eq(agents.id, comments.agentId))
    .where(isOn(on))
    .orderBy(desc(comments.id))
    .limit(MOST)
  return latest.toReversed()
}

export type CommentRead = Awaited<ReturnType<typeof commentsOf>>[number]

function isOn(on: CommentPlace) {
  if ('actionId' in on) return eq(comments.actionId, on.actionId)
  if ('groupId' in on) return eq(comments.groupId, on.groupId)
  if ('meetingId' in on) return eq(comments.meetingId, on.meetingId)
  return eq(comments.paperId, on.paperId)
}

function subjectOf(on: CommentPlace): string {
  if ('actionId' in on) return `pact-action:${on.actionId}`
  if ('groupId' in on) return `pact-group:${on.groupId}`
  if ('meetingId' in on) return `pact-meeting:${on.meetingId}`
  return `pact-paper:${on.paperId}`
}
