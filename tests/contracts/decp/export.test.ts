import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../../../src/commands/run.ts'
import { decpFile, incompletePages } from '../../../src/contracts/decp/export.ts'
import { statedRest } from '../../../src/contracts/decp/stated-rest.ts'
import type { ContractFacts } from '../../../src/contracts/facts.ts'
import { mergeContract, type Origin } from '../../../src/contracts/precedence.ts'
import type { Db } from '../../../src/db/db.ts'
import { describeOnBothDatabases, emptyTables } from '../../support/databases.ts'
import { useProgram } from '../../support/use-program.ts'
import { importRows, told } from '../rows.ts'
import { factsOf, readAll, readOne, whole, wholeConcession } from './read-all.ts'

async function exported(db: Db, year: number | null): Promise<ContractFacts[]> {
  let text = ''
  for await (const page of decpFile(db, year)) text += page
  expect(Object.keys(JSON.parse(text).marches)).toEqual(['marche', 'contrat-concession'])
  const { rows, ending } = await readAll(text)
  expect(ending.ok).toBe(true)
  return factsOf(rows)
}

describeOnBothDatabases('contracts as files of essential data', (database) => {
  beforeEach(() => emptyTables(database()))

  it('give back what was read of them, contracts before concessions', async () => {
    const concession = await readOne(wholeConcession(), 'contrat-concession')
    const contract = await readOne(whole())
    const call = await readOne(whole({ id: 'BC-3', idAccordCadre: '2026M0012', montant: 3_000 }))
    const all = [concession.facts, contract.facts, call.facts]
    await importRows(database(), all)
    expect(await exported(database(), null)).toEqual([contract.facts, call.facts, concession.facts])
  })

  it('hold those notified in one year, or all', async () => {
    const days = ['2024-12-31', '2025-01-01', '2025-12-31']
    const read = days.map((day) => readOne(whole({ id: `M-${day}`, dateNotification: day })))
    const all = await Promise.all(read)
    await importRows(
      database(),
      all.map(({ facts }) => facts),
    )
    expect(await exported(database(), 2025)).toHaveLength(2)
    expect(await exported(database(), 2023)).toEqual([])
    expect(await exported(database(), null)).toHaveLength(3)
  })

  it('leave out those that lack a mandatory field, and say which', async () => {
    const { facts } = await readOne(whole({ id: 'B', ccag: '', montant: 0 }))
    await importRows(database(), [facts, (await readOne(whole())).facts])
    expect(await exported(database(), null)).toMatchObject([{ number: '2026M0012' }])
    const incomplete = []
    for await (const page of incompletePages(database(), null)) incomplete.push(...page)
    expect(incomplete).toMatchObject([
      { list: 'marche', facts: { number: 'B' }, missing: ['ccag', 'montant'] },
    ])
  })

  it('hold every contract once, over many pages', async () => {
    const { facts } = await readOne(whole())
    const all = Array.from({ length: 1_203 }, (_, at) => ({ ...facts, number: `N${at}` }))
    await importRows(database(), all)
    const numbers = (await exported(database(), null)).map(({ number }) => number)
    expect(new Set(numbers).size).toBe(1_203)
    expect(numbers).toHaveLength(1_203)
  })
})

describe('what no fact holds of a contract that several sources tell of', () => {
  const record = (id: number, origin: Origin, changes: Partial<ContractFacts>) => ({
    id,
    origin,
    facts: told(changes),
    changedAt: new Date(2026, 0, id),
  })

  it('comes from the strongest that says it', () => {
    const records = [
      record(1, 'board', { rest: { ccag: 'Pas de CCAG', uid: '1' } }),
      record(2, 'decp', { rest: { ccag: 'Travaux', formePrix: 'Mixte' } }),
    ]
    const { from } = mergeContract(records) ?? { from: {} }
    expect(statedRest(records, from)).toEqual({ ccag: 'Travaux', formePrix: 'Mixte', uid: '1' })
  })

  it('stays beside the fact that it belongs to', () => {
    const records = [
      record(1, 'decp', { rest: { ccag: 'Travaux', titulaires: [{ typeIdentifiant: 'TVA' }] } }),
      record(2, 'correction', { suppliers: [{ id: null, siret: '38103128500491', name: null }] }),
    ]
    const { from } = mergeContract(records) ?? { from: {} }
    expect(statedRest(records, from)).toEqual({ ccag: 'Travaux' })
  })
})

describe('essential data to take away', () => {
  const program = useProgram()
  beforeAll(async () => {
    const { facts } = await readOne(whole())
    await importRows(program.deps.db, [
      facts,
      { ...facts, number: 'B', object: '=A1', amount: null },
    ])
  }, 120_000)

  it('are a file, of all years or of one', async () => {
    const counts: Record<string, number> = {
      'decp.json': 1,
      'decp-2026.json': 1,
    }
    for (const [name, rows] of Object.entries(counts)) {
      const answer = await program.app.request(`/donnees/${name}`)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('application/json')
      const { ending } = await readAll(await answer.text())
      expect(ending).toEqual({ ok: true, format: 'decp-2.0-json', rows })
    }
    for (const name of ['decp-2025.json', 'decp-26.json'])
      expect((await program.app.request(`/donnees/${name}`)).status).toBe(404)
  })

  it('are not sent again to who has them', async () => {
    const first = await program.app.request('/donnees/decp.json', { method: 'HEAD' })
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' }
    expect((await program.app.request('/donnees/decp.json', { headers })).status).toBe(304)
  })

  it('come with a table of the contracts that lack something', async () => {
    const answer = await program.app.request('/donnees/decp-incomplets.csv')
    expect(await answer.text()).toBe(
      [
        'contrat,numero,acheteur,siret_acheteur,objet,notifie_le,liste,champs_manquants',
        "2,B,,21110022700019,'=A1,2026-03-05,marche,montant",
        '',
      ].join('\r\n'),
    )
  })

  it('are written by a command as well', async () => {
    const lines: string[] = []
    const context = {
      deps: program.deps,
      sql: program.database.sql,
      cwd: process.cwd(),
      say: (line: string) => void lines.push(line),
    }
    expect(await runCommand(['export', 'decp', '-', '--year', '2026'], context, () => {})).toBe(0)
    expect((await readAll(lines.join('\n'))).ending).toMatchObject({ ok: true, rows: 1 })
    expect(await runCommand(['export', 'decp', '-', '--year', 'x'], context, () => {})).not.toBe(0)
  })
})
