import { Parser } from 'htmlparser2'
import { beforeAll, describe, expect, test } from 'vitest'
import { createApp, ROUTES } from '../../src/app.ts'
import { invite } from '../../src/auth/invite.ts'
import { makeSignInLink } from '../../src/auth/sign-in-links.ts'
import { publishDocuments } from '../../src/documents/publish-document.ts'
import { documentPath } from '../../src/documents/queries.ts'
import { storeDocument } from '../../src/documents/store-document.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import type { Route } from '../../src/http/route.ts'
import { ANALYSIS_DOCUMENT_JOB, analysisDocumentJob } from '../../src/analysis/document-job.ts'
import { REPORT_JOB, reportJob } from '../../src/news/report-job.ts'
import { office } from '../../src/runtime/node/office/office.ts'
import { useDemonstration } from '../support/demonstration.ts'
import { docx } from '../support/document-files.ts'

const demonstration = useDemonstration({ BASE_URL: 'https://guichet.example' })
/** Paths that answer, by the route they belong to. */
const examples = new Map<Route, string>()
interface Answered {
  status: number
  headers: Headers
  body: string
}
/** What a walk over the table of routes gets, errors among them. */
const answers = new Map<string, Answered>()

beforeAll(async () => {
  // What a Node process makes in the background.
  const job = { kind: REPORT_JOB, key: 'all', payload: {}, attempt: 1 }
  await reportJob(demonstration.deps, office)(job)
  await analysisDocumentJob(demonstration.deps, office)({ ...job, kind: ANALYSIS_DOCUMENT_JOB })
  const board = await text('/')
  const [, consultation = ''] = /href="(\/consultations\/\d{4}-[^"]+)"/.exec(board) ?? []
  const [, purchase = ''] =
    /href="(\/programmation\/\d+-[^"]+)"/.exec(await text('/programmation')) ?? []
  const [, style = ''] = /href="(\/assets\/[^"]+\.css)"/.exec(board) ?? []
  const made: Record<string, string> = {
    '/consultations/:name': consultation,
    '/consultations/:name{.+\\.ics}': `${consultation}.ics`,
    '/programmation/:name': purchase,
    '/assets/:file': style,
    '/connexion/lien/:secret': await signInLink(),
    '/documents/fichier/:id/:name': await publishedDocument(),
  }
  // What only the holder of a private link sees has its tests where such links are made.
  for (const route of ROUTES.filter(
    ({ policy, method, path }) =>
      policy === 'public' &&
      method === 'get' &&
      !OF_PROVIDERS.includes(path) &&
      (path in made || !/:(?:secret|token)\b/.test(path)),
  ))
    examples.set(route, made[route.path] ?? route.example ?? route.path)
  await askEverything()
})

/** What people and programs try first: they lead to where it is. */
const GUESSED = [
  '/feed',
  '/feed/',
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/donnees/ocds',
  '/donnees/decp',
]

/** They lead to an identity provider, and nowhere where there is none. */
const OF_PROVIDERS = ['/connexion/fournisseur', '/connexion/retour']

async function signInLink(): Promise<string> {
  const { db, now } = demonstration.deps
  const secret = await db.transaction(async (tx) => {
    const person = { email: 'agent@narbonne.example', name: 'Agent', partner: null, by: 'test' }
    const agentId = await invite(tx, person, now())
    return makeSignInLink(tx, agentId, 'invitation', 'test', now())
  })
  return `/connexion/lien/${secret}`
}

async function publishedDocument(): Promise<string> {
  const { db, now, config } = demonstration.deps
  const giver = { partnerId: 1, actor: 'test', now: now() }
  const stored = await storeDocument(db, { name: 'CCTP.docx', bytes: docx() }, giver, config)
  if (!stored.ok) throw new Error(stored.problem)
  await db.transaction((tx) => publishDocuments(tx, [stored.document.id], giver))
  return documentPath(stored.document)
}

async function text(path: string): Promise<string> {
  return (await demonstration.app.request(path)).text()
}

const paths = () => [...examples.values()]
const pages = () => [...examples].flatMap(([{ kind }, path]) => (kind === 'page' ? [path] : []))

const NOWHERE = [
  '/nulle-part',
  '/consultations/2026-9999',
  '/acheteurs/personne',
  '/assets/guichet.0000000000.css',
  '/?couleur=bleu',
  '/consultations.rss?etat=ouvert',
  '/flux?lieu=atlantide',
  '/attributions?type=travaux',
]

