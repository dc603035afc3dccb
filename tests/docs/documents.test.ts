import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { ROUTES } from '../../src/app.ts'
import partners from '../../src/commands/demo/partners.json' with { type: 'json' }
import { commandOf, runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { type Opened, openProgram } from '../../src/runtime/node/open.ts'
import { openTestPostgres } from '../support/databases.ts'
import { readSources } from '../support/imports.ts'
import {
  anchorsOf,
  commandsOf,
  type Document,
  type DocumentedCommand,
  linksOf,
  picturesOf,
  prose,
  readDocuments,
} from './documents.ts'

/** Commands of `guichet` that are looked up in the table of commands, but not run. */
const NOT_RUN: Record<string, string> = {
  'communes update': 'asks a server of the State',
  'poll --all': 'asks the sources',
  replay: 'is run by tests/commands on feeds of its own',
  bounces: 'reads a mailbox; tests/alerts has reports',
  'sources add': 'would look at an invented address',
}

/** Programs that are not here, or not ours to start. */
const ELSEWHERE: Record<string, string> = {
  sudo: 'changes the machine: packages, users, services',
  journalctl: 'needs systemd',
  git: 'changes the checkout that the test runs in',
  cp: 'the files are looked up',
  chmod: 'the files are looked up',
}

/** What npm knows by itself. */
const OF_NPM = ['audit', 'ci', 'cit', 'install', 'sbom', 'start', 'test']

/** Files of docs/contributing that whoever follows it makes. */
const INVENTED = ['views/site/thanks-page.tsx', 'src/sources/kinds/json-list.ts']

/** Words that documents write where a reader puts his own. */
const STANDS_FOR: Record<string, string> = {
  '/backups/guichet-$(date +%F).gz': 'guichet.gz',
  '/backups/guichet-2026-11-22.gz': 'guichet.gz',
}

const documents = readDocuments()
const commands = documents.flatMap(commandsOf)
const variables = [
  ...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}(?<name>[A-Z_]+): /gm),
].map(({ groups = {} }) => groups['name'] ?? '')

describe('what documents name', () => {
  test('is all in one index', () => {
    const [index] = documents.filter(({ path }) => path === 'docs/README.md')
    const named = index ? linksOf(index).map(({ file }) => file) : []
    const all = documents.map(({ path }) => path).filter((path) => /^docs\/(?!README)/.test(path))
    expect(all.filter((path) => !named.includes(path))).toEqual([])
  })

  test.each(documents.map((each) => [each.path, each] as const))(
    '%s links to what is there',
    (_, each) => {
      const lost = linksOf(each).filter(
        ({ file, anchor }) =>
          !existsSync(file) ||
          (anchor !== null && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor)),
      )
      expect(lost).toEqual([])
    },
  )

  test('has a text for every picture, of 60 kB at most', () => {
    const pictures = documents.flatMap(picturesOf)
    expect(pictures.length).toBeGreaterThan(6)
    expect(pictures.filter(({ words }) => words.length < 20)).toEqual([])
    expect(pictures.filter(({ file }) => readFileSync(file).length > 60_000)).toEqual([])
  })

  test('are files that are there, by their path or its end', () => {
    const files = [...readSources().keys()]
    const named = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/(?<!\[)`([\w./-]+\.tsx?)`/g)].map(([, file = '']) => ({ path, file })),
    )
    const isThere = (file: string) =>
      existsSync(file) || files.some((each) => each.endsWith(`/${file}`))
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(({ file }) => !isThere(file) && !INVENTED.includes(file))).toEqual([])
  })

  test('are addresses that the program has', () => {
    const table = new Hono()
    for (const { method, path } of ROUTES) table.on(method, path, (c) => c.text('here'))
    return Promise.all(
      documents.flatMap(addressesOf).map(async ({ path, address }) => {
        const answers = await Promise.all(
          ['get', 'post', 'put'].map((method) => table.request(address, { method })),
        )
        const isThere =
          answers.some(({ status }) => status === 200) ||
          ROUTES.some((route) => route.path.startsWith(`${address}.`))
        expect([path, address, isThere]).toEqual([path, address, true])
      }),
    )
  })

  test('are variables that the program reads, the same in README and .env.example', () => {
    const [readme] = documents
    const section = /^## Variables\n([\s\S]*?)^## /m.exec(readme?.text ?? '')?.[1] ?? ''
    const inReadme = [...section.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name = '']) => name)
    const example = readFileSync('.env.example', 'utf8')
    const inExample = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name)
    expect(inReadme.toSorted()).toEqual(variables.toSorted())
    expect(inExample.toSorted()).toEqual(variables.toSorted())
    const set = commands
      .flatMap(({ variables: own, words }) => [
        ...own,
        ...(words[0] === 'export' ? words.slice(1) : []),
      ])
      .map((word) => word.split('=')[0] ?? '')
    expect(set.filter((name) => ![...variables, 'GUICHET', 'JETON'].includes(name))).toEqual([])
  })

  test('in French are labels that pages have', () => {
    const views = [...readSources()].filter(([file]) => file.startsWith('views/'))
    const shown = plain(views.map(([, text]) => text).join('\n'))
    const quoted = documents
      .filter(({ path }) => path.startsWith('docs/utilisateurs/'))
      .flatMap(({ path, text }) =>
        [...text.matchAll(/« ([^»]+) »/g)].map(([, words = '']) => `${path}: ${words}`),
      )
    expect(quoted.length).toBeGreaterThan(60)
    expect(
      quoted.filter((each) => !shown.includes(plain(each.slice(each.indexOf(': ') + 2)))),
    ).toEqual([])
  })
})

