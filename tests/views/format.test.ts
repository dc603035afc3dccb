import { describe, expect, it } from 'vitest'
import type { Amount } from '../../src/consultations/facts.ts'
import { cutAtWord, lengthOf } from '../../views/cut.ts'
import {
  amountText,
  calendarDays,
  cardDate,
  cardMoment,
  countedText,
  countText,
  euros,
  isoWithOffset,
  longDate,
  longMoment,
  lowerFirst,
  plain,
  plural,
  relative,
  shortDate,
  shortMoment,
} from '../../views/format.ts'
import { NOW, winter } from '../support/feed-consultation.ts'

const NOON = winter('2026-12-15T12:00')

describe('dates', () => {
  it('are told in full with the hour of the wall', () => {
    expect(plain(longMoment(NOON))).toBe('mardi 15 décembre 2026 à 12 h 00')
    expect(longDate(NOON)).toBe('mardi 15 décembre 2026')
    expect(longDate('2026-12-15')).toBe('mardi 15 décembre 2026')
  })

  it('keep hours and minutes on one line', () => {
    expect(longMoment(NOON)).toContain('12\u00A0h\u00A000')
  })

  it('are those of Paris, wherever the process runs', () => {
    expect(process.env['TZ']).toBe('America/New_York')
    const lateInJuly = new Date('2026-07-31T22:30:00Z')
    expect(plain(longMoment(lateInJuly))).toBe('samedi 1er août 2026 à 0 h 30')
    expect(isoWithOffset(lateInJuly)).toBe('2026-08-01T00:30:00+02:00')
  })

  it('say « 1er » for the first of a month and nothing alike for the others', () => {
    expect(longDate('2026-08-01')).toBe('samedi 1er août 2026')
    expect(longDate('2026-08-11')).toBe('mardi 11 août 2026')
  })

  it('on cards have a year only where it is not this one', () => {
    expect(plain(cardMoment(NOON, NOW))).toBe('mardi 15 décembre à 12 h 00')
    expect(plain(cardMoment(winter('2027-01-05T09:30'), NOW))).toBe('mardi 5 janvier 2027 à 9 h 30')
    expect(plain(cardMoment(NOON, new Date('2026-01-05T08:00:00Z')))).toContain('2026')
    expect(cardDate(winter('2026-12-03T14:00'), NOW)).toBe('jeudi 3 décembre')
  })

  it('in titles have a year only when more than 300 days away', () => {
    expect(plain(shortMoment(NOON, NOW))).toBe('15/12 à 12 h')
    expect(plain(shortMoment(winter('2026-12-15T12:30'), NOW))).toBe('15/12 à 12 h 30')
    expect(plain(shortMoment(winter('2027-01-05T09:05'), NOW))).toBe('05/01 à 9 h 05')
    expect(plain(shortMoment(winter('2027-12-15T12:00'), NOW))).toBe('15/12/2027 à 12 h')
    expect(plain(shortMoment(winter('2025-12-15T12:00'), NOW))).toBe('15/12/2025 à 12 h')
  })

  it('never tell an hour that nobody gave', () => {
    const day = winter('2026-12-15T00:00', 'no-hour')
    expect(longMoment(day)).toBe('mardi 15 décembre 2026')
    expect(cardMoment(day, NOW)).toBe('mardi 15 décembre')
    expect(shortMoment(day, NOW)).toBe('15/12')
  })

  it('for machines carry the offset of Paris in winter and in both passes of the doubled hour', () => {
    expect(isoWithOffset(NOON)).toBe('2026-12-15T12:00:00+01:00')
    expect(isoWithOffset(new Date('2026-10-25T00:30:00Z'))).toBe('2026-10-25T02:30:00+02:00')
    expect(isoWithOffset(new Date('2026-10-25T01:30:00Z'))).toBe('2026-10-25T02:30:00+01:00')
  })

  it('can be short', () => {
    expect(shortDate(new Date('2026-11-20T23:30:00Z'))).toBe('21/11/2026')
  })
})

