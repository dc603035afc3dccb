import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { recordBoardContracts } from '../../src/contracts/record-board.ts'
import { contracts } from '../../src/contracts/schema.ts'
import { plainAnswer } from '../../src/sources/french/plain-answer.ts'
import { bought, draft } from '../support/application.ts'
import { useProgram } from '../support/use-program.ts'
import { FIRM_A, importRows, told } from './rows.ts'

describe('the page of a contract', () => {
  const program = useProgram('2026-11-21T09:00:00Z')

  it('shows each field with its source, modifications, what was put aside, and where it stood in the file', async () => {
    await importRows(program.deps.db, [
      {
        row: 41,
        facts: told({
          months: null,
          advanceRate: 0.1,
          modifications: [
            {
              number: '1',
              notifiedOn: '2024-09-01',
              publishedOn: null,
              amount: 85_000,
              months: null,
              suppliers: null,
            },
          ],
        }),
        troubles: [{ code: 'cpv-unreadable', value: '45 <b>' }],
      },
    ])
    const [row] = await program.deps.db.select().from(contracts)
    const page = await program.text(`/attributions/${row?.id}`)
    const text = page.replaceAll(/[\u00a0\u202f]|&nbsp;/g, ' ')
    expect(text).toContain('80 000 €')
    expect(text).toContain('10 %')
    expect(text).toContain('Montant après modifications : 85 000 €')
    expect(text).toContain('données essentielles')
    expect(text).toContain('marches.json, ligne 41')
    expect(text).toContain('45 &lt;b&gt;')
    expect(text).toContain('href="/acheteurs/narbonne"')
    expect(text).not.toContain('Durée')
  })

  it('leads from an award of the board to the contract that it is, and tells of one taken back', async () => {
    const say = (kind: 'awarded' | 'abandoned', amount: number) =>
      program.say('narbonne', [
        draft('pont', {
          object: 'Réparation du pont',
          buyers: bought('Ville de Narbonne', '21110262900014'),
          outcome: {
            kind,
            winners: kind === 'awarded' ? [{ name: 'Ponts', siret: FIRM_A, commune: null }] : [],
            amount,
            bids: 2,
            irregularBids: null,
            notifiedOn: '2024-03-01',
            ground: null,
          },
        }),
      ])
    const record = () =>
      recordBoardContracts(program.deps.db, {
        since: null,
        now: program.clock.now,
        plainAnswer,
      })
    await say('awarded', 80_000)
    await record()
    const [own] = await program.deps.db.select().from(contracts).where(eq(contracts.counted, false))
    const answer = await program.app.request(`/attributions/${own?.id}`)
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe(`/attributions/${own?.joinedIntoId}`)
    program.later(1)
    await say('abandoned', 80_000)
    await record()
    expect(await program.text(`/attributions/${own?.id}`)).toContain('a été retirée')
    await program.text('/attributions/999999', 404)
  })
})
