import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { provenanceOf } from '../../src/contracts/provenance-of.ts'
import { recordBoardContracts } from '../../src/contracts/record-board.ts'
import { contractRecords, contracts, contractSuppliers } from '../../src/contracts/schema.ts'
import type { LotOutcome } from '../../src/consultations/facts.ts'
import { joinConsultations } from '../../src/consultations/join.ts'
import { consultations } from '../../src/consultations/schema.ts'
import { recordContext } from '../../src/sources/record-context.ts'
import { plainAnswer } from '../../src/sources/french/plain-answer.ts'
import { bought, draft, type TestProgram, testProgram } from '../support/application.ts'
import { enginesOfLongSuites, openTestDatabase } from '../support/databases.ts'
import { FIRM_A, FIRM_B, heldBy, importRows, told } from './rows.ts'

const NARBONNE = '21110262900014'

describe.each(enginesOfLongSuites)('awards of the board, on %s', (engine) => {
  let program: TestProgram
  let count = 0

  beforeAll(async () => {
    const database = await openTestDatabase(engine, 'ready')
    program = await testProgram(database, '2026-03-10T08:00:00Z')
    return () => database.close()
  })
  beforeEach(() => {
    count += 1
    program.later(1)
  })

  const record = (since: Date | null = null) =>
    recordBoardContracts(program.deps.db, { since, now: program.clock.now, plainAnswer })
  const say = (outcome: LotOutcome | null, others = {}) =>
    program.say('narbonne', [
      draft(`ecole-${count}`, {
        object: `Toiture de l’école ${count}`,
        reference: `2026-${100 + count}`,
        buyers: bought('Ville de Narbonne', NARBONNE),
        category: 'works',
        procedure: 'adapted',
        ...(outcome ? { status: 'awarded', outcome } : { status: 'active' }),
        ...others,
      }),
    ])
  const contract = async () => {
    const rows = await program.deps.db
      .select()
      .from(contracts)
      .where(eq(contracts.number, `2026-${100 + count}`))
      .orderBy(asc(contracts.id))
    return rows
  }

  it('become contracts, with their firms, and change when they are put right', async () => {
    await say(won(FIRM_A, 50_000), { socialClauses: 'Oui', advance: 'selon le CCAP' })
    expect(await record()).toMatchObject({ added: 1, changed: 0, withdrawn: 0 })
    expect(await contract()).toMatchObject([
      {
        amount: 50_000,
        year: 2026,
        bids: 4,
        social: true,
        advance: null,
        counted: true,
        buyerSiret: NARBONNE,
      },
    ])
    expect((await contract())[0]?.buyerId).not.toBeNull()
    program.later(1)
    await say(won(FIRM_A, 52_000), { socialClauses: 'Oui' })
    const since = new Date(program.clock.now.getTime() - 3_600_000)
    expect(await record(since)).toMatchObject({ added: 0, changed: 1, withdrawn: 0 })
    expect(await contract()).toMatchObject([{ amount: 52_000 }])
    expect(await record()).toEqual({ added: 0, changed: 0, withdrawn: 0 })
  })

  it('that are taken back are kept, and are in no figure', async () => {
    await say(won(FIRM_A, 50_000))
    await record()
    program.later(1)
    await say({ ...won(FIRM_A, 50_000), kind: 'abandoned', winners: [] })
    expect(await record()).toMatchObject({ withdrawn: 1 })
    expect(await contract()).toMatchObject([{ amount: 50_000, counted: false }])
    program.later(1)
    await say(won(FIRM_A, 50_000))
    await record()
    expect(await contract()).toMatchObject([{ counted: true }])
  })

  it('that are taken back are in no figure either where the buyer has corrected them', async () => {
    await say(won(FIRM_A, 50_000))
    await record()
    const { db } = program.deps
    const [{ id = 0 } = {}] = await contract()
    const [told] = await db.select().from(contractRecords).where(eq(contractRecords.contractId, id))
    if (!told) throw new Error('no record')
    await db.insert(contractRecords).values({
      origin: 'correction',
      externalKey: String(id),
      contractId: id,
      facts: { ...told.facts, amount: 49_000 },
      changedAt: program.clock.now,
    })
    await say({ ...won(FIRM_A, 50_000), kind: 'abandoned', winners: [] })
    await record()
    expect(await contract()).toMatchObject([{ amount: 49_000, counted: false }])
  })

  it('by lots are one contract each', async () => {
    await say(null, {
      status: 'awarded',
      lots: [
        { number: '1', title: 'Maçonnerie', outcome: won(FIRM_A, 10_000) },
        { number: '2', title: 'Peinture', outcome: { ...won(FIRM_B, 0), kind: 'unsuccessful' } },
        { number: '3', title: 'Bois', outcome: won(FIRM_B, 30_000) },
      ],
    })
    await record()
    expect((await contract()).map(({ lotNumber, amount }) => [lotNumber, amount])).toEqual([
      ['1', 10_000],
      ['3', 30_000],
    ])
  })

  it('are the contract that the essential data tell of, counted once, each field from who knows it', async () => {
    await say({ ...won(FIRM_A, 71_234.4, 'Toitures du Sud'), irregularBids: 1 })
    await record()
    await importRows(program.deps.db, [
      told({
        number: `DECP-${count}`,
        amount: 71_234.1,
        notifiedOn: '2026-03-20',
        months: 7,
        bids: null,
      }),
    ])
    const [own] = await contract()
    expect(own).toMatchObject({ counted: false })
    const [joined] = await program.deps.db
      .select()
      .from(contracts)
      .where(eq(contracts.number, `DECP-${count}`))
    expect(joined).toMatchObject({
      amount: 71_234.1,
      months: 7,
      bids: 4,
      irregularBids: 1,
      counted: true,
      consultationId: own?.consultationId,
    })
    expect(own?.joinedIntoId).toBe(joined?.id)
    const held = await program.deps.db
      .select()
      .from(contractSuppliers)
      .where(eq(contractSuppliers.contractId, joined?.id ?? 0))
    expect(held).toMatchObject([{ siret: FIRM_A, name: 'Toitures du Sud', sizeSaid: 'sme' }])
    const from = await provenanceOf(program.deps.db, joined?.id ?? 0)
    expect(from?.fields.amount?.origin).toBe('decp')
    expect(from?.fields.bids?.origin).toBe('board')

    // The essential data say later that it was another firm: they are two again.
    await importRows(program.deps.db, [
      told({
        number: `DECP-${count}`,
        amount: 71_234.1,
        notifiedOn: '2026-03-20',
        months: 7,
        bids: null,
        suppliers: heldBy(FIRM_B),
      }),
    ])
    expect(await contract()).toMatchObject([{ counted: true, joinedIntoId: null, bids: 4 }])
    const records = await program.deps.db
      .select()
      .from(contractRecords)
      .where(eq(contractRecords.contractId, joined?.id ?? 0))
    expect(records.map(({ origin }) => origin)).toEqual(['decp'])
  })

  it('of a consultation that turned out to be another are told by that one alone', async () => {
    const { db } = program.deps
    await say(won(FIRM_A, 50_000))
    const elsewhere = { object: 'Toiture', buyers: bought('Ville de Narbonne', NARBONNE) }
    const other = { ...elsewhere, status: 'awarded' as const, outcome: won(FIRM_A, 50_000) }
    await program.say('boamp', [draft(`b-${count}`, other)])
    await record()
    const [elder, younger] = (
      await db.select().from(consultations).orderBy(desc(consultations.id)).limit(2)
    ).toReversed()
    if (!elder || !younger) throw new Error('no consultations')
    const context = await recordContext(program.deps, { demonstration: false })
    const by = { actor: 'agent:test' }
    await db.transaction((tx) =>
      joinConsultations(tx, [elder.reference, younger.reference], by, context),
    )
    expect(await record()).toMatchObject({ withdrawn: 1 })
    const counted = eq(contracts.counted, true)
    const own = inArray(contracts.consultationId, [elder.id, younger.id])
    expect(await db.$count(contracts, and(counted, own))).toBe(1)
  })

  it('that are only near one are not joined', async () => {
    await say(won(FIRM_A, 100_000))
    await record()
    await importRows(program.deps.db, [
      told({ number: `P-${count}`, amount: 100_500, notifiedOn: '2026-03-20' }),
    ])
    const [own] = await contract()
    expect(own?.counted).toBe(true)
  })

  it.each([
    ['2026-05-02', false],
    ['2026-05-03', true],
  ])('are looked for within 62 days: notified on %s, counted apart %s', async (day, apart) => {
    const amount = 33_000 + count
    await say(won(FIRM_A, amount))
    await record()
    await importRows(program.deps.db, [told({ number: `J-${count}`, amount, notifiedOn: day })])
    expect((await contract())[0]?.counted).toBe(apart)
  })

  it('pair with one contract each where several are alike', async () => {
    await say(null, {
      status: 'awarded',
      lots: [
        { number: '1', title: 'Nord', outcome: won(FIRM_B, 15_000) },
        { number: '2', title: 'Sud', outcome: won(FIRM_B, 15_000) },
      ],
    })
    await record()
    await importRows(program.deps.db, [
      told({
        number: `L-${count}`,
        object: 'Nord',
        suppliers: heldBy(FIRM_B),
        amount: 15_000,
        notifiedOn: '2026-03-20',
      }),
    ])
    expect((await contract()).filter(({ counted }) => counted)).toHaveLength(1)
  })
})

function won(siret: string, amount: number, name = 'Entreprise'): LotOutcome {
  return {
    kind: 'awarded',
    winners: [{ name, siret, commune: null, size: 'sme' }],
    amount,
    bids: 4,
    irregularBids: null,
    notifiedOn: '2026-03-01',
    ground: null,
  }
}
