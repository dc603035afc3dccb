import { createReadStream, readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { contractColumns, supplierRows } from '../../src/contracts/columns.ts'
import { readDecp } from '../../src/contracts/decp/read.ts'
import type { DecpRow } from '../../src/contracts/decp/row.ts'
import type { ContractFacts } from '../../src/contracts/facts.ts'
import { recordContracts } from '../../src/contracts/record-contracts.ts'
import { contractRecords, contracts, contractSuppliers } from '../../src/contracts/schema.ts'
import { type RowLoader, rowLoader } from '../../src/db/copy-rows.ts'
import type { Tx } from '../../src/db/db.ts'
import { openPostgres } from '../../src/db/postgres.ts'

/**
 * What contracts.ts measures, in a process of its own: reads a file and copies its rows, just as they come, into the same
 * tables without any key, index or check; or imports it twice.
 */
const [what, file = '', url = ''] = process.argv.slice(2)
const { db, close } = openPostgres(url, { max: 2 })
const reading = () => readDecp(createReadStream(file), '2026-11-22')

const result = what === 'copy' ? await copy() : await importTwice()
await close()
console.log(JSON.stringify({ ...result, peak: peak() }))

async function copy() {
  await bare()
  const start = performance.now()
  let count = 0
  await db.transaction(async (tx) => {
    const load = await rowLoader(tx)
    let rows: Row[] = []
    let writing = Promise.resolve()
    for await (const batch of reading().batches) {
      for (const each of batch) if ('facts' in each) rows.push(each)
      count += batch.length
      if (rows.length < 3000) continue
      await writing
      writing = copyRows(tx, load, rows)
      rows = []
    }
    await writing
    await copyRows(tx, load, rows)
  })
  return { rows: count, ms: performance.now() - start, againMs: 0, changes: 0 }
}

type Row = Extract<DecpRow, { facts: ContractFacts }>

async function copyRows(tx: Tx, load: RowLoader, rows: Row[]): Promise<void> {
  const changedAt = new Date()
  await load(
    tx,
    contracts,
    rows.map(({ row, facts }) => ({
      id: row,
      key: String(row),
      ...contractColumns(facts),
      demonstration: false,
      changedAt,
    })),
  )
  await load(
    tx,
    contractRecords,
    rows.map(({ row, facts, troubles }) => ({
      origin: 'decp' as const,
      externalKey: String(row),
      contractId: row,
      row,
      facts,
      troubles,
      changedAt,
    })),
  )
  await load(
    tx,
    contractSuppliers,
    rows.flatMap(({ row, facts }) => supplierRows(row, facts)),
  )
}

/** Takes every key, index and check from the tables. */
async function bare(): Promise<void> {
  await db.execute(sql`
    do $$
    declare command text;
    begin
      for command in
        select format('alter table %s drop constraint if exists %I cascade', conrelid::regclass, conname)
        from pg_constraint
        where contype in ('f', 'p', 'u')
          and conrelid::regclass::text in ('contracts', 'contract_records', 'contract_suppliers')
        order by contype = 'f' desc
      loop
        execute command;
      end loop;
      for command in
        select format('drop index %s', indexrelid::regclass) from pg_index
        where indrelid in ('contracts'::regclass, 'contract_records'::regclass, 'contract_suppliers'::regclass)
      loop
        execute command;
      end loop;
    end $$`)
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
