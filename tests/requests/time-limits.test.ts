import { describe, expect, it } from 'vitest'
import { newReference, readReference } from '../../src/requests/reference.ts'
import {
  dueDates,
  isLate,
  isReminderDue,
  nextDue,
  reopenUntil,
} from '../../src/requests/time-limits.ts'
import { frenchHolidays } from '../../src/rules/calendar.ts'

const paris = (wall: string) => new Date(`${wall}+01:00`)
const due = (kind: 'question' | 'difficulty', wall: string) =>
  dueDates(kind, paris(wall), frenchHolidays)

describe('what a firm is promised', () => {
  it.each([
    // Friday 20 November 2026: Monday and Tuesday are worked.
    ['2026-11-20T17:00:00', '2026-11-25T00:00:00', '2026-12-08T00:00:00'],
    // Late on Saturday, still the same days.
    ['2026-11-21T23:59:00', '2026-11-25T00:00:00', '2026-12-08T00:00:00'],
    // 24 December: neither Christmas nor the week end; the answer would end on 8 January.
    ['2026-12-24T09:00:00', '2026-12-30T00:00:00', '2027-01-09T00:00:00'],
  ])('asked at %s: acknowledged before %s, answered before %s', (at, acknowledge, answer) => {
    expect(due('question', at)).toEqual({
      acknowledgeBy: paris(acknowledge),
      answerBy: paris(answer),
    })
  })

  it('a firm in difficulty is answered sooner', () => {
    expect(due('difficulty', '2026-11-20T17:00:00')).toEqual({
      acknowledgeBy: paris('2026-11-24T00:00:00'),
      answerBy: paris('2026-11-28T00:00:00'),
    })
  })

  it('a request may be opened again for thirty days', () => {
    expect(reopenUntil('mediation', paris('2026-11-20T10:00:00'))).toEqual(
      paris('2026-12-20T10:00:00'),
    )
  })
})

describe('lateness', () => {
  const request = {
    state: 'received' as const,
    turn: 'partner' as const,
    acknowledgedAt: null,
    acknowledgeBy: paris('2026-11-25T00:00:00'),
    answerBy: paris('2026-12-08T00:00:00'),
    remindedAt: null,
  }
  const read = { ...request, acknowledgedAt: paris('2026-11-24T09:00:00') }

  it('is that of the acknowledgement, then of the answer, and never the firm’s own', () => {
    expect(nextDue(request)).toEqual(request.acknowledgeBy)
    expect(nextDue(read)).toEqual(request.answerBy)
    expect(nextDue({ ...read, turn: 'firm' })).toBeNull()
    expect(nextDue({ ...read, state: 'closed' })).toBeNull()
    expect(isLate(request, paris('2026-11-24T23:59:59'))).toBe(false)
    expect(isLate(request, paris('2026-11-25T00:00:00'))).toBe(true)
    expect(isLate(read, paris('2026-12-07T12:00:00'))).toBe(false)
  })

  it('is reminded of a day before, on the day, and every week from then on', () => {
    const reminded = [] as string[]
    let remindedAt: Date | null = null
    for (let hour = 0; hour < 24 * 30; hour += 1) {
      const now = new Date(paris('2026-11-20T12:00:00').getTime() + hour * 3_600_000)
      if (!isReminderDue({ ...request, remindedAt }, now)) continue
      remindedAt = now
      reminded.push(now.toISOString().slice(0, 10))
    }
    expect(reminded).toEqual(['2026-11-23', '2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15'])
  })

  it('is reminded of for each date, also after a reminder of the one before', () => {
    const remindedAt = paris('2026-11-24T12:00:00')
    expect(isReminderDue({ ...read, remindedAt }, paris('2026-12-06T23:00:00'))).toBe(false)
    expect(isReminderDue({ ...read, remindedAt }, paris('2026-12-07T00:00:00'))).toBe(true)
  })
})

describe('references', () => {
  it('are drawn by lot and read back however they are typed', () => {
    const drawn = new Set(Array.from({ length: 500 }, newReference))
    expect(drawn.size).toBe(500)
    for (const reference of drawn) {
      expect(reference).toMatch(/^S-[B-DF-HJ-NP-RTV-XZ2-9]{3}-[B-DF-HJ-NP-RTV-XZ2-9]{3}$/)
      expect(readReference(reference)).toBe(reference)
      expect(readReference(reference.replaceAll('-', ' ').toLowerCase())).toBe(reference)
      expect(readReference(reference.slice(2))).toBe(reference)
    }
    expect(['', 'S-ABC-DEF', 'S-K7M-4Q', "S-K7M-4QX'"].map(readReference)).toEqual([
      null,
      null,
      null,
      null,
    ])
  })
})
