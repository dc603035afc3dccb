import { eq, sql, TransactionRollbackError } from 'drizzle-orm'
import { rowLoader } from '../db/copy-rows.ts'
import type { Reader, Tx } from '../db/db.ts'
import { insertRows } from '../db/insert-rows.ts'
import { bumpVersions } from '../db/versions.ts'
import { type BuyerDirectory, readBuyerDirectory } from './buyer-directory.ts'
import type { DecpEnding, DecpReading, DecpRefusal, DecpRow } from './decp/row.ts'
import type { ContractFacts, TroubleCode } from './facts.ts'
import type { Import, ImportCounts, ReadRow } from './import-state.ts'
import { keyOf } from './keys.ts'
import { holdContracts, planFreely } from './lock.ts'
import { matchContracts } from './match-contracts.ts'
import { contractImports, contractRecords, contractRefusals } from './schema.ts'
import { prepareWaiting, settleWaiting } from './settle-waiting.ts'
import { takeBatch } from './take-batch.ts'

/** What is to be known of a file while and after it is read. */
export interface ContractFile {
  /** The file's name or its address. */
  name: string
  /** The source that is polled; null for a file that an operator reads in. */
  sourceId: number | null
  reading: DecpReading
  /** Of what has been read, once all has. */
  fingerprint(): { sha256: string; bytes: number }
}

export interface ImportOptions {
  now: Date
  /** Keeps contracts of all buyers, and not only of known ones and of bodies of the partners' départements. */
  all: boolean
  demonstration: boolean
  /** False: everything is done and undone again. */
  keep: boolean
  /** Told of the rows read so far. */
  progress?(rows: number): void
}

export interface ImportReport {
  counts: ImportCounts
  format: string
  sha256: string
  bytes: number
  /** How many rows have each trouble. */
  troubles: Partial<Record<TroubleCode, number>>
  /** The first rows that were refused. */
  refusals: { row: number; code: DecpRefusal }[]
}

export type ImportOutcome =
  | { ok: true; report: ImportReport }
  /** The file broke: nothing is kept of it. */
  | { ok: false; ending: Extract<DecpEnding, { ok: false }> }

const BATCH = 2000
const SHOWN_REFUSALS = 20

/**
 * Records the contracts of a file of essential data, in bounded memory: all of them or, where the file breaks or the
 * process dies, none; within a transaction of somebody else's too. While the database writes one batch, the next one is read. Imports wait for each other.
 */
export async function recordContracts(
  db: Reader,
  file: ContractFile,
  options: ImportOptions,
): Promise<ImportOutcome> {
  const directory = await readBuyerDirectory(db)
  const batches = inBatches(file.reading, directory, options)
  // Of most files little is kept: the transaction waits for the first full batch.
  let next = await batches.next()
  const ended: { outcome?: ImportOutcome } = {}
  try {
    await db.transaction(async (tx) => {
      const recording = await begin(tx, file, options)
      while (!next.done) {
        // The batch that is being written is waited for even where reading fails: the connection is busy with it.
        const writing = take(recording, next.value)
        const [read, written] = await Promise.allSettled([batches.next(), writing])
        if (written.status === 'rejected') throw written.reason
        if (read.status === 'rejected') throw read.reason
        next = read.value
      }
      ended.outcome = await finish(recording, file, directory)
      if (!ended.outcome.ok || !options.keep) tx.rollback()
    })
  } catch (error) {
    if (!ended.outcome || !(error instanceof TransactionRollbackError)) throw error
  }
  if (!ended.outcome) throw new Error('an import ended without an outcome')
  return ended.outcome
}

interface Batch {
  rows: ReadRow[]
  refused: Extract<DecpRow, { refused: DecpRefusal }>[]
  read: number
  leftOut: number
}

