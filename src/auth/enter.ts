import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import type { GuichetContext } from '../http/route.ts'
import { sessionSecret } from './session-cookie.ts'
import { endSessionOf, type SignIn, startSession } from './sessions.ts'

/**
 * Signs an agent in on the browser that asks: whatever session it had is ended, so that none is carried over that
 * somebody else may have put there. Returns the secret for the cookie, to be given once the transaction is committed.
 */
export async function enter(
  c: GuichetContext,
  tx: Tx,
  signIn: Omit<SignIn, 'browser'>,
): Promise<string> {
  const now = c.var.deps.now()
  const former = sessionSecret(c)
  if (former !== undefined) await endSessionOf(tx, former)
  await recordAudit(tx, {
    at: now,
    actor: `agent:${signIn.agentId}`,
    action: 'session.start',
    subject: `agent:${signIn.agentId}`,
    after: { how: signIn.how },
  })
  return startSession(tx, { ...signIn, browser: c.req.header('user-agent') ?? '' }, now)
}