describe('relative time', () => {
  const at = (instant: string) => plain(relative(new Date(instant), NOW))

  it('counts days by the calendar of Paris, and hours under two days', () => {
    expect(plain(relative(NOON, NOW))).toBe('dans 24 jours')
    expect(at('2026-11-23T07:59:00Z')).toBe('dans 47 heures')
    expect(at('2026-11-23T08:00:00Z')).toBe('dans 2 jours')
    expect(at('2026-11-22T14:30:00Z')).toBe('dans 30 heures')
    expect(at('2026-11-21T09:00:00Z')).toBe('dans 1 heure')
    expect(at('2026-11-21T08:40:00Z')).toBe('dans 40 minutes')
  })

  it('looks back as well', () => {
    expect(at('2026-11-18T08:00:00Z')).toBe('il y a 3 jours')
    expect(at('2026-11-21T07:48:00Z')).toBe('il y a 12 minutes')
    expect(at('2026-11-21T08:00:30Z')).toBe("à l'instant")
  })

  it('counts a day as a day over the change of the clock', () => {
    expect(calendarDays(new Date('2026-10-24T22:30:00Z'), new Date('2026-10-25T22:30:00Z'))).toBe(0)
    expect(calendarDays(new Date('2026-10-24T21:30:00Z'), new Date('2026-10-24T22:30:00Z'))).toBe(1)
  })
})

describe('amounts and counts', () => {
  const told = (amount: Amount) => plain(amountText(amount) ?? 'null')

  it('say which ends are known', () => {
    expect(told({ min: 40_000, max: 90_000 })).toBe('40 000 à 90 000 € HT')
    expect(told({ min: null, max: 90_000 })).toBe("jusqu'à 90 000 € HT")
    expect(told({ min: 0, max: 90_000 })).toBe("jusqu'à 90 000 € HT")
    expect(told({ min: 40_000, max: null })).toBe('à partir de 40 000 € HT')
    expect(told({ min: 68_400, max: 68_400 })).toBe('68 400 € HT')
    expect(told({ min: null, max: 200_000, maximum: true })).toBe('maximum 200 000 € HT')
    expect(told({ min: null, max: null })).toBe('null')
  })

  it('never contain the narrow space that old readers cannot show', () => {
    expect(euros(1_234_567.5)).toBe('1\u00A0234\u00A0567,50\u00A0€')
    expect(euros(40_000)).toBe('40\u00A0000\u00A0€')
  })

  it('begin the plural at two', () => {
    expect([0, 1, 2, 1_200].map((n) => plain(plural(n, 'lot', 'lots')))).toEqual([
      '0 lot',
      '1 lot',
      '2 lots',
      '1 200 lots',
    ])
  })

  it('say where counting stopped', () => {
    expect(plain(countText({ count: 10_000, more: true }))).toBe('plus de 10 000')
    expect(plain(countText({ count: 9_999, more: true }))).toBe('au moins 9 999')
    expect(countText({ count: 412, more: false })).toBe('412')
    expect(plain(countedText({ count: 1, more: false }, 'avis', 'avis'))).toBe('1 avis')
    expect(plain(countedText({ count: 10_000, more: true }, 'lot', 'lots'))).toBe(
      'plus de 10 000 lots',
    )
  })

  it('leave acronyms in capitals in the middle of a sentence', () => {
    expect(lowerFirst('Procédure adaptée')).toBe('procédure adaptée')
    expect(lowerFirst('À venir')).toBe('à venir')
    expect(lowerFirst('CPV')).toBe('CPV')
  })
})

describe('cutting', () => {
  it('leaves what fits, and cuts the rest at a word', () => {
    expect(cutAtWord('Rénovation de la mairie', 23)).toBe('Rénovation de la mairie')
    expect(cutAtWord('Rénovation de la mairie', 22)).toBe('Rénovation…')
    expect(cutAtWord('Rénovation, mairie annexe', 24)).toBe('Rénovation, mairie…')
    expect(cutAtWord('Rénovation de la mairie', 1)).toBe('')
  })

  it('never parts a surrogate pair', () => {
    expect(cutAtWord('😀😀😀😀😀', 3)).toBe('😀😀…')
    expect(lengthOf('😀😀…')).toBe(3)
    expect(cutAtWord('😀😀😀', 3)).toBe('😀😀😀')
  })
})
