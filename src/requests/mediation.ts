import type { Tx } from '../db/db.ts'
import { MEDIATION_STEPS } from './choices.ts'
import { isOwnBuyer } from './own-buyer.ts'
import { changeRequest, type HandlerAuthor, lockHandled, lockRequest } from './lock.ts'
import { type Done, refused } from './problem.ts'
import type { MediationStep } from './schema.ts'
import { type Telling, tellFirm } from './tell.ts'

/**
 * Notes that the buyer was heard, or that a proposal was made: in this order. A buyer outside the partner is heard only
 * once the firm lets its name be told.
 */
export async function takeMediationStep(
  tx: Tx,
  requestId: number,
  step: Exclude<MediationStep, 'asked'>,
  author: HandlerAuthor,
  telling: Telling,
): Promise<Done> {
  const { now } = telling
  const request = await lockHandled(tx, requestId, author)
  if (!request) return refused('ended')
  const rank = (at: MediationStep | null) => (at === null ? -1 : MEDIATION_STEPS.indexOf(at))
  if (rank(request.mediationStep) === rank(step)) return { ok: true }
  if (rank(request.mediationStep) !== rank(step) - 1) return refused('step-order', 'etape')
  if (step === 'buyer-heard' && !request.mayNameFirm && !(await isOwnBuyer(tx, request)))
    return refused('name-first', 'etape')
  const isFirst = request.acknowledgedAt === null
  await changeRequest(
    tx,
    request,
    {
      mediationStep: step,
      ...(isFirst ? { state: 'acknowledged', acknowledgedAt: now } : {}),
    },
    {
      events: [...(isFirst ? (['acknowledged'] as const) : []), step],
      author: { by: 'partner', ...author },
      now,
    },
  )
  await tellFirm(tx, request, 'progress', step, telling)
  return { ok: true }
}

/** The firm lets its name be told to the buyer. */
export async function allowName(tx: Tx, requestId: number, telling: Telling): Promise<Done> {
  const request = await lockRequest(tx, requestId)
  if (request?.kind !== 'mediation' || request.state === 'closed') return refused('ended')
  if (request.mayNameFirm) return { ok: true }
  await changeRequest(
    tx,
    request,
    { mayNameFirm: true },
    { events: ['name-allowed'], author: { by: 'firm' }, now: telling.now },
  )
  return { ok: true }
}
