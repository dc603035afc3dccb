import type { ServingProcess } from '../../support/serving.ts'
import { startServing } from '../../support/serving.ts'
import { testProgram, type TestProgram } from '../../support/application.ts'
import { openTestPostgres } from '../../support/databases.ts'
import { startBuiltWorkers } from '../../support/built-workers.ts'
import { POWER, SCHOOL } from '../drafts.ts'

const NOW = '2026-11-21T09:00:00Z'
export const ORIGIN = 'https://guichet.example'

export const RUNTIMES = ['the Node process', 'the Workers'] as const
export type Runtime = (typeof RUNTIMES)[number]

/** One database, and both runtimes in front of it, as they are built. */
export interface World {
  program: TestProgram
  /** Asks a runtime over HTTP, without following where it leads. */
  ask(runtime: Runtime, path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

export async function openWorld(): Promise<World> {
  const database = await openTestPostgres('ready')
  const program = await testProgram(database, NOW)
  await program.say('plateforme', [SCHOOL, POWER])
  const variables = { BASE_URL: ORIGIN, FAKE_NOW: NOW, ALLOW_PRIVATE_SOURCES: '1', POLL: 'off' }
  const started = await Promise.allSettled([
    startServing({ ...variables, DATABASE_URL: database.url }),
    startBuiltWorkers(database.url, variables),
  ])
  const [node, workers] = started
  const close = async () => {
    await Promise.all([
      node.status === 'fulfilled' ? stop(node.value) : null,
      workers.status === 'fulfilled' ? workers.value.close() : null,
    ])
    await database.close()
  }
  if (node.status === 'rejected' || workers.status === 'rejected') {
    await close()
    throw new Error(started.map((each) => 'reason' in each && String(each.reason)).join('\n'))
  }
  const { url } = await workers.value.listen()
  const origins = { 'the Node process': node.value.origin, 'the Workers': url.origin }
  return {
    program,
    ask: (runtime, path, init) => fetch(origins[runtime] + path, { redirect: 'manual', ...init }),
    close,
  }
}

async function stop(node: ServingProcess): Promise<void> {
  await node.kill()
}
