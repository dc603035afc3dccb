import { Gauge, type Registry } from 'prom-client'
import type { Deps } from '../../../deps.ts'
import { healthOf } from '../../../site/health.ts'
import { type Lag, type Lags, readCriticalLag } from '../../../site/lags.ts'
import { POLL_JOB } from '../../../sources/polling/schedule.ts'

const NONE: Lag = { waiting: 0, seconds: 0 }

/**
 * What looks at the database before metrics are read, and notes what is late. Of a database that does not answer it says
 * that, and nothing of lags. Jobs of kinds that this process does not do are left out: perhaps nobody is meant to.
 */
export function measureLags(
  register: Registry,
  deps: Pick<Deps, 'db' | 'ahead' | 'versions' | 'now'>,
  kinds: ReadonlySet<string>,
): () => Promise<void> {
  const registers = [register]
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const byKind = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['kind'], registers })
  const ready = gauge('guichet_ready', 'Whether the database answers and has all migrations')
  const waiting = {
    polls: gauge('guichet_polls_due', 'Looks at sources whose time has come'),
    critical: gauge(
      'guichet_polls_critical_due',
      'Those at sources with a deadline less than three days away',
    ),
    mail: gauge('guichet_mails_waiting', 'Messages that no server has taken yet'),
    jobs: byKind('guichet_jobs_due', 'Jobs whose time has come, of kinds that this process does'),
  }
  const seconds = {
    polls: gauge('guichet_poll_lag_seconds', 'How late the first due look at a source is'),
    critical: gauge(
      'guichet_poll_critical_lag_seconds',
      'How late the first due look at a source with a near deadline is',
    ),
    mail: gauge('guichet_mail_lag_seconds', 'How long the first waiting message has waited'),
    jobs: byKind('guichet_job_lag_seconds', 'How late the first due job is'),
  }

  const note = (what: 'polls' | 'critical' | 'mail', lag: Lag) => {
    waiting[what].set(lag.waiting)
    seconds[what].set(lag.seconds)
  }
  const noteAll = ({ jobs, mail }: Lags, critical: Lag) => {
    note('polls', jobs[POLL_JOB] ?? NONE)
    note('critical', critical)
    note('mail', mail)
    for (const kind of kinds) {
      const lag = jobs[kind] ?? NONE
      waiting.jobs.set({ kind }, lag.waiting)
      seconds.jobs.set({ kind }, lag.seconds)
    }
  }

  const forget = () => {
    for (const { polls, critical, mail, jobs } of [waiting, seconds]) {
      for (const each of [polls, critical, mail]) each.remove()
      jobs.reset()
    }
  }

  return async () => {
    const health = await healthOf(deps)
    ready.set(health.database === 'ready' ? 1 : 0)
    const critical =
      health.database === 'ready'
        ? await readCriticalLag(deps.ahead ?? deps.db, deps.now()).catch(() => null)
        : null
    if (health.database === 'ready' && critical) noteAll(health.lags, critical)
    else forget()
  }
}
