import { and, eq } from 'drizzle-orm'
import { actsAs } from '../../auth/members.ts'
import { POLICY } from '../../auth/policy.ts'
import { agents, memberships } from '../../auth/schema.ts'
import type { Config } from '../../config.ts'
import type { Tx } from '../../db/db.ts'
import { queueMail } from '../../mail/queue-mail.ts'

/** What partners are asked for; `soon` and `again` are reminders. */
export type Asked = 'check' | 'check-soon' | 'comment' | 'comment-soon' | 'sign' | 'sign-again'

/** What a message says, in the words of views. */
export type AskingMail = (asking: {
  asked: Asked
  year: number
  partner: string
  /** Last day; null where there is none. */
  until: string | null
  /** Where it is done. */
  url: string
}) => { subject: string; text: string }

export interface Telling {
  config: Pick<Config, 'smtpUrl' | 'mailFrom' | 'baseUrl'>
  mailOf: AskingMail
}

/**
 * Writes to a partner's agents who may do what is asked, each once for each thing asked and each last day; how many were
 * written to. Where mail is off nobody is: the partners' area tells it all the same.
 */
export async function askPartner(
  tx: Tx,
  asked: Asked,
  { year, until }: { year: number; until: string | null },
  partner: { id: number; slug: string; name: string },
  { config, mailOf }: Telling,
  now: Date,
): Promise<number> {
  const isCheck = asked === 'check' || asked === 'check-soon'
  const url = `${config.baseUrl}/espace/${partner.slug}/analyses/${year}${isCheck ? '/lignes' : ''}`
  const mail = mailOf({ asked, year, partner: partner.name, until, url })
  const { roles } = POLICY[isCheck ? 'check-own-contracts' : 'speak-in-analysis']
  const asks = await tx
    .selectDistinct({ id: agents.id, email: agents.email })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(and(eq(memberships.partnerId, partner.id), actsAs(...roles)))
  let written = 0
  for (const { id, email } of asks) {
    const key = `analysis:${year}:${asked}:${until ?? ''}:${partner.id}:${id}`
    const queued = await queueMail(tx, { key, to: email, ...mail }, { config, now })
    if (queued.ok && !queued.repeated) written += 1
  }
  return written
}
