import { beforeEach, describe, expect, test } from 'vitest'
import { desc, sql } from 'drizzle-orm'
import { auditLog } from '../../src/audit/schema.ts'
import { runCommand } from '../../src/commands/run.ts'
import { consultations, overriddenDeadlines } from '../../src/consultations/schema.ts'
import { bought, draft, winter } from '../support/application.ts'
import { type SignedIn, signIn } from '../support/sign-in.ts'
import { useProgram } from '../support/use-program.ts'

const VOIRIE = {
  object: 'Réfection de la voirie communale',
  buyers: bought('Ville de Narbonne', '21110262900019'),
  deadline: winter('2026-12-15T12:00'),
}

const program = useProgram('2026-11-20T09:00:00Z')
beforeEach(async () => {
  await program.deps.db.execute(sql`truncate consultations, audit_log restart identity cascade`)
  await program.deps.db.execute(sql`delete from reference_counters`)
  await program.say('plateforme', [draft('voirie', VOIRIE)])
  await program.say('boamp', [
    draft('b1', { ...VOIRIE, object: 'Travaux de réfection de voirie communale' }),
  ])
})

const standing = () =>
  program.deps.db.$count(consultations, sql`${consultations.joinedIntoId} is null`)

describe('the page where agents answer', () => {
  let narbonne: SignedIn
  let carcassonne: SignedIn
  beforeEach(async () => {
    narbonne = await signIn(program, { role: 'publisher', partner: 'narbonne' })
    carcassonne = await signIn(program, { role: 'publisher', partner: 'carcassonne' })
  })

  async function read(agent: SignedIn, path: string): Promise<string> {
    return (await program.app.request(path, { headers: agent.headers })).text()
  }

  function send(agent: SignedIn, path: string, fields: Record<string, string>) {
    return program.app.request(path, {
      method: 'POST',
      headers: { ...agent.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
  }

  test('shows both sides of each question of the partner’s, and of nobody else’s', async () => {
    const page = await read(narbonne, '/espace/narbonne/doublons')
    for (const words of ['2026-0001', '2026-0002', 'C’est la même', 'Ce sont deux consultations'])
      expect(page).toContain(words)
    expect(page).toMatch(/100\s% de mots communs, même date limite/)
    const other = await read(carcassonne, '/espace/carcassonne/doublons')
    expect(other).toContain('Aucune question en attente.')
  })

  test('joins two, in the agent’s name, and separates them again', async () => {
    const pair = { une: '2026-0001', autre: '2026-0002' }
    const joined = await send(narbonne, '/espace/narbonne/doublons', { ...pair, reponse: 'meme' })
    expect([joined.status, joined.headers.get('location')]).toEqual([
      303,
      '/espace/narbonne/doublons?fait=reunies',
    ])
    expect(await standing()).toBe(1)
    const [line] = await program.deps.db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1)
    expect(line).toMatchObject({
      action: 'consultation.join',
      actor: `agent:${narbonne.agentId}`,
      partnerId: expect.any(Number),
    })
    const page = await read(narbonne, '/espace/narbonne/doublons?fait=reunies')
    expect(page).toContain('Les deux consultations n’en font plus qu’une.')
    const [, , second = ''] = page.split('name="releve" value="')
    const releve = /^\d+/.exec(second)?.[0] ?? ''
    const parted = await send(narbonne, '/espace/narbonne/doublons/separation', {
      consultation: '2026-0001',
      releve,
    })
    expect(parted.headers.get('location')).toBe('/espace/narbonne/doublons?fait=separees')
    expect(await standing()).toBe(2)
    expect(await read(narbonne, '/espace/narbonne/doublons')).toContain('Aucune question')
  })

  test('keeps two apart for ever', async () => {
    const pair = { une: '2026-0001', autre: '2026-0002', reponse: 'deux' }
    await send(narbonne, '/espace/narbonne/doublons', pair)
    expect(await standing()).toBe(2)
    expect(await read(narbonne, '/espace/narbonne/doublons')).toContain('Aucune question')
  })

  test('changes nothing of other partners’ consultations, nor for what is not told', async () => {
    const pair = { une: '2026-0001', autre: '2026-0002', reponse: 'meme' }
    const refused = await send(carcassonne, '/espace/carcassonne/doublons', pair)
    expect(refused.headers.get('location')).toContain('fait=perimee')
    await send(narbonne, '/espace/narbonne/doublons', pair)
    for (const fields of [
      { consultation: '2026-0001', releve: '2' },
      { consultation: '2026-0001', releve: '99999999999' },
      { consultation: 'x', releve: 'x' },
    ]) {
      const agent = fields.releve === '2' ? carcassonne : narbonne
      const slug = agent === narbonne ? 'narbonne' : 'carcassonne'
      const answer = await send(agent, `/espace/${slug}/doublons/separation`, fields)
      expect(answer.headers.get('location')).toContain('fait=perimee')
    }
    expect(await standing()).toBe(1)
  })

  test('tells of a date that an official one replaced, until somebody has seen it', async () => {
    const typed = { ...VOIRIE, object: 'Bancs', reference: '26-B-1' }
    await program.say('saisie', [draft('bancs', typed, { basis: 'typed' })])
    program.clock.now = new Date(program.clock.now.getTime() + 60_000)
    await program.say('plateforme', [
      draft('bancs', { ...typed, deadline: winter('2026-12-22T12:00') }),
    ])
    const page = await read(narbonne, '/espace/narbonne/doublons')
    expect(page).toMatch(/vous aviez saisi le mardi 15 décembre.*mardi 22 décembre/s)
    const [row] = await program.deps.db.select().from(overriddenDeadlines)
    const date = String(row?.id)
    await send(carcassonne, '/espace/carcassonne/doublons/dates', { date })
    expect(await read(narbonne, '/espace/narbonne/doublons')).toContain('vous aviez saisi')
    await send(narbonne, '/espace/narbonne/doublons/dates', { date })
    expect(await read(narbonne, '/espace/narbonne/doublons')).not.toContain('vous aviez saisi')
  })
})

describe('the operator’s commands', () => {
  async function guichet(...argv: string[]) {
    const out: string[] = []
    const err: string[] = []
    const context = {
      deps: program.deps,
      sql: program.database.sql,
      cwd: '.',
      say: (line: string) => void out.push(line),
    }
    const status = await runCommand(argv, context, (line) => void err.push(line))
    return { status, out: out.join('\n'), err: err.join('\n') }
  }

  test('list, join, show and separate', async () => {
    expect(await guichet('duplicates', 'list')).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^2026-0001\t2026-0002\t100\s% de mots communs/),
    })
    expect((await guichet('duplicates', 'same', '2026-0001', '2026-0002')).status).toBe(0)
    expect((await guichet('duplicates', 'list')).out).toBe('Aucun doublon possible.')
    const shown = await guichet('split', '2026-0001')
    const [, second = ''] = shown.out.split('\n')
    expect(second).toMatch(/^\d+\tboamp\tTravaux de réfection/)
    const source = second.split('\t')[0] ?? ''
    expect(await guichet('split', '2026-0001', '--source', source)).toMatchObject({
      status: 0,
      out: 'Consultations séparées : 2026-0001, 2026-0002.',
    })
    expect(await standing()).toBe(2)
  })

  test('keep two apart', async () => {
    expect((await guichet('duplicates', 'different', '2026-0002', '2026-0001')).status).toBe(0)
    expect((await guichet('duplicates', 'list')).out).toBe('Aucun doublon possible.')
  })

  test.each([
    [['duplicates', 'same', '2026-0001', '2026-0099'], /n’est la référence d’aucune/],
    [['duplicates', 'same', '2026-0001', '2026-0001'], /sont déjà la même/],
    [['duplicates', 'different', '2026-0001'], /Arguments refusés/],
    [['split', '2026-0099'], /n’est la référence d’aucune/],
    [['split', '2026-0001', '--source', '0'], /ne dit rien de 2026-0001/],
  ])('refuse %j in a sentence', async (argv, sentence) => {
    expect(await guichet(...argv)).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(sentence),
    })
  })

  test('refuse to separate what has one source only, and tell of themselves', async () => {
    const [, id = ''] = /^(\d+)/.exec((await guichet('split', '2026-0001')).out) ?? []
    expect((await guichet('split', '2026-0001', '--source', id)).err).toMatch(/rien à séparer/)
    expect((await guichet('split', '--help')).out).toContain('--source')
    expect((await guichet('duplicates')).out).toContain('duplicates different')
  })
})
