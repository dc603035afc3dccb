import { and, asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { agents } from '../../src/auth/schema.ts'
import { firmLookups, firms } from '../../src/firms/schema.ts'
import { outbox } from '../../src/mail/schema.ts'
import { pactVersions } from '../../src/pact/schema.ts'
import { erasePeople } from '../../src/trainings/erase.ts'
import { balanceOf } from '../../src/trainings/figures.ts'
import { answerEvaluation } from '../../src/trainings/evaluate.ts'
import { noteInterest } from '../../src/trainings/interest.ts'
import { trainingsHeld } from '../../src/trainings/held.ts'
import { findTraining, placeInLine } from '../../src/trainings/queries.ts'
import { register, withdraw } from '../../src/trainings/register.ts'
import {
  interests,
  registrationLinks,
  registrations,
  sessions,
  trainingPartners,
  trainings,
} from '../../src/trainings/schema.ts'
import {
  cancelSession,
  confirmSession,
  moveSession,
  postponeSession,
  setRegistrations,
  writeAttendance,
} from '../../src/trainings/sessions.ts'
import { trainingsJob } from '../../src/trainings/trainings-job.ts'
import { winter } from '../support/application.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { idOfPartner } from '../support/directory.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'
import { authorFor, openSession, person, tellingIn } from './support.ts'

const BEFORE = new Date('2026-11-20T10:00:00+01:00')

describe.each(enginesOfLongSuites)('registrations for a training, on %s', (engine) => {
  const program = useProgram(BEFORE.toISOString(), engine)
  beforeEach(async () => {
    program.clock.now = BEFORE
    await forgetMail()
    for (const table of [registrationLinks, registrations, interests, sessions, trainings])
      await program.deps.db.delete(table)
  })

  const join = (sessionId: number, number: number, { mail = true, formSecret = '' } = {}) =>
    program.deps.db.transaction((tx) =>
      register(tx, sessionId, { typed: person(number), formSecret }, tellingIn(program, mail)),
    )
  const people = (sessionId: number) =>
    program.deps.db
      .select()
      .from(registrations)
      .where(eq(registrations.sessionId, sessionId))
      .orderBy(asc(registrations.id))
  const one = async (sessionId: number, number: number) => {
    const found = (await people(sessionId)).findLast(({ email }) => email === person(number).email)
    if (!found) throw new Error(`nobody ${number}`)
    return found
  }
  const giveBack = async (sessionId: number, number: number, by: 'themselves' | 'organiser') => {
    const { id } = await one(sessionId, number)
    return program.deps.db.transaction((tx) => withdraw(tx, id, by, tellingIn(program, true)))
  }
  const mails = async (number: number) =>
    program.deps.db
      .select()
      .from(outbox)
      .where(eq(outbox.recipient, person(number).email))
      .orderBy(asc(outbox.id))
  const session = async (id: number) => {
    const [row] = await program.deps.db.select().from(sessions).where(eq(sessions.id, id))
    if (!row) throw new Error('no session')
    return row
  }
  const forgetMail = () => program.deps.db.delete(outbox)
  const watch = () =>
    trainingsJob({
      ...program.deps,
      config: { ...program.deps.config, ...tellingIn(program, true).config },
    })({
      kind: 'trainings',
      key: 'all',
      payload: {},
      attempt: 1,
    })

  it(
    'of two hundred at once fill the seats exactly, and an ordered waiting list',
    { timeout: 240_000 },
    async () => {
      const { sessionId } = await openSession(program, { seats: 30 })
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, number) => join(sessionId, number)),
      )
      expect(answers.filter((each) => each.ok && each.status === 'registered')).toHaveLength(30)
      expect(answers.filter((each) => each.ok && each.status === 'waiting')).toHaveLength(170)
      const rows = await people(sessionId)
      expect(rows).toHaveLength(200)
      expect(rows.map(({ status }) => status)).toEqual([
        ...Array.from({ length: 30 }, () => 'registered'),
        ...Array.from({ length: 170 }, () => 'waiting'),
      ])
      const waiting = rows.filter(({ status }) => status === 'waiting')
      const [first, second] = waiting
      if (!first || !second) throw new Error('nobody waits')
      expect(await placeInLine(program.deps.db, second)).toBe(2)

      const seated = rows.slice(0, 5).map(({ id }) => id)
      await Promise.all(
        seated.map((id) =>
          program.deps.db.transaction((tx) =>
            withdraw(tx, id, 'themselves', tellingIn(program, true)),
          ),
        ),
      )
      const after = await people(sessionId)
      expect(after.filter(({ status }) => status === 'registered')).toHaveLength(30)
      expect(after.flatMap(({ id, promotedAt }) => (promotedAt ? [id] : []))).toEqual(
        waiting.slice(0, 5).map(({ id }) => id),
      )
      await forgetMail()
    },
  )

  it('of one person, however often and at once, take one seat and get the same answer', async () => {
    const { sessionId } = await openSession(program)
    const formSecret = 'a'.repeat(43)
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => join(sessionId, 1, { formSecret })),
    )
    expect(await people(sessionId)).toHaveLength(1)
    expect(answers.map((each) => each.ok && [each.status, each.secret])).toEqual(
      answers.map(() => ['registered', formSecret]),
    )
    const shouted = { ...person(1), email: person(1).email.toUpperCase() }
    const another = await program.deps.db.transaction((tx) =>
      register(
        tx,
        sessionId,
        { typed: shouted, formSecret: 'b'.repeat(43) },
        tellingIn(program, false),
      ),
    )
    expect(another).toEqual({ ok: true, status: 'registered', repeated: true, secret: null })
  })

  it('given back make room for the first who waits, who is told with a calendar entry', async () => {
    const { sessionId } = await openSession(program, { seats: 1 })
    for (const number of [1, 2, 3]) await join(sessionId, number)
    await giveBack(sessionId, 1, 'themselves')
    expect((await people(sessionId)).map(({ status }) => status)).toEqual([
      'cancelled',
      'registered',
      'waiting',
    ])
    const [registered, withdrawn] = await mails(1)
    expect(registered?.calendar?.method).toBe('REQUEST')
    expect(registered?.calendar?.content).toContain('DTSTART;TZID=Europe/Paris:20270204T093000')
    expect(registered?.text).toContain('Jeudi 4 février 2027 de 9 h 30 à 12 h 30')
    expect(withdrawn?.calendar?.method).toBe('CANCEL')
    const [waiting, promoted] = await mails(2)
    expect(waiting?.calendar).toBeNull()
    expect(promoted?.subject).toContain('Une place s’est libérée')
    expect(promoted?.calendar?.method).toBe('REQUEST')
    expect(await join(sessionId, 1)).toMatchObject({ ok: true, status: 'waiting', repeated: false })
  })

  it('are refused before, after and without the session', async () => {
    const { sessionId } = await openSession(program, { open: false })
    const author = await authorFor(program)
    const telling = tellingIn(program, true)
    expect(await join(sessionId, 1)).toEqual({ ok: false, problem: 'not-open-yet' })
    const set = (state: 'open' | 'closed') =>
      program.deps.db.transaction((tx) => setRegistrations(tx, sessionId, state, author, telling))
    await set('open')
    await set('closed')
    expect(await join(sessionId, 1)).toEqual({ ok: false, problem: 'closed' })
    await set('open')
    await join(sessionId, 1)
    program.clock.now = new Date('2027-02-04T09:30:00+01:00')
    expect(await join(sessionId, 2)).toEqual({ ok: false, problem: 'over' })
    const late = await one(sessionId, 1)
    expect(
      await program.deps.db.transaction((tx) =>
        withdraw(tx, late.id, 'themselves', tellingIn(program, true)),
      ),
    ).toEqual({ ok: false, problem: 'over' })
    program.clock.now = BEFORE
    await program.deps.db.transaction((tx) =>
      cancelSession(tx, sessionId, 'Grève', author, telling),
    )
    expect(await join(sessionId, 2)).toEqual({ ok: false, problem: 'cancelled' })
    expect(await join(999_999, 2)).toEqual({ ok: false, problem: 'unknown' })
    expect(await people(sessionId)).toHaveLength(1)
  })

  it('hear of every change of their session, and their calendars move', async () => {
    const { sessionId } = await openSession(program, { seats: 1 })
    const author = await authorFor(program)
    const telling = tellingIn(program, true)
    for (const number of [1, 2]) await join(sessionId, number)
    const { db } = program.deps
    await db.transaction((tx) => confirmSession(tx, sessionId, author, telling))
    const dates = {
      starts: winter('2027-02-11T09:30'),
      ends: winter('2027-02-11T12:30'),
      decideOn: null,
    }
    const postpone = async (version: number) =>
      db.transaction((tx) =>
        postponeSession(tx, sessionId, { version, dates, reason: 'Neige' }, author, telling),
      )
    expect(await postpone(1)).toEqual({ ok: false, problems: [{ field: null, code: 'stale' }] })
    expect(await postpone((await session(sessionId)).version)).toEqual({ ok: true })
    const moved = await session(sessionId)
    const place = { place: 'CCI, Carcassonne', placeKey: null, link: null, minimum: 0, seats: 2 }
    await db.transaction((tx) =>
      moveSession(tx, sessionId, { version: moved.version, place }, author, telling),
    )
    await db.transaction((tx) => cancelSession(tx, sessionId, 'Formateur malade', author, telling))
    const [first, confirmed, postponed, changed, cancelled, ...more] = await mails(1)
    expect(more).toEqual([])
    expect(first?.calendar?.content).toContain('SEQUENCE:0')
    expect(confirmed?.subject).toContain('Session confirmée')
    expect(postponed?.text).toContain('Motif : Neige')
    expect(postponed?.calendar?.content).toMatch(
      /SEQUENCE:1[\s\S]*DTSTART;TZID=Europe\/Paris:20270211T093000/,
    )
    expect(changed?.calendar?.content).toContain('SEQUENCE:2')
    expect(cancelled?.calendar).toMatchObject({ method: 'CANCEL' })
    expect(cancelled?.calendar?.content).toMatch(/SEQUENCE:3[\s\S]*STATUS:CANCELLED/)
    const uids = [first, postponed, cancelled].map(
      (mail) => /UID:(.*)/.exec(mail?.calendar?.content ?? '')?.[1],
    )
    expect(new Set(uids).size).toBe(1)
    expect((await mails(2)).map(({ subject }) => subject?.split(' :')[0])).toEqual([
      'Liste d’attente',
      'Session confirmée',
      'Session reportée au 11 février',
      'Une place s’est libérée',
      'Changement de lieu',
      'Session annulée',
    ])
    const told = await db
      .select({ changes: pactVersions.changes, reason: pactVersions.reason })
      .from(pactVersions)
      .where(and(eq(pactVersions.kind, 'session'), eq(pactVersions.subject, String(sessionId))))
      .orderBy(asc(pactVersions.version))
    expect(told.map(({ reason }) => reason)).toEqual(['', '', '', 'Neige', '', 'Formateur malade'])
    expect(JSON.stringify(told)).not.toContain('entreprise.example')
  })

  it('take no seat away from those who have one', async () => {
    const { sessionId } = await openSession(program, { seats: 2 })
    const author = await authorFor(program)
    for (const number of [1, 2]) await join(sessionId, number)
    const { version } = await session(sessionId)
    const place = { place: 'Narbonne', placeKey: null, link: null, minimum: 0, seats: 1 }
    const outcome = await program.deps.db.transaction((tx) =>
      moveSession(tx, sessionId, { version, place }, author, tellingIn(program, true)),
    )
    expect(outcome).toEqual({
      ok: false,
      problems: [{ field: 'places', code: 'seats-below-registered' }],
    })
    expect((await session(sessionId)).seats).toBe(2)
  })

  it('are reminded the day before, asked on the day and four months later, and erased after a year', async () => {
    const { id, sessionId } = await openSession(program, { seats: 10, decideOn: '2027-01-28' })
    await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
    const author = await authorFor(program)
    for (let number = 1; number <= 6; number += 1) await join(sessionId, number)
    await giveBack(sessionId, 6, 'organiser')
    await forgetMail()
    const subjects = async () => {
      await watch()
      await watch()
      const rows = await program.deps.db.select().from(outbox).orderBy(asc(outbox.id))
      await forgetMail()
      return rows.map(({ subject }) => subject?.split(' :')[0])
    }
    program.clock.now = new Date('2027-01-27T12:00:00+01:00')
    expect(await subjects()).toEqual([])
    program.clock.now = new Date('2027-01-28T08:00:00+01:00')
    expect(await subjects()).toEqual(['À décider'])
    // Less than a day and a half before, who registers need not be reminded.
    program.clock.now = new Date('2027-02-02T22:00:00+01:00')
    await join(sessionId, 7)
    await forgetMail()
    program.clock.now = new Date('2027-02-03T10:00:00+01:00')
    expect(await subjects()).toEqual(Array.from({ length: 5 }, () => 'Rappel'))
    program.clock.now = new Date('2027-02-04T13:00:00+01:00')
    const came = await Promise.all(
      [1, 2, 3, 4].map(async (each) => (await one(sessionId, each)).id),
    )
    expect(await trainingsHeld(program.deps.db, 2027)).toEqual(new Map())
    await program.deps.db.transaction((tx) =>
      writeAttendance(tx, sessionId, came, { ...author, now: program.clock.now }),
    )
    expect(await trainingsHeld(program.deps.db, 2027)).toEqual(new Map([[author.partnerId, 1]]))
    expect(await subjects()).toEqual(Array.from({ length: 4 }, () => 'Votre avis'))
    for (const registration of came)
      await program.deps.db.transaction((tx) =>
        answerEvaluation(tx, registration, {
          hot: { satisfaction: 4, ready: true, words: 'Merci Camille' },
        }),
      )
    program.clock.now = new Date('2027-06-04T12:00:00+02:00')
    expect(await subjects()).toEqual([])
    program.clock.now = new Date('2027-06-04T13:00:00+02:00')
    expect(await subjects()).toEqual(Array.from({ length: 4 }, () => 'Quatre mois après'))
    const [first = 0] = came
    const since = { answered: true, answers: 3, won: 1, words: '' }
    const answer = () =>
      program.deps.db.transaction((tx) => answerEvaluation(tx, first, { cold: since }))
    expect(await answer()).toBe(true)
    expect(await answer()).toBe(false)

    const balance = async () => {
      const training = await findTraining(program.deps.db, { id }, program.clock.now)
      if (!training) throw new Error('no training')
      return balanceOf(program.deps.db, training)
    }
    for (const [number, siret] of [
      [1, '11122233300011'],
      [2, '44455566600011'],
      [3, '77788899900011'],
    ] as const)
      await program.deps.db
        .update(registrations)
        .set({ siret })
        .where(eq(registrations.id, (await one(sessionId, number)).id))
    const known = { source: 'sirene' as const, readAt: program.clock.now }
    await program.deps.db.insert(firms).values([
      { ...known, siren: '111222333', size: 'micro' },
      { ...known, siren: '444555666', size: null },
    ])
    const before = await balance()
    expect(before).toMatchObject({
      sessions: 1,
      registered: 6,
      present: 4,
      firms: 4,
      // Of the others the register says nothing, and it is not asked who came to a training.
      sizes: { micro: 1 },
      hot: [0, 0, 0, 4],
      cold: 1,
      since: { people: 1, answers: 3, won: 1 },
    })
    program.clock.now = new Date('2028-02-05T00:00:00+01:00')
    await watch()
    await erasePeople(program.deps.db, program.clock.now)
    expect(await balance()).toEqual(before)
    expect(await program.deps.db.select().from(firmLookups)).toEqual([])
    const left = await people(sessionId)
    expect(left).toHaveLength(7)
    expect(JSON.stringify(left)).not.toMatch(/personne\d|Personne|Entreprise|Camille|Narbonne/)
    expect(left.every(({ erasedAt }) => erasedAt !== null)).toBe(true)
    const links = await program.deps.db.select().from(registrationLinks)
    expect(
      links.some(({ registrationId }) => left.some(({ id: own }) => own === registrationId)),
    ).toBe(false)
  })

  describe('are asked in time, or not at all:', () => {
    /** What is sent about a session that this is changed of, where the program looks at it first at this time. */
    const sentAt = async (
      at: string,
      change: Partial<typeof sessions.$inferInsert> = {},
      before: (sessionId: number) => Promise<unknown> = async () => {},
    ) => {
      const { sessionId } = await openSession(program, { decideOn: '2027-01-28' })
      await join(sessionId, 1)
      if (Object.keys(change).length > 0)
        await program.deps.db.update(sessions).set(change).where(eq(sessions.id, sessionId))
      await before(sessionId)
      await forgetMail()
      program.clock.now = new Date(at)
      await watch()
      const rows = await program.deps.db.select().from(outbox).orderBy(asc(outbox.id))
      return rows.map(({ subject }) => subject?.split(' :')[0])
    }
    const cancelled = { state: 'cancelled' as const }

    it.each([
      ['nothing about a session that was called off', '2027-02-05T12:00:00+01:00', cancelled, []],
      ['nor four months after it', '2027-06-05T12:00:00+02:00', cancelled, []],
      ['their opinion within two weeks', '2027-02-17T12:00:00+01:00', {}, ['Votre avis']],
      ['and not later', '2027-02-19T12:00:00+01:00', {}, []],
      ['what followed within a year', '2028-02-03T12:00:00+01:00', {}, ['Quatre mois après']],
      ['and not when they are erased', '2028-02-05T12:00:00+01:00', {}, []],
      ['reminded of nothing that has begun', '2027-02-04T10:00:00+01:00', {}, []],
    ])('%s', async (_, at, change, expected) => {
      await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
      expect(await sentAt(at, change)).toEqual(expected)
    })

    it('what they have said of their own accord is not asked', async () => {
      const early = async (sessionId: number) => {
        const { id } = await one(sessionId, 1)
        await program.deps.db
          .update(registrations)
          .set({ hot: { satisfaction: 4, ready: true, words: '' } })
          .where(eq(registrations.id, id))
      }
      expect(await sentAt('2027-02-05T12:00:00+01:00', {}, early)).toEqual([])
    })

    it('organisers whether it takes place, all of them, until it is confirmed or begins', async () => {
      await program.deps.db.delete(agents)
      await signIn(program, { role: 'pact-editor', partner: 'narbonne' })
      await signIn(program, { role: 'pact-editor', partner: 'carcassonne' })
      const beside = async (sessionId: number) => {
        const { trainingId } = await session(sessionId)
        const partnerId = await idOfPartner(program.deps.db, 'carcassonne')
        await program.deps.db.insert(trainingPartners).values({ trainingId, partnerId })
      }
      const day = '2027-01-28T08:00:00+01:00'
      expect(await sentAt(day)).toEqual(['À décider'])
      program.clock.now = BEFORE
      expect(await sentAt(day, {}, beside)).toEqual(['À décider', 'À décider'])
      program.clock.now = BEFORE
      expect(await sentAt(day, { confirmedAt: BEFORE })).toEqual([])
    })
  })

  it('forget a cancelled registration after a month', async () => {
    const { sessionId } = await openSession(program)
    await join(sessionId, 1)
    await join(sessionId, 2)
    await giveBack(sessionId, 1, 'themselves')
    await erasePeople(program.deps.db, new Date('2026-12-21T10:00:00+01:00'))
    expect((await people(sessionId)).map(({ email }) => email)).toEqual([null, person(2).email])
  })

  it('tell those who wanted to know of the next session, once, and forget them', async () => {
    const { id, sessionId } = await openSession(program, { open: false })
    const { db } = program.deps
    const author = await authorFor(program)
    const telling = tellingIn(program, true)
    const wish = { training: { id, title: 'Répondre' }, email: person(7).email }
    const noted = await db.transaction((tx) => noteInterest(tx, wish, telling))
    const again = await db.transaction((tx) => noteInterest(tx, wish, telling))
    expect([noted.secret?.length, again.secret]).toEqual([43, null])
    await db.transaction((tx) => setRegistrations(tx, sessionId, 'open', author, telling))
    expect((await mails(7)).map(({ subject }) => subject)).toEqual([
      'Vous serez prévenu de la prochaine session',
      'Inscriptions ouvertes : Répondre à sa première consultation',
    ])
    expect(await db.select().from(interests)).toEqual([])
  })
})
