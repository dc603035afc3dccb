import { describe, expect, it } from 'vitest'
import { openEvaluations } from '../../src/trainings/evaluate.ts'
import { lifeOf } from '../../src/trainings/life.ts'
import type { RegistrationRow, SessionRow } from '../../src/trainings/queries.ts'

const NOW = new Date('2026-11-20T09:00:00Z')
const session = (state: SessionRow['state'], day: string) => ({
  state,
  startsAt: new Date(`${day}T09:00:00Z`),
  confirmedAt: null,
  postponedFrom: null,
  hot: 0,
  cold: 0,
})
type Dates = Parameters<typeof lifeOf>[1]

describe('a training', () => {
  const confirmed = { ...session('open', '2026-12-01'), confirmedAt: NOW }
  it.each<[string, Dates, ReturnType<typeof lifeOf>]>([
    ['its stage before it has a session', [], 'design'],
    ['its next session', [session('open', '2027-01-10'), confirmed], 'confirmed'],
    ['the first that takes people', [session('closed', '2026-12-01'), confirmed], 'confirmed'],
    ['the first to come', [session('closed', '2026-12-01')], 'closed'],
    ['a session that has begun', [session('open', '2026-11-20')], 'over'],
    ['what came of the last one', [session('held', '2026-11-01')], 'held'],
    ['its evaluation', [{ ...session('held', '2026-11-01'), hot: 1 }], 'evaluated'],
    ['the later one', [{ ...session('held', '2026-06-01'), hot: 1, cold: 1 }], 'evaluated-later'],
    ['that none took place', [session('cancelled', '2026-12-01')], 'cancelled'],
  ])('tells %s', (_, dates, expected) => {
    expect(lifeOf({ stage: 'design', balancePublishedAt: null }, dates, NOW)).toBe(expected)
  })
})

describe('an evaluation', () => {
  const seat = { status: 'registered', attendance: null, hot: null, cold: null } as RegistrationRow
  const ended = (at: string) => ({ state: 'open', endsAt: new Date(at) }) as SessionRow
  it.each([
    ['as the session ends', seat, '2026-11-20T09:00:00Z', { hot: true, cold: false }],
    ['not before', seat, '2026-11-20T09:00:01Z', { hot: false, cold: false }],
    ['once more four months later', seat, '2026-07-20T08:00:00Z', { hot: true, cold: true }],
    [
      'by nobody who was absent',
      { ...seat, attendance: 'absent' as const },
      '2026-07-20T08:00:00Z',
      { hot: false, cold: false },
    ],
  ])('is filled in %s', (_, registration, at, expected) => {
    expect(openEvaluations(registration, ended(at), NOW)).toEqual(expected)
  })
})
