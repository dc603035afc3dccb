import { describe, expect, it } from 'vitest'
import { folderOf, type Import, importsOf, isRoutes, readSources } from './support/imports.ts'

/** What stands in src, each after everything that it may import; STYLE.md tells why. */
const ORDER = [
  'feeds',
  'config.ts',
  'db',
  'office',
  'http',
  'deps.ts',
  'jobs',
  'mail',
  'audit',
  'documents',
  'places',
  'rules',
  'partners',
  'auth',
  'contacts',
  'consultations',
  'firms',
  'contracts',
  'sources',
  'forms',
  'posting',
  'api',
  'programme',
  'templates',
  'pact',
  'trainings',
  'requests',
  'rencontres',
  'library',
  'analysis',
  'open-data',
  'news',
  'alerts',
  'hub',
  'espace',
  'site',
  'reading-routes.ts',
  'application.ts',
  'app.ts',
  'commands',
  'runtime',
]

/** The tables of routes. */
const MOUNTS = ['src/app.ts', 'src/reading-routes.ts']

/** The files of src/db that open a database or read the machine's files for it. */
const OPENERS =
  /^src\/db\/(embedded|embedded-worker|folder-claim|local-socket|migration-files|postgres)\.ts$/

/** What exists on one runtime only. */
const MACHINE =
  /^(node:.*|postgres|@electric-sql\/.*|@hono\/node-server(\/.*)?|undici|cloudflare:.*)$/

const DATABASE = /^(drizzle-orm|postgres)(\/.*)?$/

const texts = readSources()
const files = [...texts.keys()]
const imports = files.flatMap((file) => importsOf(file, texts.get(file) ?? ''))
const values = imports.filter((each) => !each.typeOnly)
const needs = Map.groupBy(values, ({ from }) => from)

describe('the order of dependence', () => {
  it('has a place for everything in src', () => {
    const entries = files.filter((file) => file.startsWith('src/')).map(folderOf)
    expect([...new Set(entries)].filter((entry) => !ORDER.includes(entry))).toEqual([])
  })

  it('lets a file import only from its own folder and those above it', () => {
    const upward = values.filter(
      ({ from, to }) => isSource(from) && isSource(to) && rank(to) > rank(from) && !isRoutes(from),
    )
    expect(shown(upward)).toEqual([])
  })

  it('lets routes ask every feature, but no command and no runtime', () => {
    const outside = ['app.ts', 'commands', 'runtime']
    const astray = values.filter(
      ({ from, to }) => isRoutes(from) && isSource(to) && outside.includes(folderOf(to)),
    )
    expect(shown(astray)).toEqual([])
  })

  it('mounts routes in the application and uses them nowhere else', () => {
    const elsewhere = values.filter(({ from, to }) => isRoutes(to) && !MOUNTS.includes(from))
    expect(shown(elsewhere)).toEqual([])
  })

  it('has nothing that imports a runtime, not even a type', () => {
    const inward = imports.filter(({ from, to }) => isRuntime(to) && !isRuntime(from))
    expect(shown(inward)).toEqual([])
  })

  it('has no circle of files', () => {
    expect(circles()).toEqual([])
  })
})

describe('what only one runtime can do', () => {
  it('is asked for by runtimes, the openers of databases and commands only', () => {
    const astray = values.filter(
      ({ from, to }) =>
        MACHINE.test(to) &&
        !isRuntime(from) &&
        !from.startsWith('src/commands/') &&
        !OPENERS.test(from),
    )
    expect(shown(astray)).toEqual([])
  })

  it('includes the clock: rules get the time as an argument', () => {
    const clock = /\bDate\.now\(\)|\bnew Date\(\)|\bTemporal\.Now\b/
    expect(withMatch(clock, (file) => !isRuntime(file))).toEqual([])
  })
})

describe('pages', () => {
  it('reach no database, by themselves or through what they import', () => {
    const reached = files
      .filter((file) => file.startsWith('views/'))
      .flatMap((file) =>
        reach(file)
          .filter(isDatabase)
          .map((to) => `${file} → … → ${to}`),
      )
    expect(reached).toEqual([])
  })

  it('are rendered by routes, errors and commands, messages and documents by jobs too, never asked by a rule', () => {
    const isMessage = ({ from, to }: Import) =>
      from.endsWith('-job.ts') && /^views\/(mail|office)\//.test(to)
    const astray = values.filter(
      ({ from, to, typeOnly }) =>
        /^views\/.*\.tsx?$/.test(to) &&
        isSource(from) &&
        !isRoutes(from) &&
        !isMessage({ from, to, typeOnly }) &&
        !['http', 'commands'].includes(folderOf(from)),
    )
    expect(shown(astray)).toEqual([])
  })

  it('escape everything: no markup is taken as it comes', () => {
    expect(withMatch(/(?<!\.)\braw\(|dangerouslySetInnerHTML|\binnerHTML\b/)).toEqual([])
  })

  it('carry nothing that the security policy forbids: no inline style, no code in attributes', () => {
    const forbidden = /\sstyle=|\bhx-on\b|=\{?["'`](?:js|javascript):|\son[a-z]+=["'{]/
    expect(withMatch(forbidden)).toEqual([])
  })
})

describe('the reader of imports behind these tests', () => {
  it('sees every form of import, and tells types from values', () => {
    const text = [
      `import { a } from './a.ts'`,
      `import type { B } from '../b.ts'`,
      `import {`,
      `  c,`,
      `  type D,`,
      `} from './c.tsx'`,
      `import './e.css'`,
      `export { f } from './f.ts'`,
      `export type { G } from 'g'`,
      `const h = await import('node:h')`,
      `import i, * as j from 'i/j'`,
    ].join('\n')
    expect(importsOf('src/x/y.ts', text).map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
      ['src/x/a.ts', false],
      ['src/b.ts', true],
      ['src/x/c.tsx', false],
      ['src/x/e.css', false],
      ['src/x/f.ts', false],
      ['g', true],
      ['node:h', false],
      ['i/j', false],
    ])
  })

  it('finds only files that exist', () => {
    const lost = imports.filter(({ to }) => /^(src|views)\/.*\.tsx?$/.test(to) && !texts.has(to))
    expect(shown(lost)).toEqual([])
  })
})

function isSource(path: string): boolean {
  return path.startsWith('src/')
}

function isRuntime(path: string): boolean {
  return path.startsWith('src/runtime/')
}

function isDatabase(path: string): boolean {
  return DATABASE.test(path) || path.startsWith('src/db/')
}

function rank(path: string): number {
  return ORDER.indexOf(folderOf(path))
}

function shown(found: Import[]): string[] {
  return found.map(({ from, to }) => `${from} → ${to}`)
}

function withMatch(pattern: RegExp, among: (file: string) => boolean = () => true): string[] {
  return [...texts]
    .filter(([file]) => among(file))
    .flatMap(([file, text]) =>
      text
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
    )
}

/** Everything that a file needs at run time, its own imports' imports included. */
function reach(file: string): string[] {
  const reached = new Set<string>()
  const waiting = [file]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const { to } of needs.get(next) ?? []) {
      if (reached.has(to)) continue
      reached.add(to)
      waiting.push(to)
    }
  return [...reached]
}

/** Files that need themselves, each with those of its circle. */
function circles(): string[] {
  return files.flatMap((file) =>
    reach(file).includes(file)
      ? [
          `${file}: ${reach(file)
            .filter((other) => reach(other).includes(file))
            .join(', ')}`,
        ]
      : [],
  )
}
