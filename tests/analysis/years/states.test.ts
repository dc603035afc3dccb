import { describe, expect, it } from 'vitest'
import {
  nextState,
  refusalOfMove,
  type Standing,
  usualFreeze,
  windowFrom,
  YEAR_STATES,
} from '../../../src/analysis/years/states.ts'

const READY: Standing = {
  state: 'open',
  year: 2025,
  freezesOn: '2026-03-31',
  checksEndOn: '2026-04-15',
  commentsEndOn: '2026-05-30',
  unchecked: [],
  findings: 3,
  recommendations: 1,
  unanswered: 0,
  unsigned: [],
}
const LATE = '2026-12-01'

describe('the states of a year', () => {
  it('follow one another once, forward only', () => {
    for (const state of YEAR_STATES)
      for (const to of YEAR_STATES) {
        const refusal = refusalOfMove({ ...READY, state }, to, LATE, '')
        const isNext = YEAR_STATES.indexOf(to) === YEAR_STATES.indexOf(state) + 1
        expect([state, to, refusal?.code ?? null]).toEqual([state, to, isNext ? null : 'not-next'])
      }
  })

  it('end with publication', () => {
    expect(nextState('published')).toBeNull()
    expect(nextState('adopted')).toBe('published')
  })

  it('freeze the data on their day, not before', () => {
    expect(refusalOfMove(READY, 'frozen', '2026-03-30', '')).toMatchObject({
      code: 'freeze-too-early',
      day: '2026-03-31',
    })
    expect(refusalOfMove(READY, 'frozen', '2026-03-31', '')).toBeNull()
  })

  it('let buyers check until the last day is over, or until all have confirmed', () => {
    const frozen: Standing = { ...READY, state: 'frozen', unchecked: ['Narbonne'] }
    expect(refusalOfMove(frozen, 'draft', '2026-04-15', '')).toMatchObject({
      code: 'checks-open',
      names: ['Narbonne'],
    })
    expect(refusalOfMove(frozen, 'draft', '2026-04-16', '')).toBeNull()
    expect(refusalOfMove({ ...frozen, unchecked: [] }, 'draft', '2026-04-02', '')).toBeNull()
  })

  it('keep the window of comments open to its end, whatever is said', () => {
    const shared: Standing = { ...READY, state: 'shared' }
    expect(refusalOfMove(shared, 'adopted', '2026-05-30', 'Vite.')).toMatchObject({
      code: 'comments-open',
    })
    expect(refusalOfMove(shared, 'adopted', '2026-05-31', '')).toBeNull()
  })

  it.each<[Partial<Standing>, string]>([
    [{ unanswered: 2 }, 'comments-unanswered'],
    [{ findings: 2 }, 'findings-missing'],
    [{ recommendations: 0 }, 'recommendations-missing'],
  ])('adopt no text that is not finished: %o', (lacking, code) => {
    const shared: Standing = { ...READY, state: 'shared', ...lacking }
    expect(refusalOfMove(shared, 'adopted', LATE, '')?.code).toBe(code)
  })

  it('publish without a signature only for a reason', () => {
    const adopted: Standing = { ...READY, state: 'adopted', unsigned: ['Aude', 'Narbonne'] }
    expect(refusalOfMove(adopted, 'published', LATE, '')).toMatchObject({
      code: 'signatures-missing',
      names: ['Aude', 'Narbonne'],
    })
    expect(refusalOfMove(adopted, 'published', LATE, 'Attendue depuis deux mois.')).toBeNull()
  })
})

it('the usual freeze is the last day of March of the year after', () => {
  expect(usualFreeze(2025)).toBe('2026-03-31')
})

it('a window of days counts from the day after it opens, over the ends of months', () => {
  expect(windowFrom('2026-03-31', 15)).toBe('2026-04-15')
  expect(windowFrom('2028-02-20', 10)).toBe('2028-03-01')
})
