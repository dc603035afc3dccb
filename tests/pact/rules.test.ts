import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPubliclyLate, reminderDue } from '../../src/pact/actions/late.ts'
import type { ActionStatus } from '../../src/pact/actions/schema.ts'
import { checkStanding } from '../../src/pact/actions/set-council.ts'
import { checkStatus, STATUSES } from '../../src/pact/actions/status.ts'
import { isWebAddress } from '../../src/pact/evidence/add-evidence.ts'
import { rhythmLapse } from '../../src/pact/groups/rhythm.ts'
import { stepUnderWay, STEPS } from '../../src/pact/groups/steps.ts'
import {
  mayEditAction,
  mayEditGroup,
  mayEditMeeting,
  maySpeakForCouncil,
} from '../../src/pact/may-edit.ts'
import { dayOf, numberOf } from '../../src/forms/read-fields.ts'
import { changesBetween, replay } from '../../src/pact/versions.ts'

const TODAY = '2026-11-20'
const EVIDENCE = { datedOn: '2026-11-01', councilId: null }
const TOWN = { id: 7, name: 'Narbonne' }

describe('the status of an action', () => {
  const cases: [
    ActionStatus,
    ActionStatus,
    {
      evidence?: { datedOn: string; councilId: number | null }[]
      councils?: { id: number; name: string }[]
      reason?: string
    },
    string[],
  ][] = [
    ['to-launch', 'launched', {}, []],
    ['launched', 'launched', {}, ['same-status']],
    ['launched', 'partly-done', {}, ['evidence-missing']],
    ['launched', 'done', {}, ['evidence-missing']],
    ['launched', 'abandoned', {}, ['evidence-missing', 'reason-missing']],
    ['launched', 'partly-done', { evidence: [EVIDENCE] }, []],
    [
      'launched',
      'partly-done',
      { evidence: [{ ...EVIDENCE, datedOn: '2026-11-21' }] },
      ['evidence-missing'],
    ],
    ['launched', 'partly-done', { evidence: [{ ...EVIDENCE, datedOn: TODAY }] }, []],
    ['launched', 'partly-done', { evidence: [EVIDENCE], councils: [TOWN] }, []],
    ['launched', 'done', { evidence: [EVIDENCE] }, []],
    ['launched', 'done', { evidence: [EVIDENCE], councils: [TOWN] }, ['councils-without-evidence']],
    ['launched', 'done', { evidence: [{ ...EVIDENCE, councilId: 7 }], councils: [TOWN] }, []],
    ['done', 'launched', { evidence: [EVIDENCE] }, ['reason-missing']],
    ['done', 'launched', { evidence: [EVIDENCE], reason: 'Une erreur' }, []],
    ['abandoned', 'to-launch', { reason: '  ' }, ['reason-missing']],
  ]
  it.each(cases)('from %s to %s with %j', (from, to, given, expected) => {
    const grounds = { evidence: [], councils: [], reason: '', today: TODAY, ...given }
    expect(checkStatus(from, to, grounds).map(({ code }) => code)).toEqual(expected)
  })

  it('never goes beyond « lancée » without evidence, whatever else is given', () => {
    const status = fc.constantFrom(...STATUSES)
    fc.assert(
      fc.property(status, status, fc.string(), (from, to, reason) => {
        const grounds = { evidence: [], councils: [], reason, today: TODAY }
        const isBeyond = STATUSES.indexOf(to) > STATUSES.indexOf('launched')
        if (checkStatus(from, to, grounds).length === 0) expect(isBeyond).toBe(false)
      }),
    )
  })
})

describe('lateness', () => {
  const due = (
    reminded: string | null,
    status: ActionStatus = 'launched',
    dueOn = '2026-11-01',
  ) => ({
    status,
    dueOn,
    remindedAt: reminded === null ? null : new Date(reminded),
  })
  it.each([
    ['not before anybody was reminded', due(null), false],
    ['not thirteen days after the reminder', due('2026-11-07T00:30:00+01:00'), false],
    [
      'fourteen days after the reminder, by the day in Paris',
      due('2026-11-06T23:30:00+01:00'),
      true,
    ],
    ['not where it is done', due('2026-11-01T09:00:00+01:00', 'done'), false],
    ['not where it is abandoned', due('2026-11-01T09:00:00+01:00', 'abandoned'), false],
    ['not on the due date itself', due('2026-11-01T09:00:00+01:00', 'launched', TODAY), false],
  ])('is public %s', (_name, action, expected) => {
    expect(isPubliclyLate(action, TODAY)).toBe(expected)
  })

  it.each([
    ['2026-12-05', [], null],
    ['2026-12-04', [], 'before'],
    ['2026-12-04', ['before'], null],
    ['2026-11-20', ['before'], 'due'],
    ['2026-11-19', ['before', 'due'], null],
  ] as const)('of %s after %j: the reminder is %s', (dueOn, kinds, expected) => {
    const told = kinds.map((kind) => ({ kind, dueOn }))
    expect(reminderDue(due(null, 'launched', dueOn), told, TODAY)).toBe(expected)
  })

  it('begins its reminders anew with a new due date', () => {
    const told = [{ kind: 'due', dueOn: '2026-11-01' }]
    expect(reminderDue(due(null, 'launched', '2026-11-18'), told, TODAY)).toBe('due')
  })
})

