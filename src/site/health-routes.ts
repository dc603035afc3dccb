import about from '../../package.json' with { type: 'json' }
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { POLL_JOB } from '../sources/polling/schedule.ts'
import { type Health, healthOf } from './health.ts'

const { data } = routesFor('public')

const UNKEPT = { 'cache-control': 'no-store' }
const WORDS = { ready: 'ok', away: 'base indisponible', behind: 'base en retard' }

/**
 * The state of the service for whatever watches it: alive (`vif`: this process answers), ready (`pret`: its database
 * does too, and has all migrations; 503 otherwise), and both with versions and what is late. What is late makes no
 * process unready: another one would be no quicker.
 */
export const healthRoutes: Route[] = [
  data('/sante/vif', async (c) => c.json({ etat: 'ok' }, 200, UNKEPT)),
  data('/sante/pret', async (c) => told(c, await healthOf(c.var.deps), {})),
  data('/sante', async (c) => {
    const { deps } = c.var
    const health = await healthOf(deps)
    const rounds = Object.entries(deps.watch?.rounds() ?? {})
    return told(c, health, {
      version: about.version,
      ...(health.database === 'away' ? {} : detailsOf(health)),
      tours: Object.fromEntries(rounds.map(([name, at]) => [name, at.toISOString()])),
    })
  }),
]

function told(c: GuichetContext, { database }: Health, details: object): Response {
  const isReady = database === 'ready'
  return c.json(
    { etat: WORDS[database], base: database !== 'away', ...details },
    isReady ? 200 : 503,
    isReady ? UNKEPT : { ...UNKEPT, 'retry-after': '10' },
  )
}

/** Seconds, and dates of ISO 8601. */
function detailsOf({ migrations, versions, lags }: Exclude<Health, { database: 'away' }>) {
  const { [POLL_JOB]: polls, ...jobs } = lags.jobs
  return {
    migrations: {
      derniere: migrations.last,
      en_attente: migrations.pending,
      inconnues: migrations.unknown,
    },
    donnees: versions,
    retards: {
      sources: polls?.seconds ?? 0,
      courriels: lags.mail.seconds,
      taches: Object.fromEntries(
        Object.entries(jobs).map(([kind, { seconds }]) => [kind, seconds]),
      ),
    },
  }
}
