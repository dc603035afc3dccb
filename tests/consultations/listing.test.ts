import { describe, expect, test } from 'vitest'
import type { Moment } from '../../src/consultations/facts.ts'
import { cardOf, type ConsultationRow, stateOf } from '../../src/consultations/listing.ts'
import type { Gazetteer } from '../../src/places/gazetteer.ts'

const NOW = new Date('2026-11-20T09:00:00Z')
const HOUR = 3_600_000
const hours = (count: number) => new Date(NOW.getTime() + count * HOUR)
const nowhere: Gazetteer = {
  recognise: () => null,
  find: () => null,
  suggestions: () => [],
  byKey: () => null,
  keysWithin: () => [],
  all: [],
}

function card(row: Partial<ConsultationRow>, deadline?: Moment) {
  const long = hours(-30 * 24)
  const whole: ConsultationRow = {
    id: 1,
    reference: '2026-0001',
    slug: '',
    title: 'Réfection de la voirie',
    status: 'active',
    published_at: long,
    closes_at: hours(30 * 24),
    facts: deadline ? { deadline } : {},
    deadline_moves: 0,
    last_change_at: long,
    last_notice_kind: 'tender',
    renews_id: null,
    ocid: 'ocds-test-1',
    provenance: {},
    demonstration: false,
    buyer_name: 'Narbonne',
    buyer_siret: null,
    buyer_slug: 'narbonne',
    rank: 0,
    ...row,
  }
  return cardOf(whole, [], NOW, nowhere, null)
}

describe('a card', () => {
  test('is of an open consultation until its last instant', () => {
    expect(stateOf({ status: 'active', closes_at: hours(0) }, NOW)).toBe('ended')
    expect(stateOf({ status: 'active', closes_at: new Date(NOW.getTime() + 1) }, NOW)).toBe('open')
  })

  test.each([
    [1, 'last-day'],
    [47.9, 'last-day'],
    [48, null],
  ])('%s hours before the deadline warns: %s', (left, tag) => {
    const instant = hours(left)
    expect(card({ closes_at: instant }, { instant: instant.toISOString(), wall: '' }).tag).toBe(tag)
  })

  test.each([
    [6.9, 'deadline-moved', 'changed'],
    [7, null, null],
  ])(
    'tells %s days after a change that the deadline has moved, or that it was corrected',
    (days, moved, changed) => {
      const last_change_at = hours(-days * 24)
      expect(card({ last_change_at, deadline_moves: 1 }).tag).toBe(moved)
      expect(card({ last_change_at, last_notice_kind: 'correction' }).tag).toBe(changed)
    },
  )

  test('is new for three days', () => {
    expect([2.9, 3].map((days) => card({ published_at: hours(-days * 24) }).isNew)).toEqual([
      true,
      false,
    ])
  })
})