describe('a command in a document', () => {
  test('is of a known kind', () => {
    const unknown = commands.filter(
      ({ words: [program = ''] }) =>
        program !== '' &&
        !['npm', 'npx', 'export', 'curl', 'node_modules/.bin/vitest'].includes(program) &&
        !(program in ELSEWHERE),
    )
    expect(unknown).toEqual([])
  })

  test('that the program has is in the README', () => {
    const asked = commandOf([])
    const names =
      asked && 'help' in asked ? [...asked.help.matchAll(/^ {2}(\S+(?: \S+)*) {2,}/gm)] : []
    expect(names.length).toBeGreaterThan(30)
    const [readme] = documents
    const untold = names.filter(([, name = '']) => !readme?.text.includes(name))
    expect(untold.map(([, name]) => name)).toEqual([])
  })

  test('is a script of package.json, or npm’s own', () => {
    const scripts = Object.keys(manifest.scripts)
    const lost = commands.filter(
      ({ words: [program, verb = '', script = ''] }) =>
        program === 'npm' && !(verb === 'run' ? scripts.includes(script) : OF_NPM.includes(verb)),
    )
    expect(lost).toEqual([])
  })

  test('of wrangler names environments of wrangler.toml', () => {
    const toml = readFileSync('wrangler.toml', 'utf8')
    const named = commands.filter(({ words }) => words[1] === 'wrangler')
    const environments = named.flatMap(({ words }) =>
      words.filter((_, at) => words[at - 1] === '--env'),
    )
    expect(environments.length).toBeGreaterThan(2)
    expect(environments.filter((name) => !toml.includes(`[env.${name}]`))).toEqual([])
  })

  test('copies and tests files that are there', () => {
    const named = commands
      .filter(({ words: [program = ''] }) => ['cp', 'node_modules/.bin/vitest'].includes(program))
      .map(({ words }) => (words[0] === 'cp' ? words[1] : words[2]) ?? '')
    expect(named.filter((file) => !existsSync(file))).toEqual([])
  })
})

