import { describe, expect, it } from 'vitest'
import type { FeedConsultation } from '../../src/consultations/shown.ts'
import { calendarEvents } from '../../views/consultations/calendar.ts'
import { school, winter } from '../support/feed-consultation.ts'

const CONTEXT = { baseUrl: 'https://guichet.example', tagAuthority: 'guichet.example' }

function events(changes: Partial<FeedConsultation> = {}) {
  return calendarEvents(school(changes), CONTEXT)
}

describe('calendar events', () => {
  it('tell the deadline as a point in time, announced a week and a day before', () => {
    expect(events()[0]).toMatchObject({
      uid: '2026-0042-remise@guichet.example',
      summary:
        "Offre à remettre – Rénovation thermique de l'école Jean-Jaurès, lot 6 Électricité (Narbonne)",
      start: new Date('2026-12-15T11:00:00Z'),
      durationMinutes: 0,
      alarms: [10_080, 1_440],
      location: 'Narbonne',
      url: 'https://guichet.example/consultations/2026-0042-renovation-thermique',
      cancelled: false,
    })
  })

  it('give each visit an hour of its own', () => {
    const { facts } = school()
    const dates = [winter('2026-12-03T14:00'), winter('2026-12-04T09:00')]
    const visits = events({
      facts: { ...facts, siteVisit: { obligation: 'compulsory', dates, booking: null } },
    }).slice(1)
    expect(visits.map(({ uid, durationMinutes, start }) => [uid, durationMinutes, start])).toEqual([
      ['2026-0042-visite-1@guichet.example', 60, new Date('2026-12-03T13:00:00Z')],
      ['2026-0042-visite-2@guichet.example', 60, new Date('2026-12-04T08:00:00Z')],
    ])
    expect(visits[0]?.summary).toMatch(/^Visite obligatoire – Rénovation thermique/)
  })

  it('tell the end of questions', () => {
    const { facts } = school()
    const [, , questions] = events({
      facts: { ...facts, questionsUntil: winter('2026-12-08T17:00') },
    })
    expect(questions).toMatchObject({
      uid: '2026-0042-questions@guichet.example',
      start: new Date('2026-12-08T16:00:00Z'),
      durationMinutes: 0,
    })
    expect(questions?.summary).toMatch(/^Fin des questions – /)
  })

  it('can be the deadlines alone', () => {
    const alone = calendarEvents(school(), { ...CONTEXT, contents: 'deadlines' })
    expect(alone.map(({ uid }) => uid)).toEqual(['2026-0042-remise@guichet.example'])
  })

  it('keep their UID when the deadline moves, say so, and count the moves', () => {
    const deadline = winter('2026-12-22T12:00')
    const [moved] = events({ deadline, deadlineMoved: true, sequence: 1 })
    expect(moved?.uid).toBe(events()[0]?.uid)
    expect(moved?.sequence).toBe(1)
    expect(moved?.summary).toMatch(/^REPORTÉ – Offre à remettre – /)
    expect(moved?.start).toEqual(new Date('2026-12-22T11:00:00Z'))
  })

  it('are cancelled with the procedure', () => {
    const all = events({ state: 'abandoned', deadlineMoved: true })
    expect(all.map(({ cancelled }) => cancelled)).toEqual([true, true])
    expect(all[0]?.summary).toMatch(/^SANS SUITE – Offre à remettre – /)
    expect(events({ state: 'withdrawn' })[0]?.summary).toMatch(/^AVIS ANNULÉ – /)
  })

  it('begin their description with the official address', () => {
    expect(events()[0]?.description.split('\n').slice(0, 4)).toEqual([
      'Consulter et répondre : https://marchespublics.aude.fr/consultation/1',
      'Sur Guichet : https://guichet.example/consultations/2026-0042-renovation-thermique',
      '',
      'À remettre avant le mardi 15 décembre 2026 à 12 h 00 (heure de Paris) – 25 jours pour répondre.',
    ])
  })

  it('warn of a date that must be checked, and speak of applications where these come first', () => {
    const doubtful = winter('2026-12-15T12:00', 'sources-disagree')
    expect(events({ deadline: doubtful })[0]?.summary).toMatch(/\(Narbonne\), à vérifier$/)
    expect(events({ deadlineStage: 'candidacy' })[0]?.summary).toMatch(/^Candidature à remettre/)
  })

  it('are not invented where no date is known', () => {
    expect(events({ deadline: null, facts: {} })).toEqual([])
  })
})
