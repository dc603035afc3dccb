import { expect, test } from 'vitest'
import {
  daysBetween,
  frenchHolidays,
  isWorkingDay,
  parisDay,
  readDay,
} from '../../src/rules/calendar.ts'

test('the public holidays of 2027 are the eleven of the code du travail', () => {
  const days = Array.from({ length: 365 }, (_, index) => {
    const day = new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10)
    return frenchHolidays(day) === null ? [] : [`${day} ${frenchHolidays(day)}`]
  }).flat()
  expect(days).toEqual([
    "2027-01-01 Jour de l'an",
    '2027-03-29 Lundi de Pâques',
    '2027-05-01 Fête du travail',
    '2027-05-06 Ascension',
    '2027-05-08 Victoire des alliés',
    '2027-05-17 Lundi de Pentecôte',
    '2027-07-14 Fête Nationale',
    '2027-08-15 Assomption',
    '2027-11-01 Toussaint',
    '2027-11-11 Armistice',
    '2027-12-25 Noël',
  ])
})

test.each(['2024-04-01', '2025-04-21', '2026-04-06', '2028-04-17', '2030-04-22', '2038-04-26'])(
  'Easter Monday is found: %s',
  (day) => {
    expect(frenchHolidays(day)).toBe('Lundi de Pâques')
  },
)

test.each([
  '2026-04-31',
  '2027-02-29',
  '0222-04-29',
  '1989-12-31',
  '2101-01-01',
  '31/12/2026',
  '2026-1-2',
  '',
])('« %s » is no day', (text) => {
  expect(readDay(text)).toBeNull()
})

test.each(['1990-01-01', '2028-02-29', '2100-12-31'])('%s is a day', (text) => {
  expect(readDay(text)?.toString()).toBe(text)
})

test('the day in Paris is an hour or two ahead of the universal one', () => {
  expect(parisDay(new Date('2026-11-20T22:59:00Z'))).toBe('2026-11-20')
  expect(parisDay(new Date('2026-11-20T23:00:00Z'))).toBe('2026-11-21')
  expect(parisDay(new Date('2026-07-20T22:00:00Z'))).toBe('2026-07-21')
})

test('working days are Monday to Friday, public holidays apart', () => {
  const isWorking = (text: string) => {
    const day = readDay(text)
    return day !== null && isWorkingDay(day, frenchHolidays)
  }
  expect(['2026-12-24', '2026-12-25', '2026-12-26', '2026-12-28'].map(isWorking)).toEqual([
    true,
    false,
    false,
    true,
  ])
})

test('days are counted over a change of the hour', () => {
  const [first, last] = [readDay('2027-03-27'), readDay('2027-03-29')]
  expect(first && last && daysBetween(first, last)).toBe(2)
})