async function askEverything(): Promise<void> {
  const { app, deps } = demonstration
  const broken = createApp({
    ...deps,
    keep: createKeeper(1000),
    log: () => {},
    db: new Proxy(deps.db, {
      get() {
        throw new TypeError('broken')
      },
    }),
  })
  const keep = async (name: string, answer: Response | Promise<Response>) => {
    const { status, headers } = await answer
    answers.set(name, { status, headers, body: await (await answer).text() })
  }
  for (const path of [...paths(), ...NOWHERE]) await keep(path, app.request(path))
  for (const path of paths())
    await keep(`${path} OPTIONS`, app.request(path, { method: 'OPTIONS' }))
  for (const path of ['/', '/consultations.rss', '/sources.json'])
    await keep(`${path} broken`, broken.request(path))
}

function answerAt(path: string): Answered {
  const answer = answers.get(path)
  if (!answer) throw new Error(`nobody asked for ${path}`)
  return answer
}

describe('every answer', () => {
  test('of the table of routes is one that its kind of address gives', () => {
    for (const [{ kind }, path] of examples) {
      const { status, headers } = answerAt(path)
      // Programs that call there have a word of their own.
      const usual = kind === 'api' ? 404 : 200
      const told = GUESSED.includes(path) ? 301 : path.endsWith('/fichier') ? 302 : usual
      expect([path, status]).toEqual([path, told])
      if (kind === 'page')
        expect(headers.get('content-type')?.toLowerCase()).toBe('text/html; charset=utf-8')
    }
  })

  test('carries the points that the MDN Observatory gives for headers', () => {
    for (const [path, { headers }] of answers) {
      const policy = new Map(
        (headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
          const [name = '', ...sources] = directive.split(' ')
          return [name, sources.join(' ')]
        }),
      )
      const told = {
        path,
        // 10 points: nothing by default, nothing unsafe, forms to ourselves at most.
        default: policy.get('default-src'),
        unsafe: [...policy.values()].some((sources) => sources.includes('unsafe')),
        form: policy.get('form-action'),
        base: policy.get('base-uri'),
        // 5 points each.
        frame: policy.get('frame-ancestors'),
        referrer: headers.get('referrer-policy'),
        // Without these, points are lost.
        transport: headers.get('strict-transport-security'),
        sniff: headers.get('x-content-type-options'),
        oldFrame: headers.get('x-frame-options'),
      }
      expect(told).toEqual({
        path,
        default: "'none'",
        unsafe: false,
        form: expect.stringMatching(/^'(?:self|none)'$/),
        base: "'none'",
        frame: "'none'",
        referrer: expect.stringMatching(/^(?:strict-origin-when-cross-origin|same-origin)$/),
        transport: 'max-age=63072000; includeSubDomains',
        sniff: 'nosniff',
        oldFrame: 'DENY',
      })
      expect(headers.get('permissions-policy')).toBe('camera=(), microphone=(), geolocation=()')
      expect(headers.get('cache-control')).toBeTruthy()
    }
  })

  test('keeps to our own pages what is not made to be read from others (10 points)', () => {
    for (const [{ kind }, path] of examples) {
      const { headers } = answerAt(path)
      const shared = kind === 'feed' || kind === 'data'
      expect([path, headers.get('cross-origin-resource-policy')]).toEqual([
        path,
        shared ? 'cross-origin' : 'same-origin',
      ])
      expect(headers.get('access-control-allow-origin')).toBe(shared ? '*' : null)
    }
  })

  test('sets no cookie, names no software and says no inner word', () => {
    for (const [path, { headers, body }] of answers) {
      expect([path, headers.get('set-cookie')]).toEqual([path, null])
      expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull()
      expect(body).not.toMatch(/TypeError|node_modules|at .*\.ts:\d+|select .* from "/)
    }
  })

  test('promises no https while the service stands on http', async () => {
    const { deps } = demonstration
    const config = { ...deps.config, baseUrl: 'http://localhost:8080' }
    const app = createApp({ ...deps, config, keep: createKeeper(1000) })
    expect((await app.request('/')).headers.get('strict-transport-security')).toBeNull()
  })
})

/** What a reader of the page's structure meets: tags with their attributes, and the text of titles. */
function outlineOf(html: string) {
  const tags: { name: string; attributes: Record<string, string> }[] = []
  const texts: Record<string, string> = {}
  let within = ''
  let drawing = 0
  const parser = new Parser({
    onopentag(name, attributes) {
      tags.push({ name, attributes })
      if (name === 'svg') drawing += 1
      // A drawing has titles of its own.
      within = drawing > 0 ? `svg ${name}` : name
    },
    onclosetag(name) {
      if (name === 'svg') drawing -= 1
    },
    ontext(text) {
      texts[within] = (texts[within] ?? '') + text
    },
  })
  parser.end(html)
  const all = (name: string) => tags.filter((tag) => tag.name === name).map((tag) => tag.attributes)
  return { all, ids: tags.flatMap((tag) => tag.attributes['id'] ?? []), texts }
}

