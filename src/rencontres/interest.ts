import { and, eq, gt, isNotNull, isNull, or } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import type { Reader, Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import type { ToldRencontre } from './lock.ts'
import { interestLinks, interests } from './schema.ts'
import { rencontreUrl, type Telling } from './tell.ts'

export type InterestRow = typeof interests.$inferSelect

/** Where somebody confirms that they want to be told, and ends it; what is posted there by a mail program ends it too. */
export function interestPath(secret: string): string {
  return `/rencontres/alertes/${secret}`
}

/**
 * Notes that somebody wants to know of the next meetings, of one trade or of all: it counts once the link that goes to
 * the address was opened and confirmed. Asked again, the same link is sent once more, once a day. `secret` confirms it
 * where mail is off, and is null where the wish stood already.
 */
export async function askInterest(
  tx: Tx,
  { email, trade }: { email: string; trade: string | null },
  telling: Telling,
): Promise<{ secret: string | null }> {
  const values = { email, emailKey: email.toLowerCase(), trade, askedAt: telling.now }
  const [added] = await tx
    .insert(interests)
    .values(values)
    .onConflictDoNothing({ target: interests.emailKey })
    .returning({ id: interests.id })
  const id = added?.id ?? (await askedAgain(tx, values))
  const secret = newSecret()
  const confirmUrl = telling.config.baseUrl + interestPath(secret)
  const queued = await queueMail(
    tx,
    {
      key: `rencontre-alerte:${id}:${trade ?? ''}:${telling.now.toISOString().slice(0, 10)}`,
      to: email,
      ...telling.mails.interestAsked({ confirmUrl }),
    },
    telling,
  )
  const isNew = added !== undefined
  if (queued.ok ? !queued.repeated : isNew)
    await tx.insert(interestLinks).values({ tokenHash: await hashOfSecret(secret), interestId: id })
  return { secret: isNew ? secret : null }
}

/** Somebody else may be asking: what stands does not change before the link is opened, but for what never counted. */
async function askedAgain(tx: Tx, values: typeof interests.$inferInsert): Promise<number> {
  await tx
    .update(interests)
    .set({ trade: values.trade ?? null, askedAt: values.askedAt })
    .where(and(eq(interests.emailKey, values.emailKey), isNull(interests.confirmedAt)))
  const [known] = await tx
    .select({ id: interests.id })
    .from(interests)
    .where(eq(interests.emailKey, values.emailKey))
  if (!known) throw new Error('a wish was not noted')
  return known.id
}

/** The wish that this secret leads to; null where there is none, or none any more. */
export async function interestBy(reader: Reader, secret: string): Promise<InterestRow | null> {
  if (!isSecret(secret)) return null
  const [row] = await reader
    .select({ interest: interests })
    .from(interestLinks)
    .innerJoin(interests, eq(interests.id, interestLinks.interestId))
    .where(eq(interestLinks.tokenHash, await hashOfSecret(secret)))
  return row?.interest ?? null
}

/** Counts a wish from now on; null where the link leads nowhere. */
export async function confirmInterest(
  tx: Tx,
  secret: string,
  trade: string | null,
  now: Date,
): Promise<InterestRow | null> {
  const known = await interestBy(tx, secret)
  if (!known) return null
  const [row] = await tx
    .update(interests)
    .set({ confirmedAt: now, trade })
    .where(eq(interests.id, known.id))
    .returning()
  return row ?? null
}

/** Forgets somebody who wanted to know, with every link; false where nobody is known by this secret. */
export async function endInterest(tx: Tx, secret: string): Promise<boolean> {
  const known = await interestBy(tx, secret)
  if (!known) return false
  await tx.delete(interests).where(eq(interests.id, known.id))
  return true
}

/** Those who want to know of a meeting, after one of them, in the order of asking. */
export async function interestedAfter(
  reader: Reader,
  { trade }: Pick<ToldRencontre, 'trade'>,
  after: number,
  most: number,
): Promise<InterestRow[]> {
  return reader
    .select()
    .from(interests)
    .where(
      and(
        gt(interests.id, after),
        isNotNull(interests.confirmedAt),
        trade === null ? undefined : or(isNull(interests.trade), eq(interests.trade, trade)),
      ),
    )
    .orderBy(interests.id)
    .limit(most)
}

/** Tells one of them that a meeting is announced, once for each meeting, with a link that ends it. */
export async function tellInterested(
  tx: Tx,
  rencontre: ToldRencontre,
  { id, email }: InterestRow,
  telling: Telling,
): Promise<void> {
  const secret = newSecret()
  const { baseUrl } = telling.config
  const queued = await queueMail(
    tx,
    {
      key: `rencontre-annonce:${rencontre.id}:${id}`,
      to: email,
      ...telling.mails.published({
        rencontre,
        rencontreUrl: rencontreUrl(rencontre, telling),
        endUrl: baseUrl + interestPath(secret),
      }),
      headers: {
        // RFC 8058: mail programs post to it by themselves.
        'List-Unsubscribe': `<${baseUrl}${interestPath(secret)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
      expiresAt: rencontre.startsAt,
    },
    telling,
  )
  if (queued.ok && !queued.repeated)
    await tx.insert(interestLinks).values({ tokenHash: await hashOfSecret(secret), interestId: id })
}