async function* inBatches(
  reading: DecpReading,
  directory: BuyerDirectory,
  { all, progress }: ImportOptions,
): AsyncGenerator<Batch, undefined> {
  let batch: Batch = { rows: [], refused: [], read: 0, leftOut: 0 }
  let read = 0
  for await (const some of reading.batches) {
    for (const each of some) {
      batch.read += 1
      if ('refused' in each) batch.refused.push(each)
      else {
        const row = readRow(each, directory)
        if (all || row.concerned) batch.rows.push(row)
        else batch.leftOut += 1
      }
    }
    read += some.length
    progress?.(read)
    if (batch.rows.length + batch.refused.length < BATCH) continue
    yield batch
    batch = { rows: [], refused: [], read: 0, leftOut: 0 }
  }
  if (batch.read > 0) yield batch
}

function readRow(
  { row, facts, troubles }: Extract<DecpRow, { facts: ContractFacts }>,
  directory: BuyerDirectory,
): ReadRow {
  return {
    row,
    ...keyOf(facts),
    buyerId: directory.buyerOf(facts),
    concerned: directory.concerns(facts),
    facts,
    troubles: troubles.length === 0 ? null : troubles,
  }
}

interface Recording extends Import {
  troubles: ImportReport['troubles']
  refusals: ImportReport['refusals']
}

async function begin(
  tx: Tx,
  { name, sourceId }: ContractFile,
  { now, demonstration }: ImportOptions,
): Promise<Recording> {
  await holdContracts(tx)
  await prepareWaiting({ tx })
  const none = { read: 0, added: 0, changed: 0, unchanged: 0, repeated: 0, leftOut: 0, refused: 0 }
  // What is not known yet is told at the end; rows refer to it meanwhile.
  const [row] = await tx
    .insert(contractImports)
    .values({
      ...none,
      sourceId,
      name,
      format: '',
      sha256: '',
      bytes: 0,
      startedAt: now,
      finishedAt: now,
      troubles: {},
    })
    .returning({ id: contractImports.id })
  if (!row) throw new Error('no import was added')
  const [last] = await tx
    .select({ id: sql<string | null>`max(${contractRecords.id})` })
    .from(contractRecords)
  return {
    tx,
    load: await rowLoader(tx),
    id: row.id,
    firstRecordId: Number(last?.id ?? 0) + 1,
    now,
    demonstration,
    counts: { ...none },
    troubles: {},
    refusals: [],
  }
}

async function take(recording: Recording, { rows, refused, read, leftOut }: Batch): Promise<void> {
  const { tx, counts, troubles, refusals } = recording
  counts.read += read
  counts.leftOut += leftOut
  counts.refused += refused.length
  for (const row of rows)
    for (const code of new Set(row.troubles?.map((trouble) => trouble.code)))
      troubles[code] = (troubles[code] ?? 0) + 1
  for (const { row, refused: code } of refused.slice(0, SHOWN_REFUSALS - refusals.length))
    refusals.push({ row, code })
  await insertRows(
    tx,
    contractRefusals,
    refused.map(({ row, refused: code, raw }) => ({ importId: recording.id, row, code, raw })),
  )
  await takeBatch(recording, rows)
}

async function finish(
  recording: Recording,
  file: ContractFile,
  directory: BuyerDirectory,
): Promise<ImportOutcome> {
  const ending = file.reading.ending()
  if (!ending.ok) return { ok: false, ending }
  const { tx, counts, troubles, refusals, now } = recording
  await settleWaiting(recording, directory)
  const changes = counts.added + counts.changed
  await planFreely(tx)
  if (changes > 0) await matchContracts(tx, directory, now)
  const { sha256, bytes } = file.fingerprint()
  await tx
    .update(contractImports)
    .set({ ...counts, format: ending.format, sha256, bytes, troubles, finishedAt: now })
    .where(eq(contractImports.id, recording.id))
  if (changes > 0) await bumpVersions(tx, ['contracts'])
  return { ok: true, report: { counts, format: ending.format, sha256, bytes, troubles, refusals } }
}
