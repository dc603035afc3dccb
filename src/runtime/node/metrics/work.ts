import { Counter, Histogram, type Registry } from 'prom-client'
import type { JobHandler } from '../../../jobs/tick.ts'
import type { NodeWatch } from './watch.ts'

const SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Counts what is done in the background. `kinds` are the kinds of jobs that this process does. */
export function measureWork(
  register: Registry,
): Pick<NodeWatch, 'polled' | 'counting' | 'sending'> & { kinds: ReadonlySet<string> } {
  const registers = [register]
  const kinds = new Set<string>()
  const polls = new Histogram({
    name: 'guichet_poll_duration_seconds',
    help: 'Looks at sources by what came of them (unchanged, read, failed), and how long they took',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  })
  const jobs = new Counter({
    name: 'guichet_jobs_total',
    help: 'Jobs that this process has ended, by kind and outcome (done, failed)',
    labelNames: ['kind', 'outcome'],
    registers,
  })
  const mails = new Counter({
    name: 'guichet_mail_tries_total',
    help: 'Tries to send a message by what came of them (sent, refused, later, unanswered)',
    labelNames: ['outcome'],
    registers,
  })
  const counted =
    (kind: string, handler: JobHandler): JobHandler =>
    async (job) => {
      let outcome = 'failed'
      try {
        const ended = await handler(job)
        outcome = 'done'
        return ended
      } finally {
        jobs.inc({ kind, outcome })
      }
    }
  return {
    kinds,
    polled: ({ kind, ms }) => polls.observe({ outcome: kind }, ms / 1000),
    counting(handlers) {
      const pairs = Object.entries(handlers)
      for (const [kind] of pairs) {
        kinds.add(kind)
        for (const outcome of ['done', 'failed']) jobs.inc({ kind, outcome }, 0)
      }
      return Object.fromEntries(pairs.map(([kind, handler]) => [kind, counted(kind, handler)]))
    },
    sending: (send) => async (mail) => {
      const outcome = await send(mail)
      mails.inc({ outcome: outcome.kind })
      return outcome
    },
  }
}
