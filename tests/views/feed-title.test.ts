import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LotOutcome } from '../../src/consultations/facts.ts'
import type { Change, FeedConsultation, FeedNotice } from '../../src/consultations/shown.ts'
import { lengthOf } from '../../views/cut.ts'
import { consultationTitle, noticeTitle } from '../../views/consultations/notice-title.ts'
import { plain, shortMoment } from '../../views/format.ts'
import { NOW, notice, school, winter } from '../support/feed-consultation.ts'
import { HOSTILE_TEXTS, RUNS } from '../support/hostile.ts'

const SCHOOL = "Narbonne — Rénovation thermique de l'école Jean-Jaurès, lot 6 Électricité"

const SHORTER = SCHOOL.replace(' Jean-Jaurès', '…')

const LATER = winter('2026-12-22T12:00')
const POSTPONED: Change = {
  field: 'deadline',
  before: winter('2026-12-15T12:00'),
  after: LATER,
}

const AWARDED: LotOutcome = {
  kind: 'awarded',
  winners: [{ name: 'SARL Exemple', siret: null, commune: 'Lézignan-Corbières' }],
  amount: 68_400,
  bids: 4,
  irregularBids: null,
  notifiedOn: '2027-02-01',
  ground: null,
}

function outcomeOf(lot: string, outcome: Partial<LotOutcome>): Change {
  return { field: 'lot.outcome', lot, before: null, after: { ...AWARDED, ...outcome } }
}

function title(changes: Partial<FeedNotice>, consultation: Partial<FeedConsultation> = {}): string {
  return noticeTitle(notice(changes, consultation), NOW)
}

