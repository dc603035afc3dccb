import type { Deps } from '../../src/deps.ts'
import { partners } from '../../src/partners/schema.ts'
import { addSources } from '../../src/sources/register.ts'
import { startServer } from './child-server.ts'

/** Invented feeds that are served on this machine, each on an address of its own, so that politeness does not count. */
export interface LocalFeeds {
  urls: string[]
  stop(): Promise<void>
}

/** Serves so many feeds of so many items each. */
export async function serveFeeds(count: number, items: number): Promise<LocalFeeds> {
  const { port, stop } = await startServer('feed-server.ts', [String(count), String(items)])
  const urls = Array.from(
    { length: count },
    (_, feed) => `http://127.${1 + (feed >> 8)}.${feed & 255}.1:${port}/${feed}.xml`,
  )
  return { urls, stop }
}

/** Makes them sources of a partner, due at once. */
export async function addFeeds(deps: Deps, { urls }: LocalFeeds): Promise<void> {
  const partner = 'banc-d-essai'
  await deps.db.insert(partners).values({
    slug: partner,
    siret: '00000000000000',
    name: 'Banc d’essai',
    shortName: 'Banc d’essai',
    kind: 'public-body',
  })
  const added = await deps.db.transaction((tx) =>
    addSources(
      tx,
      urls.map((url) => ({ url, partner, kind: 'rss' })),
      { now: deps.now(), demonstration: false },
    ),
  )
  if (!added.ok) throw new Error(JSON.stringify(added.problems))
}
