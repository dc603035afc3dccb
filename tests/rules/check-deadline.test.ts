import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { frenchHolidays, isWorkingDay, readDay } from '../../src/rules/calendar.ts'
import {
  checkChange,
  checkDeadline,
  type DeadlineAsked,
  firstDeadline,
} from '../../src/rules/check-deadline.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { daysWithin, pactFloor } from '../../src/rules/pact-floor.ts'
import { RULES } from '../../src/rules/rules-data.ts'
import { asked } from './asked.ts'

function check(particular: Partial<DeadlineAsked>): Finding[] {
  return checkDeadline(asked(particular), RULES, frenchHolidays)
}

function codes(particular: Partial<DeadlineAsked>): string[] {
  return check(particular).map(({ code }) => code)
}

const exactly = (n: number) => ({ min: n, max: n })

describe('the pact’s floor', () => {
  // 20 November 2026 is a Friday; none of these deadlines falls in the season of the year's end by seven days.
  test.each([
    ['below-threshold', exactly(39_999), '2026-11-30', 10],
    ['below-threshold', exactly(40_000), '2026-12-07', 15],
    ['adapted', exactly(89_999), '2026-12-07', 15],
    ['adapted', exactly(90_000), '2026-12-11', 21],
    ['adapted', exactly(999_999), '2026-12-11', 21],
    ['adapted', exactly(1_000_000), '2026-12-18', 28],
    ['adapted', { min: 40_000, max: 90_000 }, '2026-12-07', 15],
    ['adapted', { min: 90_000, max: 200_000 }, '2026-12-11', 21],
    ['adapted', { min: 40_000, max: 200_000 }, '2026-12-07', 15],
    ['below-threshold', null, '2026-11-30', 10],
  ] as const)(
    'of a %s contract at %j is first kept on %s (%i days)',
    (procedure, amount, first, floor) => {
      const asking = { procedure, amount }
      expect(codes({ ...asking, deadline: `${first}T12:00` })).toEqual([])
      const before = readDay('2026-11-20')?.add({ days: floor - 1 })
      const [short] = check({ ...asking, deadline: `${before?.toString()}T12:00` })
      expect(short?.proposal).toEqual({ date: first, hour: '12:00' })
      expect(check({ ...asking, deadline: '2026-11-24T12:00' })).toMatchObject([
        { code: 'too-short-for-pact', severity: 'warning', floor },
      ])
    },
  )

  test('has 7 days more for a compulsory visit, none for an advised one', () => {
    const visit = { obligation: 'compulsory', lastDay: '2026-11-27' } as const
    expect(codes({ deadline: '2026-12-17T12:00', visit })).toEqual(['too-short-for-pact'])
    expect(codes({ deadline: '2026-12-18T12:00', visit })).toEqual([])
    expect(
      codes({ deadline: '2026-12-11T12:00', visit: { ...visit, obligation: 'advised' } }),
    ).toEqual([])
  })

  test('has 7 days more once 7 of the days are in August, and not before', () => {
    const july = { firstPublication: '2028-07-13' }
    expect(codes({ ...july, deadline: '2028-08-06T12:00' })).toEqual(['not-a-working-day'])
    expect(check({ ...july, deadline: '2028-08-07T12:00' })).toMatchObject([
      { code: 'too-short-for-pact', days: 25, floor: 28, proposal: { date: '2028-08-10' } },
    ])
  })

  test('has 7 days more over the end of the year', () => {
    expect(check({ firstPublication: '2026-12-04', deadline: '2026-12-28T12:00' })).toMatchObject([
      {
        code: 'too-short-for-pact',
        days: 24,
        floor: 28,
        parts: [
          { kind: 'base', days: 21 },
          { kind: 'season', days: 7, period: '12-20/01-04', atLeast: 7 },
        ],
        proposal: { date: '2027-01-04' },
      },
    ])
    expect(codes({ firstPublication: '2026-12-04', deadline: '2027-01-04T12:00' })).toEqual([])
    expect(codes({ firstPublication: '2026-12-01', deadline: '2026-12-24T12:00' })).toEqual([])
  })

  test('is not asked of formal procedures, whose times are the law’s', () => {
    expect(codes({ procedure: 'open', deadline: '2026-12-21T12:00' })).toEqual([])
  })

  test('never falls when the amount rises, a visit is added or the answer runs into August', () => {
    const published = readDay('2027-06-15')
    const deadline = readDay('2027-07-15')
    const august = readDay('2027-08-15')
    if (!published || !deadline || !august) throw new Error('days that exist')
    const amount = fc.integer({ min: 0, max: 20_000_000 })
    fc.assert(
      fc.property(amount, amount, fc.boolean(), (a, b, isVisited) => {
        const floor = (n: number, visited: boolean, end = deadline) =>
          pactFloor(
            {
              procedure: 'adapted',
              amount: exactly(n),
              visit: { obligation: visited ? 'compulsory' : 'none' },
            },
            published,
            end,
            RULES,
          )?.days ?? -1
        expect(floor(Math.max(a, b), isVisited)).toBeGreaterThanOrEqual(
          floor(Math.min(a, b), isVisited),
        )
        expect(floor(a, true)).toBe(floor(a, false) + 7)
        expect(floor(a, isVisited, august)).toBe(floor(a, isVisited) + 7)
      }),
    )
  })

  test('counts days from the one after the first to the last included', () => {
    const within = (first: string, last: string) => {
      const [from, to] = [readDay(first), readDay(last)]
      return from && to && daysWithin('12-20/01-04', from, to)
    }
    expect(within('2026-12-19', '2027-01-05')).toBe(16)
    expect(within('2026-12-20', '2026-12-21')).toBe(1)
    expect(within('2026-12-26', '2026-12-26')).toBe(0)
    expect(within('2026-01-04', '2026-12-19')).toBe(0)
    expect(within('2027-01-01', '2027-02-01')).toBe(3)
  })
})