describe.each(
  [...Map.groupBy(commands.filter(isGuichet), ({ document }) => document)].map(
    ([document, those]) => [document, onceEach(those)] as const,
  ),
)('the commands of %s', (_, those) => {
  const stops: (() => Promise<void>)[] = []
  const folder = mkdtempSync(join(tmpdir(), 'guichet-docs-'))
  let opened: Opened
  beforeAll(async () => {
    opened = await openEmpty(stops)
    mkdirSync(folder, { recursive: true })
    for (const [name, content] of Object.entries(FILES))
      writeFileSync(join(folder, name), JSON.stringify(content))
  })
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(those.map((each) => [lineOf(each), each] as const))('%s', async (line, each) => {
    const argv = argumentsOf(each)
    const asked = commandOf(argv)
    const reason = Object.keys(NOT_RUN).find((start) => line.startsWith(start))
    if (each.isQuoted || reason !== undefined) {
      const usage = asked && 'command' in asked ? asked.command.usage : asked?.help
      const options = argv.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0])
      expect(line === 'COMMAND' || usage).toBeTruthy()
      expect(options.filter((option) => !usage?.includes(option ?? ''))).toEqual([])
      return
    }
    if (argv[0] === 'backup') rmSync(join(folder, argv[1] ?? ''), { force: true })
    const isRestored = argv[0] === 'restore' && !argv.includes('--check')
    const on = isRestored ? await openEmpty(stops) : opened
    const complaints: string[] = []
    const context = { deps: on.deps, sql: on.database.sql, cwd: folder, say: () => {} }
    const status = await runCommand(argv, context, (said) => complaints.push(said))
    expect({ line, status, complaints }).toEqual({ line, status: 0, complaints: [] })
  })
})

test('the service of docs/install.md gives Node the options of npm start', () => {
  const [, service = ''] =
    /^ExecStart=\S+node (.*)$/m.exec(readFileSync('docs/install.md', 'utf8')) ?? []
  expect(manifest.scripts.start.endsWith(` node ${service}`)).toBe(true)
})

/** What the commands of documents read. */
const FILES = {
  'partners.json': partners,
  'sources.json': [
    { url: 'https://exemple.example/rss', partner: 'narbonne', kind: 'rss', name: 'Exemple' },
  ],
}

async function openEmpty(stops: (() => Promise<void>)[]): Promise<Opened> {
  const database = await openTestPostgres('empty')
  stops.push(database.close)
  const read = readConfig({ DATABASE_URL: database.url, POLL: 'off' })
  const result = read.ok ? await openProgram(read.config, () => {}) : null
  if (!result?.ok) throw new Error('the program did not open')
  stops.push(result.opened.close)
  return result.opened
}

/** Each line once, those of blocks in their order, then those that are only quoted. */
function onceEach(those: DocumentedCommand[]): DocumentedCommand[] {
  const inOrder = [...those.filter(({ isQuoted }) => !isQuoted), ...those]
  const asked = inOrder.map((each) => argumentsOf(each).join(' '))
  return inOrder.filter((_, at) => asked.indexOf(asked[at] ?? '') === at)
}

/** What stands behind `npm run guichet --`, as it is written. */
function lineOf({ words }: DocumentedCommand): string {
  return words.slice(4).join(' ')
}

/** The same, as it is run. */
function argumentsOf({ words }: DocumentedCommand): string[] {
  return words.slice(4).map((word) => STANDS_FOR[word] ?? word)
}

function isGuichet({ words }: DocumentedCommand): boolean {
  return words.slice(0, 4).join(' ') === 'npm run guichet --' && words.length > 4
}

/** Paths of pages that a document quotes, or asks for with curl; BASE_URL and names of hosts aside. */
function addressesOf(document: Document): { path: string; address: string }[] {
  const quoted = [...prose(document.text).matchAll(/`(?:BASE_URL)?(\/[a-z][^`\s]*)`/g)]
    .map(([, address = '']) => address)
    .filter((address) => !/^\/(?:etc|srv|path|backups)\/|…/.test(address))
  const asked = commandsOf(document)
    .filter(({ words }) => words[0] === 'curl')
    .flatMap(({ words }) =>
      words.flatMap((word) => /^https?:\/\/[^/]+(\/.*)/.exec(word)?.[1] ?? []),
    )
  return [...quoted, ...asked].map((address) => ({
    path: document.path,
    address: address.replaceAll(/PARTNER\b|:\w+/g, '1'),
  }))
}

/** Words as they are read: one space, no markup. */
function plain(text: string): string {
  return text
    .replaceAll(/[\s\u00A0\u202F]+/g, ' ')
    .replaceAll(/&nbsp;|&#160;|\\u00A0|\\u202F/g, ' ')
    .toLowerCase()
}
