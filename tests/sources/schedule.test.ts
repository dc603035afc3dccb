import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registrableHost } from '../../src/sources/fetch/registrable-host.ts'
import {
  pauseAfterAnswer,
  pauseAfterFailure,
  rhythmOf,
} from '../../src/sources/polling/schedule.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** A Monday at 10 h in Paris. */
const MONDAY = new Date('2026-11-23T09:00:00Z')
const ago = (hours: number) => new Date(MONDAY.getTime() - hours * HOUR)

function pause(changes: Partial<Parameters<typeof pauseAfterAnswer>[0]> = {}): number {
  return pauseAfterAnswer({
    now: MONDAY,
    rhythm: null,
    askedPause: null,
    nextDeadline: null,
    isPushed: false,
    ...changes,
  })
}

describe('the pause after an answer', () => {
  test('follows the rhythm of the source, between a quarter of an hour and six hours by day', () => {
    const daily = Array.from({ length: 28 }, (_, day) => ago(day * 24 + 1))
    expect(pause({ rhythm: rhythmOf(daily, MONDAY) })).toBe(6 * HOUR)
    const hourly = Array.from({ length: 24 * 28 - 1 }, (_, hour) => ago(hour + 0.5))
    expect(pause({ rhythm: rhythmOf(hourly, MONDAY) }) / HOUR).toBeCloseTo(0.5, 1)
    const storm = Array.from({ length: 5000 }, () => ago(1))
    expect(pause({ rhythm: rhythmOf(storm, MONDAY) })).toBe(HOUR / 4)
  })

  test('may be a day at night and on Sundays', () => {
    const rare = { rhythm: rhythmOf([ago(100)], MONDAY) }
    expect(pause({ ...rare, now: new Date('2026-11-22T09:00:00Z') })).toBe(DAY)
    expect(pause({ ...rare, now: new Date('2026-11-23T05:59:00Z') })).toBe(DAY)
    expect(pause({ ...rare, now: new Date('2026-11-23T06:00:00Z') })).toBe(6 * HOUR)
    expect(pause({ ...rare, now: new Date('2026-11-23T18:59:00Z') })).toBe(6 * HOUR)
    expect(pause({ ...rare, now: new Date('2026-11-23T19:00:00Z') })).toBe(DAY)
  })

  test('knows no rhythm from before the last four weeks', () => {
    expect(rhythmOf([ago(28 * 24)], MONDAY)).toBeNull()
    expect(rhythmOf([ago(28 * 24), ago(28 * 24 - 1)], MONDAY)).toBe(28 * DAY)
  })

  test('is short while a deadline is less than three days away', () => {
    const nextDeadline = new Date(MONDAY.getTime() + 72 * HOUR - 1)
    expect(pause({ rhythm: 28 * DAY, nextDeadline })).toBe(HOUR / 4)
    const later = new Date(MONDAY.getTime() + 72 * HOUR)
    expect(pause({ rhythm: 28 * DAY, nextDeadline: later })).toBe(6 * HOUR)
    expect(pause({ rhythm: 28 * DAY, nextDeadline: ago(1) })).toBe(6 * HOUR)
  })

  test('is six hours, by day and by night, where what is new is pushed', () => {
    expect(pause({ isPushed: true, rhythm: HOUR })).toBe(6 * HOUR)
    const night = new Date('2026-11-23T02:00:00Z')
    expect(pause({ isPushed: true, rhythm: 28 * DAY, now: night })).toBe(6 * HOUR)
    const nextDeadline = new Date(MONDAY.getTime() + HOUR)
    expect(pause({ isPushed: true, nextDeadline })).toBe(HOUR / 4)
  })

  test('is never less than the source asks for, nor more than a day', () => {
    const nextDeadline = new Date(MONDAY.getTime() + HOUR)
    expect(pause({ nextDeadline, askedPause: 2 * HOUR })).toBe(2 * HOUR)
    expect(pause({ askedPause: 90 * DAY })).toBe(DAY)
  })
})

describe('the pause after a failure', () => {
  const broken = { gone: false, random: 0 }

  test('doubles up to a day and never ends', () => {
    const pauses = Array.from({ length: 40 }, (_, failures) => pauseAfterFailure(failures, broken))
    expect(pauses.slice(0, 4)).toEqual([0.5, 1, 2, 4].map((hours) => hours * HOUR))
    expect(pauses.at(-1)).toBe(DAY)
  })

  test('is a week for an address that is gone', () => {
    expect(pauseAfterFailure(0, { ...broken, gone: true })).toBe(7 * DAY)
  })

  test('is spread by a fifth, and a month of failures recovers within a day', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const wait = pauseAfterFailure(failures, { ...broken, random })
          expect(wait).toBeGreaterThanOrEqual(0.5 * HOUR * 0.8)
          expect(wait).toBeLessThanOrEqual(DAY)
        },
      ),
    )
  })
})

describe('the registrable host', () => {
  test.each([
    ['https://www.marches-publics.info/flux', 'marches-publics.info'],
    ['https://aude.marches-publics.info/flux', 'marches-publics.info'],
    ['https://marchespublics.aude.fr/rss', 'aude.fr'],
    ['http://127.0.0.1:8080/rss', '127.0.0.1:8080'],
    ['http://[::1]/rss', '[::1]'],
    ['http://localhost/rss', 'localhost'],
  ])('of %s is %s', (url, host) => {
    expect(registrableHost(url)).toBe(host)
  })
})