describe('the minimum in law', () => {
  test.each([
    ['open', 'tender', { electronic: true }, 30],
    ['open', 'tender', { electronic: false }, 35],
    ['open', 'tender', { urgencyGround: 'Toiture arrachée par la tempête' }, 15],
    ['open', 'tender', { urgencyGround: ' ' }, 30],
    ['open', 'tender', { priorNotice: true }, 15],
    ['restricted', 'candidacy', {}, 30],
    ['restricted', 'tender', { electronic: true }, 25],
    ['restricted', 'tender', { electronic: false }, 30],
  ] as const)(
    'of %s procedures at the stage of %s with %j is %s days',
    (procedure, stage, how, floor) => {
      const dispatched = readDay('2027-01-04')
      const asking = {
        procedure,
        stage,
        dispatch: '2027-01-04',
        firstPublication: '2027-01-06',
        ...how,
      }
      const at = (days: number) =>
        check({ ...asking, deadline: `${dispatched?.add({ days }).toString()}T12:00` }).filter(
          ({ code }) => code === 'too-short-in-law',
        )
      expect(at(floor - 1)).toMatchObject([{ severity: 'error', days: floor - 1, floor }])
      expect(at(floor)).toEqual([])
      expect(at(floor + 1)).toEqual([])
    },
  )

  test('counts from the dispatch while the pact counts from the publication', () => {
    const open = { procedure: 'open', dispatch: '2026-11-16' } as const
    expect(check({ ...open, deadline: '2026-12-10T12:00' })).toMatchObject([
      { code: 'too-short-in-law', days: 24, floor: 30, urgencyFloor: 15 },
    ])
    const urgent = { ...open, urgencyGround: 'Péril imminent', deadline: '2026-11-30T12:00' }
    expect(check(urgent)).toMatchObject([{ days: 14, floor: 15, urgencyFloor: null }])
  })

  test('is that of the day of dispatch, and the pact’s floor that of the publication', () => {
    const adapted = { dispatch: '2026-11-16', deadline: '2026-12-15T12:00' }
    const floors = RULES.filter(({ name }) => name === 'pact-floor')
    const longer = [...RULES, ...floors.map((rule) => ({ ...rule, from: '2026-11-18', value: 60 }))]
    expect(checkDeadline(asked(adapted), longer, frenchHolidays)).toMatchObject([
      { code: 'too-short-for-pact', floor: 60 },
    ])
  })

  test('that ends on a Sunday or a holiday moves to the next working day', () => {
    const [finding] = check({
      procedure: 'open',
      dispatch: '2026-11-25',
      deadline: '2026-12-24T12:00',
    })
    expect(finding).toMatchObject({
      code: 'too-short-in-law',
      days: 29,
      proposal: { date: '2026-12-28' },
    })
  })

  test('is asked about where no rule gives it', () => {
    expect(check({ procedure: 'competitive-dialogue' })).toMatchObject([
      { code: 'minimum-not-known', severity: 'question' },
    ])
  })

  test('does not exist for adapted procedures, whose short time is a warning', () => {
    expect(check({ deadline: '2026-11-24T12:00' })).toMatchObject([
      { code: 'too-short-for-pact', severity: 'warning', article: 'R. 2151-1' },
    ])
  })
})

