import * as z from 'zod'
import type { Config } from '../config.ts'
import type { Tx } from '../db/db.ts'
import { enqueueAll } from '../jobs/queue.ts'
import { MAIL_JOB } from './send-job.ts'
import { type CalendarPart, outbox } from './schema.ts'

/** A message to one address. */
export interface Message {
  /** What it is about (`invitation:…`): a second message with the same key is not sent. */
  key: string
  /** An address alone, without a name. */
  to: string
  subject: string
  text: string
  html?: string
  calendar?: CalendarPart
  /** Further headers, like `List-Unsubscribe`; what the program writes itself may not be named. */
  headers?: Record<string, string>
  /** Not sent from then on: a link that has expired is of no use. */
  expiresAt?: Date
}

/** `repeated`: the key was known, and nothing was added. */
export type QueueResult =
  { ok: true; repeated: boolean } | { ok: false; problem: 'off' | 'to' | 'subject' | 'headers' }

/** Whether the operator lets this instance send mail. Where not, callers show what the mail would have said. */
export function mailIsOn(config: Pick<Config, 'smtpUrl'>): boolean {
  return config.smtpUrl !== ''
}

/**
 * Puts a message into the outbox, to be sent by a Node process once the caller's transaction is committed. Refuses
 * what could write headers of its own (line ends and other control characters), what is not one address, and
 * everything where mail is off: nothing waits for ever.
 */
export async function queueMail(
  tx: Tx,
  message: Message,
  { config, now }: { config: Pick<Config, 'smtpUrl' | 'mailFrom'>; now: Date },
): Promise<QueueResult> {
  if (!mailIsOn(config) || !config.mailFrom) return { ok: false, problem: 'off' }
  const problem = problemOf(message)
  if (problem) return { ok: false, problem }
  const queued = await queueMails(tx, [message], { config, now })
  return { ok: true, repeated: queued === 0 }
}

/**
 * Puts many messages into the outbox at once, and answers how many were new. What one message is refused for is left
 * out here: callers make sure of addresses, subjects and headers.
 */
export async function queueMails(
  tx: Tx,
  messages: Message[],
  { config, now }: { config: Pick<Config, 'smtpUrl' | 'mailFrom'>; now: Date },
): Promise<number> {
  if (!mailIsOn(config) || !config.mailFrom) return 0
  const domain = config.mailFrom.address.split('@').pop()
  const good = messages.filter((message) => problemOf(message) === null)
  if (good.length === 0) return 0
  const queued = await tx
    .insert(outbox)
    .values(
      good.map((message) => ({
        key: message.key,
        messageId: `${crypto.randomUUID()}@${domain}`,
        recipient: message.to,
        subject: message.subject,
        text: storable(message.text),
        html: message.html === undefined ? null : storable(message.html),
        calendar: message.calendar ?? null,
        headers: message.headers ?? {},
        queuedAt: now,
        expiresAt: message.expiresAt ?? null,
      })),
    )
    .onConflictDoNothing({ target: outbox.key })
    .returning({ id: outbox.id })
  await enqueueAll(
    tx,
    queued.map(({ id }) => ({ kind: MAIL_JOB, key: String(id) })),
  )
  return queued.length
}

/** RFC 5322, 2.1.1: a line has at most 998 characters; a subject that long is nobody's. */
const LONGEST_SUBJECT = 250
const LONGEST_HEADER = 900
const OWN_HEADERS =
  /^(?:from|sender|reply-to|to|cc|bcc|subject|date|message-id|mime-version|content-.*|auto-submitted)$/i

function problemOf({ to, subject, headers = {} }: Message): 'to' | 'subject' | 'headers' | null {
  if (to.length > 254 || !z.email().safeParse(to).success) return 'to'
  if (subject.length > LONGEST_SUBJECT || !isOneLine(subject)) return 'subject'
  const wrong = Object.entries(headers).some(
    ([name, value]) =>
      !/^[A-Za-z][A-Za-z-]{0,60}$/.test(name) ||
      OWN_HEADERS.test(name) ||
      value.length > LONGEST_HEADER ||
      !isOneLine(value),
  )
  return wrong ? 'headers' : null
}

/** Without control characters and the line and paragraph separators of Unicode. */
function isOneLine(text: string): boolean {
  return !/[\p{Cc}\u2028\u2029]/u.test(text)
}

/** PostgreSQL holds no U+0000. */
function storable(text: string): string {
  return text.replaceAll('\0', '')
}
