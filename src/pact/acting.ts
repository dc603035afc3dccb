import { actingPartner, agentOf } from '../auth/guard.ts'
import { forbiddenPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'
import type { Hand } from './may-edit.ts'
import type { Author } from './versions.ts'

/** Who edits the pact here: the partner that the address names, and whether an administrator of the instance does. */
export interface Acting {
  hand: Hand
  author: Author
  partner: { id: number; slug: string; name: string }
  /** `/espace/narbonne/pacte` */
  base: string
  now: Date
}

/** Who acts, in a handler under `/espace/:partner/pacte`. An administrator without a role there acts for nobody. */
export function actingIn(c: GuichetContext): Acting {
  const agent = agentOf(c)
  const partner = actingPartner(c)
  const belongs = agent.memberships.some(({ partnerId }) => partnerId === partner.id)
  const now = c.var.deps.now()
  return {
    hand: { partnerId: partner.id, administrator: agent.administrator },
    author: { partnerId: belongs ? partner.id : null, actor: agent.actor, now },
    partner,
    base: `/espace/${partner.slug}/pacte`,
    now,
  }
}

/** 403: this partner does not carry what it wants to change. */
export function notYours(c: GuichetContext): Response {
  return forbiddenPage(c, agentOf(c), actingPartner(c).name)
}

/** Who is signed in, and whether as an administrator of the instance: what taking a comment back asks. */
export function handOf(c: GuichetContext): { agentId: string; administrator: boolean } {
  const { id, administrator } = agentOf(c)
  return { agentId: id, administrator }
}

/** The key of a row that the address names; 0, which none has, where it names none. */
export function keyIn(c: GuichetContext, name: string): number {
  return Number(/^\d{1,9}$/.exec(c.req.param(name) ?? '')?.[0] ?? 0)
}
