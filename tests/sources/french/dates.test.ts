import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDate, readMoment, readPublished } from '../../../src/sources/french/dates.ts'

const noon = { instant: '2026-12-15T11:00:00Z', wall: '2026-12-15T12:00' }

describe('a deadline in French', () => {
  it.each([
    ['15/12/2026 à 12h00'],
    ['15/12/2026 12:00'],
    ['15/12/26 à 12h'],
    ['15.12.2026 - 12:00'],
    ['15-12-2026, 12 h 00'],
    ['15 / 12 / 2026 à 12 heures'],
    ['le mardi 15 décembre 2026 à 12 h 00'],
    ['Mardi 15 DÉCEMBRE 2026 - 12H00'],
    ['15 déc. 2026, 12h'],
    ['15 de\u0301cembre 2026 à midi'],
    ['15\u00a0décembre\u202f2026 à 12\u00a0h\u00a000'],
    ['15/12/2026 (mardi) avant 12h00'],
    ['avant 12h00 le 15/12/2026'],
    ['15/12/2026\nHeure limite : 12h00'],
    ['15/12/2026 au plus tard à 12 heures'],
    ['15/12/2026 à 12h00 (heure de Paris)'],
    ['2026-12-15T12:00'],
    ['2026-12-15 12:00:00'],
    ['2026-12-15T12:00:00+01:00'],
    ['2026-12-15T11:00:00Z'],
    ['2026-12-15T11:00:00.000+00:00'],
    ['20261215T110000Z'],
    ['20261215T120000'],
    ['Tue, 15 Dec 2026 12:00:00 +0100'],
    ['mar., 15 déc. 2026 12:00:00 CET'],
    ['Dec 15, 2026 12:00'],
    ['15/12/2026 de 12h00 à 14h00'],
    ['15/12/2026 à 15h00 (heure de La Réunion)'],
  ])('« %s » is noon in Paris', (text) => {
    expect(readMoment(text)).toMatchObject(noon)
    expect(readMoment(text)).not.toHaveProperty('doubt')
  })

  it.each([
    ['14/03/2022 à 16h00', '2022-03-14T15:00:00Z'],
    ['1er août 2026 à 12h', '2026-08-01T10:00:00Z'],
    ['1ᵉʳ août 2026 à 12 h 30', '2026-08-01T10:30:00Z'],
    ['Tue, 21 Jul 2026 10:00:00 CEST', '2026-07-21T08:00:00Z'],
    ['04/03/2026 23h59', '2026-03-04T22:59:00Z'],
    ['12/12/2026 24h00', '2026-12-12T23:00:00Z'],
  ])('« %s » is %s', (text, instant) => {
    expect(readMoment(text)?.instant).toBe(instant)
  })

  it('puts the day first, always', () => {
    expect(readMoment('03/04/2026 à 12h')?.wall).toBe('2026-04-03T12:00')
    expect(readMoment('12/25/2026 à 12h')).toBeNull()
  })

  it('quotes the words it was read in', () => {
    const text = 'Remise le mardi 15 décembre 2026 à 12 h 30, délai de rigueur'
    expect(readMoment(text)?.words).toBe('15 décembre 2026 à 12 h 30')
  })

  it.each([
    ['31/04/2026 à 12h'],
    ['29/02/2027 à 12h'],
    ['29/03/2026 à 02h30'],
    ['28/03/2027 à 2h30'],
    ['15/12/2026 à 25h00'],
    ['15/12/2026 à 12h75'],
    ['15/12/2026 4:00 PM'],
    ['15/12/1989 à 12h'],
    ['15/12/2101 à 12h'],
    ['15 décembre à 12h'],
    ['04.68.11.22.33'],
    ['01.02.03.04.05'],
    ['hier à 12h'],
    [''],
  ])('« %s » is refused, not guessed', (text) => {
    expect(readMoment(text)).toBeNull()
  })

  it('is never later than the truth when its hour is in doubt', () => {
    expect(readMoment('15/12/2026')).toMatchObject({ wall: '2026-12-15T00:00', doubt: 'no-hour' })
    const midnight = { wall: '2026-12-15T00:00', doubt: 'ambiguous-hour' }
    expect(readMoment('15/12/2026 à minuit')).toMatchObject(midnight)
    expect(readMoment('15/12/2026 à 00h00')).toMatchObject(midnight)
    expect(readMoment('21/07/2026 à 10:00 CET')).toMatchObject({
      instant: '2026-07-21T08:00:00Z',
      doubt: 'ambiguous-hour',
    })
  })

  it('takes the earlier of the two half past two of 25 October 2026', () => {
    expect(readMoment('25/10/2026 à 02h30')).toMatchObject({
      instant: '2026-10-25T00:30:00Z',
      wall: '2026-10-25T02:30',
      doubt: 'ambiguous-hour',
    })
    expect(readMoment('2026-10-25T02:30:00+01:00')).toMatchObject({
      instant: '2026-10-25T01:30:00Z',
      wall: '2026-10-25T02:30',
    })
  })

  it.each([
    ['29/03/2026 à 01h59', '2026-03-29T00:59:00Z'],
    ['29/03/2026 à 03h00', '2026-03-29T01:00:00Z'],
    ['25/10/2026 à 01h59', '2026-10-24T23:59:00Z'],
    ['25/10/2026 à 03h00', '2026-10-25T02:00:00Z'],
    ['28/03/2027 à 01h59', '2027-03-28T00:59:00Z'],
    ['28/03/2027 à 03h00', '2027-03-28T01:00:00Z'],
  ])('« %s », beside a change of the clocks, is %s', (text, instant) => {
    expect(readMoment(text)).toMatchObject({ instant })
    expect(readMoment(text)).not.toHaveProperty('doubt')
  })

  it('keeps the wall time of every minute of the three days the clocks change, or refuses it', () => {
    const days = fc.constantFrom(
      { text: '29/03/2026', date: '2026-03-29', forward: true },
      { text: '25/10/2026', date: '2026-10-25', forward: false },
      { text: '28/03/2027', date: '2027-03-28', forward: true },
    )
    const minutes = fc.integer({ min: 1, max: 24 * 60 - 1 })
    fc.assert(
      fc.property(days, minutes, ({ text, date, forward }, minute) => {
        const hour = Math.floor(minute / 60)
        const clock = (sign: string): string =>
          `${String(hour).padStart(2, '0')}${sign}${String(minute % 60).padStart(2, '0')}`
        const moment = readMoment(`${text} à ${clock('h')}`)
        if (hour === 2 && forward) {
          expect(moment).toBeNull()
          return
        }
        const summer = forward ? hour >= 3 : hour < 3
        const expected = new Date(`${date}T${clock(':')}:00${summer ? '+02:00' : '+01:00'}`)
        expect(moment?.wall).toBe(`${date}T${clock(':')}`)
        expect(moment?.instant).toBe(expected.toISOString().replace('.000', ''))
        expect(moment?.doubt).toBe(hour === 2 ? 'ambiguous-hour' : undefined)
      }),
    )
  })
})

