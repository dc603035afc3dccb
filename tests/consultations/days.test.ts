import { expect, test } from 'vitest'
import { daysGiven } from '../../src/consultations/days.ts'
import { winter } from '../support/application.ts'

test.each([
  ['2026-11-20T22:59:00Z', 25],
  ['2026-11-20T23:00:00Z', 24],
  ['2026-12-15T08:00:00Z', 0],
  ['2026-12-16T08:00:00Z', null],
])('published at %s for 15 December, firms have %s days as Paris counts them', (at, days) => {
  expect(daysGiven(new Date(at), winter('2026-12-15T12:00'))).toBe(days)
})