describe('a compulsory visit', () => {
  test('leaves at least 10 days before the deadline', () => {
    const at = (lastDay: string | null) =>
      codes({
        deadline: '2027-02-10T12:00',
        firstPublication: '2027-01-05',
        visit: { obligation: 'compulsory', lastDay },
      })
    expect(at('2027-02-01')).toEqual(['visit-too-late'])
    expect(at('2027-01-31')).toEqual([])
    expect(at(null)).toEqual(['visit-date-missing'])
    expect(at('31 janvier')).toEqual(['visit-date-missing'])
  })
})

test('the gravest is told first', () => {
  expect(codes({ deadline: '2026-11-28T07:00' })).toEqual([
    'not-a-working-day',
    'too-short-for-pact',
    'unusual-hour',
  ])
})

describe('the day and the hour', () => {
  const january = { firstPublication: '2027-01-05' }

  test('a Saturday is refused and the Monday proposed', () => {
    expect(check({ ...january, deadline: '2027-02-06T17:30' })).toMatchObject([
      {
        code: 'not-a-working-day',
        severity: 'error',
        holiday: null,
        proposal: { date: '2027-02-08', hour: '17:30' },
      },
    ])
  })

  test('Easter Monday is refused and the Tuesday proposed', () => {
    expect(check({ ...january, deadline: '2027-03-29T12:00' })).toMatchObject([
      {
        code: 'not-a-working-day',
        holiday: 'Lundi de Pâques',
        proposal: { date: '2027-03-30', hour: '12:00' },
      },
    ])
  })

  test.each([
    ['07:59', ['unusual-hour']],
    ['08:00', []],
    ['18:00', []],
    ['18:01', ['unusual-hour']],
    ['23:59', ['unusual-hour']],
    ['00:00', ['midnight']],
    ['24:00', ['impossible-date']],
    ['12:60', ['impossible-date']],
  ])('at %s: %j', (hour, expected) => {
    expect(codes({ ...january, deadline: `2027-02-04T${hour}` })).toEqual(expected)
  })

  test('midnight becomes 23:59 of the evening before, where that is a working day', () => {
    const at = (day: string) => check({ ...january, deadline: `${day}T00:00` })[0]?.proposal
    expect(at('2027-02-04')).toEqual({ date: '2027-02-03', hour: '23:59' })
    expect(at('2027-02-08')).toEqual({ date: '2027-02-08', hour: '12:00' })
  })

  test('the hour that 28 March 2027 skips is refused, the one that 31 October has twice is asked about', () => {
    const at = (deadline: string) => codes({ firstPublication: '2027-02-05', deadline })
    expect(at('2027-03-28T02:30')).toContain('hour-that-does-not-exist')
    expect(at('2027-03-28T01:59')).not.toContain('hour-that-does-not-exist')
    expect(at('2027-03-28T03:00')).not.toContain('hour-that-does-not-exist')
    expect(at('2027-10-31T02:30')).toContain('hour-that-comes-twice')
    expect(at('2027-10-31T03:00')).not.toContain('hour-that-comes-twice')
  })

  test.each(['2027-04-31T12:00', '0222-04-29T12:00', '7017-01-01T12:00', '31/12/2026 à midi', ''])(
    '« %s » is no date, and the first that keeps the pact is proposed',
    (deadline) => {
      expect(check({ deadline })).toMatchObject([
        { code: 'impossible-date', severity: 'error', proposal: { date: '2026-12-11' } },
      ])
    },
  )

  test('a deadline follows the publication, and not by more than a year without a question', () => {
    expect(codes({ deadline: '2026-11-20T12:00' })).toEqual(['before-publication'])
    expect(codes({ deadline: '2025-12-15T12:00' })).toEqual(['before-publication'])
    expect(codes({ ...january, deadline: '2028-01-05T12:00' })).toEqual([])
    expect(codes({ ...january, deadline: '2028-01-06T12:00' })).toEqual(['far-away'])
  })

  test('is all that is checked before a day of publication is known', () => {
    expect(codes({ firstPublication: null, deadline: '2026-12-05T12:00' })).toEqual([
      'not-a-working-day',
    ])
  })
})

