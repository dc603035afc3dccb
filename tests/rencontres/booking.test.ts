import { and, asc, eq, like, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openPostgres } from '../../src/db/postgres.ts'
import { outbox } from '../../src/mail/schema.ts'
import { announceJob } from '../../src/rencontres/announce-job.ts'
import { editBuyer, removeBuyer, writeTurnOut } from '../../src/rencontres/attend.ts'
import {
  acceptOffer,
  book,
  bookingsRefusal,
  giveBack,
  moveBooking,
} from '../../src/rencontres/book.ts'
import { callOff, moveRencontre } from '../../src/rencontres/edit-rencontre.ts'
import {
  askInterest,
  confirmInterest,
  endInterest,
  interestBy,
} from '../../src/rencontres/interest.ts'
import { bookingsAt, findRencontre } from '../../src/rencontres/queries.ts'
import { rencontresJob } from '../../src/rencontres/rencontres-job.ts'
import {
  attendingBuyers,
  bookingLinks,
  bookings,
  firms,
  interests,
  rencontres,
  slots,
} from '../../src/rencontres/schema.ts'
import type { Telling } from '../../src/rencontres/tell.ts'
import type { TypedBooking } from '../../src/rencontres/read-booking.ts'
import { type TestProgram, winter } from '../support/application.ts'
import { engines } from '../support/databases.ts'
import { useProgram } from '../support/use-program.ts'
import { AFTERNOON, authorFor, BEFORE, firm, mailConfig, meeting, tellingIn } from './support.ts'

describe.each(engines)('what the database itself refuses, on %s', (engine) => {
  const program = useProgram(BEFORE.toISOString(), engine)

  it('is a slot, a buyer or a firm that is booked twice, however it is tried', async () => {
    const { db } = program.deps
    const { id, attending } = await meeting(program, {
      buyers: ['narbonne', 'departement-de-l-aude'],
    })
    const [here = 0, there = 0] = attending
    const added = await db
      .insert(firms)
      .values(
        [1, 2].map((number) => ({ rencontreId: id, name: `F${number}`, nameKey: `f${number}` })),
      )
      .returning()
    const [one, other] = added.map((each) => each.id)
    const slotAt = async (attendingBuyerId: number, index: number) => {
      const rows = await db
        .select()
        .from(slots)
        .where(eq(slots.attendingBuyerId, attendingBuyerId))
        .orderBy(asc(slots.fromMinute))
      const slot = rows[index]
      if (!slot) throw new Error('no slot')
      return slot
    }
    let number = 0
    const put = async (
      firmId: number | undefined,
      attendingBuyerId: number,
      slot: typeof slots.$inferSelect | null,
      more: Partial<typeof bookings.$inferInsert> = {},
    ) => {
      number += 1
      await db.insert(bookings).values({
        rencontreId: id,
        attendingBuyerId,
        firmId: firmId ?? 0,
        status: slot ? 'booked' : 'waiting',
        slotId: slot?.id ?? null,
        fromMinute: slot?.fromMinute ?? null,
        toMinute: slot?.toMinute ?? null,
        sells: '',
        consentAt: BEFORE,
        askedAt: BEFORE,
        emailKey: `${number}@x.example`,
        ...more,
      })
    }
    const refusal = async (attempt: Promise<unknown>) => {
      try {
        await attempt
        return null
      } catch (error) {
        const cause = error instanceof Error ? error.cause : null
        return /constraint "(\w+)"/.exec(String(cause))?.[1] ?? String(cause)
      }
    }
    const first = await slotAt(here, 0)
    await put(one, here, first)
    expect(await refusal(put(other, here, first))).toBe('rencontre_bookings_slot_once')
    expect(await refusal(put(one, here, await slotAt(here, 1)))).toBe(
      'rencontre_bookings_firm_once',
    )
    expect(await refusal(put(one, there, await slotAt(there, 0)))).toBe(
      'rencontre_bookings_firm_apart',
    )
    expect(await refusal(put(one, here, null))).toBe('rencontre_bookings_firm_once')
    expect(await refusal(put(other, there, await slotAt(here, 2)))).toBe(
      'rencontre_bookings_slot_fk',
    )
    expect(await refusal(put(other, there, await slotAt(there, 1), { slotId: null }))).toBe(
      'rencontre_bookings_slot',
    )
    expect(
      await refusal(
        db.insert(slots).values({
          attendingBuyerId: here,
          fromMinute: first.fromMinute + 5,
          toMinute: first.toMinute + 5,
        }),
      ),
    ).toBe('rencontre_slots_apart')
    await put(one, there, await slotAt(there, 1))
    await put(other, there, await slotAt(there, 0))
  })
})

