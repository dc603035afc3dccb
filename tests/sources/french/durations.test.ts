import { expect, it } from 'vitest'
import { durationText, spanText } from '../../../src/sources/french/durations.ts'

it('durations are told in their unit', () => {
  expect(durationText(48, 'month')).toBe('48 mois')
  expect(durationText(1, 'year')).toBe('1 an')
  expect(durationText(1.5, 'year')).toBe('1,5 an')
  expect(durationText(150, 'day')).toBe('150 jours')
  expect(durationText(0, 'day')).toBeNull()
  expect(durationText(null, 'day')).toBeNull()
})

it('the time between two days is told in months where they are whole', () => {
  expect(spanText('2019-09-01', '2020-12-31')).toBe('16 mois')
  expect(spanText('2026-01-15', '2026-02-20')).toBe('37 jours')
  expect(spanText('2026-02-20', '2026-01-15')).toBeNull()
  expect(spanText('2026-02-30', '2026-03-15')).toBeNull()
})
