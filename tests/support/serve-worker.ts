import { once } from 'node:events'
import { openPostgres } from '../../src/db/postgres.ts'
import { whyUnready } from '../../src/runtime/node/serve.ts'
import { startWorkerAtHome } from './worker.ts'

/**
 * `npm run worker`: builds both Workers and serves them in workerd, on the PostgreSQL that DATABASE_URL names, until it
 * is stopped. The cron trigger fires every minute, as on the platform; POLL=off leaves sources alone.
 */
const MINUTE_MS = 60_000

const problem = await serveWorkers(process.env['DATABASE_URL'] ?? '')
if (problem !== null) console.error(problem)
process.exit(problem === null ? 0 : 1)

/** One French sentence that says what is missing; null when it was served and stopped. */
async function serveWorkers(databaseUrl: string): Promise<string | null> {
  if (databaseUrl === '')
    return 'DATABASE_URL : nommez la base PostgreSQL à servir (postgres://…) ; un Worker n’a pas de base embarquée.'
  const database = openPostgres(databaseUrl, { max: 1 })
  const unready = await whyUnready(database).catch(
    (error: unknown) => `La base ne répond pas : ${String(error)}`,
  )
  await database.close()
  if (unready !== null) return unready
  console.log('Construction des deux Workers…')
  const { harness, url } = await startWorkerAtHome(databaseUrl, {
    POLL: process.env['POLL'] ?? 'on',
    ALLOW_PRIVATE_SOURCES: process.env['ALLOW_PRIVATE_SOURCES'] ?? '',
  })
  console.log(`Guichet, dans workerd : ${url.href} (Ctrl-C arrête)`)
  const cron = setInterval(() => {
    harness
      .getWorker('guichet-desk')
      .scheduled({ cron: '* * * * *' })
      .catch((error: unknown) => console.error(String(error)))
  }, MINUTE_MS)
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  clearInterval(cron)
  await harness.close()
  return null
}