describe('where a council stands', () => {
  const standing = { decidedOn: '2026-11-01', inForceSince: null, reason: '' }
  const around = { hasEvidence: false, isDone: false, today: TODAY }
  it.each([
    [{ ...standing, state: 'taken-up' as const }, around, []],
    [{ ...standing, state: 'taken-up' as const, decidedOn: null }, around, ['missing']],
    [
      { ...standing, state: 'taken-up' as const },
      { ...around, isDone: true },
      ['evidence-missing'],
    ],
    [{ ...standing, state: 'not-concerned' as const }, around, ['reason-missing']],
    [
      { ...standing, state: 'in-force' as const, inForceSince: '2026-11-02' },
      around,
      ['evidence-missing'],
    ],
    [
      { ...standing, state: 'in-force' as const, inForceSince: '2026-10-02' },
      { ...around, hasEvidence: true },
      ['dates-reversed'],
    ],
    [
      { ...standing, state: 'in-force' as const, decidedOn: TODAY, inForceSince: TODAY },
      { ...around, hasEvidence: true },
      [],
    ],
  ])('%j with %j', (given, facts, expected) => {
    expect(checkStanding(given, facts).map(({ code }) => code)).toEqual(expected)
  })
})

describe('the rhythm of a group', () => {
  const group = { startsOn: '2026-01-05', closedOn: null }
  const twice = { meetings: 2, period: 'month' as const }
  it('lapses where the last whole month had too few meetings', () => {
    const held = ['2026-10-01', '2026-11-02', '2026-11-09']
    expect(rhythmLapse(twice, held, group, TODAY)).toEqual({
      from: '2026-10-01',
      to: '2026-10-31',
      held: 1,
      required: 2,
    })
    expect(rhythmLapse(twice, ['2026-10-01', '2026-10-31'], group, TODAY)).toBeNull()
  })
  it('is not asked of a period in which the group had not begun, or was closed', () => {
    expect(rhythmLapse(twice, [], { ...group, startsOn: '2026-10-02' }, TODAY)).toBeNull()
    expect(rhythmLapse(twice, [], { ...group, closedOn: '2026-10-31' }, TODAY)).toBeNull()
    const whole = { startsOn: '2026-10-01', closedOn: '2026-11-01' }
    expect(rhythmLapse(twice, [], whole, TODAY)).not.toBeNull()
    expect(rhythmLapse(null, [], group, TODAY)).toBeNull()
  })
  it.each([
    ['week', '2026-11-09', '2026-11-15'],
    ['quarter', '2026-07-01', '2026-09-30'],
    ['year', '2025-01-01', '2025-12-31'],
  ] as const)('by %s looks at %s to %s', (period, from, to) => {
    const since = { startsOn: '2020-01-01', closedOn: null }
    expect(rhythmLapse({ meetings: 1, period }, [], since, TODAY)).toMatchObject({ from, to })
  })
})

describe('who may edit', () => {
  const group = { pilotId: 1, coPilotId: 2 }
  it.each([
    [1, false, true],
    [2, false, true],
    [3, false, false],
    [3, true, true],
  ])('a group: partner %i, administrator %s', (partnerId, administrator, expected) => {
    expect(mayEditGroup({ partnerId, administrator }, group)).toBe(expected)
    expect(mayEditMeeting({ partnerId, administrator }, group)).toBe(expected)
    expect(mayEditMeeting({ partnerId, administrator }, null)).toBe(administrator)
    expect(mayEditAction({ partnerId, administrator }, { pilotId: 9 }, group)).toBe(expected)
    expect(mayEditAction({ partnerId, administrator }, { pilotId: 9 }, null)).toBe(administrator)
    expect(maySpeakForCouncil({ partnerId, administrator }, 3, false)).toBe(partnerId === 3)
    expect(maySpeakForCouncil({ partnerId, administrator }, 9, true)).toBe(true)
  })
})

describe('steps', () => {
  it('come one after the other', () => {
    expect(stepUnderWay([])).toBe('framing')
    expect(stepUnderWay(['framing', 'diagnosis'])).toBe('co-construction')
    expect(stepUnderWay(STEPS.map(({ step }) => step))).toBeNull()
  })
})

describe('what is typed', () => {
  it.each([
    ['https://exemple.example/a', true],
    ['HTTP://exemple.example', true],
    ['javascript:alert(1)', false],
    ['ftp://exemple.example', false],
    ['//exemple.example', false],
    ['https://', false],
    ['https://agent:secret@exemple.example/', false],
    ['', false],
  ])('the address %s: %s', (text, expected) => {
    expect(isWebAddress(text)).toBe(expected)
  })
  it.each([
    ['15/12/2026', '2026-12-15'],
    ['15 décembre 2026', '2026-12-15'],
    ['2026-12-15', '2026-12-15'],
    ['31/04/2026', null],
    ['demain', null],
  ])('the day %s: %s', (text, expected) => {
    expect(dayOf(text)).toBe(expected)
  })
  it.each([
    ['12 500,50', 12_500.5],
    ['1e9', null],
    ['douze', null],
    ['-3', -3],
  ])('the number %s: %s', (text, expected) => {
    expect(numberOf(text)).toBe(expected)
  })
})

describe('versions', () => {
  it('replayed in their order give the row, whatever it went through', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.integer()))
    const row = fc.record({ a: value, b: value, c: value })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const versions = rows.map((after, index) => ({
          changes: changesBetween(rows[index - 1] ?? {}, after),
        }))
        const last = rows.at(-1) ?? { a: null, b: null, c: null }
        const replayed = replay(versions)
        for (const [field, given] of Object.entries(last))
          expect(replayed[field] ?? null).toEqual(given === '' ? null : given)
      }),
    )
  })
})
