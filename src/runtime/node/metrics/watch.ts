import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import about from '../../../../package.json' with { type: 'json' }
import type { DatabaseLoad } from '../../../db/turns.ts'
import type { Deps, Watch } from '../../../deps.ts'
import type { JobHandler } from '../../../jobs/tick.ts'
import type { SendMail } from '../../../mail/send.ts'
import type { PollOutcome } from '../../../sources/polling/poll.ts'
import { measureDatabase } from './database.ts'
import { measureKeeper } from './keeper.ts'
import { measureLags } from './lags.ts'
import { measureRequests } from './requests.ts'
import { measureWork } from './work.ts'

/** What a Node process counts of itself; docs/monitoring.md tells what to look at. */
export interface NodeWatch extends Watch {
  polled(outcome: PollOutcome): void
  /** The same handlers, whose ends are counted. */
  counting(handlers: Record<string, JobHandler>): Record<string, JobHandler>
  /** Mail as before, what came of each try counted. */
  sending(send: SendMail): SendMail
  /** One of the things that are done again and again has ended well. */
  cameRound(name: string): void
}

/** Begins to count, for as long as the process lives: memory, garbage collection and the event loop too. */
export function createWatch(
  deps: Pick<Deps, 'db' | 'ahead' | 'versions' | 'now' | 'keep'>,
  load: () => DatabaseLoad,
): NodeWatch {
  const register = new Registry()
  const rounds = new Map<string, Date>()
  collectDefaultMetrics({ register })
  new Gauge({
    name: 'guichet_info',
    help: 'The program, by its version: always 1',
    labelNames: ['version'],
    registers: [register],
  }).set({ version: about.version }, 1)
  const lastRounds = new Gauge({
    name: 'guichet_round_timestamp_seconds',
    help: 'When each thing that this process does again and again last ended well, since 1970',
    labelNames: ['round'],
    registers: [register],
  })
  const { kinds, ...work } = measureWork(register)
  measureKeeper(register, deps.keep)
  measureDatabase(register, load)
  const noteLags = measureLags(register, deps, kinds)
  return {
    ...measureRequests(register),
    ...work,
    rounds: () => Object.fromEntries(rounds),
    cameRound(name) {
      const at = new Date()
      rounds.set(name, at)
      lastRounds.set({ round: name }, at.getTime() / 1000)
    },
    async exposition() {
      await noteLags()
      return register.metrics()
    },
  }
}
