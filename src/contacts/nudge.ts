import { and, asc, eq, isNull } from 'drizzle-orm'
import { actsAs } from '../auth/members.ts'
import { agents, memberships } from '../auth/schema.ts'
import type { Config } from '../config.ts'
import type { Db, Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { partners } from '../partners/schema.ts'
import { dayBefore } from './freshness.ts'
import { correspondentChecks } from './schema.ts'
import { answeredForBy, answeredForByNobody } from './to-check.ts'

/** What the message says that asks a partner to look at its contacts. */
export type NudgeMail = (about: {
  partner: string
  /** How many entries nobody looked at for a year. */
  count: number
  url: string
}) => { subject: string; text: string }

/** The same for what no partner answers for. */
export type InstanceNudgeMail = (about: Omit<Parameters<NudgeMail>[0], 'partner'>) => {
  subject: string
  text: string
}

interface Nudging {
  config: Pick<Config, 'baseUrl' | 'smtpUrl' | 'mailFrom'>
  now: Date
  /** Calendar day in Paris. */
  today: string
  mailOf: NudgeMail
  instanceMailOf: InstanceNudgeMail
}

/** A partner is asked once in so many days, whatever it has to look at. */
const PAUSE_DAYS = 30

/**
 * Asks the administrators of every partner that has entries which nobody checked for a year to look at them: all of
 * them in one message, and no partner twice in thirty days.
 */
export async function nudgePartners(db: Db, nudging: Nudging): Promise<void> {
  const all = await db.select({ id: partners.id }).from(partners).orderBy(asc(partners.id))
  for (const { id } of all) await db.transaction((tx) => nudgePartner(tx, id, nudging))
}

/**
 * Asks the administrators of the instance, once in a calendar month, to look at what no partner answers for and nobody
 * checked for a year.
 */
export async function nudgeAdministrators(
  db: Db,
  { config, now, today, instanceMailOf }: Nudging,
): Promise<void> {
  const stale = (await answeredForByNobody(db, today)).filter((each) => !each.isFresh)
  if (stale.length === 0) return
  const url = `${config.baseUrl}/espace/administration/contacts`
  const mail = instanceMailOf({ count: stale.length, url })
  await db.transaction(async (tx) => {
    const people = await tx
      .select({ id: agents.id, email: agents.email })
      .from(agents)
      .where(and(eq(agents.administrator, true), isNull(agents.disabledAt)))
    for (const { id, email } of people)
      await queueMail(
        tx,
        { key: `contacts:instance:${today.slice(0, 7)}:${id}`, to: email, ...mail },
        { config, now },
      )
  })
}

async function nudgePartner(
  tx: Tx,
  partnerId: number,
  { config, now, today, mailOf }: Nudging,
): Promise<void> {
  const stale = (await answeredForBy(tx, partnerId, today)).filter(({ isFresh }) => !isFresh)
  if (stale.length === 0) return
  const people = await administratorsOf(tx, partnerId)
  if (people.length === 0) return
  await tx.insert(correspondentChecks).values({ partnerId }).onConflictDoNothing()
  const [known] = await tx
    .select()
    .from(correspondentChecks)
    .where(eq(correspondentChecks.partnerId, partnerId))
    .for('update')
  const pauseEnds = new Date(`${dayBefore(today, PAUSE_DAYS)}T00:00:00Z`)
  if (known?.nudgedAt && known.nudgedAt > pauseEnds) return
  for (const { id, email, slug, partner } of people) {
    const url = `${config.baseUrl}/espace/${slug}/contacts`
    const mail = mailOf({ partner, count: stale.length, url })
    await queueMail(
      tx,
      { key: `contacts:${partnerId}:${today}:${id}`, to: email, ...mail },
      { config, now },
    )
  }
  await tx
    .update(correspondentChecks)
    .set({ nudgedAt: now })
    .where(eq(correspondentChecks.partnerId, partnerId))
}

async function administratorsOf(tx: Tx, partnerId: number) {
  return tx
    .selectDistinct({
      id: agents.id,
      email: agents.email,
      slug: partners.slug,
      partner: partners.name,
    })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .innerJoin(partners, eq(partners.id, memberships.partnerId))
    .where(and(eq(memberships.partnerId, partnerId), actsAs('partner-administrator')))
}
