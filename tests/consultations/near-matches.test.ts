import { eq, sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { closingWith, nearMatches, nearness } from '../../src/consultations/records/near-matches.ts'
import { sameWords, tellingWords } from '../../src/consultations/same-words.ts'
import { consultations, possibleDuplicates } from '../../src/consultations/schema.ts'
import { bought, draft, winter } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'

describe('how alike two objects are', () => {
  const alike = (one: string, other: string) => sameWords(tellingWords(one), tellingWords(other))

  test.each([
    ['Réfection de la voirie communale', 'REFECTION DE LA VOIRIE COMMUNALE', 1],
    ['Marché de travaux : réfection des voiries', 'Réfection de la voirie', 1],
    ['Réfection de la voirie, tranche 1', 'Réfection de la voirie, tranche 2', 0],
    ['Entretien des espaces verts secteur nord', 'Entretien des espaces verts secteur sud', 0],
    ['Fourniture de denrées', 'Maîtrise d’œuvre du gymnase', 0],
    ['', 'Réfection de la voirie', 0],
  ])('%s / %s: %d', (one, other, expected) => {
    expect(alike(one, other)).toBe(expected)
    expect(alike(other, one)).toBe(expected)
  })

  test('a few words more or less leave them near, other words do not', () => {
    expect(
      alike('Réfection de la voirie communale 2026', 'Réfection de la voirie'),
    ).toBeGreaterThanOrEqual(0.6)
    expect(alike('Réfection de la voirie', 'Réfection du gymnase Cassin')).toBeLessThan(0.6)
  })
})

test('three words of five in common and a day and a half between are near, less is not', () => {
  const at = (hours: number, words: string) => ({
    deadlineAt: new Date(hours * 3_600_000),
    words: new Set(words),
  })
  expect(nearness(at(0, 'abcde'), at(36, 'abcfg'))).toEqual({ sameWords: 0.6, deadlineGap: 2_160 })
  expect(nearness(at(0, 'abcde'), at(36.1, 'abcde'))).toBeNull()
  expect(nearness(at(0, 'abcde'), at(0, 'abfgh'))).toBeNull()
})

describe('two sources that tell nearly the same', () => {
  const VOIRIE = {
    object: 'Réfection de la voirie communale',
    buyers: bought('Ville de Narbonne', '21110262900019'),
    deadline: winter('2026-12-15T12:00'),
  }
  const program = useProgram('2026-11-20T09:00:00Z')
  beforeAll(async () => {
    await program.say('plateforme', [draft('voirie', VOIRIE)])
  })

  const questions = () => program.deps.db.select().from(possibleDuplicates)

  test('are two consultations and one question, asked once', async () => {
    const other = { ...VOIRIE, object: 'Travaux de réfection de voirie', reference: '26-V-014' }
    const deadline = winter('2026-12-15T17:00')
    expect(await program.say('boamp', [draft('b1', { ...other, deadline })])).toMatchObject({
      added: 1,
    })
    expect(await questions()).toMatchObject([
      { elderId: 1, youngerId: 2, answer: null, why: { deadlineGap: 300, sameWords: 0.8 } },
    ])
    await program.say('boamp', [
      draft('b1', { ...other, deadline: winter('2026-12-15T16:00'), duration: '5 mois' }),
    ])
    expect(await questions()).toHaveLength(1)
    expect(await program.deps.db.$count(consultations)).toBe(2)
  })

  test('make no question when the buyer, the object or the date is another', async () => {
    await program.say('marches', [
      draft('m1', { ...VOIRIE, buyers: bought('Ville de Carcassonne', '21110069800016') }),
      draft('m2', { ...VOIRIE, object: 'Élagage des platanes' }),
      draft('m3', { ...VOIRIE, deadline: winter('2026-12-18T12:00') }),
      draft('m4', { object: VOIRIE.object, buyers: VOIRIE.buyers }),
    ])
    expect(await questions()).toHaveLength(1)
  })

  test('make no question of what one source tells apart', async () => {
    const deadline = winter('2027-01-20T12:00')
    await program.say('plateforme', [
      draft('gymnase', { ...VOIRIE, deadline, object: 'Toiture du gymnase Cassin, couverture' }),
      draft('gymnase-2', { ...VOIRIE, deadline, object: 'Toiture du gymnase Cassin, charpente' }),
    ])
    expect(await questions()).toHaveLength(1)
  })

  test('make a question when one source tells the very same twice', async () => {
    const deadline = winter('2027-02-20T12:00')
    const twice = { ...VOIRIE, deadline, object: 'Location de bennes' }
    await program.say('plateforme', [draft('bennes', twice), draft('bennes-2', twice)])
    expect(await questions()).toHaveLength(2)
  })

  test('are found for an agent who is about to type one of them', async () => {
    const [buyer] = await program.deps.db
      .select({ id: consultations.buyerId })
      .from(consultations)
      .where(eq(consultations.id, 1))
    const found = (facts: Parameters<typeof nearMatches>[2]) =>
      nearMatches(program.deps.db, buyer?.id ?? 0, facts)
    expect(await found({ ...VOIRIE, object: 'Voirie communale : réfection' })).toMatchObject([
      { reference: '2026-0001', why: { sameWords: 1, deadlineGap: 0 } },
      { reference: '2026-0002', why: { sameWords: 0.8 } },
    ])
    expect(await found({ reference: '26 V 014' })).toMatchObject([
      { reference: '2026-0002', why: 'identity' },
    ])
    expect(await found({ ...VOIRIE, object: 'Élagage de la haie' })).toEqual([])
  })

  test('are looked up by buyer and deadline, however many consultations there are', async () => {
    const { db } = program.deps
    await db.execute(sql`
      insert into buyers (id, slug, name, name_key)
      select 10000 + n, 'acheteur-' || n, 'Acheteur ' || n, 'acheteur ' || n from generate_series(1, 200) n`)
    await db.execute(sql`
      insert into consultations (reference, ocid, slug, title, buyer_id, status, published_at, deadline_at,
        closes_at, signatory, demonstration, facts, provenance, last_change_at, last_notice_kind, search_text)
      select '2020-' || n, 'ocds-' || n, 's', 'Titre ' || n, 10001 + n % 200, 'active', now(),
        timestamptz '2020-01-01' + n * interval '1 hour', now(), false, false, '{}', '{}', now(), 'tender', ''
      from generate_series(1, 20000) n`)
    await db.execute(sql`analyze consultations`)
    const plan = await db.execute<{ 'QUERY PLAN': string }>(sql`
      explain select near.id from consultations own
      cross join lateral ${closingWith(sql`own.buyer_id`, sql`own.deadline_at`)}
      where own.id in (1, 2, 3)`)
    const text = [...plan].map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toContain('consultations_buyer_deadline')
    expect(text).not.toContain('Seq Scan')
  })
})