describe('appointments', () => {
  const program = useProgram(BEFORE.toISOString())

  const fresh = async (options: Parameters<typeof meeting>[1] = {}) => {
    program.clock.now = BEFORE
    await program.deps.db.delete(outbox)
    // The same firms come to each of these meetings, all on one day.
    await program.deps.db.update(rencontres).set({ state: 'called-off' })
    return meeting(program, options)
  }
  const slotsAt = async (attendingBuyerId: number) =>
    program.deps.db
      .select()
      .from(slots)
      .where(eq(slots.attendingBuyerId, attendingBuyerId))
      .orderBy(asc(slots.fromMinute))
  const take = async (
    rencontreId: number,
    slotId: number | undefined,
    typed: TypedBooking,
    telling: Telling = tellingIn(program),
  ) =>
    program.deps.db.transaction((tx) =>
      book(tx, rencontreId, { slotId: slotId ?? 0 }, { typed, formSecret: '' }, telling),
    )
  const wait = async (rencontreId: number, attendingBuyerId: number, number: number) =>
    program.deps.db.transaction((tx) =>
      book(
        tx,
        rencontreId,
        { attendingBuyerId },
        { typed: firm(number), formSecret: '' },
        tellingIn(program),
      ),
    )
  const of = async (number: number, rencontreId: number) => {
    const [row] = await program.deps.db
      .select()
      .from(bookings)
      .where(and(eq(bookings.emailKey, firm(number).email), eq(bookings.rencontreId, rencontreId)))
      .orderBy(sql`id desc`)
      .limit(1)
    if (!row) throw new Error(`nobody ${number}`)
    return row
  }
  const change = <T>(
    run: (
      tx: Parameters<Parameters<TestProgram['deps']['db']['transaction']>[0]>[0],
      telling: Telling,
    ) => Promise<T>,
  ) => program.deps.db.transaction((tx) => run(tx, tellingIn(program)))
  const mails = async (number: number) =>
    program.deps.db
      .select()
      .from(outbox)
      .where(eq(outbox.recipient, firm(number).email))
      .orderBy(asc(outbox.id))
  const job = () =>
    rencontresJob({ ...program.deps, config: mailConfig(program.deps.config.baseUrl) })({
      kind: 'rencontres',
      key: 'all',
      payload: {},
      attempt: 1,
    })

  it('fill a meeting from its first minute to its last', async () => {
    const { attending } = await fresh({
      grid: { from: 9 * 60, to: 17 * 60 + 30, length: 15, breaks: [] },
    })
    expect(await slotsAt(attending[0] ?? 0)).toHaveLength(34)
  })

  it('that fall free are offered until two hours before they begin, where that leaves half an hour', async () => {
    const { id, attending } = await fresh()
    const [here = 0] = attending
    for (const [index, slot] of (await slotsAt(here)).entries())
      await take(id, slot.id, firm(100 + index))
    await wait(id, here, 120)
    program.clock.now = new Date('2027-02-04T11:31:00+01:00')
    const { id: bookingId } = await of(100, id)
    await change((tx, telling) => giveBack(tx, bookingId, 'themselves', telling))
    expect((await of(120, id)).status).toBe('waiting')
    program.clock.now = new Date('2027-02-04T11:50:00+01:00')
    const second = await of(101, id)
    await change((tx, telling) => giveBack(tx, second.id, 'themselves', telling))
    expect(await of(120, id)).toMatchObject({
      status: 'offered',
      offerUntil: new Date('2027-02-04T12:20:00+01:00'),
    })
  })

  it('are given once each when two hundred firms ask at once from three processes, and no free slot is refused', async () => {
    const grid = { from: 540, to: 840, length: 15, breaks: [] }
    const { id, attending } = await fresh({
      buyers: [
        'narbonne',
        'departement-de-l-aude',
        'carcassonne',
        'grand-narbonne',
        'carcassonne-agglo',
      ],
      grid,
    })
    const all = (await Promise.all(attending.map(slotsAt))).flat()
    expect(all).toHaveLength(100)
    const others = [openPostgres(program.url), openPostgres(program.url)]
    const pools = [program.deps.db, ...others.map(({ db }) => db)]
    const telling = tellingIn(program)
    const asked = await Promise.all(
      Array.from({ length: 200 }, async (_, number) => {
        const slotId = all[(number * 37) % 100]?.id ?? 0
        const db = pools[number % 3] ?? program.deps.db
        const answer = await db.transaction((tx) =>
          book(tx, id, { slotId }, { typed: firm(number), formSecret: '' }, telling),
        )
        return { slotId, answer }
      }),
    )
    await Promise.all(others.map((each) => each.close()))
    const given = asked.filter(({ answer }) => answer.ok)
    expect(new Set(given.map(({ slotId }) => slotId)).size).toBe(100)
    expect(given).toHaveLength(100)
    for (const { answer } of asked) if (!answer.ok) expect(answer.problem).toBe('taken')
    const held = await program.deps.db
      .select({ slotId: bookings.slotId })
      .from(bookings)
      .where(eq(bookings.rencontreId, id))
    expect(new Set(held.map(({ slotId }) => slotId)).size).toBe(100)
    expect(await program.deps.db.$count(outbox, like(outbox.key, '%:booked:%'))).toBe(100)
  })

  it('are one at a time for a firm that asks five buyers for the same hour at once', async () => {
    const { id, attending } = await fresh({
      buyers: [
        'narbonne',
        'departement-de-l-aude',
        'carcassonne',
        'grand-narbonne',
        'carcassonne-agglo',
      ],
    })
    const first = (await Promise.all(attending.map(slotsAt))).map(([slot]) => slot?.id)
    const answers = await Promise.all(first.map((slotId) => take(id, slotId, firm(1))))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.flatMap((answer) => (answer.ok ? [] : answer.problem))).toEqual(
      Array(4).fill('firm-busy'),
    )
  })

  it('are one at a time for a firm at two meetings of one day, known by its SIREN or the address of who comes', async () => {
    const { id, attending } = await fresh({ buyers: ['narbonne'] })
    const other = await meeting(program, { buyers: ['departement-de-l-aude'] })
    const [a, b, c] = await slotsAt(attending[0] ?? 0)
    const [x, y] = await slotsAt(other.attending[0] ?? 0)
    const siret = '12345678200010'
    const first = await Promise.all([
      take(id, a?.id, firm(1, { siret })),
      take(other.id, x?.id, firm(1, { siret })),
    ])
    expect(first.map((answer) => (answer.ok ? 'given' : answer.problem)).toSorted()).toEqual([
      'firm-elsewhere',
      'given',
    ])
    const here = first[0]?.ok === true
    const there = here ? other.id : id
    expect(await take(there, here ? x?.id : a?.id, firm(2, { siret: '12345678200036' }))).toEqual({
      ok: false,
      problem: 'firm-elsewhere',
    })
    expect(await take(there, here ? y?.id : b?.id, firm(1))).toMatchObject({ ok: true })
    const second = await of(1, there)
    expect(
      await change((tx, telling) =>
        moveBooking(tx, second.id, (here ? x?.id : a?.id) ?? 0, telling),
      ),
    ).toEqual({ ok: false, problem: 'firm-elsewhere' })
    expect(await take(id, c?.id, firm(3))).toMatchObject({ ok: true })
  })

  it('know a firm by its SIREN, its name or the e-mail address of who asks', async () => {
    const { id, attending } = await fresh({ buyers: ['narbonne', 'departement-de-l-aude'] })
    const [here = 0, there = 0] = attending
    const [a, b, c] = await slotsAt(here)
    const [x, , z] = await slotsAt(there)
    const siret = '12345678200010'
    expect(await take(id, a?.id, firm(1, { siret, firm: 'Elec Sud' }))).toMatchObject({ ok: true })
    const again = [
      firm(2, { siret: '12345678200036', firm: 'Un autre nom' }),
      firm(3, { firm: 'ÉLEC-SUD' }),
      firm(1, { firm: 'Encore un nom' }),
    ]
    for (const typed of again)
      expect(await take(id, b?.id, typed)).toEqual({ ok: false, problem: 'firm-has-buyer' })
    expect(await take(id, x?.id, firm(3, { firm: 'Élec Sud' }))).toEqual({
      ok: false,
      problem: 'firm-busy',
    })
    expect(await take(id, z?.id, firm(3, { firm: 'Élec Sud' }))).toMatchObject({ ok: true })
    expect(
      await take(id, c?.id, firm(4, { siret: '73282932000074', firm: 'Elec Sud' })),
    ).toMatchObject({ ok: true })
    expect(await program.deps.db.$count(firms, eq(firms.rencontreId, id))).toBe(2)
    expect((await mails(1)).map(({ key }) => key.split(':')[2])).toEqual(['booked', 'again'])
  })

  it('are moved and given back by the private link, the calendar following', async () => {
    const { id, attending } = await fresh()
    const [here = 0] = attending
    const [a, b] = await slotsAt(here)
    await take(id, a?.id, firm(1))
    const { id: own } = await of(1, id)
    expect(await change((tx, telling) => moveBooking(tx, own, b?.id ?? 0, telling))).toEqual({
      ok: true,
    })
    expect(await change((tx, telling) => giveBack(tx, own, 'themselves', telling))).toEqual({
      ok: true,
    })
    const sent = await mails(1)
    const lines = sent.map(({ calendar }) =>
      ['METHOD', 'SEQUENCE', 'DTSTART;TZID=Europe/Paris', 'STATUS'].map((name) =>
        new RegExp(`^${name}:(.*)$`, 'm').exec(calendar?.content ?? '')?.[1]?.trim(),
      ),
    )
    expect(lines).toEqual([
      ['REQUEST', '0', '20270204T140000', 'CONFIRMED'],
      ['REQUEST', '1', '20270204T142000', 'CONFIRMED'],
      ['CANCEL', '2', '20270204T142000', 'CANCELLED'],
    ])
    const uids = sent.map(({ calendar }) => /^UID:(.*)$/m.exec(calendar?.content ?? '')?.[1])
    expect(new Set(uids).size).toBe(1)
    expect(await take(id, b?.id, firm(2))).toMatchObject({ ok: true })
  })

  it('move to a free slot only, and leave theirs to who waits', async () => {
    const grid = { ...AFTERNOON, to: 14 * 60 + 40 }
    const { id, attending } = await fresh({ buyers: ['narbonne', 'departement-de-l-aude'], grid })
    const [here = 0, there = 0] = attending
    const [a, b] = await slotsAt(here)
    const [, y] = await slotsAt(there)
    await take(id, a?.id, firm(1))
    await take(id, b?.id, firm(2))
    const move = async () => {
      const own = await of(1, id)
      return change((tx, telling) => moveBooking(tx, own.id, b?.id ?? 0, telling))
    }
    expect(await move()).toEqual({ ok: false, problem: 'taken' })
    // Who waits is elsewhere at the hour that comes free, not at the one that is left then.
    await take(id, y?.id, firm(8))
    await wait(id, here, 8)
    const second = await of(2, id)
    await change((tx, telling) => giveBack(tx, second.id, 'themselves', telling))
    expect(await move()).toEqual({ ok: true })
    const [waiting] = await program.deps.db
      .select()
      .from(bookings)
      .where(eq(bookings.slotId, a?.id ?? 0))
    expect(waiting).toMatchObject({ status: 'offered', attendingBuyerId: here })
    await program.deps.db
      .update(rencontres)
      .set({ state: 'called-off' })
      .where(eq(rencontres.id, id))
    const offered = waiting?.id ?? 0
    expect(await change((tx, telling) => acceptOffer(tx, offered, telling))).toEqual({
      ok: false,
      problem: 'called-off',
    })
  })

  it('are booked until the very instant at which bookings close', () => {
    const bookableUntil = new Date('2027-02-03T17:00:00Z')
    const at = (now: string) =>
      bookingsRefusal({ state: 'published', bookableUntil }, new Date(now))
    expect(at('2027-02-03T16:59:59Z')).toBeNull()
    expect(at('2027-02-03T17:00:00Z')).toBe('bookings-closed')
  })

  it('are waited for, and offered for a limited time to each in turn', async () => {
    const { id, attending } = await fresh({ grid: { ...AFTERNOON, to: 14 * 60 + 40 } })
    const [here = 0] = attending
    const [a, b] = await slotsAt(here)
    await take(id, a?.id, firm(1))
    expect(await wait(id, here, 2)).toEqual({ ok: false, problem: 'slots-free' })
    await take(id, b?.id, firm(3))
    expect(await wait(id, here, 4)).toMatchObject({ ok: true, status: 'waiting' })
    await wait(id, here, 5)
    const first = await of(1, id)
    await change((tx, telling) => giveBack(tx, first.id, 'themselves', telling))
    expect(await of(4, id)).toMatchObject({ status: 'offered', slotId: a?.id })
    expect(await take(id, a?.id, firm(6))).toEqual({ ok: false, problem: 'taken' })
    program.later(1.1)
    await job()
    expect(await of(4, id)).toMatchObject({ status: 'lapsed', slotId: null })
    expect(await of(5, id)).toMatchObject({ status: 'offered', slotId: a?.id })
    const late = await of(4, id)
    expect(await change((tx, telling) => acceptOffer(tx, late.id, telling))).toEqual({
      ok: false,
      problem: 'offer-over',
    })
    const next = await of(5, id)
    expect(await change((tx, telling) => acceptOffer(tx, next.id, telling))).toEqual({ ok: true })
    expect(await of(5, id)).toMatchObject({ status: 'booked' })
    expect(
      (await mails(5)).map(({ key, calendar }) => [key.split(':')[2], calendar?.method]),
    ).toEqual([
      ['waiting', undefined],
      ['offered', undefined],
      ['booked', 'REQUEST'],
    ])
    expect((await mails(4)).at(-1)?.key).toContain(':lapsed:')
  })

  it('an offer that nobody took holds no slot against who asks, even before the watch has seen it', async () => {
    const { id, attending } = await fresh({ grid: { ...AFTERNOON, to: 14 * 60 + 20 } })
    const [a] = await slotsAt(attending[0] ?? 0)
    await take(id, a?.id, firm(1))
    await wait(id, attending[0] ?? 0, 2)
    const first = await of(1, id)
    await change((tx, telling) => giveBack(tx, first.id, 'organiser', telling))
    program.later(1.1)
    expect(await take(id, a?.id, firm(3))).toMatchObject({ ok: true, status: 'booked' })
  })

  it('are told when the meeting moves, with their hours or as much as its beginning, and when it is called off', async () => {
    const { id, attending } = await fresh({ buyers: ['narbonne', 'departement-de-l-aude'] })
    const [here = 0, there = 0] = attending
    const [a, b] = await slotsAt(here)
    const [, y] = await slotsAt(there)
    await take(id, a?.id, firm(1))
    await take(id, y?.id, firm(1))
    await take(id, b?.id, firm(2))
    const author = await authorFor(program)
    const move = (shiftsSlots: boolean, day: string, hour: string) =>
      change(async (tx, telling) => {
        const found = await findRencontre(tx, { id })
        return moveRencontre(
          tx,
          id,
          {
            version: found?.version ?? 0,
            move: {
              starts: winter(`${day}T${hour}`),
              ends: winter(`${day}T18:30`),
              bookableUntil: winter(`${day}T${hour}`),
              reason: 'Neige.',
              shiftsSlots,
            },
          },
          author,
          telling,
        )
      })
    expect(await move(false, '2027-02-11', '10:00')).toEqual({ ok: true })
    expect(await of(2, id)).toMatchObject({ fromMinute: 860 })
    expect(await move(true, '2027-02-11', '10:20')).toEqual({ ok: true })
    expect(await of(2, id)).toMatchObject({ fromMinute: 880, toMinute: 900 })
    expect((await findRencontre(program.deps.db, { id }))?.attending[0]?.grid?.breaks).toEqual([
      { from: 940, to: 960 },
    ])
    for (const [shifts, hour] of [
      [true, '16:00'],
      [false, '14:30'],
    ] as const)
      expect(await move(shifts, '2027-02-11', hour)).toMatchObject({
        problems: [{ code: 'slots-out-of-day' }],
      })
    expect(await change((tx, telling) => callOff(tx, id, 'Neige.', author, telling))).toEqual({
      ok: true,
    })
    const calendars = (await mails(2)).map(({ calendar }) => [
      calendar?.method,
      /^SEQUENCE:(\d+)/m.exec(calendar?.content ?? '')?.[1],
      /^DTSTART;TZID=Europe\/Paris:(\w+)/m.exec(calendar?.content ?? '')?.[1],
    ])
    expect(calendars).toEqual([
      ['REQUEST', '0', '20270204T142000'],
      ['REQUEST', '1', '20270211T142000'],
      ['REQUEST', '2', '20270211T144000'],
      ['CANCEL', '3', '20270211T144000'],
    ])
    expect(await take(id, (await slotsAt(here))[4]?.id, firm(9))).toEqual({
      ok: false,
      problem: 'called-off',
    })
  })

  it('stand in the way of taking their slots away, and are given back when their buyer leaves', async () => {
    const { id, attending } = await fresh()
    const [here = 0] = attending
    const [a] = await slotsAt(here)
    await take(id, a?.id, firm(1))
    const author = await authorFor(program)
    const edit = (grid: typeof AFTERNOON) =>
      change((tx, telling) =>
        editBuyer(
          tx,
          id,
          { id: here, typed: { seeks: '', spot: '', grid, purchaseIds: [] } },
          author,
          telling,
        ),
      )
    expect(await edit({ ...AFTERNOON, from: 14 * 60 + 20 })).toMatchObject({
      problems: [{ code: 'slots-booked' }],
    })
    expect(await edit({ ...AFTERNOON, to: 15 * 60 })).toMatchObject({ ok: true })
    expect(await slotsAt(here)).toHaveLength(3)
    expect(await change((tx, telling) => removeBuyer(tx, id, here, author, telling))).toEqual({
      ok: true,
    })
    expect((await mails(1)).map(({ calendar }) => calendar?.method)).toEqual(['REQUEST', 'CANCEL'])
    expect(await slotsAt(here)).toEqual([])
  })

  it('are reminded of the day before, once, unless they were just made', async () => {
    const { id, attending } = await fresh()
    const [a, b] = await slotsAt(attending[0] ?? 0)
    await take(id, a?.id, firm(921))
    program.clock.now = new Date('2027-02-03T10:00:00+01:00')
    await take(id, b?.id, firm(922))
    await job()
    await job()
    expect((await mails(921)).filter(({ key }) => key.includes(':reminder:'))).toHaveLength(1)
    expect((await mails(922)).filter(({ key }) => key.includes(':reminder:'))).toHaveLength(0)
    program.clock.now = new Date('2027-02-03T19:00:00+01:00')
    expect(await take(id, (await slotsAt(attending[0] ?? 0))[4]?.id, firm(923))).toEqual({
      ok: false,
      problem: 'bookings-closed',
    })
  })

  it('leave figures, and nothing of persons after a year, nor of firms after three', async () => {
    const { db } = program.deps
    await program.deps.db.delete(bookingLinks)
    const { id, attending } = await fresh()
    const [here = 0] = attending
    const [a, b] = await slotsAt(here)
    const siret = '73282932000074'
    await take(id, a?.id, firm(1, { siret }))
    await take(id, b?.id, firm(2))
    const given = await of(2, id)
    await change((tx, telling) => giveBack(tx, given.id, 'themselves', telling))
    program.clock.now = new Date('2027-02-04T20:00:00+01:00')
    const author = await authorFor(program)
    const own = await of(1, id)
    const rows = [
      { bookingId: own.id, attendance: 'present' as const, toldNew: null, hasBid: true },
    ]
    const said = { rows, toldMet: null, toldNew: null, words: '' }
    expect(await change((tx) => writeTurnOut(tx, id, here, said, author))).toEqual({ ok: true })
    await job()
    expect(
      (await bookingsAt(db, { rencontreId: id })).map(({ firm: name, email }) => [name, email]),
    ).toEqual([
      ['Entreprise 1', firm(1).email],
      [null, null],
    ])
    program.clock.now = new Date('2028-02-05T10:00:00+01:00')
    await job()
    expect((await bookingsAt(db, { rencontreId: id }))[0]).toMatchObject({
      firm: 'Entreprise 1',
      person: null,
      email: null,
      phone: null,
      sells: '',
    })
    expect(await db.$count(bookingLinks, eq(bookingLinks.bookingId, own.id))).toBe(0)
    program.clock.now = new Date('2030-02-05T10:00:00+01:00')
    await job()
    expect((await bookingsAt(db, { rencontreId: id }))[0]).toMatchObject({
      firm: null,
      siret: null,
    })
    const [left] = await db.select().from(attendingBuyers).where(eq(attendingBuyers.id, here))
    expect(left?.figures).toEqual({ slots: 8, booked: 1, met: 1, newFirms: 1, bids: 1, won: 0 })
    const [row] = await db.select().from(rencontres).where(eq(rencontres.id, id))
    expect(row?.erasedAt).not.toBeNull()
  })

  it('the next meeting is told to those who asked and confirmed, for their trade, until they stop', async () => {
    const { db } = program.deps
    program.clock.now = BEFORE
    await db.delete(interests)
    await db.delete(outbox)
    const ask = (number: number, trade: string | null) =>
      change((tx, telling) => askInterest(tx, { email: firm(number).email, trade }, telling))
    const [one, two, , four] = [
      await ask(1, null),
      await ask(2, 'electricite'),
      await ask(3, null),
      await ask(4, 'nettoyage'),
    ]
    await ask(1, 'nettoyage')
    for (const [asked, trade] of [
      [one, null],
      [two, 'electricite'],
      [four, 'nettoyage'],
    ] as const)
      await change((tx) => confirmInterest(tx, asked?.secret ?? '', trade, BEFORE))
    const { id } = await meeting(program, { trade: 'electricite' })
    const announce = announceJob({
      ...program.deps,
      config: mailConfig(program.deps.config.baseUrl),
    })
    const run = () =>
      announce({ kind: 'rencontre-announce', key: String(id), payload: {}, attempt: 1 })
    await run()
    await run()
    const told = await db
      .select()
      .from(outbox)
      .where(like(outbox.key, 'rencontre-annonce:%'))
      .orderBy(asc(outbox.id))
    expect(told.map(({ recipient }) => recipient)).toEqual([firm(1).email, firm(2).email])
    const [, secret = ''] =
      /alertes\/([\w-]{43})>/.exec(told[0]?.headers?.['List-Unsubscribe'] ?? '') ?? []
    expect(await interestBy(db, secret)).toMatchObject({ emailKey: firm(1).email, trade: null })
    const stop = await program.app.request(`/rencontres/alertes/${secret}`, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(stop.status).toBe(204)
    expect(await interestBy(db, secret)).toBeNull()
    expect(await change((tx) => endInterest(tx, secret))).toBe(false)
    program.later(8)
    await job()
    expect((await db.select().from(interests)).map(({ emailKey }) => emailKey)).toEqual([
      firm(2).email,
      firm(4).email,
    ])
  })
})
