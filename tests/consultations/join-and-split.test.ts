import { asc, eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import type { LotFacts, LotOutcome } from '../../src/consultations/facts.ts'
import { joinConsultations, keepApart } from '../../src/consultations/join.ts'
import {
  awards,
  consultationBuyers,
  consultations,
  lots,
  notices,
  possibleDuplicates,
  sourceRecords,
} from '../../src/consultations/schema.ts'
import { splitRecords } from '../../src/consultations/split.ts'
import { recordContext } from '../../src/sources/record-context.ts'
import { bought, draft, winter } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'

const BY = { actor: 'agent:test' }
const ECOLE = {
  object: 'Rénovation thermique de l’école Jean-Jaurès',
  buyers: bought('Ville de Narbonne', '21110262900019'),
  deadline: winter('2026-12-15T12:00'),
}

const program = useProgram('2026-11-20T09:00:00Z')
beforeEach(async () => {
  await program.deps.db
    .execute(sql`truncate possible_duplicates, source_record_versions, notices, lots,
    awards, consultation_buyers, source_records, consultations, audit_log restart identity cascade`)
  await program.deps.db.execute(sql`delete from reference_counters`)
})

async function join(one: string, other: string) {
  const context = await recordContext(program.deps, { demonstration: false })
  const joined = await program.deps.db.transaction((tx) =>
    joinConsultations(tx, [one, other], BY, context),
  )
  await program.deps.versions.refresh()
  return joined
}

async function split(...recordIds: number[]) {
  const context = await recordContext(program.deps, { demonstration: false })
  const done = await program.deps.db.transaction((tx) => splitRecords(tx, recordIds, BY, context))
  await program.deps.versions.refresh()
  return done
}

const path = async (reference: string) => {
  const [row] = await program.deps.db
    .select()
    .from(consultations)
    .where(eq(consultations.reference, reference))
  return `/consultations/${reference}-${row?.slug}`
}

describe('two consultations that an agent says are one', () => {
  beforeEach(async () => {
    await program.say('plateforme', [draft('ecole', { ...ECOLE, duration: '5 mois' })])
    await program.say('boamp', [
      draft('b1', {
        ...ECOLE,
        object: 'École Jean-Jaurès : rénovation thermique',
        deadline: winter('2026-12-14T12:00'),
        criteria: [{ name: 'Prix', weight: 60 }],
      }),
    ])
  })

  test('stand on the board once, with what both told, under the elder’s reference', async () => {
    expect(await join('2026-0002', '2026-0001')).toEqual({ ok: true })
    const board = await program.text('/')
    expect(board.match(/<h2[^>]*><a href="\/consultations\/[^"]+"/g)).toHaveLength(1)
    const page = await program.text(await path('2026-0001'))
    for (const words of ['5 mois', 'Prix 60', 'plateforme', 'boamp'])
      expect(page.replaceAll('\u202f', ' ').replaceAll('\u00a0', ' ').toLowerCase()).toContain(
        words.toLowerCase(),
      )
  })

  test('lead from the younger’s reference to the elder for ever', async () => {
    await join('2026-0001', '2026-0002')
    for (const [from, to] of [
      ['/consultations/2026-0002', await path('2026-0001')],
      [await path('2026-0002'), await path('2026-0001')],
      ['/consultations/2026-0002.ics', `${await path('2026-0001')}.ics`],
    ] as const) {
      const answer = await program.app.request(from)
      expect([answer.status, answer.headers.get('location')]).toEqual([308, to])
    }
    await program.say('autre', [draft('autre', { ...ECOLE, object: 'Élagage' })])
    await join('2026-0003', '2026-0001')
    const after = await program.app.request('/consultations/2026-0002')
    expect(after.headers.get('location')).toBe(await path('2026-0001'))
  })

  test('keep every entry of the feed, and tell of the deadline that both did not share', async () => {
    const ids = async () =>
      [...(await program.text('/consultations.rss')).matchAll(/avis\/(\d+)/g)].map(([, id]) => id)
    const before = await ids()
    await join('2026-0001', '2026-0002')
    expect(await ids()).toEqual(expect.arrayContaining(before))
    const told = await program.deps.db.select().from(notices).orderBy(asc(notices.id))
    expect(told.map(({ kind, consultationId }) => [kind, consultationId])).toEqual([
      ['tender', 1],
      ['tender', 1],
      ['correction', 1],
    ])
    expect(told[2]?.changes).toMatchObject([
      { field: 'deadline', before: ECOLE.deadline, after: { wall: '2026-12-14T12:00' } },
    ])
  })

  test('are followed under either source afterwards', async () => {
    await join('2026-0001', '2026-0002')
    await program.say('boamp', [draft('b1', { ...ECOLE, duration: '5 mois', status: 'withdrawn' })])
    expect(await program.text(await path('2026-0001'))).toMatch(/avis annulé/i)
  })

  test('are two again when they are separated: the reference revives, each with its own notices', async () => {
    const before = await program.deps.db.select().from(notices).orderBy(asc(notices.id))
    await join('2026-0001', '2026-0002')
    expect(await split(2)).toEqual({ ok: true, references: ['2026-0002'] })
    const after = await program.deps.db.select().from(notices).orderBy(asc(notices.id))
    expect(after.slice(0, 2)).toEqual(before)
    // What was told of the whole stays with the whole, and so does that it is no longer so.
    expect(after.slice(2).map(({ consultationId, kind }) => [consultationId, kind])).toEqual([
      [1, 'correction'],
      [1, 'extension'],
    ])
    expect(await program.text(await path('2026-0002'))).toContain('École Jean-Jaurès')
    expect(await program.text('/')).toMatch(/2\sconsultations en cours/)
  })

  test('are not asked of again, whatever the answer', async () => {
    const open = () =>
      program.deps.db.$count(possibleDuplicates, sql`${possibleDuplicates.answer} is null`)
    expect(await open()).toBe(1)
    expect(
      await program.deps.db.transaction((tx) =>
        keepApart(tx, ['2026-0001', '2026-0002'], BY, program.clock.now),
      ),
    ).toEqual({ ok: true })
    await program.say('boamp', [draft('b1', { ...ECOLE, duration: '6 mois' })])
    expect(await open()).toBe(0)
  })

  test('leave a line of audit each way', async () => {
    await join('2026-0001', '2026-0002')
    await split(2)
    const lines = await program.deps.db.select().from(auditLog).orderBy(asc(auditLog.id))
    expect(
      lines
        .filter(({ actor }) => actor === BY.actor)
        .map(({ action, subject }) => `${action} ${subject}`),
    ).toEqual([
      'consultation.join consultation:2026-0001',
      'consultation.split consultation:2026-0001',
    ])
  })

  test('refuse what nobody has and what is one already', async () => {
    expect(await join('2026-0001', '2026-0099')).toEqual({ ok: false, problem: 'unknown' })
    await join('2026-0001', '2026-0002')
    expect(await join('2026-0001', '2026-0002')).toEqual({ ok: false, problem: 'already-one' })
    expect(await split(99)).toEqual({ ok: false, problem: 'unknown' })
    expect(await split(1, 2)).toEqual({ ok: false, problem: 'alone' })
  })
})

test('a source that joined by its reference and should not have becomes a consultation of its own', async () => {
  await program.say('plateforme', [draft('a', { ...ECOLE, reference: '2026-T-014' })])
  await program.say('boamp', [
    draft('b', { ...ECOLE, object: 'Élagage des platanes', reference: '2026T014' }),
  ])
  expect(await program.deps.db.$count(consultations)).toBe(1)
  expect(await split(2)).toEqual({ ok: true, references: ['2026-0002'] })
  expect(await program.text(await path('2026-0002'))).toContain('Élagage des platanes')
  expect(await program.text('/consultations.rss')).toContain('Élagage des platanes')
  await program.say('boamp', [
    draft('b', {
      ...ECOLE,
      object: 'Élagage des platanes',
      reference: '2026T014',
      duration: '1 an',
    }),
  ])
  expect(await program.deps.db.$count(consultations)).toBe(2)
})

describe('joined and separated in any order', () => {
  const outcome: LotOutcome = {
    kind: 'awarded',
    winners: [{ name: 'SARL Durand', siret: null, commune: null }],
    amount: 1000,
    bids: 2,
    irregularBids: null,
    notifiedOn: '2026-11-10',
    ground: null,
  }
  const lotsOf = (...numbers: string[]) =>
    numbers.map((number): LotFacts => ({ number, title: `Lot ${number}` }))
  const TOLD = [
    { ...ECOLE, lots: lotsOf('1', '2', '3') },
    { ...ECOLE, deadline: winter('2026-12-14T12:00'), amount: { min: 1, max: 90_000 } },
    { ...ECOLE, object: 'École', buyers: bought('Grand Narbonne', '24110059300051') },
    { ...ECOLE, lots: [{ number: '02', title: '', outcome }], status: 'active' as const },
    { object: 'Sans rien', reference: 'T-2026-9', status: 'abandoned' as const },
    { ...ECOLE, renews: 'T-2026-9', deadline: winter('2027-01-14T12:00') },
  ]

  async function standing() {
    const { db } = program.deps
    const rows = await db
      .select({
        id: consultations.id,
        title: consultations.title,
        facts: consultations.facts,
        provenance: consultations.provenance,
        buyerId: consultations.buyerId,
        status: consultations.status,
        publishedAt: consultations.publishedAt,
        deadlineAt: consultations.deadlineAt,
        divided: consultations.divided,
        renewsId: consultations.renewsId,
        joinedIntoId: consultations.joinedIntoId,
        searchText: consultations.searchText,
      })
      .from(consultations)
      .orderBy(consultations.id)
    return {
      rows,
      lots: await db.select().from(lots).orderBy(lots.consultationId, lots.position),
      buyers: await db
        .select()
        .from(consultationBuyers)
        .orderBy(consultationBuyers.consultationId, consultationBuyers.buyerId),
      awards: await db
        .select({ consultationId: awards.consultationId, lot: awards.lotNumber })
        .from(awards)
        .orderBy(awards.consultationId),
    }
  }

  const allNotices = () => program.deps.db.select().from(notices).orderBy(asc(notices.id))
  const untouched = (rows: Awaited<ReturnType<typeof allNotices>>) =>
    rows.map((row) => ({ ...row, consultationId: null, toldOfId: null }))

  test('and all back: everything stands as it did, and no notice is lost or changed', async () => {
    const one = fc.nat({ max: TOLD.length - 1 })
    const steps = fc.array(fc.tuple(fc.boolean(), one, one), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(steps, async (moves) => {
        await program.deps.db
          .execute(sql`truncate possible_duplicates, source_record_versions, notices,
          lots, awards, consultation_buyers, source_records, consultations restart identity cascade`)
        await program.deps.db.execute(sql`delete from reference_counters`)
        for (const [position, told] of TOLD.entries())
          await program.say(`source-${position}`, [
            draft(`e${position}`, told, { publishedAt: `2026-11-0${position + 1}T08:00:00Z` }),
          ])
        const before = await standing()
        const told = await allNotices()
        for (const [isJoin, a, b] of moves)
          if (isJoin) await join(`2026-000${a + 1}`, `2026-000${b + 1}`)
          else await split(a + 1)
        for (let rounds = 0; rounds < 4; rounds += 1)
          for (const record of await joinedRecords()) await split(record)
        expect(await standing()).toEqual(before)
        const after = await allNotices()
        expect(after.slice(0, told.length)).toEqual(told)
        expect(untouched(after).slice(0, told.length)).toEqual(untouched(told))
        expect(after.every(({ toldOfId }) => toldOfId === null)).toBe(true)
      }),
      { numRuns: process.env['DEEP'] ? 100 : 4 },
    )
  }, 600_000)

  async function joinedRecords(): Promise<number[]> {
    const rows = await program.deps.db
      .select({ id: sourceRecords.id })
      .from(sourceRecords)
      .where(sql`${sourceRecords.joinedFromId} is not null`)
      .orderBy(sourceRecords.joinedFromId)
    return rows.map(({ id }) => id)
  }
})
