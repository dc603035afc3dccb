import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import partners from '../../src/commands/demo/partners.json' with { type: 'json' }
import { handOver } from '../../src/commands/hand-over.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { type Ended, guichet, type RunningServer, startServer } from '../support/command-line.ts'
import { copyEmbeddedFolder } from '../support/databases.ts'
import { described, type SourceServer, startSource } from '../support/source-server.ts'

// Each process takes seconds to start, many more on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

const SENTENCE = /^[A-ZÀÉ«].*\S\n$/s

/** A refusal in French, on the standard error, and nothing else. */
function expectRefusal(ended: Ended, sentence: RegExp): void {
  expect(ended).toEqual({
    status: 1,
    out: '',
    err: expect.stringMatching(sentence),
  })
  expect(ended.err).toMatch(SENTENCE)
  expect(ended.err).not.toMatch(/Error|\bat .*\(|select |{"at"/)
}

describe('the command line', () => {
  let folder: string
  let source: SourceServer

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
    source = await startSource()
    const narbonne = partners.filter((each) => each.identifiant === 'narbonne')
    const write = (name: string, value: unknown) =>
      writeFileSync(join(folder, name), JSON.stringify(value))
    write('partenaires.json', narbonne)
    write(
      'faux-siret.json',
      narbonne.map((each) => ({ ...each, siret: '21110262700010' })),
    )
    write('bonne-puis-mauvaise.json', [
      { url: 'https://un.example/rss', partner: 'narbonne' },
      { url: 'https://deux.example/rss', partner: 'personne' },
    ])
    write('deux-fois.json', [
      { url: 'https://un.example/rss', partner: 'narbonne' },
      { url: 'https://un.example/rss#haut', partner: 'narbonne' },
    ])
    write('autre-chose.json', { sources: [] })
    write('nul.json', [{ url: 'https://un.example/rss', partner: 'nar\0bonne' }])
    const gone = await startSource()
    await gone.close()
    write('deux-sources.json', [
      { url: gone.url, partner: 'narbonne', kind: 'rss', name: 'Un' },
      { url: `${gone.url}?deux`, partner: 'narbonne' },
    ])
    mkdirSync(join(folder, 'flux'))
    for (const [week, title] of ['Élagage des platanes', 'Location de bennes'].entries())
      writeFileSync(
        join(folder, 'flux', `semaine-${week}.xml`),
        `<rss version="2.0"><channel><item><guid>${week}</guid><title>${title}</title>
        <pubDate>Mon, ${10 + week} Jan 2022 08:00:00 +0100</pubDate></item></channel></rss>`,
      )
    mkdirSync(join(folder, 'vide'))
  })
  afterAll(async () => {
    await source.close()
    rmSync(folder, { recursive: true, force: true })
  })

  describe('that needs no database', () => {
    const variables = { DATA_DIR: 'absent' }
    afterEach(() => expect(readdirSync(folder)).not.toContain('absent'))

    test('lists its commands, and tells of each', async () => {
      const help = await guichet(['--help'], folder, variables)
      expect(help).toMatchObject({ status: 0, err: '' })
      for (const name of ['migrate', 'demo', 'partners import', 'sources add', 'poll', 'replay'])
        expect(help.out).toContain(name)
      const replay = await guichet(['replay', '--help'], folder, variables)
      expect(replay).toMatchObject({ status: 0, err: '', out: expect.stringContaining('DOSSIER') })
    })

    test('refuses words that name no command, before it opens anything', async () => {
      expectRefusal(
        await guichet(['effacer', 'tout'], folder, variables),
        /Commande inconnue : « effacer tout »/,
      )
    })

    test('refuses variables that make no sense, and a false clock in production', async () => {
      expectRefusal(
        await guichet(['poll'], folder, {
          ...variables,
          FAKE_NOW: '2026-11-21T09:00:00Z',
          NODE_ENV: 'production',
        }),
        /FAKE_NOW : interdit quand NODE_ENV=production/,
      )
      await expect(
        startServer(folder, {
          ...variables,
          FAKE_NOW: '2026-11-21T09:00:00Z',
          NODE_ENV: 'production',
        }),
      ).rejects.toThrow('1: FAKE_NOW : interdit quand NODE_ENV=production.')
    })
  })

  describe('beside a running server', () => {
    let data: string
    let server: RunningServer
    const variables = () => ({ DATA_DIR: data, POLL: 'off', ALLOW_PRIVATE_SOURCES: '1' })
    /** Types a command: what guichet.ts does where a server runs, without the seconds that a process takes to start. */
    async function run(...argv: string[]): Promise<Ended> {
      const shown = { out: '', err: '' }
      const status = await handOver(data, { argv, cwd: folder }, (line, stream) => {
        shown[stream] += `${line}\n`
      })
      return { status, ...shown }
    }
    const sources = async (): Promise<{ url: string; state: string; items: number | null }[]> => {
      const response = await fetch(`${server.origin}/sources.json`)
      return JSON.parse(await response.text())
    }

    beforeAll(async () => {
      data = copyEmbeddedFolder()
      server = await startServer(folder, variables())
    })
    afterAll(async () => {
      await server.stop('SIGTERM')
      rmSync(data, { recursive: true, force: true })
    })

    test('imports partners, or says which SIRET is wrong', async () => {
      expectRefusal(await run('partners', 'import', 'faux-siret.json'), /ce SIRET est faux/)
      expectRefusal(await run('partners', 'import', 'absent.json'), /ne peut pas être lu/)
      expectRefusal(await run('partners', 'import', 'absent.txt'), /\.json ou \.csv/)
      expectRefusal(await run('partners', 'import'), /Usage :\npartners import FICHIER/)
      expectRefusal(
        await run('sources', 'add', source.url, '--partner', 'narbonne'),
        /Partenaire inconnu : « narbonne »/,
      )
      const words = ['partners', 'import', 'partenaires.json']
      expect(await guichet(words, folder, variables())).toMatchObject({ status: 0, err: '' })
      expect(await (await fetch(`${server.origin}/acheteurs`)).text()).toContain('Narbonne')
    })

    test('adds a source, or says what is wrong with it and adds nothing', async () => {
      const add = (url: string, ...more: string[]) => run('sources', 'add', url, ...more)
      const to = ['--partner', 'narbonne']
      for (const url of [
        'pas une adresse',
        'ftp://un.example/rss',
        'https://un:secret@deux.example/',
        'https://:secret@deux.example/',
        `https://un.example/${'a'.repeat(3000)}`,
      ])
        expectRefusal(await add(url, ...to), /n’est pas une adresse http\(s\) complète/)
      expectRefusal(await add('https://un.example/rss'), /--partner PARTENAIRE/)
      expectRefusal(
        await add('https://un.example/rss', ...to, '--kind', 'telex'),
        /Type de source inconnu : « telex » ; types possibles : rss/,
      )
      expectRefusal(await add('https://un.example/rss', ...to, '--couleur', 'bleu'), /Usage/)
      expect(await sources()).toEqual([])
      expect(await add(source.url, ...to, '--kind', 'rss', '--name', 'Profil')).toEqual({
        status: 0,
        out: 'Source ajoutée.\n',
        err: '',
      })
      expectRefusal(await add(source.url, ...to), /déjà suivie/)
      expect(await sources()).toMatchObject([{ url: source.url, state: 'new', items: null }])
    })

    test('imports a list of sources whole or not at all', async () => {
      const load = (file: string) => run('sources', 'import', file)
      expectRefusal(await load('bonne-puis-mauvaise.json'), /Partenaire inconnu : « personne »/)
      expectRefusal(await load('deux-fois.json'), /déjà suivie : https:\/\/un\.example\/rss/)
      expectRefusal(await load('autre-chose.json'), /liste JSON/)
      expectRefusal(await load('nul.json'), /liste JSON/)
      expect(await sources()).toHaveLength(1)
      expect(await load('deux-sources.json')).toMatchObject({ status: 0, err: '' })
      expect(await sources()).toHaveLength(3)
    })

    test('polls every source and tells how each went', async () => {
      source.publish([
        {
          guid: '1',
          title: 'Réfection de la voirie communale',
          text: described({ buyer: 'Ville de Narbonne', deadline: '15/12/2099 à 12h00' }),
        },
      ])
      const polled = await run('poll', '--all')
      expect(polled).toMatchObject({ status: 0, err: '' })
      expect(polled.out).toContain('Profil : 1 articles, 1 nouveaux, 0 modifiés')
      expect(polled.out).toContain('Un : Le site a refusé la connexion.')
      expect(polled.out).toMatch(/\n1 sources lues, 0 inchangées, 2 en échec ; 1 nouvelles .*\n$/)
      expect(await (await fetch(server.origin)).text()).toContain('Réfection de la voirie')
      const list = await run('sources', 'list')
      expect(list.out).toContain(`ok\tnarbonne\t1\t${source.url}\n`)
      expect(list.out.split('\n')).toHaveLength(4)
    })

    test('stops at Ctrl+C, and starts again with all it held', async () => {
      expect(await server.stop('SIGINT')).toBe(0)
      server = await startServer(folder, variables())
      expect(await (await fetch(server.origin)).text()).toContain('Réfection de la voirie')
      expect(await server.stop('SIGTERM')).toBe(0)
    })

    const alone = (...words: string[]) => guichet(words, folder, variables())

    test('does the same without a server: replays a folder, then again', async () => {
      expectRefusal(await alone('replay', 'vide'), /Aucun flux .* dans « .*vide »/)
      const first = await alone('replay', 'flux')
      expect(first).toMatchObject({ status: 0, err: '' })
      expect(first.out).toMatch(
        /^semaine-0\.xml : 1 articles, 1 nouveaux, 0 modifiés\nsemaine-1\.xml : .*\n2 consultations ajoutées, 0 modifiées\.\n$/,
      )
      const second = await alone('replay', 'flux')
      expect(second.out).toMatch(/\n0 consultations ajoutées, 0 modifiées\.\n$/)
    })

    test('leaves a folder alone that another process holds without taking commands', async () => {
      rmSync(join(data, 'commands.sock'), { force: true })
      writeFileSync(join(data, `lock-${process.pid}`), '')
      expectRefusal(await alone('sources', 'list'), /est déjà ouvert par le processus \d+/)
    })
  })

  describe('on a PostgreSQL server', () => {
    let url: string
    const name = `guichet_test_cli_${process.pid}`
    const run = (...words: string[]) => guichet(words, folder, { DATABASE_URL: url, POLL: 'off' })

    beforeAll(async () => {
      const { postgresUrl } = inject('databases')
      const { sql, close } = openPostgres(postgresUrl, { max: 1 })
      await sql`create database ${sql(name)}`
      await close()
      url = Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href
    })
    afterAll(async () => {
      const { sql, close } = openPostgres(inject('databases').postgresUrl, { max: 1 })
      await sql`drop database ${sql(name)} with (force)`
      await close()
    })

    test('asks for a migration first, then works, then refuses what a newer program left', async () => {
      const migrateFirst =
        /La base n’est pas à jour : lancez d’abord « npm run guichet -- migrate »/
      expectRefusal(await run('sources', 'list'), migrateFirst)
      await expect(startServer(folder, { DATABASE_URL: url })).rejects.toThrow(migrateFirst)

      const migrated = await run('migrate')
      expect(migrated).toMatchObject({ status: 0, err: '' })
      expect(migrated.out).toMatch(/^Migration 0000.*La base est à jour\.\n$/s)
      expect(await run('migrate')).toEqual({ status: 0, out: 'La base est à jour.\n', err: '' })
      expect(await run('sources', 'list')).toMatchObject({
        status: 0,
        out: expect.stringContaining('Aucune source'),
      })
      const server = await startServer(folder, { DATABASE_URL: url, POLL: 'off' })
      expect((await fetch(`${server.origin}/sante`)).status).toBe(200)
      expect(await server.stop('SIGTERM')).toBe(0)

      const { sql, close } = openPostgres(url, { max: 1 })
      await sql`insert into guichet_migrations (name) values ('9999_plus_tard')`
      await close()
      for (const words of [['sources', 'list'], ['migrate']])
        expectRefusal(await run(...words), /version plus récente de Guichet \(9999_plus_tard\)/)
    })

    test('says what to do where the server is away or the database does not exist', async () => {
      const away = { DATABASE_URL: 'postgres://guichet@127.0.0.1:1/guichet' }
      expectRefusal(await guichet(['migrate'], folder, away), /vérifiez DATABASE_URL/)
      await expect(startServer(folder, away)).rejects.toThrow(
        /^1: La base de données ne répond pas/,
      )
      const absent = Object.assign(new URL(url), { pathname: '/absente' }).href
      expectRefusal(
        await guichet(['sources', 'list'], folder, { DATABASE_URL: absent }),
        /n’existe pas : créez-la/,
      )
    })
  })

  test('says which port is taken', async () => {
    const data = copyEmbeddedFolder('ready')
    const port = new URL(source.url).port
    await expect(startServer(folder, { DATA_DIR: data, POLL: 'off', PORT: port })).rejects.toThrow(
      `Le port ${port} est déjà pris : choisissez-en un autre avec PORT.`,
    )
    rmSync(data, { recursive: true, force: true })
  })

  test('says so where the data folder cannot be made', async () => {
    expectRefusal(
      await guichet(['sources', 'list'], folder, { DATA_DIR: join(folder, 'nul.json') }),
      /vérifiez DATA_DIR/,
    )
  })
})
