import { and, eq } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import type { RequestRow } from './links.ts'
import { auditHandling, changeRequest, type HandlerAuthor, lockHandled } from './lock.ts'
import { type Done, refused } from './problem.ts'
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
  const request = await lockHandled(tx, requestId, author)
  if (!request) return refused('ended')
  const [saved] = await tx
    .update(requestDiagnoses)
    .set({ ...diagnosis, savedAt: now, version: version + 1 })
    .where(and(eq(requestDiagnoses.requestId, requestId), eq(requestDiagnoses.version, version)))
    .returning({ version: requestDiagnoses.version })
  if (!saved) return refused('stale')
  await note(tx, request, author, now)
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
  const request = await lockHandled(tx, requestId, author)
  if (request?.kind !== 'difficulty') return refused('ended')
  await tx.insert(requestSteps).values({ ...step, requestId })
  await note(tx, request, author, now)
  return { ok: true }
}

/** In the words of any request: the audit log does not tell which are of firms in difficulty. */
async function note(tx: Tx, request: RequestRow, author: HandlerAuthor, now: Date): Promise<void> {
  await changeRequest(tx, request, {}, { events: [], author: { by: 'partner', ...author }, now })
  await auditHandling(tx, request, 'wrote', author, now)
}
