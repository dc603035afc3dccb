import { openProgram } from '../../src/runtime/node/open.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import { type ChildServer, startServer } from './child-server.ts'
import type { BenchServer } from './databases.ts'
import { addFeeds, serveFeeds } from './local-feeds.ts'

/** A Guichet that serves in a process of its own what it polled from two feeds of fifty consultations. */
export async function startGuichet(
  server: BenchServer,
): Promise<ChildServer & { origin: string; databaseUrl: string }> {
  const config = await server.newDatabase()
  const result = await openProgram(config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, close } = result.opened
  const feeds = await serveFeeds(2, 50)
  await addFeeds(deps, feeds)
  await pollSources(deps, 'all', () => {})
  await feeds.stop()
  await close()
  const child = await startServer('guichet-server.ts', [config.databaseUrl])
  const { databaseUrl } = config
  return { ...child, origin: `http://127.0.0.1:${child.port}`, databaseUrl }
}
