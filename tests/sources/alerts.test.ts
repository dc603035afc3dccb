import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { agents, memberships } from '../../src/auth/schema.ts'
import { consultations, sources } from '../../src/consultations/schema.ts'
import { outbox } from '../../src/mail/schema.ts'
import { openAlerts } from '../../src/sources/alerts.ts'
import { alertsJob } from '../../src/sources/alerts-job.ts'
import { addSources } from '../../src/sources/register.ts'
import { sourceAlerts, sourceHealth } from '../../src/sources/schema.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { idOfPartner } from '../support/directory.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'
const HOUR = 3_600_000

describe.each(enginesOfLongSuites)('alerts about sources, on %s', (engine) => {
  const program = useProgram(NOW, engine)
  let sourceId = 0

  beforeAll(async () => {
    Object.assign(program.deps.config, {
      smtpUrl: 'smtp://localhost',
      mailFrom: { name: 'Guichet', address: 'guichet@guichet.example' },
    })
    const narbonne = await idOfPartner(program.deps.db, 'narbonne')
    const person = (name: string, administrator: boolean, disabled = false) => ({
      id: crypto.randomUUID(),
      email: `${name}@example.org`,
      name,
      administrator,
      createdAt: program.clock.now,
      disabledAt: disabled ? program.clock.now : null,
    })
    const people = [
      person('agent', false),
      person('administratrice', true),
      person('ailleurs', false),
      person('parti', false, true),
      person('ancien', false),
    ]
    await program.deps.db.insert(agents).values(people)
    const carcassonne = await idOfPartner(program.deps.db, 'carcassonne')
    const given = { role: 'publisher' as const, givenBy: 'test', givenAt: program.clock.now }
    for (const [at, partnerId, endedAt] of [
      [0, narbonne, null],
      [2, carcassonne, null],
      [3, narbonne, null],
      [4, narbonne, program.clock.now],
    ] as const)
      await program.deps.db.insert(memberships).values({
        ...given,
        agentId: people[at]?.id ?? '',
        partnerId,
        endedAt,
      })
  })

  beforeEach(async () => {
    program.clock.now = new Date(NOW)
    for (const table of [outbox, sourceAlerts, sourceHealth, sources, consultations])
      await program.deps.db.delete(table)
    const added = await program.deps.db.transaction((tx) =>
      addSources(
        tx,
        [{ url: 'https://avis.example/flux', partner: 'narbonne', kind: 'rss', name: 'Profil' }],
        { now: program.clock.now, demonstration: false },
      ),
    )
    sourceId = added.ok ? (added.ids[0] ?? 0) : 0
    await health({ succeededAt: program.clock.now, triedAt: program.clock.now, items: 3 })
  })

  async function health(change: Partial<typeof sourceHealth.$inferInsert>) {
    await program.deps.db
      .update(sourceHealth)
      .set(change)
      .where(eq(sourceHealth.sourceId, sourceId))
  }

  async function watch(afterHours = 0) {
    program.clock.now = new Date(program.clock.now.getTime() + afterHours * HOUR)
    await alertsJob(program.deps)({ kind: 'source-alerts', key: 'all', payload: {}, attempt: 1 })
    return openAlerts(program.deps.db, 'all')
  }

  const sent = async () =>
    (await program.deps.db.select().from(outbox).orderBy(outbox.id)).map(
      ({ recipient, subject }) => `${recipient}: ${subject}`,
    )

  test('nothing is said within a day of the last success, and it is said once afterwards', async () => {
    await health({ errorCode: 'timeout' })
    expect(await watch(23)).toEqual([])
    expect(await watch(1)).toMatchObject([
      { kind: 'failing', since: new Date(NOW), source: { name: 'Profil' } },
    ])
    await watch(1)
    await watch(200)
    expect(await sent()).toEqual([
      'administratrice@example.org: Source sans relevé : Profil',
      'agent@example.org: Source sans relevé : Profil',
    ])
  })

  test('says once that it is over, and begins again with the next outage', async () => {
    await health({ errorCode: 'timeout' })
    await watch(25)
    await health({ errorCode: null, succeededAt: program.clock.now })
    expect(await watch(1)).toEqual([])
    await watch(1)
    expect((await sent()).slice(2)).toEqual([
      'administratrice@example.org: Source rétablie : Profil',
      'agent@example.org: Source rétablie : Profil',
    ])
    await health({ errorCode: 'gone' })
    expect(await watch(26)).toHaveLength(1)
    expect(await sent()).toHaveLength(6)
  })

  test('tells of a source that was never read, and of one that lost all its items', async () => {
    await health({ errorCode: 'dns', succeededAt: null })
    expect(await watch(25)).toMatchObject([{ kind: 'failing', since: new Date(NOW) }])
    await health({ errorCode: null, succeededAt: program.clock.now, emptySince: new Date(NOW) })
    expect(await watch(1)).toMatchObject([{ kind: 'empty' }])
    expect((await sent()).at(-1)).toBe('agent@example.org: Source vide : Profil')
  })

  test('a source that is silent for longer than its rhythm stands in the area, without a message', async () => {
    await health({ lastNewAt: new Date(NOW), usualRhythmMs: 5 * 24 * HOUR })
    expect(await watch(20 * 24 - 1)).toEqual([])
    expect(await watch(2)).toMatchObject([{ kind: 'quiet' }])
    expect(await sent()).toEqual([])
    await health({ lastNewAt: program.clock.now })
    expect(await watch(1)).toEqual([])
  })

  test('a fortnight of silence is no alarm, however busy the source was, nor without dates', async () => {
    await health({ lastNewAt: new Date(NOW), usualRhythmMs: HOUR })
    expect(await watch(14 * 24 - 1)).toEqual([])
    expect(await watch(2)).toHaveLength(1)
    await health({ usualRhythmMs: null })
    await program.deps.db.delete(sourceAlerts)
    expect(await watch(1_000)).toEqual([])
  })

  test('our own network, and a demonstration, are no alert', async () => {
    await health({ errorCode: 'our-network' })
    expect(await watch(48)).toEqual([])
    await health({ errorCode: 'timeout' })
    await program.deps.db.update(sources).set({ demonstration: true })
    expect(await watch(1)).toEqual([])
  })

  test('stands for its own partner only', async () => {
    await health({ errorCode: 'timeout' })
    await watch(25)
    const { db } = program.deps
    const [narbonne, other] = await Promise.all(
      ['narbonne', 'carcassonne'].map(async (slug) =>
        openAlerts(db, [await idOfPartner(db, slug)]),
      ),
    )
    expect(narbonne).toHaveLength(1)
    expect(other).toEqual([])
    expect(await openAlerts(program.deps.db, [])).toEqual([])
  })

  test('without mail, what lasts is still noticed', async () => {
    const { smtpUrl } = program.deps.config
    program.deps.config.smtpUrl = ''
    await health({ errorCode: 'timeout' })
    expect(await watch(25)).toHaveLength(1)
    expect(await sent()).toEqual([])
    program.deps.config.smtpUrl = smtpUrl
  })
})