describe('the title of a feed entry', () => {
  it('tells place, object, lot and deadline of a new consultation', () => {
    expect(title({})).toBe(`${SCHOOL} — avant le 15/12 à 12 h`)
  })

  it('names no lot when no trade was asked', () => {
    expect(title({}, { matchingLots: [] })).toBe(
      "Narbonne — Rénovation thermique de l'école Jean-Jaurès — avant le 15/12 à 12 h",
    )
  })

  it('names two lots by their numbers, and says when there are more', () => {
    expect(title({}, { matchingLots: ['6', '7'] })).toContain('Jean-Jaurès, lots 6 et 7 — avant')
    expect(title({}, { matchingLots: ['5', '6', '7'] })).toContain(
      'Jean-Jaurès, lots 5, 6… — avant',
    )
  })

  it('begins with the object where the place is not known', () => {
    expect(title({}, { placeLabel: null, matchingLots: [] })).toMatch(/^Rénovation thermique/)
  })

  it('says that an application comes first', () => {
    expect(title({}, { deadlineStage: 'candidacy' })).toContain(
      '— candidature avant le 15/12 à 12 h',
    )
  })

  it('tells the year of a deadline more than 300 days away', () => {
    expect(title({}, { deadline: winter('2027-12-15T12:30') })).toMatch(
      /avant le 15\/12\/2027 à 12 h 30$/,
    )
  })

  it('puts a later deadline in front', () => {
    expect(title({ kind: 'extension', changes: [POSTPONED] }, { deadline: LATER })).toBe(
      `RECTIFICATIF — reportée au 22/12 à 12 h — ${SCHOOL}`,
    )
  })

  it('puts an earlier deadline in front', () => {
    const earlier = winter('2026-12-10T12:00')
    const change = { ...POSTPONED, after: earlier }
    expect(title({ kind: 'correction', changes: [change] }, { deadline: earlier })).toBe(
      `RECTIFICATIF — avancée au 10/12 à 12 h — ${SCHOOL}`,
    )
  })

  it('no longer shows the date of a correction that another has overtaken', () => {
    const current = winter('2027-01-05T12:00')
    for (const superseded of [true, false]) {
      expect(
        title({ kind: 'extension', changes: [POSTPONED], superseded }, { deadline: current }),
      ).toBe(`RECTIFICATIF — date limite — ${SHORTER} — avant le 05/01 à 12 h`)
    }
  })

  it('names what else has changed', () => {
    const visit: Change = { field: 'siteVisit', before: null, after: null }
    const amount: Change = { field: 'lot.amount', lot: '6', before: null, after: null }
    expect(title({ kind: 'correction', changes: [amount, visit] })).toBe(
      `RECTIFICATIF — visite, lot 6 — ${SHORTER} — avant le 15/12 à 12 h`,
    )
  })

  it('stops naming changes before they crowd out the object', () => {
    const fields = ['criteria', 'duration', 'siteVisit', 'advance', 'samples'] as const
    const changes = fields.map((field) => ({ field, before: null, after: null }))
    expect(title({ kind: 'correction', changes })).toMatch(
      /^RECTIFICATIF — visite, critères, durée… — Narbonne — Rénovation/,
    )
  })

  it('says that the file has changed while no date has', () => {
    const changes: Change[] = [{ field: 'documentsVersion', before: 'v1', after: 'v2' }]
    expect(title({ kind: 'correction', changes })).toBe(
      `DOSSIER MODIFIÉ — ${SCHOOL} — avant le 15/12 à 12 h`,
    )
  })

  it('says that a notice is withdrawn, or a procedure abandoned, without a deadline any more', () => {
    const status = (after: string): Change[] => [{ field: 'status', before: 'active', after }]
    expect(
      title({ kind: 'cancellation', changes: status('withdrawn') }, { state: 'withdrawn' }),
    ).toBe(`AVIS ANNULÉ — ${SCHOOL}`)
    expect(
      title({ kind: 'cancellation', changes: status('abandoned') }, { state: 'abandoned' }),
    ).toBe(`SANS SUITE — ${SCHOOL}`)
    expect(title({}, { state: 'withdrawn' })).toBe(SCHOOL)
  })

  it('says which lot ends without a contract, and keeps the deadline of the others', () => {
    expect(title({ kind: 'cancellation', changes: [outcomeOf('7', { kind: 'abandoned' })] })).toBe(
      `SANS SUITE (lot 7) — ${SCHOOL} — avant le 15/12 à 12 h`,
    )
    expect(
      title(
        { kind: 'unsuccessful', changes: [outcomeOf('6', { kind: 'unsuccessful' })] },
        { state: 'ended' },
      ),
    ).toBe(`INFRUCTUEUX (lot 6) — ${SCHOOL}`)
    expect(title({ kind: 'unsuccessful' }, { state: 'unsuccessful' })).toBe(
      `INFRUCTUEUX — ${SCHOOL}`,
    )
  })

  it('names the winner of the lot', () => {
    const lots = school().lots.map((lot) => ({ ...lot, outcome: AWARDED }))
    expect(
      title({ kind: 'award', changes: [outcomeOf('6', {})] }, { state: 'awarded', lots }),
    ).toBe(
      'ATTRIBUÉ (lot 6) — Narbonne — Rénovation thermique…, lot 6 Électricité — SARL Exemple (Lézignan-Corbières), 68 400 € HT',
    )
    expect(consultationTitle(school({ state: 'awarded', lots }), NOW)).toMatch(
      /^ATTRIBUÉ \(lot 6\) — .* — SARL Exemple \(Lézignan-Corbières\), 68 400 € HT$/,
    )
  })

  it('counts the winners of several lots', () => {
    const winner = (name: string) => ({
      ...AWARDED,
      winners: [{ name, siret: null, commune: null }],
    })
    const lots = [
      { number: '1', title: 'Gros œuvre', outcome: winner('A') },
      { number: '2', title: 'Peinture', outcome: winner('B') },
    ]
    const changes = [outcomeOf('1', winner('A')), outcomeOf('2', winner('B'))]
    expect(title({ kind: 'award', changes }, { state: 'awarded', lots, matchingLots: [] })).toMatch(
      /^ATTRIBUÉ — Narbonne — .* — 2 titulaires$/,
    )
  })

  it('marks what is started again and what is to come', () => {
    const { facts } = school()
    expect(title({}, { facts: { ...facts, renews: '2026-X1' } })).toBe(
      `RELANCÉE — ${SCHOOL} — avant le 15/12 à 12 h`,
    )
    expect(
      title(
        { kind: 'planned' },
        {
          state: 'planned',
          deadline: null,
          matchingLots: [],
          facts: { expectedStart: '2e trimestre 2027' },
        },
      ),
    ).toBe("À VENIR (2e trimestre 2027) — Narbonne — Rénovation thermique de l'école Jean-Jaurès")
  })

  it('shortens the object before the title of the lot', () => {
    const lots = [{ number: '6', title: 'Électricité, courants forts et faibles' }]
    const long =
      'Restructuration et extension du groupe scolaire du quartier de la gare de Narbonne'
    const shown = title({}, { title: long, lots })
    expect(shown).toMatch(
      /^Narbonne — Restructuration et .*…, lot 6 Électricité, courants forts et faibles — avant le 15\/12 à 12 h$/,
    )
  })

  it('shortens the title of the lot when the object is as short as it may be', () => {
    const lots = [{ number: '6', title: 'Électricité et '.repeat(10) }]
    const shown = title({}, { title: 'Mot '.repeat(50), lots })
    expect(shown).toMatch(
      /^Narbonne — (Mot ?){5,}…, lot 6 Électricité .*… — avant le 15\/12 à 12 h$/,
    )
    expect(lengthOf(shown)).toBeLessThanOrEqual(120)
  })
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom(...HOSTILE_TEXTS),
)
const moment = fc
  .date({
    min: new Date('2026-11-22T00:00:00Z'),
    max: new Date('2028-12-31T00:00:00Z'),
    noInvalidDate: true,
  })
  .map((date) => winter(`${date.toISOString().slice(0, 13)}:${date.toISOString().slice(14, 16)}`))
const fields = [
  'siteVisit',
  'environmentalClauses',
  'minimumTurnover',
  'grouping',
  'lots',
  'renewals',
] as const

const notices: fc.Arbitrary<FeedNotice> = fc
  .record({
    kind: fc.constantFrom(
      'planned',
      'tender',
      'correction',
      'extension',
      'cancellation',
      'award',
      'unsuccessful',
    ),
    title: hostile,
    place: fc.option(hostile),
    lot: hostile,
    number: hostile,
    matching: fc.integer({ min: 0, max: 4 }),
    winner: hostile,
    start: hostile,
    deadline: moment,
    before: moment,
    stage: fc.constantFrom('tender', 'candidacy'),
    superseded: fc.boolean(),
    moves: fc.boolean(),
    changed: fc.subarray([...fields]),
    lotChanges: fc.integer({ min: 0, max: 5 }),
  })
  .map((given): FeedNotice => {
    const outcome = {
      ...AWARDED,
      winners: [{ name: given.winner, siret: null, commune: given.winner }],
    }
    const lots = [0, 1, 2, 3].map((n) => ({
      number: `${given.number}${n}`,
      title: given.lot,
      outcome,
    }))
    return notice(
      {
        kind: given.kind,
        superseded: given.superseded,
        changes: [
          ...given.changed.map((field) => ({ field, before: null, after: null })),
          ...lots.slice(0, given.lotChanges).map((lot) => outcomeOf(lot.number, outcome)),
          ...(given.moves
            ? [{ field: 'deadline' as const, before: given.before, after: given.deadline }]
            : []),
        ],
      },
      {
        title: given.title,
        placeLabel: given.place,
        lots,
        matchingLots: lots.slice(0, given.matching).map((lot) => lot.number),
        deadline: given.deadline,
        deadlineStage: given.stage,
        facts: { expectedStart: given.start, outcome },
      },
    )
  })

describe('whatever buyers write', () => {
  it('no title is longer than 120 characters, and an open one carries its deadline whole', () => {
    fc.assert(
      fc.property(notices, (given) => {
        const { deadline } = given.consultation
        const date = deadline && plain(shortMoment(deadline, NOW))
        for (const shown of [noticeTitle(given, NOW), consultationTitle(given.consultation, NOW)]) {
          expect(lengthOf(shown)).toBeLessThanOrEqual(120)
          expect(shown).toMatch(new RegExp(`(avant le|reportée au|avancée au) ${date}( — |$)`))
          expect(shown.isWellFormed()).toBe(true)
          expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029]|<[a-z]/iu)
        }
      }),
      { numRuns: RUNS },
    )
  })

  it('an event is never cut', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = title(
          { kind: 'extension', changes: [POSTPONED] },
          { deadline: LATER, title: text, placeLabel: text },
        )
        expect(shown).toMatch(/^RECTIFICATIF — reportée au 22\/12 à 12 h — /)
      }),
      { numRuns: RUNS },
    )
  })
})
