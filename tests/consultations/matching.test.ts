import { asc, eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import type { Facts } from '../../src/consultations/facts.ts'
import { joinConsultations } from '../../src/consultations/join.ts'
import { nearMatches } from '../../src/consultations/records/near-matches.ts'
import {
  consultations,
  possibleDuplicates,
  sourceRecords,
  sourceRecordVersions,
} from '../../src/consultations/schema.ts'
import { recordContext } from '../../src/sources/record-context.ts'
import { bought, draft, winter } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = '2026-11-20T09:00:00Z'
const BUYERS = bought('Ville de Narbonne', '21110262900019')
const AT = 'https://marches.example/liste'

const program = useProgram(NOW)
beforeEach(async () => {
  program.clock.now = new Date(NOW)
  await program.deps.db
    .execute(sql`truncate possible_duplicates, source_record_versions, notices, lots,
    awards, consultation_buyers, source_records, consultations, audit_log restart identity cascade`)
})

/** An item that stands at an address, as one source tells it. */
const item = (id: string, values: Partial<Facts>, at: string[] = [AT]) => ({
  ...draft(id, values),
  alternateIds: at,
})
const told = (...items: ReturnType<typeof item>[]) => program.say('plateforme', items)
const added = { added: 1, changed: 0, unchanged: 0 }
const changed = { added: 0, changed: 1, unchanged: 0 }

describe('an item under a new identifier', () => {
  const BINS = { object: 'Location de bennes' }

  test('is the one that stood at its address and says the same', async () => {
    await told(item('a', BINS))
    expect(await told(item('b', BINS))).toMatchObject({ added: 0, unchanged: 1 })
  })

  test('is a new one where two could be meant', async () => {
    await told(item('a', BINS), item('b', BINS))
    expect(await told(item('c', BINS))).toEqual(added)
  })

  test('takes nobody’s place: neither of one still told of, nor of one that another has taken', async () => {
    await told(item('a', BINS))
    expect(await told(item('a', BINS), item('b', BINS))).toMatchObject({ added: 1, unchanged: 1 })
    await told(item('x', BINS, ['autre']))
    expect(await told(item('y', BINS, ['autre']), item('z', BINS, ['autre']))).toMatchObject({
      added: 1,
    })
  })

  test('is a new one where the former has closed, at that very instant too', async () => {
    const deadline = winter('2026-12-15T12:00')
    await told(item('a', { ...BINS, deadline }))
    program.clock.now = new Date(deadline.instant)
    const again = { ...BINS, deadline: winter('2027-12-15T12:00') }
    expect(await told(item('b', again))).toEqual(added)
    expect(await program.deps.db.$count(consultations)).toBe(2)
  })

  test('is told of in the journal, ten of a look at most', async () => {
    const all = (prefix: string) =>
      Array.from({ length: 12 }, (_, n) =>
        item(`${prefix}${n}`, { object: `Lot de travaux ${n}` }, [`at-${n}`]),
      )
    await told(...all('a'))
    await told(...all('b'))
    const [line] = await program.deps.db.select().from(auditLog)
    expect(line).toMatchObject({ action: 'source-identifiers-changed', after: { of: 12 } })
    expect(line?.before).toMatchObject({ identifiers: { length: 10 } })
  })
})

describe('an item under an identifier that is known', () => {
  test('is that one while its object or its address is the same, whatever its reference', async () => {
    await told(item('1', { object: 'Toiture du gymnase', reference: '26-A-01' }))
    expect(
      await told(item('1', { object: 'Toiture du gymnase', reference: '26-A-02' }, [])),
    ).toEqual(changed)
    await told(item('1', { object: 'Toiture du gymnase', reference: '26-A-02' }))
    expect(await told(item('1', { object: 'Élagage', reference: '26-A-03' }))).toEqual(changed)
  })

  test('is another where only small words and the identifier are the same', async () => {
    const [first, second] = [winter('2026-12-15T12:00'), winter('2027-01-15T12:00')]
    await told(item('1', { object: 'Travaux de la mairie', deadline: first }, []))
    const other = { object: 'Achat de la paille', deadline: second }
    expect(await told(item('1', other, []))).toEqual(added)
  })

  test('says something else once its date is in doubt no more', async () => {
    const deadline = winter('2026-12-15T12:00')
    const doubtful = { ...deadline, doubt: 'ambiguous-hour' as const }
    await told(item('1', { object: 'Voirie', deadline: doubtful }))
    expect(await told(item('1', { object: 'Voirie', deadline }))).toEqual(changed)
  })

  test('keeps its date of publication, and what it said before', async () => {
    const publishedAt = '2026-11-18T08:00:00Z'
    await told({ ...draft('1', { object: 'Voirie' }, { publishedAt }), alternateIds: [] })
    await told(item('1', { object: 'Voirie', duration: '5 mois' }, []))
    const [record] = await program.deps.db.select().from(sourceRecords)
    expect(record?.publishedAt).toEqual(new Date(publishedAt))
    const versions = await program.deps.db.select().from(sourceRecordVersions)
    expect(versions.map(({ raw }) => raw)).toEqual([JSON.stringify({ object: 'Voirie' })])
  })
})

describe('a reference', () => {
  const ROAD = { object: 'Réfection de la voirie', reference: '26-V-08', buyers: BUYERS }

  test('joins what other sources tell, never what one source tells apart', async () => {
    await told(item('a', ROAD, []))
    expect(await told(item('b', ROAD, []))).toEqual(added)
    expect(await program.deps.db.$count(consultations)).toBe(2)
    // Nobody knows which of the two is meant.
    await program.say('boamp', [draft('c', ROAD)])
    expect(await program.deps.db.$count(consultations)).toBe(3)
  })
})

describe('whether two are one', () => {
  const SCHOOL = {
    object: 'Rénovation thermique de l’école',
    buyers: BUYERS,
    deadline: winter('2026-12-15T12:00'),
  }
  const questions = () => program.deps.db.$count(possibleDuplicates)

  test('is not asked of two notices of BOAMP, nor where another source uses a name', async () => {
    await told(item('a', { ...SCHOOL, boampId: '26-1' }, []))
    await program.say('boamp', [draft('b', { ...SCHOOL, boampId: '26-2' })])
    await program.say('autre', [item('c', { object: 'Élagage' }, ['a'])])
    expect(await program.deps.db.$count(consultations)).toBe(3)
    expect(await questions()).toBe(0)
  })

  test('is told an agent once of each, and of none that was joined into another', async () => {
    const { db } = program.deps
    await told(item('a', { ...SCHOOL, boampId: '26-1' }, []))
    await program.say('boamp', [draft('b', SCHOOL)])
    const [first] = await db.select().from(consultations).orderBy(asc(consultations.id)).limit(1)
    const found = async () =>
      (await nearMatches(db, first?.buyerId ?? 0, { ...SCHOOL, boampId: '26-1' })).map(
        ({ id, why }) => [id, why === 'identity'],
      )
    expect(await found()).toEqual([
      [1, true],
      [2, false],
    ])
    const references = await db
      .select({ reference: consultations.reference })
      .from(consultations)
      .orderBy(asc(consultations.id))
    const context = await recordContext(program.deps, { demonstration: false })
    const [one, other] = references.map(({ reference }) => reference)
    await db.transaction((tx) =>
      joinConsultations(tx, [one ?? '', other ?? ''], { actor: 'agent:test' }, context),
    )
    expect(await db.$count(consultations, eq(consultations.joinedIntoId, 1))).toBe(1)
    expect(await found()).toEqual([[1, true]])
  })
})
