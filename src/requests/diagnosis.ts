import { and, eq } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { type HandlerAuthor, lockRequest } from './lock.ts'
import { type Done, refusedFor } from './problem.ts'
import type { TypedDiagnosis } from './read-request.ts'
import { requestDiagnoses, requestSteps } from './schema.ts'

/** Saves the confidential form; refused where somebody else saved it meanwhile. The audit log learns no word of it. */
export async function saveDiagnosis(
  tx: Tx,
  requestId: number,
  { diagnosis, version }: { diagnosis: TypedDiagnosis; version: number },
  author: HandlerAuthor,
  now: Date,
): Promise<Done> {
  const request = await lockRequest(tx, requestId)
  if (request?.partnerId !== author.partnerId || request.state === 'closed')
    return refusedFor('ended')
  const [saved] = await tx
    .update(requestDiagnoses)
    .set({ ...diagnosis, savedAt: now, version: version + 1 })
    .where(and(eq(requestDiagnoses.requestId, requestId), eq(requestDiagnoses.version, version)))
    .returning({ version: requestDiagnoses.version })
  if (!saved) return refusedFor('stale')
  await note(tx, request.reference, 'request.save-form', author, now)
  return { ok: true }
}

/** Adds what was undertaken for the firm on a day. */
export async function addStep(
  tx: Tx,
  requestId: number,
  step: { on: string; words: string },
  author: HandlerAuthor,
  now: Date,
): Promise<Done> {
  const request = await lockRequest(tx, requestId)
  if (
    request?.partnerId !== author.partnerId ||
    request.kind !== 'difficulty' ||
    request.state === 'closed'
  )
    return refusedFor('ended')
  await tx.insert(requestSteps).values({ ...step, requestId })
  await note(tx, request.reference, 'request.add-step', author, now)
  return { ok: true }
}

async function note(
  tx: Tx,
  reference: string,
  action: string,
  { actor, partnerId }: HandlerAuthor,
  now: Date,
): Promise<void> {
  await recordAudit(tx, { at: now, actor, partnerId, action, subject: `request:${reference}` })
}
