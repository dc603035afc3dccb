import { setImmediate } from 'node:timers/promises'
import { desc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'
import { awardRows } from '../../consultations/records/award-rows.ts'
import { type KnownBuyer, lotRows } from '../../consultations/records/columns.ts'
import type { RecordContext } from '../../consultations/records/draft.ts'
import { readLists } from '../../consultations/lists.ts'
import { mainBuyers } from '../../consultations/records/main-buyer.ts'
import { project } from '../../consultations/records/projection.ts'
import { consultationRow, recordRow } from '../../consultations/records/rows.ts'
import {
  awards,
  consultationBuyers,
  consultations,
  lots,
  notices,
  sourceRecords,
} from '../../consultations/schema.ts'
import { boardContracts } from '../../contracts/board-contracts.ts'
import { askForNextRun } from '../../contracts/board-job.ts'
import { contractColumns, supplierRows } from '../../contracts/columns.ts'
import { contractRecords, contracts, contractSuppliers } from '../../contracts/schema.ts'
import { type RowLoader, rowLoader } from '../../db/copy-rows.ts'
import { referenceCounters } from '../../consultations/records/references.ts'
import type { Tx } from '../../db/db.ts'
import type { OpenDatabase } from '../../db/postgres.ts'
import { markDemonstration, readSettings } from '../../db/settings.ts'
import { bumpVersions } from '../../db/versions.ts'
import { buyers } from '../../partners/schema.ts'
import { communes } from '../../places/schema.ts'
import { plainAnswer } from '../../sources/french/plain-answer.ts'
import { tidyTitle } from '../../sources/french/title.ts'
import { addSources } from '../../sources/register.ts'
import { addDirectory } from '../demo/directory.ts'
import { invent, type World } from './invent.ts'
import { setIndexesAside } from './set-indexes-aside.ts'
import { tell, type Told } from './tell.ts'
import type { Quantity } from './timetable.ts'

/** Consultations made and written at once: what waits for the database stays small. */
const BATCH = 2_000
/** Consultations made before the rows of the last batch may go on to the database. */
const SLICE = 20
const TABLES = [
  consultations,
  sourceRecords,
  lots,
  consultationBuyers,
  notices,
  awards,
  contracts,
  contractRecords,
  contractSuppliers,
]

/**
 * Fills an empty, prepared database with invented consultations in one transaction: the demonstration's partners, and
 * for each consultation its record, lots, notices, awards and the contracts that come of them. Tells how many there are,
 * now and then.
 */
export async function fillDatabase(
  { sql: client }: Pick<OpenDatabase, 'sql'>,
  { seed, ...quantity }: Quantity & { seed: number },
  now: Date,
  tellCount: (count: number) => void,
): Promise<void> {
  // Not the program's own, whose patience an index over a million rows outlasts.
  const db = drizzle(client)
  const lists = await readLists(db)
  const settings = await readSettings(db)
  if (!settings) throw new Error('the instance settings are not fixed')
  const context = {
    ...lists,
    ocidPrefix: settings.ocidPrefix,
    now,
    firstRead: false,
    demonstration: true,
    titleOf: tidyTitle,
  }
  await db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('statement_timeout', '0', true)`)
    await markDemonstration(tx)
    await addDirectory(tx)
    const sourceId = await addSource(tx, now)
    const world = { seed, communes: await communesOfTheAude(tx) }
    const restoreIndexes = await setIndexesAside(tx, TABLES)
    const load = await rowLoader(tx)
    const numbering: Numbering = { last: 0, lastContract: 0, ofYear: new Map() }
    const known = await meetBuyers(tx, world, quantity, now)
    let writing = Promise.resolve()
    for (let first = 0; first < quantity.consultations; first += BATCH) {
      const count = Math.min(BATCH, quantity.consultations - first)
      const told: Told[] = []
      for (let at = 0; at < count; at += 1) {
        told.push(tell(world, first + at, quantity, now))
        if (at % SLICE === 0) await setImmediate()
      }
      const batch = await makeRows(told, sourceId, known, numbering, context)
      await writing
      writing = writeRows(tx, load, batch)
      // What fails is thrown where it is waited for.
      writing.catch(() => {})
      if (first % (BATCH * 10) === 0 && first > 0) tellCount(first)
    }
    await writing
    tellCount(quantity.consultations)
    await setCounters(tx, numbering)
    await restoreIndexes()
    // The contracts of the board's awards are all there.
    await askForNextRun(tx, now, now)
    await bumpVersions(tx, ['board', 'sources', 'partners', 'contracts'])
  })
  await vacuum(client)
}

async function addSource(tx: Tx, now: Date): Promise<number> {
  const added = await addSources(
    tx,
    [
      {
        url: 'https://marches.example/consultations.xml',
        partner: 'departement-de-l-aude',
        kind: 'rss',
        name: 'Consultations inventées',
      },
    ],
    { now, demonstration: true },
  )
  const [id] = added.ok ? added.ids : []
  if (id === undefined) throw new Error('the invented source was refused')
  return id
}

/** The most peopled first. */
async function communesOfTheAude(tx: Tx): Promise<World['communes']> {
  const [first, ...others] = await tx
    .select({ name: communes.name, code: communes.insee })
    .from(communes)
    .where(eq(communes.departement, '11'))
    .orderBy(desc(communes.population), communes.insee)
  if (!first) throw new Error('the places are not loaded')
  return [first, ...others]
}

interface Buyer extends KnownBuyer {
  siret: string | null
}

/** All who will buy, by the name that consultations give them: met first, so that nothing written later waits for them. */
async function meetBuyers(
  tx: Tx,
  world: World,
  quantity: Quantity,
  now: Date,
): Promise<Map<string, Buyer>> {
  const firstOf = new Map<string, number>()
  for (let number = 0; number < quantity.consultations; number += 1) {
    const { buyer } = invent(world, number)
    if (!firstOf.has(buyer)) firstOf.set(buyer, number)
  }
  const found = await mainBuyers(
    tx,
    [...firstOf.values()].map((number) => tell(world, number, quantity, now).draft.facts),
  )
  const rows = await tx.select({ id: buyers.id, siret: buyers.siret }).from(buyers)
  const sirets = new Map(rows.map(({ id, siret }) => [id, siret]))
  return new Map(
    [...firstOf.keys()].flatMap((name, at) => {
      const buyer = found[at]
      return buyer ? [[name, { ...buyer, siret: sirets.get(buyer.id) ?? null }]] : []
    }),
  )
}

/** The last numbers given: of consultations and contracts, and of public references by year. */
interface Numbering {
  last: number
  lastContract: number
  ofYear: Map<number, number>
}

type Rows = Awaited<ReturnType<typeof makeRows>>

async function makeRows(
  told: Told[],
  sourceId: number,
  known: Map<string, Buyer>,
  numbering: Numbering,
  context: RecordContext,
) {
  const made = []
  for (const [at, each] of told.entries()) {
    made.push(rowsOf(each, sourceId, known, numbering, context))
    if (at % SLICE === 0) await setImmediate()
  }
  return {
    consultations: made.map((each) => each.row),
    records: made.map((each) => each.record),
    lots: made.flatMap((each) => each.lots),
    awards: made.flatMap((each) => each.awards),
    buyers: made.flatMap((each) => each.buyers),
    notices: made.flatMap((each) => each.notices),
    contracts: made.flatMap((each) => each.contracts),
  }
}

/** The rows that recording it would have written. */
function rowsOf(
  { invented, draft, publishedAt, notices: history }: Told,
  sourceId: number,
  known: Map<string, Buyer>,
  numbering: Numbering,
  context: RecordContext,
) {
  const id = ++numbering.last
  const buyer = known.get(invented.buyer) ?? null
  const readAt = new Date(Math.min(publishedAt.getTime() + READ_AFTER_MS, context.now.getTime()))
  const record = { id, ...recordRow(sourceId, id, draft, readAt) }
  const projection = project([record])
  const { facts } = projection
  const ofLots = lotRows(facts, buyer, context)
  const reference = nextReference(numbering, publishedAt)
  const last = history.at(-1)
  const row = {
    id,
    ...consultationRow(projection, publishedAt, reference, buyer, ofLots, context),
    reference,
    ocid: `${context.ocidPrefix}-${reference}`,
    lastChangeAt: last?.at ?? publishedAt,
    lastNoticeKind: last?.kind ?? 'tender',
  }
  const awarding = {
    id,
    reference,
    title: row.title,
    buyerName: buyer?.name ?? null,
    buyerSiret: buyer?.siret ?? null,
    facts,
  }
  return {
    row,
    record,
    lots: ofLots.map((each) => ({ ...each, consultationId: id })),
    awards: awardRows(id, facts, ofLots, row.lastChangeAt, publishedAt),
    buyers: buyer ? [{ consultationId: id, buyerId: buyer.id, coordinator: false }] : [],
    notices: history.map(({ kind, at, changes }) => ({
      consultationId: id,
      recordId: id,
      kind,
      publishedAt: at,
      recordedAt: at,
      feedAt: at,
      inDefaultFeed: true,
      changes,
    })),
    contracts: boardContracts(awarding, plainAnswer).map(
      ({ externalKey, lotNumber, facts: ofContract }) => {
        const contractId = ++numbering.lastContract
        return {
          contract: {
            id: contractId,
            key: `board.${externalKey}`,
            ...contractColumns(ofContract),
            buyerId: buyer?.id ?? null,
            consultationId: id,
            lotNumber,
            demonstration: true,
            changedAt: row.lastChangeAt,
          },
          record: {
            origin: 'board' as const,
            externalKey,
            consultationId: id,
            lotNumber,
            contractId,
            facts: ofContract,
            changedAt: row.lastChangeAt,
          },
          suppliers: supplierRows(contractId, ofContract),
        }
      },
    ),
  }
}

/** How long after its publication an item is found, as a poller would. */
const READ_AFTER_MS = 12 * 60_000

function nextReference({ ofYear }: Numbering, publishedAt: Date): string {
  const year = publishedAt.getUTCFullYear()
  const next = (ofYear.get(year) ?? 0) + 1
  ofYear.set(year, next)
  return `${year}-${String(next).padStart(4, '0')}`
}

async function writeRows(tx: Tx, load: RowLoader, rows: Rows): Promise<void> {
  await load(tx, consultations, rows.consultations)
  await load(tx, sourceRecords, rows.records)
  await load(tx, lots, rows.lots)
  await load(tx, consultationBuyers, rows.buyers)
  await load(tx, notices, rows.notices)
  await load(tx, awards, rows.awards)
  await load(
    tx,
    contracts,
    rows.contracts.map(({ contract }) => contract),
  )
  await load(
    tx,
    contractRecords,
    rows.contracts.map(({ record }) => record),
  )
  await load(
    tx,
    contractSuppliers,
    rows.contracts.flatMap(({ suppliers }) => suppliers),
  )
}

/** What is recorded next goes on after the numbers given here. */
async function setCounters(tx: Tx, { last, lastContract, ofYear }: Numbering): Promise<void> {
  for (const [table, reached] of [
    ['consultations', last],
    ['source_records', last],
    ['contracts', lastContract],
  ] as const)
    await tx.execute(
      sql`select setval(pg_get_serial_sequence(${table}, 'id'), ${Math.max(reached, 1)})`,
    )
  await tx
    .insert(referenceCounters)
    .values([...ofYear].map(([year, given]) => ({ year, last: given })))
}

/** As the server would by itself some minutes later: what is read first finds every row visible and counted. */
async function vacuum(client: Sql): Promise<void> {
  const connection = await client.reserve()
  await connection`set statement_timeout = 0`
  await connection`vacuum analyze`
  await connection`reset statement_timeout`
  connection.release()
}
