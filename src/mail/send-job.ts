import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { type JobHandler, type JobOutcome, retryDelay } from '../jobs/tick.ts'
import { outbox } from './schema.ts'
import type { SendMail, SendOutcome } from './send.ts'

/** The kind of job that sends one message; its key is the message's id. */
export const MAIL_JOB = 'mail'

const DAY_MS = 86_400_000
/** RFC 5321, 4.5.4.1: one gives up after four or five days. */
const PATIENCE_MS = 5 * DAY_MS
/** Whom a message went to is known for so long. */
export const KEPT_SECONDS = 30 * 86_400
/** A message that may have been sent is sent once more, never a third time. */
const MOST_UNANSWERED = 2

type Row = typeof outbox.$inferSelect

/** Is told, in the transaction that gives a message up, that there is no such recipient. */
export type RecipientRefused = (tx: Tx, recipient: string, now: Date) => Promise<void>

/**
 * Sends the message that a job names: retried later each time where no server takes it, given up with its reason
 * where one refuses it for good, after five days, or when it is too late. A try is counted before it begins: when a
 * process dies between sending and saying so, the message goes out once more with the same Message-ID, and no third
 * time. A month after it was settled the job comes back and forgets whom it went to.
 */
export function mailJob(
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  send: SendMail,
  recipientRefused: RecipientRefused = async () => {},
): JobHandler {
  return async ({ key }) => {
    const id = Number(key)
    const row = await beginTry(deps, id)
    if (!row) return forget(deps, id)
    const now = deps.now()
    if (row.unanswered > MOST_UNANSWERED) return giveUp(deps, row, 'unanswered')
    if (row.expiresAt && row.expiresAt <= now) return giveUp(deps, row, 'expired')
    const outcome = await send({
      messageId: row.messageId,
      to: row.recipient ?? '',
      subject: row.subject ?? '',
      text: row.text ?? '',
      html: row.html,
      calendar: row.calendar,
      headers: row.headers,
    })
    if (outcome.kind === 'refused' && outcome.ofRecipient && row.recipient !== null)
      return giveUp(deps, row, outcome.reason, recipientRefused)
    return settle(deps, row, outcome)
  }
}

/** The message, its try counted; null where it is settled already, or unknown. */
async function beginTry({ db }: Pick<Deps, 'db'>, id: number): Promise<Row | null> {
  const [row] = await db
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, unanswered: sql`${outbox.unanswered} + 1` })
    .where(and(eq(outbox.id, id), isNull(outbox.sentAt), isNull(outbox.givenUpAt)))
    .returning()
  return row ?? null
}

async function settle(
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  row: Row,
  outcome: SendOutcome,
): Promise<JobOutcome> {
  const { db, now } = deps
  if (outcome.kind === 'sent') {
    await db
      .update(outbox)
      .set({ ...UNSAID, sentAt: now(), lastFailure: null })
      .where(eq(outbox.id, row.id))
    return { againAfterSeconds: KEPT_SECONDS }
  }
  if (outcome.kind === 'refused') return giveUp(deps, row, outcome.reason)
  if (now().getTime() - row.queuedAt.getTime() > PATIENCE_MS)
    return giveUp(deps, row, outcome.reason)
  const answered = outcome.kind === 'later' ? 1 : 0
  await db
    .update(outbox)
    .set({ unanswered: sql`${outbox.unanswered} - ${answered}`, lastFailure: outcome.reason })
    .where(eq(outbox.id, row.id))
  return { againAfterSeconds: retryDelay(row.attempts, Math.random()) }
}

/** What a settled message no longer needs: it may hold a sign-in link. */
const UNSAID = { subject: null, text: null, html: null, calendar: null, headers: {} }

async function giveUp(
  { db, now, log }: Pick<Deps, 'db' | 'now' | 'log'>,
  { id, attempts, recipient }: Row,
  reason: string,
  tellOf?: RecipientRefused,
): Promise<JobOutcome> {
  const at = now()
  await db.transaction(async (tx) => {
    await tx
      .update(outbox)
      .set({ ...UNSAID, givenUpAt: at, lastFailure: reason })
      .where(eq(outbox.id, id))
    if (recipient !== null) await tellOf?.(tx, recipient, at)
  })
  log('mail.given-up', { id, attempts, reason })
  return { againAfterSeconds: KEPT_SECONDS }
}

async function forget({ db }: Pick<Deps, 'db'>, id: number): Promise<JobOutcome> {
  await db.update(outbox).set({ recipient: null }).where(eq(outbox.id, id))
  return 'done'
}
