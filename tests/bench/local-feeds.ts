import * as z from 'zod'
import type { Deps } from '../../src/deps.ts'
import { partners } from '../../src/partners/schema.ts'
import { addSources } from '../../src/sources/register.ts'
import { startServer } from './child-server.ts'

/** Invented feeds that are served on this machine, each on an address of its own, so that politeness does not count. */
export interface LocalFeeds {
  urls: string[]
  /** How often each status was answered since this was last asked. */
  answers(): Promise<Record<string, number>>
  stop(): Promise<void>
}

/** Serves so many feeds of so many items each; `troubled` as those of real publishers (troubles.ts). */
export async function serveFeeds(
  count: number,
  items: number,
  how: 'well' | 'troubled' = 'well',
): Promise<LocalFeeds> {
  const { port, stop } = await startServer('feed-server.ts', [String(count), String(items), how])
  const urls = Array.from(
    { length: count },
    (_, feed) => `http://127.${1 + (feed >> 8)}.${feed & 255}.1:${port}/${feed}.xml`,
  )
  const answers = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/answers`)
    return z.record(z.string(), z.number()).parse(await response.json())
  }
  return { urls, answers, stop }
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
