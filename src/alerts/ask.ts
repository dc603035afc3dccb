import { and, eq } from 'drizzle-orm'
import { newSecret } from '../auth/secret.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { isBlocked } from './block.ts'
import type { Question } from './followed.ts'
import { ownAddresses } from './own-addresses.ts'
import { alertFilters, alertSubscriptions, type Rhythm } from './schema.ts'

/** Filters that one address may follow. */
const MOST_ALERTS = 20
/** What is not confirmed by then is erased. */
export const CONFIRMED_WITHIN_DAYS = 7
const DAY_MS = 86_400_000

/** The French words of messages, which rules do not know. `url` is absolute. */
export interface AlertMails {
  confirm(told: { question: string; rhythm: Rhythm; url: string }): AlertMail
  already(told: { question: string; rhythm: Rhythm; url: string }): AlertMail
  tooMany(told: { question: string; most: number; url: string }): AlertMail
}

export interface AlertMail {
  subject: string
  text: string
}

/** What asking needs. */
export interface AskContext {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl'>
  now: Date
  mails: AlertMails
}

/**
 * Notes that somebody wants to follow something by mail, and asks the address to confirm it. Who asks is told the same
 * whatever comes of it: that an address is known, follows this already or follows too much is told to itself alone, and
 * nothing to one that refuses our messages. Answers the subscription's token, for an instance that mails nothing.
 */
export async function askForAlert(
  tx: Tx,
  asked: { question: Question; email: string; rhythm: Rhythm },
  context: AskContext,
): Promise<string | null> {
  const { question, email, rhythm } = asked
  const { config, now, mails } = context
  const emailKey = email.toLowerCase()
  if (await isBlocked(tx, emailKey)) return null
  const filterId = await filterFor(tx, question)
  const known = await subscriptionOf(tx, filterId, emailKey)
  const send = async (mail: AlertMail, key: string) => {
    const expiresAt = new Date(now.getTime() + CONFIRMED_WITHIN_DAYS * DAY_MS)
    await queueMail(tx, { key, to: email, ...mail, expiresAt }, { config, now })
  }
  const at = now.getTime()
  if (known && known.state !== 'pending') {
    const url = ownAddresses(config, known.token).manage
    const told = mails.already({ question: question.words, rhythm: known.rhythm, url })
    await send(told, `alerte-connue:${known.id}:${at}`)
    return known.token
  }
  if (!known && (await tx.$count(alertSubscriptions, isOf(emailKey))) >= MOST_ALERTS) {
    const url = config.baseUrl + '/flux'
    const told = mails.tooMany({ question: question.words, most: MOST_ALERTS, url })
    await send(told, `alerte-de-trop:${filterId}:${at}`)
    return null
  }
  const [pending] = await tx
    .insert(alertSubscriptions)
    .values({
      filterId,
      rhythm,
      state: 'pending',
      email,
      emailKey,
      token: newSecret(),
      askedAt: now,
    })
    .onConflictDoUpdate({
      target: [alertSubscriptions.filterId, alertSubscriptions.emailKey],
      set: { rhythm, askedAt: now },
      setWhere: eq(alertSubscriptions.state, 'pending'),
    })
    .returning({ id: alertSubscriptions.id, token: alertSubscriptions.token })
  if (!pending) return null
  const url = ownAddresses(config, pending.token).manage
  await send(
    mails.confirm({ question: question.words, rhythm, url }),
    `alerte-demande:${pending.id}:${at}`,
  )
  return pending.token
}

/** The row of what is followed, held until the end of the transaction: it cannot be erased meanwhile. */
async function filterFor(tx: Tx, { subject, query }: Question): Promise<number> {
  const [row] = await tx
    .insert(alertFilters)
    .values({ subject, query })
    .onConflictDoUpdate({
      target: [alertFilters.subject, alertFilters.query],
      set: { query },
    })
    .returning({ id: alertFilters.id })
  if (!row) throw new Error('a filter was not added')
  return row.id
}

async function subscriptionOf(tx: Tx, filterId: number, emailKey: string) {
  const [row] = await tx
    .select()
    .from(alertSubscriptions)
    .where(and(eq(alertSubscriptions.filterId, filterId), isOf(emailKey)))
  return row ?? null
}

function isOf(emailKey: string) {
  return eq(alertSubscriptions.emailKey, emailKey)
}