describe('a plain date', () => {
  it.each([
    ['1er septembre 2026', '2026-09-01'],
    ['01/09/2026 à 08h00', '2026-09-01'],
    ['2026-09-01', '2026-09-01'],
  ])('« %s » is %s', (text, date) => {
    expect(readDate(text)).toBe(date)
  })

  it('is null when the calendar has no such day', () => {
    expect(readDate('31/06/2026')).toBeNull()
    expect(readDate('septembre 2026')).toBeNull()
  })
})

describe("a feed's own date", () => {
  it.each([
    ['Sat, 21 Nov 2026 10:00:00 +0100', '2026-11-21T09:00:00Z'],
    ['21 Nov 26 10:00 GMT', '2026-11-21T10:00:00Z'],
    ['Saturday, 21-Nov-26 10:00:00 GMT', '2026-11-21T10:00:00Z'],
    ['Sat Nov 21 10:00:00 2026', '2026-11-21T09:00:00Z'],
    ['samedi 21 novembre 2026 à 10h00', '2026-11-21T09:00:00Z'],
    ['lun., 23 nov. 2026 10:00:00 +0100', '2026-11-23T09:00:00Z'],
    ['mer., 05 aoû 2026 10:00:00 +0200', '2026-08-05T08:00:00Z'],
    ['Tue, 21 Jul 2026 10:00:00 CEST', '2026-07-21T08:00:00Z'],
    ['Tue, 21 Jul 2026 10:00:00 EDT', '2026-07-21T14:00:00Z'],
    ['2026-11-21T10:00:00+01:00', '2026-11-21T09:00:00Z'],
    ['2026-11-21T10:00:00.123Z', '2026-11-21T10:00:00Z'],
    ['2026-11-21 10:00:00', '2026-11-21T09:00:00Z'],
    ['2026-11-21', '2026-11-20T23:00:00Z'],
    ['20261121T100000Z', '2026-11-21T10:00:00Z'],
    ['21/11/2026 10:00', '2026-11-21T09:00:00Z'],
    ['Sun, 25 Oct 2026 02:30:00', '2026-10-25T00:30:00Z'],
    ['publié le 21/11/2026 à 10h00', '2026-11-21T09:00:00Z'],
  ])('« %s » is %s', (text, instant) => {
    expect(readPublished(text)).toBe(instant)
  })

  it.each([
    ['Tue, 15 Dec 2026 12:00:00 +01:60'],
    ['2026-12-15T12:00:00+0175'],
    ['hier'],
    [''],
    ['Thu, 01 Jan 1970 00:00:00 +0000'],
    ['Sat, 21 Nov 2026 10:00:00 XYZ'],
    ['Sun, 29 Mar 2026 02:30:00'],
    ['32/11/2026 10:00'],
    ['du 21/11/2026 au 23/11/2026'],
  ])('« %s » is refused, not guessed', (text) => {
    expect(readPublished(text)).toBeNull()
  })
})

it('never throws, and quotes only what was written', () => {
  const scraps = fc.constantFrom(
    '15',
    '/',
    '12',
    '2026',
    ' à ',
    'h',
    ':',
    'décembre',
    '-',
    'T',
    'Z',
    '+01:00',
    'minuit',
    '\n',
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(scraps).map((some) => some.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const moment = readMoment(text)
      readDate(text)
      readPublished(text)
      if (moment !== null) expect(text).toContain(moment.words)
    }),
    { numRuns: 1000 },
  )
})
