import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog } from '../../src/audit/schema.ts'
import { agents, apiTokens, memberships, sessions } from '../../src/auth/schema.ts'
import { findToken } from '../../src/auth/tokens.ts'
import { runCommand } from '../../src/commands/run.ts'
import { openPostgres, type OpenDatabase } from '../../src/db/postgres.ts'
import { testProgram, type TestProgram } from '../support/application.ts'
import { openTestPostgres } from '../support/databases.ts'
import { signIn } from '../support/sign-in.ts'
import { visitor } from '../support/visitor.ts'

describe('the command line for agents and tokens', () => {
  let database: OpenDatabase & { url: string }
  let driver: OpenDatabase
  let program: TestProgram

  beforeAll(async () => {
    database = await openTestPostgres('ready')
    driver = openPostgres(database.url, { max: 1 })
    program = await testProgram(database, '2026-11-20T10:00:00+01:00')
  })
  afterAll(async () => {
    await driver.close()
    await database.close()
  })
  beforeEach(async () => {
    for (const table of [agents, apiTokens, auditLog]) await database.db.delete(table)
  })

  async function run(...words: string[]) {
    const said: string[] = []
    const complained: string[] = []
    const context = {
      deps: program.deps,
      sql: driver.sql,
      cwd: '.',
      say: (line: string) => void said.push(line),
    }
    const status = await runCommand(words, context, (line) => void complained.push(line))
    return { status, said, complained: complained.join('\n') }
  }

  it('a token is printed once, and is a partner’s program’s key from then on', async () => {
    const made = await run('token', '--partner', 'narbonne', '--name', 'logiciel de rédaction')
    expect(made).toMatchObject({ status: 0, complained: '' })
    const [secret = ''] = made.said
    expect(secret).toMatch(/^guichet_[\w-]{43}$/)
    const found = await findToken(database.db, secret, program.clock.now)
    expect(found?.partner.slug).toBe('narbonne')
    expect(found?.agent.name).toBe('logiciel de rédaction')
    const rows = await database.db.select().from(apiTokens)
    expect(JSON.stringify(rows)).not.toContain(secret)
    const [line] = await database.db.select().from(auditLog)
    expect(line).toMatchObject({ actor: 'command:token', action: 'token.make' })
  })

  it.each([
    [['token'], /--partner PARTENAIRE/],
    [['token', '--partner', 'narbonne'], /--name USAGE/],
    [['token', '--partner', 'narbonne', '--name', '  '], /--name USAGE/],
    [['token', '--partner', 'narbonne', '--name', 'a'.repeat(81)], /80 caractères/],
    [['token', '--partner', 'personne', '--name', 'a'], /Partenaire inconnu : « personne »/],
    [['token', '--scope', 'tout'], /Usage/],
    [['agents', 'disable', 'personne@ville.example'], /Aucun agent n’a l’adresse/],
    [['agents', 'enable'], /Usage/],
    [['agents', 'list', 'tous'], /Usage/],
  ])('« %s » is refused with what to do', async (words, sentence) => {
    const ended = await run(...words)
    expect(ended.status).toBe(1)
    expect(ended.complained).toMatch(sentence)
    expect(await database.db.select().from(apiTokens)).toEqual([])
  })

  it('an agent is invited, listed, shut out and let in again', async () => {
    expect((await run('agents', 'list')).said).toEqual([
      'Aucun agent : invitez le premier (« invite »).',
    ])
    const email = 'camille@ville.example'
    const to = ['--partner', 'narbonne', '--role', 'redacteur', '--name', 'Camille']
    const invited = await run('invite', 'Camille@Ville.example', ...to)
    const [address = ''] = invited.said
    const browser = visitor(program.app, 'https://guichet.example')
    expect((await browser.post(new URL(address).pathname)).status).toBe(303)
    expect((await run('agents', 'list')).said).toEqual([
      `${email}\tCamille\touvert\trédacteur (narbonne)`,
    ])
    expect((await run('agents', 'disable', email)).said).toEqual(['Accès suspendu.'])
    expect((await run('agents', 'disable', email)).said).toEqual(['L’accès était déjà suspendu.'])
    expect((await browser.get('/espace')).status).toBe(303)
    expect(await database.db.select().from(sessions)).toEqual([])
    expect((await run('agents', 'list')).said[0]).toContain('\tsuspendu\t')
    expect((await run('agents', 'enable', email)).said).toEqual(['Accès ouvert.'])
    const lines = await database.db.select().from(auditLog).orderBy(auditLog.id)
    expect(lines.map(({ actor, action }) => `${actor} ${action}`).slice(-2)).toEqual([
      'command:agents disable agent.disable',
      'command:agents enable agent.enable',
    ])
  })

  it('somebody with several roles has one line', async () => {
    const { agentId } = await signIn(program, { role: 'publisher', partner: 'narbonne' })
    const [role] = await database.db
      .select()
      .from(memberships)
      .where(eq(memberships.agentId, agentId))
    await database.db.insert(memberships).values({
      agentId,
      partnerId: role?.partnerId ?? 0,
      role: 'pact-editor',
      givenBy: 'test',
      givenAt: program.clock.now,
    })
    await database.db.update(agents).set({ administrator: true })
    const { said } = await run('agents', 'list')
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(
      /administrateur du guichet, rédacteur \(narbonne\), référent du pacte \(narbonne\)$/,
    )
  })
})