describe('every page', () => {
  const every = () =>
    [...pages(), ...NOWHERE].map((path): [string, string] => [path, answerAt(path).body])

  test('is in French, with one title of its own, one first heading and a way past the menu', () => {
    const titles = new Map<string, string>()
    for (const [path, html] of every()) {
      const { all, texts } = outlineOf(html)
      expect([path, all('html')[0]?.['lang'], all('h1').length, all('main').length]).toEqual([
        path,
        'fr',
        1,
        1,
      ])
      expect(all('a')[0]).toMatchObject({ class: 'skip', href: '#contenu' })
      expect(all('main')[0]?.['id']).toBe('contenu')
      expect(html).toContain('Accessibilité\u00A0: non conforme')
      const title = texts['title'] ?? ''
      expect(title).toMatch(/^\S.* – Guichet$/)
      if (!NOWHERE.includes(path)) {
        expect([path, titles.get(title)]).toEqual([path, undefined])
        titles.set(title, path)
      }
    }
  })

  test('names every part only once, and leads only to parts that are there', () => {
    for (const [path, html] of every()) {
      const { all, ids } = outlineOf(html)
      expect([path, ids.filter((id, at) => ids.indexOf(id) !== at)]).toEqual([path, []])
      const fragments = all('a').flatMap(({ href }) => (href?.startsWith('#') ? href.slice(1) : []))
      expect(fragments.filter((id) => !ids.includes(id))).toEqual([])
      const labelled = all('section').flatMap((section) => section['aria-labelledby'] ?? [])
      expect(labelled.filter((id) => !ids.includes(id))).toEqual([])
    }
  })

  test('carries no script, style or event handler of its own, and none from elsewhere', () => {
    for (const [path, html] of every()) {
      const { all } = outlineOf(html)
      expect([path, /\son\w+=|\sstyle=|<style|hx-on|javascript:/i.exec(html)?.[0]]).toEqual([
        path,
        undefined,
      ])
      const loaded = [
        ...all('script').map(({ src }) => src),
        ...all('img').map(({ src }) => src),
        ...all('link').flatMap(({ rel, href }) => (rel === 'stylesheet' ? [href] : [])),
      ]
      for (const address of loaded) expect(address).toMatch(/^\/assets\/[\w-]+\.[0-9a-f]{10}\.\w+$/)
    }
  })

  test('lets only the very scripts run that it was made with (5 points)', async () => {
    for (const path of ['/', '/nulle-part', '/?couleur=bleu']) {
      const scripts = outlineOf(await text(path)).all('script')
      expect(scripts).toHaveLength(1)
      for (const { src = '', integrity } of scripts) {
        const bytes = await (await demonstration.app.request(src)).arrayBuffer()
        const digest = Buffer.from(await crypto.subtle.digest('SHA-384', bytes)).toString('base64')
        expect(integrity).toBe(`sha384-${digest}`)
      }
    }
  })

  test('leads only to addresses that answer', { timeout: 120_000 }, async () => {
    const seen = new Set<string>()
    for (const [, html] of every())
      for (const { href = '' } of outlineOf(html).all('a')) if (href.startsWith('/')) seen.add(href)
    const failing: string[] = []
    for (const path of seen) {
      const { status, headers } = await demonstration.app.request(path)
      const to = headers.get('location') ?? ''
      const signInFirst = status === 303 && to.startsWith('/connexion?')
      const toLatest = status === 302 && (await demonstration.app.request(to)).status === 200
      if (status !== 200 && !signInFirst && !toLatest) failing.push(`${status} ${path}`)
    }
    expect(failing).toEqual([])
  })

  test('with a title stands in the map of the site, and every page without an example has one', async () => {
    const map = outlineOf(await text('/plan-du-site'))
      .all('a')
      .map(({ href }) => href)
    for (const { kind, policy, path, title, example } of ROUTES) {
      if (title !== undefined) expect(map).toContain(path)
      if (kind === 'page' && policy === 'public' && !path.includes(':') && path !== '/plan-du-site')
        expect([path, title ?? example]).not.toEqual([path, undefined])
    }
    const sitemap = await text('/sitemap/pages.xml')
    for (const { path, title } of ROUTES)
      if (title !== undefined)
        expect(sitemap).toContain(`<loc>https://guichet.example${path}</loc>`)
  })
})