describe('a change of the file', () => {
  // 24 days to answer from 4 January: the last quarter begins with the eighteenth, 22 January.
  const running = {
    firstPublication: '2027-01-04',
    amount: exactly(60_000),
    deadline: '2027-01-28T12:00',
  }
  const change = (on: string, particular: { quantitiesOrLots?: boolean; deadline?: string } = {}) =>
    checkChange(
      {
        ...asked({ ...running, deadline: `${particular.deadline ?? '2027-01-28'}T12:00` }),
        change: {
          on,
          previousDeadline: '2027-01-28',
          quantitiesOrLots: particular.quantitiesOrLots ?? false,
        },
      },
      RULES,
      frenchHolidays,
    )

  test('leaves at least 7 days, 10 when quantities or lots change', () => {
    const late = (...args: Parameters<typeof change>) =>
      change(...args).some(({ code }) => code === 'change-too-late')
    expect([late('2027-01-21'), late('2027-01-22')]).toEqual([false, true])
    expect([
      late('2027-01-18', { quantitiesOrLots: true }),
      late('2027-01-19', { quantitiesOrLots: true }),
    ]).toEqual([false, true])
  })

  test('demands an extension in the last quarter of the time to answer', () => {
    const codesOf = (...args: Parameters<typeof change>) => change(...args).map(({ code }) => code)
    expect(codesOf('2027-01-21')).toEqual([])
    expect(codesOf('2027-01-22')).toContain('change-in-last-quarter')
    expect(codesOf('2027-01-22', { deadline: '2027-01-29' })).toEqual([])
    expect(change('2027-01-22')[0]?.proposal).toEqual({ date: '2027-01-29', hour: '12:00' })
  })
})

describe('whatever is asked', () => {
  const day = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  const dayOrNot = fc.oneof(day, fc.constant(null), fc.string())
  const anything: fc.Arbitrary<DeadlineAsked> = fc.record({
    deadline: fc.oneof(
      fc
        .tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
        .map(
          ([date, hour, minute]) =>
            `${date}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
        ),
      fc.string(),
    ),
    firstPublication: dayOrNot,
    dispatch: dayOrNot,
    procedure: fc.constantFrom(
      'below-threshold',
      'adapted',
      'open',
      'restricted',
      'negotiated',
      'competitive-dialogue',
      'formal',
      'concession',
      null,
    ),
    stage: fc.constantFrom('tender', 'candidacy'),
    electronic: fc.boolean(),
    priorNotice: fc.boolean(),
    urgencyGround: fc.constantFrom(null, ' ', 'Péril imminent'),
    amount: fc.oneof(
      fc.constant(null),
      fc.record({
        min: fc.oneof(fc.constant(null), fc.integer({ min: -1, max: 9_000_000 })),
        max: fc.oneof(fc.constant(null), fc.double()),
      }),
    ),
    category: fc.constantFrom('works', 'supplies', 'services', null),
    buyer: fc.constantFrom('local', 'large-local', 'state', 'utility'),
    visit: fc.oneof(
      fc.constant(null),
      fc.record({
        obligation: fc.constantFrom('compulsory', 'advised', 'none'),
        lastDay: dayOrNot,
      }),
    ),
    change: fc.oneof(
      fc.constant(null),
      fc.record({
        on: fc.oneof(day, fc.string()),
        previousDeadline: fc.oneof(day, fc.string()),
        quantitiesOrLots: fc.boolean(),
      }),
    ),
  })

  test('the proposed date passes every check, and no check throws', () => {
    let proposed = 0
    fc.assert(
      fc.property(anything, (asking) => {
        for (const { proposal } of checkDeadline(asking, RULES, frenchHolidays)) {
          if (proposal === null) continue
          proposed += 1
          const deadline = `${proposal.date}T${proposal.hour}`
          const left = checkDeadline({ ...asking, deadline }, RULES, frenchHolidays)
          expect(left.filter(({ severity }) => severity !== 'question')).toEqual([])
          const day = readDay(proposal.date)
          expect(day !== null && isWorkingDay(day, frenchHolidays)).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
    expect(proposed).toBeGreaterThan(50)
  })

  test('the deadline that a form is prefilled with passes every check', () => {
    fc.assert(
      fc.property(anything, (asking) => {
        const first = firstDeadline(asking, RULES, frenchHolidays)
        if (first === null) return
        const deadline = `${first.date}T${first.hour}`
        const left = checkDeadline({ ...asking, deadline }, RULES, frenchHolidays)
        expect(left.filter(({ severity }) => severity !== 'question')).toEqual([])
      }),
      { numRuns: 60 },
    )
    expect(firstDeadline(asked(), RULES, frenchHolidays)).toEqual({
      date: '2026-12-11',
      hour: '12:00',
    })
  })
})
