import { and, asc, eq, isNull } from 'drizzle-orm'
import { agents } from '../auth/schema.ts'
import { hashOfSecret, newSecret } from '../auth/secret.ts'
import type { Config } from '../config.ts'
import type { Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { partners } from '../partners/schema.ts'
import { handlersFor, partnerAdministrators } from './handlers.ts'
import { followPath, type RequestRow } from './links.ts'
import { requestLinks } from './schema.ts'

/** What a firm is told. */
export type FirmNews =
  | 'received'
  | 'acknowledged'
  | 'message'
  | 'relay-asked'
  | 'routed'
  | 'progress'
  | 'closed'
  | 'quiet'
  | 'link'

/** What those who handle it are told; `unhandled`: that nobody is named, to those who can name somebody. */
export type PartnerNews =
  | 'arrived'
  | 'firm-wrote'
  | 'relay-answered'
  | 'reopened'
  | 'withdrawn'
  | 'erased'
  | 'quiet'
  | 'soon'
  | 'late'
  | 'unhandled'

/** The French words of messages: never what is asked, nor of which kind it is. */
export interface RequestMails {
  firm(told: { news: FirmNews; reference: string; privateUrl: string }): Words
  partner(told: { news: PartnerNews; reference: string; partner: string; url: string }): Words
  administrator(told: { reference: string; url: string }): Words
}

interface Words {
  subject: string
  text: string
}

/** What telling people needs. */
export interface Telling {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl'>
  now: Date
  mails: RequestMails
}

/**
 * Tells the firm by mail that something happened, with a private link of its own and nothing else. Nothing where mail is
 * off or the address is erased; `once` tells this news from the same at another time.
 */
export async function tellFirm(
  tx: Tx,
  request: Pick<RequestRow, 'id' | 'reference' | 'email'>,
  news: FirmNews,
  once: string | number,
  { config, now, mails }: Telling,
): Promise<void> {
  if (request.email === null) return
  const secret = newSecret()
  const { reference } = request
  const privateUrl = config.baseUrl + followPath(secret)
  const queued = await queueMail(
    tx,
    {
      key: `saisine:${request.id}:${news}:${once}`,
      to: request.email,
      ...mails.firm({ news, reference, privateUrl }),
    },
    { config, now },
  )
  if (!queued.ok || queued.repeated) return
  await tx
    .insert(requestLinks)
    .values({ tokenHash: await hashOfSecret(secret), requestId: request.id })
}

/** Tells those who handle it, or who can name somebody to; the administrators, that it waits, where it has no partner. */
export async function tellPartner(
  tx: Tx,
  request: Pick<RequestRow, 'id' | 'reference' | 'kind' | 'partnerId'>,
  news: PartnerNews,
  once: string | number,
  telling: Telling,
): Promise<void> {
  const { config, now, mails } = telling
  const { reference, partnerId } = request
  if (partnerId === null) return tellAdministrators(tx, request, once, telling)
  const [partner] = await tx
    .select({ slug: partners.slug, name: partners.name })
    .from(partners)
    .where(eq(partners.id, partnerId))
  if (!partner) return
  const desk = `${config.baseUrl}/espace/${partner.slug}/saisines`
  const handlers = await handlersFor(tx, partnerId, request.kind)
  const told =
    handlers.length > 0
      ? { news, url: `${desk}/${reference}`, to: handlers }
      : {
          news: 'unhandled' as const,
          url: `${desk}/personnes`,
          to: await partnerAdministrators(tx, partnerId),
        }
  for (const { agentId, email } of told.to) {
    const words = mails.partner({
      news: told.news,
      reference,
      partner: partner.name,
      url: told.url,
    })
    const key = `saisine:${request.id}:${told.news}:${once}:${agentId}`
    await queueMail(tx, { key, to: email, ...words }, { config, now })
  }
}

async function tellAdministrators(
  tx: Tx,
  { id, reference }: Pick<RequestRow, 'id' | 'reference'>,
  once: string | number,
  { config, now, mails }: Telling,
): Promise<void> {
  const administrators = await tx
    .select({ agentId: agents.id, email: agents.email })
    .from(agents)
    .where(and(eq(agents.administrator, true), isNull(agents.disabledAt)))
    .orderBy(asc(agents.email))
  const url = `${config.baseUrl}/espace/administration/saisines`
  for (const { agentId, email } of administrators) {
    const key = `saisine:${id}:sans-correspondant:${once}:${agentId}`
    await queueMail(
      tx,
      { key, to: email, ...mails.administrator({ reference, url }) },
      { config, now },
    )
  }
}
