import { openProgram } from '../../src/runtime/node/open.ts'
import { pollSources } from '../../src/sources/polling/poll-all.ts'
import type { BenchServer } from './databases.ts'
import { addFeeds, serveFeeds } from './local-feeds.ts'
import { type Bench, compare, milliseconds } from './measure.ts'

const FEW = 300
const MANY = 3_000
const ITEMS = 3

/** What one source takes among three thousand beside what it takes among three hundred. */
export const growth: Bench = {
  name: 'growth',
  async run(server) {
    await cycles(server, FEW)
    const before = await cycles(server, FEW)
    const many = await cycles(server, MANY)
    const after = await cycles(server, FEW)
    const about = (name: string, what: string) => ({
      name,
      what: `${what} a source among ${MANY} (ms)`,
      beside: `among ${FEW}`,
    })
    return [
      compare(
        about('growth-reading', 'reading'),
        [before, after].map((few) => ({ ours: many.reading, limit: few.reading })),
        { atMost: 1.2 },
      ),
      compare(
        about('growth-unchanged', 'looking again at'),
        [before, after].map((few) => ({ ours: many.lookingAgain, limit: few.lookingAgain })),
        { atMost: 1.2 },
      ),
    ]
  },
}

/** Milliseconds that each of so many sources took to be read, then to be found unchanged, in a database of their own. */
async function cycles(
  server: BenchServer,
  sources: number,
): Promise<{ reading: number; lookingAgain: number }> {
  const result = await openProgram(await server.newDatabase(), () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, close } = result.opened
  const feeds = await serveFeeds(sources, ITEMS)
  await addFeeds(deps, feeds)
  const cycle = (kind: 'read' | 'unchanged') =>
    milliseconds(() =>
      pollSources(deps, 'all', (_, outcome) => {
        if (outcome.kind !== kind)
          throw new Error(`a source that should be ${kind} is ${outcome.kind}`)
      }),
    )
  const reading = await cycle('read')
  // Each host is left alone for a second after it was asked.
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const lookingAgain = await cycle('unchanged')
  await feeds.stop()
  await close()
  return { reading: reading / sources, lookingAgain: lookingAgain / sources }
}
