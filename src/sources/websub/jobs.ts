import type { Tx } from '../../db/db.ts'
import { enqueue } from '../../jobs/queue.ts'

/** The kind of job that tends one subscription; its key is the subscription's id. */
export const TEND_JOB = 'websub'
/** The kind of job that reads one pushed document; its key is the push's id. */
export const PUSH_JOB = 'websub-push'

/** Has a subscription looked after now, or after so many milliseconds. */
export async function askToTend(tx: Tx, id: number, afterMs = 0): Promise<void> {
  await enqueue(tx, { kind: TEND_JOB, key: String(id), afterSeconds: Math.ceil(afterMs / 1000) })
}
