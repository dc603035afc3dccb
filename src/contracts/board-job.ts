import type { Tx } from '../db/db.ts'
import type { Deps } from '../deps.ts'
import { enqueue } from '../jobs/queue.ts'
import type { JobHandler } from '../jobs/tick.ts'
import type { PlainAnswer } from './board-contracts.ts'
import { recordBoardContracts } from './record-board.ts'

/** The kind of job that makes contracts of the board's awards. */
export const BOARD_CONTRACTS_JOB = 'board-contracts'
const EVERY_SECONDS = 15 * 60
const DAY_MS = 86_400_000
/** What was being written while the last run read. */
const OVERLAP_MS = 5 * 60_000

/** Records what has changed among the board's awards, every quarter of an hour; all of them once a day. */
export function boardContractsJob(
  { db, now, versions }: Pick<Deps, 'db' | 'now' | 'versions'>,
  plainAnswer: PlainAnswer,
): JobHandler {
  return async ({ payload }) => {
    const begun = now()
    const whole = instantIn(payload['whole'])
    const since =
      whole && begun.getTime() - whole.getTime() < DAY_MS ? instantIn(payload['since']) : null
    await recordBoardContracts(db, { since, now: begun, plainAnswer })
    await versions.refresh()
    // Asked for anew, as the payload of a job that comes back by itself stays as it was.
    await db.transaction((tx) => askForNextRun(tx, begun, since && whole ? whole : begun))
    return 'done'
  }
}

/** Asks for the run after one that began at this instant; `whole` is when the last one that read all of them did. */
export async function askForNextRun(tx: Tx, begun: Date, whole: Date): Promise<void> {
  await enqueue(tx, {
    kind: BOARD_CONTRACTS_JOB,
    key: 'all',
    payload: {
      since: new Date(begun.getTime() - OVERLAP_MS).toISOString(),
      whole: whole.toISOString(),
    },
    afterSeconds: EVERY_SECONDS,
  })
}

function instantIn(value: unknown): Date | null {
  return typeof value === 'string' ? new Date(value) : null
}
