import { beforeAll, describe, expect, it } from 'vitest'
import { consultationColumns } from '../../src/consultations/records/columns.ts'
import type { Facts, LotFacts, LotOutcome } from '../../src/consultations/facts.ts'
import { deadlineOfLots } from '../../src/consultations/lot-deadlines.ts'
import { bought, draft, winter } from '../support/application.ts'
import { type Engine, engines } from '../support/databases.ts'
import { useProgram } from '../support/use-program.ts'

const first = winter('2026-12-10T12:00')
const second = winter('2026-12-17T12:00')
const last = winter('2027-01-05T16:00')
const at = (wall: string) => new Date(winter(wall).instant)

const lot = (number: string, more: Partial<LotFacts>): LotFacts => ({ number, title: '', ...more })
const outcome = (kind: LotOutcome['kind']): LotOutcome => ({
  kind,
  winners: [],
  amount: null,
  bids: null,
  irregularBids: null,
  notifiedOn: null,
  ground: null,
})

const three: Partial<Facts> = {
  deadline: first,
  lots: [
    lot('1', { deadline: second }),
    lot('2', { deadline: first }),
    lot('3', { deadline: last }),
  ],
}
const published = new Date('2026-11-20T08:00:00Z')
const closing = (facts: Partial<Facts>) => consultationColumns(facts, published).closesAt

describe('a consultation whose lots have deadlines of their own', () => {
  it.each([
    ['2026-12-01T00:00', first],
    ['2026-12-10T12:00', second],
    ['2026-12-20T00:00', last],
    ['2027-02-01T00:00', last],
  ])('shows at %s the next of them', (wall, expected) => {
    expect(deadlineOfLots(three, [], at(wall))).toEqual(expected)
  })

  it('shows that of the lots asked for, and none that is decided', () => {
    expect(deadlineOfLots(three, ['3'], at('2026-12-01T00:00'))).toEqual(last)
    const decided = {
      ...three,
      lots: three.lots?.map((each) =>
        each.number === '2' ? { ...each, outcome: outcome('abandoned') } : each,
      ),
    }
    expect(deadlineOfLots(decided, [], at('2026-12-01T00:00'))).toEqual(second)
  })

  it('stays on the board while any lot is open', () => {
    expect(closing(three)).toEqual(at('2027-01-05T16:00'))
    const without = three.lots?.map((each) =>
      each.number === '3' ? { ...each, outcome: outcome('abandoned') } : each,
    )
    expect(closing({ ...three, lots: without })).toEqual(at('2026-12-17T12:00'))
  })

  it('follows the whole where that was moved since by somebody who knows no lots', () => {
    const moved = { ...three, deadline: winter('2026-12-22T12:00') }
    expect(deadlineOfLots(moved, [], at('2026-12-01T00:00'))).toEqual(moved.deadline)
    expect(closing(moved)).toEqual(at('2026-12-22T12:00'))
  })
})

describe('a consultation without a known deadline', () => {
  it('stays sixty days, but is over once results are told', () => {
    expect(closing({})).toEqual(new Date('2027-01-19T08:00:00Z'))
    expect(closing({ lots: [lot('1', { outcome: outcome('awarded') }), lot('2', {})] })).toEqual(
      published,
    )
    expect(closing({ lots: [lot('1', { outcome: outcome('abandoned') }), lot('2', {})] })).toEqual(
      new Date('2027-01-19T08:00:00Z'),
    )
  })
})

describe.each(engines)('the board after the first lot has closed, on %s', (engine: Engine) => {
  const program = useProgram('2026-11-21T09:00:00Z', engine)

  beforeAll(async () => {
    await program.say('plateforme', [
      draft('ecole', { object: 'Rénovation de l’école', buyers: bought('Narbonne'), ...three }),
    ])
    program.clock.now = at('2026-12-11T09:00')
  })

  it('shows the consultation with the next deadline, until the last lot closes', async () => {
    const board = await program.text('/')
    expect(board).toContain('Rénovation de l’école')
    expect(board).toContain('datetime="2026-12-17T12:00:00+01:00"')
    program.clock.now = at('2027-01-05T16:00')
    expect(await program.text('/')).not.toContain('Rénovation de l’école')
    expect(await program.text('/?etat=terminee')).toContain('Rénovation de l’école')
  })

  it('finds it among those that close soon once its last lot does', async () => {
    program.clock.now = at('2026-12-18T09:00')
    expect(await program.text('/?echeance=7')).not.toContain('Rénovation de l’école')
    program.clock.now = at('2026-12-31T09:00')
    expect(await program.text('/?echeance=7')).toContain('Rénovation de l’école')
  })
})
