import { execFile } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BenchServer } from './databases.ts'
import { inventContractsFile } from './invented-contracts.ts'
import { type Bench, compare, type Measure } from './measure.ts'

const CONTRACTS = 1_000_000
const MEGABYTES = 300

/** A file of essential data imported, beside only reading the same file and copying its rows into bare tables. */
export const contracts: Bench = {
  name: 'contracts',
  async run(server, { size = CONTRACTS }) {
    const folder = mkdtempSync(join(tmpdir(), 'guichet-contracts-'))
    const file = join(folder, 'marches.json')
    try {
      await pipeline(
        Readable.from(inventContractsFile({ contracts: size })),
        createWriteStream(file),
      )
      const before = await work(server, 'copy', file)
      const ours = await work(server, 'import', file)
      const after = await work(server, 'copy', file)
      return [
        compare(
          {
            name: 'contracts-import',
            what: `${size} contracts imported (contracts/s)`,
            beside: 'read the file and COPY its rows',
          },
          [before, after].map((limit) => ({ ours: rate(ours), limit: rate(limit) })),
          { atLeast: 0.5 },
        ),
        {
          ...compare(
            {
              name: 'contracts-again',
              what: `the same file once more (contracts/s)`,
              beside: 'read the file and COPY its rows',
            },
            [{ ours: ours.rows / (ours.againMs / 1000), limit: rate(before) }],
            { atLeast: 0 },
          ),
          ...nothingChanged(ours),
        },
        compare(
          {
            name: 'contracts-memory',
            what: `memory at most while importing ${size} contracts (MB)`,
            beside: 'the target',
          },
          [{ ours: ours.peak / 1024, limit: MEGABYTES }],
          { atMost: 1 },
        ),
      ]
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

interface Work {
  rows: number
  ms: number
  /** kB that the process took at most. */
  peak: number
  /** Of an import: how long the second took, and what it changed. */
  againMs: number
  changes: number
}

/** In a process of its own, whose memory is that of this work only. */
async function work(server: BenchServer, what: 'copy' | 'import', file: string): Promise<Work> {
  const { databaseUrl } = await server.newDatabase()
  const program = fileURLToPath(new URL('contracts-work.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [
    // As the program is started (package.json): less memory set aside for what lives a moment.
    '--max-semi-space-size=8',
    program,
    what,
    file,
    databaseUrl ?? '',
  ])
  return JSON.parse(stdout) as Work
}

function rate({ rows, ms }: Work): number {
  return (rows * 1000) / ms
}

function nothingChanged({ changes }: Work): Pick<Measure, 'target' | 'ok'> {
  return {
    target: changes === 0 ? 'changes nothing' : `changes nothing; ${changes} changed`,
    ok: changes === 0,
  }
}
