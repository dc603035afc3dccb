import { eq, isNull, or } from 'drizzle-orm'
import { hashOfSecret, isSecret, newSecret } from '../auth/secret.ts'
import type { Reader, Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import type { SessionRow } from './queries.ts'
import { interests } from './schema.ts'
import type { Telling, ToldTraining } from './tell.ts'

/** Where somebody withdraws who wanted to know of the next session. */
export function interestPath(secret: string): string {
  return `/pacte/formations/alertes/${secret}`
}

/**
 * Notes that somebody wants to know of the next session, of one training or of any; asked again, nothing is added.
 * They are told by mail how to withdraw; `secret` does it where mail is off, and is null where the wish stood already.
 */
export async function noteInterest(
  tx: Tx,
  { training, email }: { training: { id: number; title: string } | null; email: string },
  telling: Telling,
): Promise<{ secret: string | null }> {
  const secret = newSecret()
  const [noted] = await tx
    .insert(interests)
    .values({
      trainingId: training?.id ?? null,
      email: email.toLowerCase(),
      consentAt: telling.now,
      tokenHash: await hashOfSecret(secret),
    })
    .onConflictDoNothing()
    .returning({ id: interests.id })
  if (!noted) return { secret: null }
  const withdrawUrl = telling.config.baseUrl + interestPath(secret)
  await queueMail(
    tx,
    {
      key: `formation-alerte:${noted.id}`,
      to: email,
      ...telling.mails.interestNoted({ title: training?.title ?? null, withdrawUrl }),
    },
    telling,
  )
  return { secret }
}

/** Forgets somebody who wanted to know; false where nobody is known by this secret. */
export async function withdrawInterest(tx: Tx, secret: string): Promise<boolean> {
  if (!isSecret(secret)) return false
  const gone = await tx
    .delete(interests)
    .where(eq(interests.tokenHash, await hashOfSecret(secret)))
    .returning({ id: interests.id })
  return gone.length > 0
}

/** Who wants to know of the next session of a training, or of any. */
export async function interestedIn(
  reader: Reader,
  trainingId: number,
): Promise<{ id: number; email: string }[]> {
  return reader
    .select({ id: interests.id, email: interests.email })
    .from(interests)
    .where(or(eq(interests.trainingId, trainingId), isNull(interests.trainingId)))
    .orderBy(interests.id)
}

/** Tells them by mail that one can register, once each, and forgets them; where mail is off they stay on the list. */
export async function tellInterested(
  tx: Tx,
  { session, training }: { session: SessionRow; training: ToldTraining },
  telling: Telling,
): Promise<void> {
  const trainingUrl = `${telling.config.baseUrl}/pacte/formations/${training.slug}`
  const mail = telling.mails.nextSession({ training, session, trainingUrl })
  for (const { id, email } of await interestedIn(tx, training.id)) {
    const key = `formation-ouverte:${session.id}:${id}`
    const queued = await queueMail(tx, { key, to: email, ...mail }, telling)
    if (queued.ok) await tx.delete(interests).where(eq(interests.id, id))
  }
}
