import { asc, eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import {
  contractImports,
  contractRecords,
  contractRecordVersions,
  contractRefusals,
  contracts,
  contractSuppliers,
} from '../../src/contracts/schema.ts'
import { recordContracts } from '../../src/contracts/record-contracts.ts'
import type { Db } from '../../src/db/db.ts'
import { describeOnBothDatabases, emptyTables } from '../support/databases.ts'
import { FIRM_A, FIRM_B, FIRM_C, heldBy, importRows, readingOf, rowsOf, told } from './rows.ts'

/** Of more than two batches. */
const MANY = process.env['DEEP'] ? 9000 : 4500

describeOnBothDatabases('recording contracts', (database) => {
  beforeEach(() => emptyTables(database()))

  it('records what a file tells: contract, record and firms', async () => {
    const { counts } = await importRows(database(), [told({ suppliers: heldBy(FIRM_A, FIRM_B) })])
    expect(counts).toMatchObject({ read: 1, added: 1, changed: 0, unchanged: 0 })
    const [contract] = await database().select().from(contracts)
    expect(contract).toMatchObject({
      number: '2024-12',
      amount: 80_000,
      currentAmount: 80_000,
      year: 2024,
      counted: true,
    })
    const held = await database().select().from(contractSuppliers)
    expect(held.map(({ position, siret }) => [position, siret])).toEqual([
      [0, FIRM_A],
      [1, FIRM_B],
    ])
    const [record] = await database().select().from(contractRecords)
    expect(record?.facts).toEqual(told({ suppliers: heldBy(FIRM_A, FIRM_B) }))
  })

  it('changes nothing when the same file comes again, in any order', async () => {
    const file = [
      told(),
      told({ suppliers: heldBy(FIRM_B), amount: 12_000 }),
      told({ object: 'Peinture', amount: 30_000 }),
      told({ publishedOn: '2024-06-01' }),
      told({ number: '7' }),
    ]
    const first = await importRows(database(), file)
    expect(first.counts).toMatchObject({ read: 5, added: 4, repeated: 1 })
    const before = await stored(database())
    const second = await importRows(database(), file)
    expect(second.counts).toMatchObject({ read: 5, added: 0, changed: 0 })
    const third = await importRows(database(), file.toReversed())
    expect(third.counts).toMatchObject({ read: 5, added: 0, changed: 0 })
    expect(await stored(database())).toEqual(before)
  })

  it('keeps lots under one number apart', async () => {
    await importRows(database(), [
      told({ object: 'Lot 1 : maçonnerie' }),
      told({ object: 'Lot 2 : peinture' }),
      told({ object: 'Lot 2 : peinture', amount: 5_000 }),
      told({ object: 'Lot 1 : maçonnerie', suppliers: heldBy(FIRM_B) }),
    ])
    expect(await database().$count(contracts)).toBe(4)
    const keys = (await database().select().from(contracts)).map(({ key }) => key)
    expect(new Set(keys).size).toBe(4)
  })

  it('takes other values under a number for a change, and keeps what was said before', async () => {
    await importRows(database(), [told()])
    const { counts } = await importRows(database(), [told({ amount: 90_000, bids: 4 })])
    expect(counts).toMatchObject({ added: 0, changed: 1 })
    const [contract, ...others] = await database().select().from(contracts)
    expect(others).toEqual([])
    expect(contract).toMatchObject({ amount: 90_000, bids: 4 })
    const versions = await database().select().from(contractRecordVersions)
    expect(versions.map(({ facts }) => facts.amount)).toEqual([80_000])
    const again = await importRows(database(), [told({ amount: 90_000, bids: 4 })])
    expect(again.counts).toMatchObject({ unchanged: 1, changed: 0 })
  })

  it('never gives a contract another key, nor one key to two contracts', async () => {
    await importRows(database(), [told()])
    const [before] = await database().select().from(contracts)
    await importRows(database(), [told({ amount: 90_000 })])
    await importRows(database(), [told({ amount: 90_000 }), told()])
    const after = await database().select().from(contracts).orderBy(asc(contracts.id))
    expect(after.map(({ amount }) => amount)).toEqual([90_000, 80_000])
    expect(after[0]?.key).toBe(before?.key)
    expect(after[1]?.key).toBe(`${before?.key}~2`)
  })

  it('lets no older state take the place of a newer one', async () => {
    await importRows(database(), [told({ publishedOn: '2024-06-01', months: 9 })])
    const { counts } = await importRows(database(), [
      told({ publishedOn: '2024-05-01', months: 6 }),
    ])
    expect(counts).toMatchObject({ changed: 0, unchanged: 1 })
    const [contract] = await database().select().from(contracts)
    expect(contract?.months).toBe(9)
  })

  it('applies modifications in the order of their dates', async () => {
    const change = { number: null, publishedOn: null, months: null, suppliers: null, amount: null }
    await importRows(database(), [
      told({
        modifications: [
          { ...change, notifiedOn: '2025-02-01', amount: 95_000, suppliers: heldBy(FIRM_C) },
          { ...change, notifiedOn: '2024-09-01', amount: 85_000, months: 8 },
        ],
      }),
    ])
    const [contract] = await database().select().from(contracts)
    expect(contract).toMatchObject({
      amount: 80_000,
      currentAmount: 95_000,
      months: 8,
      modifications: 2,
    })
    const held = await database().select().from(contractSuppliers)
    expect(held.map(({ siret }) => siret)).toEqual([FIRM_C])
  })

  it('keeps rows that are refused, counts troubles, and tells both', async () => {
    const { counts, troubles, refusals } = await importRows(database(), [
      { row: 1, refused: 'no-number', raw: '{}' },
      {
        row: 2,
        facts: told({ cpv: null, amount: null }),
        troubles: [
          { code: 'cpv-unreadable', value: '45' },
          { code: 'amount-out-of-range', value: '1.0E17' },
        ],
      },
    ])
    expect(counts).toMatchObject({ read: 2, added: 1, refused: 1 })
    expect(troubles).toEqual({ 'cpv-unreadable': 1, 'amount-out-of-range': 1 })
    expect(refusals).toEqual([{ row: 1, code: 'no-number' }])
    expect(await database().select().from(contractRefusals)).toMatchObject([{ row: 1, raw: '{}' }])
    expect(await database().select().from(contractImports)).toMatchObject([
      { read: 2, added: 1, refused: 1, format: 'decp-2.0-json', troubles },
    ])
  })

  it('keeps nothing of a file that breaks in the middle, nor of a trial', async () => {
    const rows = rowsOf(Array.from({ length: MANY }, (_, at) => told({ number: `${at}` })))
    const outcome = await recordContracts(
      database(),
      {
        name: 'coupe.json',
        sourceId: null,
        reading: readingOf(rows, {
          ok: false,
          problem: 'truncated',
          format: 'decp-2.0-json',
          rows: MANY,
          line: 1,
          byte: 9,
        }),
        fingerprint: () => ({ sha256: 'b'.repeat(64), bytes: 1 }),
      },
      { now: new Date(), all: true, demonstration: false, keep: true },
    )
    expect(outcome).toMatchObject({ ok: false, ending: { problem: 'truncated' } })
    const trial = await importRows(database(), [told()], { keep: false })
    expect(trial.counts.added).toBe(1)
    expect(await stored(database())).toEqual([])
    expect(await database().$count(contractImports)).toBe(0)
  })

  it('leaves out contracts of buyers elsewhere, and counts them', async () => {
    const { counts } = await importRows(
      database(),
      [told(), told({ buyerSiret: '21750001600019', placeDepartement: '75' })],
      { all: false },
    )
    expect(counts).toMatchObject({ read: 2, added: 0, leftOut: 2 })
  })

  it('records many batches, and finds rows of one contract however far apart they stand', async () => {
    const file = Array.from({ length: MANY + 1000 }, (_, at) =>
      told({ number: `${at % MANY}`, amount: 1000 + (at % MANY), bids: at < MANY ? 3 : 5 }),
    )
    const { counts } = await importRows(database(), file)
    expect(counts).toMatchObject({ read: MANY + 1000, added: MANY, repeated: 1000 })
    expect(await database().$count(contracts)).toBe(MANY)
    const best = await database().select().from(contracts).where(eq(contracts.number, '12'))
    expect(best[0]?.bids).toBe(5)
    const again = await importRows(database(), file)
    expect(again.counts).toMatchObject({ added: 0, changed: 0 })
  })
})

/** Everything that is stored of contracts, but for who told it and when. */
async function stored(db: Db) {
  const rows = await db
    .select({
      key: contracts.key,
      amount: contracts.amount,
      publishedOn: contracts.publishedOn,
      siret: contractSuppliers.siret,
      facts: contractRecords.facts,
    })
    .from(contracts)
    .leftJoin(contractSuppliers, eq(contractSuppliers.contractId, contracts.id))
    .innerJoin(contractRecords, eq(contractRecords.contractId, contracts.id))
    .orderBy(asc(contracts.key))
  return rows
}
