import { describe, expect, it } from 'vitest'
import { instantAt, minuteOf, readClock } from '../../src/rencontres/clock.ts'
import { countFigures } from '../../src/rencontres/figures.ts'
import { readRencontreFilter, rencontreQuery } from '../../src/rencontres/filter.ts'
import { slotsOf } from '../../src/rencontres/grid.ts'
import { readAttending } from '../../src/rencontres/read-attending.ts'
import { readBooking } from '../../src/rencontres/read-booking.ts'
import { readProgramme } from '../../src/rencontres/read-programme.ts'
import { bookingsRefusal } from '../../src/rencontres/book.ts'
import { clash } from '../../src/rencontres/slots.ts'
import { AFTERNOON } from './support.ts'

const form = (fields: Record<string, string>) => new URLSearchParams(fields)

describe('slots made of hours, a length and breaks', () => {
  it('follow each other, jump over breaks and never run past the end', () => {
    const starts = (grid: Parameters<typeof slotsOf>[0]) =>
      slotsOf(grid).map(({ from }) => from - 840)
    expect(starts(AFTERNOON)).toEqual([0, 20, 40, 60, 100, 120, 140, 160])
    expect(starts({ from: 840, to: 900, length: 20, breaks: [{ from: 850, to: 855 }] })).toEqual([
      15, 35,
    ])
    expect(starts({ from: 840, to: 859, length: 20, breaks: [] })).toEqual([])
  })

  it('share an hour with an appointment that has not ended, not with one that ends as they begin', () => {
    const at = (fromMinute: number) => ({ slotId: 1, fromMinute, toMinute: fromMinute + 20 })
    expect([820, 821, 840, 859, 860].map((minute) => clash(at(minute), at(840)))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  it('are booked until the last instant before bookings close', () => {
    const bookableUntil = new Date('2027-02-03T18:00:00+01:00')
    const refusal = (state: 'published' | 'called-off', before: number) =>
      bookingsRefusal({ state, bookableUntil }, new Date(bookableUntil.getTime() - before))
    expect([refusal('published', 1), refusal('published', 0)]).toEqual([null, 'bookings-closed'])
    expect(refusal('called-off', 1)).toBe('called-off')
  })

  it('are read from a form, or refused with every reason', () => {
    const read = readAttending(
      form({ de: '14 h', a: '17h00', duree: '20', 'pause1-de': '15:20', 'pause1-a': '15 h 40' }),
      [],
    )
    expect(read).toEqual({
      ok: true,
      typed: { seeks: '', spot: '', grid: AFTERNOON, purchaseIds: [] },
    })
    const bad = readAttending(
      form({ de: '25 h', a: '14 h', duree: '17', 'pause1-de': '15 h', 'pause1-a': '14 h' }),
      [],
    )
    expect(bad).toEqual({
      ok: false,
      problems: [
        { field: 'de', code: 'clock' },
        { field: 'duree', code: 'choice' },
        { field: 'pause1-a', code: 'span' },
      ],
    })
    expect(readAttending(form({ de: '0 h', a: '23 h', duree: '15' }), [])).toEqual({
      ok: false,
      problems: [{ field: 'a', code: 'too-many-slots' }],
    })
    expect(readAttending(form({ achat: '7' }), [5, 6])).toMatchObject({
      typed: { grid: null, purchaseIds: [] },
    })
  })

  it('keep the hour of the clock in winter and in summer', () => {
    expect(minuteOf('2027-02-04T09:30')).toBe(570)
    expect(instantAt('2027-02-04T09:30', 840).toISOString()).toBe('2027-02-04T13:00:00.000Z')
    expect(instantAt('2027-06-04T09:30', 840).toISOString()).toBe('2027-06-04T12:00:00.000Z')
    expect(['9 h', '9h05', '24 h', '9 h 60', 'midi', ''].map(readClock)).toEqual([
      540,
      545,
      null,
      null,
      null,
      null,
    ])
  })
})

describe('what is typed', () => {
  it('says what a firm is, its SIRET checked, or what is wrong with each field', () => {
    const typed = {
      entreprise: 'Élec',
      siret: '123 456 782 00010',
      personne: 'A',
      courriel: 'a@b.fr',
      activite: 'x',
      accord: 'oui',
    }
    expect(readBooking(form(typed))).toMatchObject({
      ok: true,
      typed: { siret: '12345678200010', phone: null },
    })
    const bad = readBooking(
      form({ ...typed, siret: '123 456 782 00011', accord: '', courriel: 'a' }),
    )
    expect(bad).toEqual({
      ok: false,
      problems: [
        { field: 'courriel', code: 'email' },
        { field: 'siret', code: 'siret-checksum' },
        { field: 'accord', code: 'consent' },
      ].toSorted((one) => (one.field === 'siret' ? -1 : 1)),
    })
  })

  it('makes a programme in the order of the clock, empty lines left out', () => {
    const read = readProgramme(
      form({
        heure1: '10 h',
        sujet1: 'Chantiers',
        heure3: '9 h',
        fin3: '9 h 30',
        sujet3: 'Accueil',
        intervenant3: 'présidente',
      }),
    )
    expect(read).toEqual({
      ok: true,
      items: [
        { fromMinute: 540, toMinute: 570, title: 'Accueil', speaker: 'présidente' },
        { fromMinute: 600, toMinute: null, title: 'Chantiers', speaker: '' },
      ],
    })
    expect(readProgramme(form({ heure1: '10 h', fin1: '9 h' }))).toEqual({
      ok: false,
      problems: [
        { field: 'sujet1', code: 'missing' },
        { field: 'fin1', code: 'span' },
      ],
    })
  })

  it('asks the list in one spelling, and refuses what there is not', () => {
    const choices = {
      trades: [{ slug: 'electricite', name: 'Électricité' }],
      buyer: { id: 1, slug: 'narbonne', name: 'Narbonne' },
      organiser: null,
    }
    const read = readRencontreFilter(
      form({ quand: 'passees', metier: 'electricite', acheteur: 'narbonne', apres: '1000_7' }),
      choices,
    )
    if (!read.ok) throw new Error('refused')
    expect(rencontreQuery(read.filter, read.cursor)).toBe(
      '?acheteur=narbonne&apres=1000_7&metier=electricite&quand=passees',
    )
    const bad = readRencontreFilter(
      form({ organisateur: 'personne', quand: 'hier', couleur: 'bleu' }),
      choices,
    )
    expect(bad.ok ? [] : bad.problems.map(({ word }) => word)).toEqual([
      'organisateur',
      'quand',
      'couleur',
    ])
  })
})

describe('what came of a meeting', () => {
  const came = {
    status: 'booked',
    attendance: 'present',
    toldNew: null,
    hasBid: null,
    siren: null,
  } as const
  const known = { before: new Set(['111111118']), wonSince: new Set(['222222226']) }
  const told = { toldMet: null, toldNew: null, slots: 10 }

  it('counts a firm as new unless the buyer, an earlier meeting or a contract says otherwise', () => {
    const rows = [
      came,
      { ...came, siren: '111111118' },
      { ...came, siren: '111111118', toldNew: true },
      { ...came, siren: '222222226', toldNew: false, hasBid: true },
      { ...came, attendance: 'absent' as const },
      { ...came, status: 'cancelled' as const },
    ]
    expect(countFigures(rows, known, told)).toEqual({
      slots: 10,
      booked: 5,
      met: 4,
      newFirms: 2,
      bids: 1,
      won: 1,
    })
  })

  it('says nothing where nobody wrote anything down, and lets what the buyer told win', () => {
    const rows = [{ ...came, attendance: null }]
    expect(countFigures(rows, known, told)).toMatchObject({ booked: 1, met: null, newFirms: null })
    expect(countFigures(rows, known, { ...told, toldMet: 9, toldNew: 3 })).toMatchObject({
      met: 9,
      newFirms: 3,
    })
  })
})
