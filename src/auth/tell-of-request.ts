import { and, eq, isNull, or } from 'drizzle-orm'
import type { Config } from '../config.ts'
import type { Tx } from '../db/db.ts'
import { queueMail } from '../mail/queue-mail.ts'
import { partners } from '../partners/schema.ts'
import type { AskedRole } from './oidc/settle.ts'
import { agents, memberships } from './schema.ts'

/** What tells somebody that an agent waits for a role. */
export type RequestMail = (told: { partner: string; address: string }) => {
  subject: string
  text: string
}

/** Tells the partner's administrators and the guichet's, once, that somebody waits for a role; nobody where mail is off. */
export async function tellOfRequest(
  tx: Tx,
  { id, partnerId }: AskedRole,
  { config, now, mailOf }: { config: Config; now: Date; mailOf: RequestMail },
): Promise<void> {
  const [partner] = await tx
    .select({ slug: partners.slug, name: partners.name })
    .from(partners)
    .where(eq(partners.id, partnerId))
  if (!partner) return
  const recipients = await tx
    .selectDistinct({ id: agents.id, email: agents.email })
    .from(agents)
    .leftJoin(
      memberships,
      and(
        eq(memberships.agentId, agents.id),
        eq(memberships.partnerId, partnerId),
        eq(memberships.role, 'partner-administrator'),
        isNull(memberships.endedAt),
      ),
    )
    .where(
      and(
        isNull(agents.disabledAt),
        or(eq(agents.administrator, true), eq(memberships.partnerId, partnerId)),
      ),
    )
  const message = mailOf({
    partner: partner.name,
    address: `${config.baseUrl}/espace/${partner.slug}/equipe`,
  })
  for (const { id: agentId, email } of recipients)
    await queueMail(tx, { key: `access:${id}:${agentId}`, to: email, ...message }, { config, now })
}
