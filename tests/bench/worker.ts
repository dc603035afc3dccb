import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleInto, startBuilt } from '../support/worker.ts'
import { startGuichet } from './guichet.ts'
import { type Bench, compare } from './measure.ts'

const FIRST_MS = 150
const ROUNDS = 7
const FEED = '/consultations.rss'
const REQUESTS = 100

/** The readers' Worker in a workerd that has just started; and, to know, how many requests it answers beside Node. */
export const worker: Bench = {
  name: 'worker',
  async run(server) {
    const guichet = await startGuichet(server)
    const root = mkdtempSync(join(tmpdir(), 'guichet-bench-worker-'))
    const [ours, bare] = [join(root, 'ours'), join(root, 'bare')]
    try {
      await bundleInto(ours, 'readers', join(root, 'meta.json'))
      writeFileSync(join(ours, 'wrangler.toml'), CONFIGURATION)
      mkdirSync(bare)
      writeFileSync(join(bare, 'wrangler.toml'), CONFIGURATION)
      writeFileSync(join(bare, 'worker.js'), EMPTY)
      const first = []
      const cold = []
      for (let round = -1; round < ROUNDS; round += 1) {
        const empty = await startOf(bare, guichet.databaseUrl, '/')
        const whole = await startOf(ours, guichet.databaseUrl, '/')
        // The first one warms the disk up.
        if (round < 0) continue
        first.push({ ours: whole.first, limit: FIRST_MS })
        cold.push({ ours: whole.total - empty.total, limit: FIRST_MS })
      }
      const running = await startBuilt(guichet.databaseUrl, ours)
      const { url } = await running.listen()
      const rates = {
        ours: await oneAfterTheOther(url.origin + FEED),
        limit: await oneAfterTheOther(guichet.origin + FEED),
      }
      await running.close()
      return [
        compare(
          {
            name: 'worker-first',
            what: 'first request of a Worker just started: the board, two database connections (ms)',
            beside: 'limit',
          },
          first,
          { atMost: 1 },
        ),
        compare(
          {
            name: 'worker-cold',
            what: 'from nothing to that answer, less the same of an empty Worker (ms)',
            beside: 'limit',
          },
          cold,
          { atMost: 1 },
        ),
        {
          ...compare(
            {
              name: 'worker-feed',
              what: 'feed one after the other, versions asked each time (requests/s), to know',
              beside: 'Node, kept',
            },
            [rates],
            { atLeast: 0 },
          ),
          target: '—',
        },
      ]
    } finally {
      rmSync(root, { recursive: true })
      await guichet.stop()
    }
  },
}

/** Milliseconds: of the first request, and of that and the start. */
async function startOf(folder: string, databaseUrl: string, path: string) {
  const begun = performance.now()
  const harness = await startBuilt(databaseUrl, folder)
  const { url } = await harness.listen()
  const listening = performance.now()
  const answer = await fetch(url.origin + path)
  const body = await answer.text()
  const answered = performance.now()
  await harness.close()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${body.slice(0, 300)}`)
  return { first: answered - listening, total: answered - begun }
}

/** Requests per second of one client that waits for each answer. */
async function oneAfterTheOther(url: string): Promise<number> {
  // Rendered once, kept from then on.
  await (await fetch(url)).arrayBuffer()
  const begun = performance.now()
  for (let request = 0; request < REQUESTS; request += 1) await (await fetch(url)).arrayBuffer()
  return (REQUESTS * 1000) / (performance.now() - begun)
}

const EMPTY = 'export default { fetch: () => new Response("ok") }'

/** What was built is served as it is. */
const CONFIGURATION = `
name = "guichet"
main = "worker.js"
no_bundle = true
find_additional_modules = true
compatibility_date = "2026-10-23"
compatibility_flags = ["nodejs_compat"]

[vars]
BASE_URL = "https://guichet.example"

[[hyperdrive]]
binding = "HYPERDRIVE"
id = "00000000000000000000000000000000"

[[rules]]
type = "Data"
globs = ["*-*.css", "*-*.svg", "*-*.png", "*-*.js"]
fallthrough = false
`
