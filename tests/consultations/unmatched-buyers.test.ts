import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { findUnmatched, listUnmatched } from '../../src/consultations/unmatched-buyers.ts'
import { notices } from '../../src/consultations/schema.ts'
import { runCommand } from '../../src/commands/run.ts'
import { bought, draft, winter } from '../support/application.ts'
import { enginesOfLongSuites } from '../support/databases.ts'
import { signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const NOW = '2026-11-21T09:00:00Z'
const LIST = '/espace/administration/acheteurs'

describe.each(enginesOfLongSuites)('buyers that nobody knows, on %s', (engine) => {
  const program = useProgram(NOW, engine)
  let headers: Record<string, string>

  beforeAll(async () => {
    ;({ headers } = await signIn(program, 'administrator'))
    const said = (id: string, object: string, name: string, siret: string | null = null) =>
      draft(id, { object, buyers: bought(name, siret), deadline: winter('2026-12-15T12:00') })
    await program.say('profil', [
      said('1', 'Réfection de la voirie', 'SERVICE DES EAUX DE NARBONE'),
      said('2', 'Curage des fossés', 'SERVICE DES EAUX DE NARBONE'),
      said('3', 'Achat de bacs', 'COVALDEM DE L AUDE', '82443818800016'),
      said('4', 'Toiture de la mairie', 'Commune de Névian'),
      said('5', 'Peinture', 'Ville de Narbonne'),
      said('6', 'Signalétique', 'Office du tourisme <b>imaginaire</b>'),
    ])
  })

  const names = async () =>
    (await listUnmatched(program.deps.db, null)).buyers.map(({ name }) => name)
  const post = (path: string, body: string) =>
    program.app.request(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })

  test('are listed, those met most often first, with what they may be', async () => {
    const { buyers, next } = await listUnmatched(program.deps.db, null)
    expect(next).toBeNull()
    expect(buyers).toMatchObject([
      { name: 'SERVICE DES EAUX DE NARBONE', times: 2, latest: { title: 'Curage des fossés' } },
      { name: 'COVALDEM DE L AUDE', siret: '82443818800016', times: 1 },
      { name: 'Office du tourisme <b>imaginaire</b>', times: 1 },
    ])
    expect(buyers[1]?.candidates[0]).toEqual({ slug: 'covaldem11', name: 'COVALDEM 11' })
  })

  test('go on after a page’s last one', async () => {
    const { buyers } = await listUnmatched(program.deps.db, null)
    const [first] = buyers
    const rest = await listUnmatched(program.deps.db, {
      times: first?.times ?? 0,
      id: first?.id ?? 0,
    })
    expect(rest.buyers).toEqual(buyers.slice(1))
  })

  test('are shown to administrators only, escaped', async () => {
    const page = await program.app.request(LIST, { headers })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('&lt;b&gt;imaginaire')
    const agent = await signIn(program, { role: 'partner-administrator', partner: 'narbonne' })
    expect((await program.app.request(LIST, { headers: agent.headers })).status).toBe(403)
    expect((await program.app.request(LIST)).status).toBe(303)
  })

  test('a choice that names nobody, or itself, is told at the field', async () => {
    for (const choice of ['', 'personne', 'covaldem-de-l-aude']) {
      const answer = await post(`${LIST}/covaldem-de-l-aude/rattachement`, `acheteur=${choice}`)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('Choisissez l’acheteur dont c’est un autre nom.')
    }
    expect((await post(`${LIST}/narbonne/rattachement`, 'acheteur=carcassonne')).status).toBe(404)
  })

  test('one that is another moves to it with all it has, without a notice to anybody', async () => {
    const before = await program.deps.db.$count(notices)
    const answer = await post(`${LIST}/covaldem-de-l-aude/rattachement`, 'acheteur=covaldem11')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, LIST])
    expect(await names()).not.toContain('COVALDEM DE L AUDE')
    expect(await program.text('/acheteurs/covaldem11')).toContain('Achat de bacs')
    expect(await program.text('/consultations.json?acheteur=covaldem11')).toContain('Achat de bacs')
    expect(await program.deps.db.$count(notices)).toBe(before)
    const [line] = await program.deps.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, 'buyer.join'))
    expect(line).toMatchObject({
      subject: 'buyer:covaldem11',
      before: { name: 'COVALDEM DE L AUDE' },
      after: { consultations: 1 },
    })
    expect(line?.actor).toMatch(/^agent:/)
  })

  test('its old address leads to it, on pages and in feeds', async () => {
    const page = await program.app.request('/acheteurs/covaldem-de-l-aude')
    expect([page.status, page.headers.get('location')]).toEqual([308, '/acheteurs/covaldem11'])
    const feed = await program.text('/consultations.json?acheteur=covaldem-de-l-aude')
    expect(feed).toContain('Achat de bacs')
  })

  test('the next notice with that spelling, or that number, is its own', async () => {
    await program.say('profil', [
      draft('7', { object: 'Bennes', buyers: bought('Covaldem de l’Aude') }),
      draft('8', { object: 'Compost', buyers: bought('Un autre nom', '82443818800016') }),
    ])
    const page = await program.text('/acheteurs/covaldem11')
    expect(page).toContain('Bennes')
    expect(page).toContain('Compost')
    expect(await names()).toHaveLength(2)
  })

  test('one of its own keeps its page and leaves the list', async () => {
    const slug = 'office-du-tourisme-b-imaginaire-b'
    expect((await post(`${LIST}/${slug}/reconnaissance`, '')).status).toBe(303)
    expect(await names()).toEqual(['SERVICE DES EAUX DE NARBONE'])
    expect(await program.text(`/acheteurs/${slug}`)).toContain('Signalétique')
    expect(await findUnmatched(program.deps.db, slug)).toBeNull()
    expect((await post(`${LIST}/${slug}/reconnaissance`, '')).status).toBe(404)
  })

  test('operators list them and tell who they are on the command line', async () => {
    const said: string[] = []
    const complained: string[] = []
    const complain = (line: string) => void complained.push(line)
    const say = (line: string) => void said.push(line)
    const context = { deps: program.deps, sql: program.database.sql, cwd: '.', say }
    expect(await runCommand(['buyers', 'unmatched'], context, complain)).toBe(0)
    expect(said.join('\n')).toMatch(/^2\tSERVICE DES EAUX DE NARBONE/)
    const alias = (name: string, into: string) =>
      runCommand(['buyers', 'alias', name, into], context, complain)
    expect(await alias('Personne', 'narbonne')).toBe(1)
    expect(await alias('Service des eaux de Narbone', 'personne')).toBe(1)
    expect(complained).toHaveLength(2)
    expect(await alias('Service des eaux de Narbone', 'narbonne')).toBe(0)
    expect(said.at(-1)).toBe('2 consultations passent sous ce nom.')
    expect(await names()).toEqual([])
    expect(await program.text('/acheteurs/narbonne')).toContain('Curage des fossés')
  })
})
