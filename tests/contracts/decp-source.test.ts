import { eq } from 'drizzle-orm'
import { gzipSync } from 'node:zlib'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importDecp } from '../../src/commands/import-decp.ts'
import { contractImports, contracts } from '../../src/contracts/schema.ts'
import { pollSource } from '../../src/sources/polling/poll.ts'
import { addSources } from '../../src/sources/register.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { type SourceServer, startSource } from '../support/source-server.ts'
import { useProgram } from '../support/use-program.ts'

describe.each(enginesOfLongSuites)('essential data, on %s', (engine) => {
  const program = useProgram('2026-11-21T09:00:00Z', engine)
  let server: SourceServer
  const folder = mkdtempSync(join(tmpdir(), 'guichet-decp-'))

  beforeAll(async () => {
    server = await startSource()
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  async function run(...args: string[]) {
    const said: string[] = []
    const result = await importDecp.run(args, {
      deps: program.deps,
      sql: program.database.sql,
      cwd: folder,
      say: (line) => said.push(line),
    })
    return { result, said: said.join('\n') }
  }

  it('are polled at an address, conditionally, and keep what was known when the file breaks', async () => {
    const added = await program.deps.db.transaction((tx) =>
      addSources(tx, [{ url: server.url, partner: 'narbonne', kind: 'decp' }], {
        now: program.clock.now,
        demonstration: false,
      }),
    )
    const [id = 0] = added.ok ? added.ids : []
    server.answer = (request, response) => {
      if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end()
      else
        response
          .writeHead(200, { etag: '"a"' })
          .end(gzipSync(file(marche(1), marche(2), elsewhere())))
    }
    expect(await pollSource(program.deps, id)).toMatchObject({
      kind: 'read',
      items: 3,
      counts: { added: 2, changed: 0 },
    })
    program.later(0.1)
    expect(await pollSource(program.deps, id)).toMatchObject({ kind: 'unchanged' })
    program.later(0.1)
    const broken = file(marche(1), marche(3)).slice(0, -40)
    server.answer = (_, response) => void response.end(broken)
    expect(await pollSource(program.deps, id)).toMatchObject({
      kind: 'failed',
      code: 'decp-truncated',
    })
    expect(await program.deps.db.$count(contracts)).toBe(2)
    expect(await program.text('/sources')).toContain('Le fichier s’arrête au milieu')
    server.answer = (_, response) => void response.end('<html>panne</html>')
    program.later(0.1)
    expect(await pollSource(program.deps, id)).toMatchObject({ kind: 'failed' })
    server.answer = (_, response) =>
      void response.end(file({ ...marche(1), montant: 70_000 }, marche(2)))
    program.later(0.1)
    expect(await pollSource(program.deps, id)).toMatchObject({
      kind: 'read',
      counts: { added: 0, changed: 1, unchanged: 1 },
    })
    const imports = await program.deps.db
      .select()
      .from(contractImports)
      .where(eq(contractImports.sourceId, id))
    expect(imports.map(({ leftOut, changed }) => [leftOut, changed])).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(imports[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('are imported from a file, tried first, with a report', async () => {
    writeFileSync(
      join(folder, 'marches.json'),
      file(marche(11), { ...marche(12), id: '' }, elsewhere()),
    )
    const before = await program.deps.db.$count(contracts)
    const trial = await run('marches.json', '--dry-run')
    expect(trial.result.ok).toBe(true)
    expect(trial.said).toMatch(/1\smarché ajouté/)
    expect(trial.said).toContain('le marché n’a pas de numéro')
    expect(await program.deps.db.$count(contracts)).toBe(before)
    const { said } = await run('marches.json', '--all', '--json')
    expect(JSON.parse(said)).toMatchObject({
      ok: true,
      kept: true,
      counts: { read: 3, added: 2, refused: 1, leftOut: 0 },
      refusals: [{ row: 2, code: 'no-number' }],
    })
    expect(await program.deps.db.$count(contracts)).toBe(before + 2)
    const again = await run('marches.json', '--all', '--json')
    expect(JSON.parse(again.said).counts).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
  })

  it('are imported by the hundred in one night without a new item in the default feed', async () => {
    const night = Array.from({ length: 500 }, (_, number) => ({
      ...marche(1_000 + number),
      dateNotification: '2026-11-12',
      datePublicationDonnees: '2026-11-20',
    }))
    writeFileSync(join(folder, 'nuit.json'), file(...night))
    const items = async () => (await program.text('/consultations.rss')).match(/<item>/g) ?? []
    const before = await items()
    const { said } = await run('nuit.json', '--json')
    expect(JSON.parse(said)).toMatchObject({ counts: { added: 500 } })
    expect(await items()).toEqual(before)
  })

  it('are imported from an address', async () => {
    server.answer = (_, response) => void response.end(file(marche(21)))
    expect((await run(server.url)).said).toMatch(/1\smarché ajouté/)
    server.answer = (_, response) => void response.writeHead(404).end()
    expect((await run(server.url)).result).toMatchObject({ ok: false })
  })

  it('that are no essential data are refused with a sentence', async () => {
    writeFileSync(join(folder, 'autre.json'), '[1, 2')
    const { result } = await run('autre.json')
    expect(result.ok ? '' : result.sentence).toMatch(/Rien n’a été importé\.$/)
    expect((await run('absent.json')).result.ok).toBe(false)
  })
})

function file(...marches: object[]): string {
  return JSON.stringify({ marches: { marche: marches, 'contrat-concession': [] } })
}

function marche(number: number) {
  return {
    id: `2026M${number}`,
    acheteur: { id: '21110262900014' },
    nature: 'Marché',
    objet: `Travaux de voirie ${number}`,
    codeCPV: '45233140',
    procedure: 'Procédure adaptée',
    lieuExecution: { code: '11262', typeCode: 'Code commune' },
    dureeMois: 6,
    dateNotification: '2026-05-04',
    datePublicationDonnees: '2026-06-01',
    montant: 60_000,
    offresRecues: 3,
    titulaires: [{ titulaire: { id: '38103128500491', typeIdentifiant: 'SIRET' } }],
  }
}

function elsewhere() {
  return {
    ...marche(99),
    acheteur: { id: '21750001600019' },
    lieuExecution: { code: '75', typeCode: 'Code département' },
  }
}
