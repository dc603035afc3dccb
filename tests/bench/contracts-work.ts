import { createReadStream, readFileSync } from 'node:fs'
import { integer, jsonb, pgTable } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { readDecp } from '../../src/contracts/decp/read.ts'
import type { ContractFacts } from '../../src/contracts/facts.ts'
import { recordContracts } from '../../src/contracts/record-contracts.ts'
import { rowLoader } from '../../src/db/copy-rows.ts'
import { openPostgres } from '../../src/db/postgres.ts'

/** What contracts.ts measures, in a process of its own: reads a file and copies its rows, or imports it twice. */
const [what, file = '', url = ''] = process.argv.slice(2)
const { db, close } = openPostgres(url, { max: 2 })
const reading = () => readDecp(createReadStream(file, { highWaterMark: 64 * 1024 }), '2026-11-22')

const bare = pgTable('bare_contracts', {
  row: integer('row'),
  facts: jsonb('facts').$type<ContractFacts>(),
})

const result = what === 'copy' ? await copy() : await importTwice()
await close()
console.log(JSON.stringify({ ...result, peak: peak() }))

async function copy() {
  await db.execute(sql`create table bare_contracts (row int, facts jsonb)`)
  const start = performance.now()
  let count = 0
  await db.transaction(async (tx) => {
    const load = await rowLoader(tx)
    let rows: { row: number; facts: ContractFacts }[] = []
    let writing = Promise.resolve()
    for await (const batch of reading().batches) {
      for (const each of batch) if ('facts' in each) rows.push({ row: each.row, facts: each.facts })
      count += batch.length
      if (rows.length < 1000) continue
      await writing
      writing = load(tx, bare, rows)
      rows = []
    }
    await writing
    await load(tx, bare, rows)
  })
  return { rows: count, ms: performance.now() - start, againMs: 0, changes: 0 }
}

async function importTwice() {
  const first = await importOnce()
  const second = await importOnce()
  return {
    rows: first.counts.read,
    ms: first.ms,
    againMs: second.ms,
    changes: second.counts.added + second.counts.changed,
  }
}

async function importOnce() {
  const start = performance.now()
  const outcome = await recordContracts(
    db,
    {
      name: 'marches.json',
      sourceId: null,
      reading: reading(),
      fingerprint: () => ({ sha256: '0'.repeat(64), bytes: 0 }),
    },
    { now: new Date(), all: true, demonstration: false, keep: true },
  )
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return {
    ms: performance.now() - start,
    counts: outcome.report.counts,
  }
}

/** kB of memory at most; what getrusage tells would be the parent's too. */
function peak(): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
}
