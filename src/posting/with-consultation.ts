import { actingPartner, agentOf } from '../auth/guard.ts'
import { successorOf } from '../consultations/page.ts'
import type { Tx } from '../db/db.ts'
import { missingPage } from '../http/errors.tsx'
import type { ActingPartner, GuichetContext } from '../http/route.ts'
import { type Decision, decide } from './decide.ts'
import { type OwnConsultation, ownConsultation } from './own-consultation.ts'
import { recordContext } from '../sources/record-context.ts'
import { type TypingContext, typingContext } from './typing-context.ts'

/** A partner's agent before one of its consultations. */
export interface Acting {
  partner: ActingPartner
  consultation: OwnConsultation
  context: TypingContext
  /** `/espace/narbonne/consultations/2026-0042` */
  base: string
}

/**
 * Answers about the consultation that the address names; 404 where the partner may not act on it. One that turned out to
 * be another leads there.
 */
export async function withConsultation(
  c: GuichetContext,
  answer: (acting: Acting) => Promise<Response>,
): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const reference = c.req.param('reference') ?? ''
  const consultation = await ownConsultation(db, partner.id, reference, now())
  if (!consultation) {
    const [successor] = /\d{4}-\d{4,}/.exec((await successorOf(db, reference)) ?? '') ?? []
    return successor && c.req.method === 'GET'
      ? c.redirect(c.req.path.replace(reference, successor), 308)
      : missingPage(c)
  }
  const context = await typingContext(c.var.deps, partner.id)
  const base = `/espace/${partner.slug}/consultations/${consultation.reference}`
  return answer({ partner, consultation, context, base })
}

/**
 * States a decision in the agent's name. False where the consultation has changed since it was shown: nothing is written.
 */
export async function sayDecision(
  c: GuichetContext,
  { consultation, context }: Acting,
  sourceName: string,
  decision: Omit<Decision, 'consultation'>,
  /** What is written with it, all or nothing. */
  besides: (tx: Tx) => Promise<void> = async () => {},
): Promise<boolean> {
  const { deps } = c.var
  const recording = await recordContext(deps, consultation)
  const decider = { partner: context.partner, actor: agentOf(c).actor, sourceName }
  const outcome = await deps.db.transaction(async (tx) => {
    const said = await decide(tx, decider, { consultation, ...decision }, recording)
    if (said === 'said') await besides(tx)
    return said
  })
  await deps.versions.refresh()
  return outcome === 'said'
}
