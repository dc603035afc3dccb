import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import { actsAs } from '../auth/members.ts'
import { agents, memberships } from '../auth/schema.ts'
import type { Config } from '../config.ts'
import type { Moment } from '../consultations/facts.ts'
import {
  consultations,
  overriddenDeadlines,
  sourceRecords,
  sources,
} from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { buyers, partners } from '../partners/schema.ts'
import { parisDay } from '../rules/calendar.ts'
import { lackingIn } from './complements/lacking.ts'
import { complementAddress, makeComplementLink } from './complements/links.ts'
import { complementLinks, complementOptOuts, complementRefusals } from './complements/schema.ts'

interface Mail {
  subject: string
  text: string
}

/** What the messages to agents are made by. */
export interface AgentMails {
  complements: (told: { asked: { title: string; address: string }[]; baseUrl: string }) => Mail
  overridden: (told: { title: string; typed: Moment; official: Moment; address: string }) => Mail
}

interface Telling {
  now: Date
  config: Config
  mails: AgentMails
}

const DAY_MS = 86_400_000
/** A consultation that nobody was asked about in its first days needs it no more. */
const FRESH_DAYS = 3
/** As many as one message asks about. */
const MOST_ASKED = 10
/** A date that was overridden so long ago is told on the page only. */
const TOLD_DAYS = 7

/**
 * Asks the agents of partners, once for each consultation that a source has newly brought, for what it does not say: one
 * message an agent and a day, with a link for each that needs no password. Not about what agents typed themselves, nor
 * those who do not want it.
 */
export async function askForComplements(tx: Tx, { now, config, mails }: Telling): Promise<void> {
  const { baseUrl } = config
  const day = parisDay(now)
  for (const [partnerId, fresh] of Map.groupBy(await freshlyBrought(tx, now), byPartner)) {
    for (const agent of await writersOf(tx, partnerId)) {
      if (!(await mayBeAsked(tx, agent.id, day))) continue
      const asked = []
      for (const { id, title } of fresh.slice(0, MOST_ASKED)) {
        const link = { consultationId: id, partnerId, agentId: agent.id }
        const secret = await makeComplementLink(tx, link, now)
        asked.push({ title, address: complementAddress(baseUrl, secret) })
      }
      const message = mails.complements({ asked, baseUrl })
      const key = `complements:${agent.id}:${day}`
      await queueMail(tx, { key, to: agent.email, ...message }, { config, now })
    }
  }
}

function byPartner({ partnerId }: { partnerId: number }): number {
  return partnerId
}

/** What sources brought in the last days, that lacks something and that nobody was asked about, the newest first. */
async function freshlyBrought(tx: Tx, now: Date) {
  const since = new Date(now.getTime() - FRESH_DAYS * DAY_MS)
  const told = (kinds: 'typed' | 'read') => sql`exists (
    select 1 from ${sourceRecords} join ${sources} on ${sources.id} = ${sourceRecords.sourceId}
    where ${sourceRecords.consultationId} = ${consultations.id}
      and ${sources.kind} ${sql.raw(kinds === 'typed' ? '' : 'not ')}in ('typed', 'api'))`
  const rows = await tx
    .select({
      id: consultations.id,
      title: consultations.title,
      facts: consultations.facts,
      partnerId: buyers.partnerId,
    })
    .from(consultations)
    .innerJoin(buyers, eq(buyers.id, consultations.buyerId))
    .where(
      and(
        gt(consultations.publishedAt, since),
        gt(consultations.closesAt, now),
        eq(consultations.status, 'active'),
        eq(consultations.demonstration, false),
        isNull(consultations.joinedIntoId),
        told('read'),
        sql`not ${told('typed')}`,
        sql`not exists (select 1 from ${complementLinks}
          where ${complementLinks.consultationId} = ${consultations.id})`,
        sql`not exists (select 1 from ${complementRefusals}
          where ${complementRefusals.consultationId} = ${consultations.id})`,
      ),
    )
    .orderBy(sql`${consultations.publishedAt} desc, ${consultations.id} desc`)
    .limit(500)
  return rows.flatMap(({ partnerId, facts, ...row }) =>
    partnerId !== null && lackingIn(facts).length > 0 ? [{ ...row, partnerId }] : [],
  )
}

/** Whether an agent wants these messages, and had none on this day. */
async function mayBeAsked(tx: Tx, agentId: string, day: string): Promise<boolean> {
  const [refused] = await tx
    .select({ at: complementOptOuts.at })
    .from(complementOptOuts)
    .where(eq(complementOptOuts.agentId, agentId))
  if (refused) return false
  const [last] = await tx
    .select({ at: sql<string | null>`max(${complementLinks.madeAt})` })
    .from(complementLinks)
    .where(eq(complementLinks.agentId, agentId))
  return !last?.at || parisDay(new Date(last.at)) !== day
}

/** Who publishes for a partner; its administrators where nobody else does. */
async function writersOf(tx: Tx, partnerId: number): Promise<{ id: string; email: string }[]> {
  const rows = await tx
    .selectDistinct({ id: agents.id, email: agents.email, role: memberships.role })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(and(eq(memberships.partnerId, partnerId), actsAs('publisher', 'partner-administrator')))
    .orderBy(asc(agents.email))
  const publishers = rows.filter(({ role }) => role === 'publisher')
  return publishers.length > 0 ? publishers : rows
}

/** Tells agents, once, of each deadline of theirs in whose place an official one has come. */
export async function tellOverriddenDates(tx: Tx, { now, config, mails }: Telling): Promise<void> {
  const since = new Date(now.getTime() - TOLD_DAYS * DAY_MS)
  const rows = await tx
    .select({
      id: overriddenDeadlines.id,
      typed: overriddenDeadlines.typed,
      official: overriddenDeadlines.official,
      reference: consultations.reference,
      title: consultations.title,
      partner: { id: partners.id, slug: partners.slug },
    })
    .from(overriddenDeadlines)
    .innerJoin(consultations, eq(consultations.id, overriddenDeadlines.consultationId))
    .innerJoin(sourceRecords, eq(sourceRecords.id, overriddenDeadlines.recordId))
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .innerJoin(partners, eq(partners.id, sources.partnerId))
    .where(and(isNull(overriddenDeadlines.seenAt), gt(overriddenDeadlines.at, since)))
  for (const { id, partner, reference, ...told } of rows)
    for (const agent of await writersOf(tx, partner.id)) {
      const address = `${config.baseUrl}/espace/${partner.slug}/consultations/${reference}`
      const message = mails.overridden({ ...told, address })
      const key = `overridden-deadline:${id}:${agent.id}`
      await queueMail(tx, { key, to: agent.email, ...message }, { config, now })
    }
}
