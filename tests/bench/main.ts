import { parseArgs } from 'node:util'
import { alerts } from './alerts.ts'
import { analysis } from './analysis.ts'
import { cachedFeed } from './cached-feed.ts'
import { contracts } from './contracts.ts'
import { startBenchServer } from './databases.ts'
import { feedReaders } from './feed-readers.ts'
import { firstView } from './first-view.ts'
import { growth } from './growth.ts'
import { lists } from './lists.ts'
import type { Bench, Measure } from './measure.ts'
import { overload } from './overload.ts'
import { pact } from './pact.ts'
import { polling } from './polling.ts'
import { reading } from './reading.ts'
import { soak } from './soak.ts'
import { writeJson, writeTable } from './table.ts'
import { troubled } from './troubled.ts'
import { worker } from './worker.ts'

/** `npm run bench`: measures against limits in the same run; nothing here is a test. */
const BENCHES: Bench[] = [
  firstView,
  cachedFeed,
  ...reading,
  overload,
  pact,
  lists,
  polling,
  troubled,
  growth,
  contracts,
  analysis,
  alerts,
  feedReaders,
  soak,
  worker,
]
const NAMES = BENCHES.map(({ name }) => name)
const USAGE = `npm run bench -- [--json] [--only NAME] [--size N]
  --json   an array of { name, ours, limit, ratio, target, ok }
  --only   one of these, or the beginning of some: ${NAMES.join(', ')}`

const { values: asked } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    size: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const chosen = BENCHES.filter(({ name }) =>
  `${name}-`.startsWith(asked.only ? `${asked.only}-` : ''),
)
if (asked.help || chosen.length === 0) {
  console.log(USAGE)
  process.exit(asked.help ? 0 : 1)
}

const server = await startBenchServer()
const measures: Measure[] = []
try {
  for (const bench of chosen) {
    console.error(`${bench.name}…`)
    measures.push(
      ...(await bench.run(server, { size: asked.size ? Number(asked.size) : undefined })),
    )
  }
} finally {
  await server.stop()
}
console.log(asked.json ? writeJson(measures) : writeTable(measures))
