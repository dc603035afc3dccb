import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { readAssets } from '../../src/runtime/node/assets.ts'
import { openBrowser } from '../support/browser.ts'
import { PROVIDER_AND_MAIL, useDemonstration } from '../support/demonstration.ts'
import { type SeenPage, walkThrough } from '../support/every-page.ts'
import { pagesOfEmptyInstance } from '../support/empty-instance.ts'
import { violationsOf } from '../support/page-defects.ts'
import { layoutFaults } from '../support/page-layout.ts'
import { pagesOfStates } from '../support/page-states.ts'
import { wordFaults } from '../support/page-words.ts'

const DEEP = process.env['DEEP'] !== undefined

/** Pages that the walk does not come to: who looks at them instead, or why nobody needs to. */
const ELSEWHERE: Record<string, string> = {
  '/complement/:secret': 'private; over, in page-states.ts',
  '/connexion/fournisseur': 'leads to the provider; what it refuses is in page-states.ts',
  '/connexion/lien/:secret': 'private; over, in page-states.ts',
  '/connexion/retour': 'comes from the provider; what it refuses is in page-states.ts',
  '/espace/:partner/analyses/:year/avancer': 'tests/browser/analysis.test.ts',
  '/espace/:partner/analyses/:year/lignes/:line': 'tests/browser/analysis.test.ts',
  '/espace/:partner/analyses/:year/signer': 'tests/tasks/signatories.test.ts',
  '/espace/:partner/bibliotheque/:item/texte': 'a written practice’s, as /modifier is a document’s',
  '/espace/:partner/bibliotheque/:item/versions/:number/retrait': 'the same form as /retrait',
  '/espace/:partner/brouillons/:id': 'tests/tasks/council.test.ts',
  '/espace/:partner/brouillons/:id/verification': 'tests/tasks/council.test.ts',
  '/espace/:partner/consultations/:reference/complement': 'the fields of /modifier',
  '/espace/:partner/consultations/:reference/relance': 'tests/browser/life.test.ts',
  '/espace/:partner/consultations/:reference/rouvrir': 'tests/browser/life.test.ts',
  '/espace/:partner/contacts/aides/:scheme': 'the form of /aides/nouvelle',
  '/espace/:partner/contacts/aides/:scheme/retrait': 'the form of an administrator',
  '/espace/:partner/contacts/interlocuteurs/:contact': 'the form of an administrator',
  '/espace/:partner/contacts/interlocuteurs/:contact/retrait': 'the form of an administrator',
  '/espace/administration/pacte/signalements/:id': 'nobody has reported anything yet',
  '/espace/:partner/documents/:id/:name': 'a file',
  '/espace/:partner/formations/:training/sessions/:session/inscrits.csv': 'a file',
  '/espace/:partner/modele/dossiers/:order': 'tests/browser/template.test.ts',
  '/espace/:partner/modele/dossiers/:order/:file': 'a file',
  '/espace/:partner/pacte/documents/:slug/fichier/:number': 'a file',
  '/espace/:partner/pacte/reunions/:id/compte-rendu/fichier': 'a file',
  '/espace/:partner/pacte/reunions/:id/commentaires': 'of a meeting that was held: under DEEP',
  '/espace/:partner/pacte/reunions/:id/compte-rendu': 'of a meeting that was held: under DEEP',
  '/espace/:partner/pacte/reunions/:id/decisions': 'of a meeting that was held: under DEEP',
  '/espace/:partner/pacte/reunions/:id/presence': 'of a meeting that was held: under DEEP',
  '/espace/:partner/programmation/import/:upload': 'tests/browser/programme.test.ts',
  '/espace/:partner/rencontres/:rencontre/bilan': 'of a meeting that is over',
  '/espace/:partner/rencontres/:rencontre/rendez-vous.csv': 'a file',
  '/espace/:partner/saisines/:reference/pieces/:id/:name': 'a file',
  '/espace/administration/journal.csv': 'a file',
  '/modele/dossiers/:token': 'private: tests/browser/template.test.ts',
  '/modele/dossiers/:token/:file': 'a file',
  '/pacte/formations/alertes/:token': 'private',
  '/pacte/formations/inscriptions/:token': 'private: tests/browser/trainings.test.ts',
  '/pacte/formations/inscriptions/:token/agenda.ics': 'a file',
  '/pacte/formations/inscriptions/:token/attestation': 'private: tests/browser/trainings.test.ts',
  '/pacte/formations/inscriptions/:token/evaluation': 'private: tests/browser/trainings.test.ts',
  '/pacte/formations/inscriptions/:token/suites': 'private: tests/browser/trainings.test.ts',
  '/rencontres/alertes/:token': 'private',
  '/rencontres/rendez-vous/:token': 'private: tests/tasks/firm.test.ts',
  '/rencontres/rendez-vous/:token/agenda.ics': 'a file',
  '/saisines/suivi/:token/pieces/:id/:name': 'a file',
}

const demonstration = useDemonstration(PROVIDER_AND_MAIL)
let seen: SeenPage[]
let reached: Set<string>
let browser: Browser
let page: Page
let base: string
const stops: (() => unknown)[] = []

beforeAll(async () => {
  const walk = await walkThrough(demonstration)
  await walk.read(DEEP ? 4 : 3)
  await walk.send('emptied', 1)
  if (DEEP) {
    await walk.send('filled in', 1)
    await walk.read(5)
    await walk.send('with long words', 1)
    await walk.read(6)
  }
  reached = walk.reached
  seen = [...walk.seen, ...(await pagesOfStates(demonstration)), ...(await pagesOfEmptyInstance())]
  base = await serve()
  browser = await openBrowser()
  stops.push(() => browser.close())
  // Spaces and sizes of text are given to pages as readers give them.
  const context = await browser.newContext({ bypassCSP: true })
  page = await context.newPage()
}, 300_000)
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop()
})

/** Serves what was seen, and the styles and scripts that it asks for. */
async function serve(): Promise<string> {
  const assets = readAssets()
  const server = createServer(({ url = '' }, response) => {
    const rank = /^\/vue\/(\d+)$/.exec(url)?.[1]
    const html = rank === undefined ? undefined : seen[Number(rank)]?.html
    if (html !== undefined) response.setHeader('content-type', 'text/html').end(html)
    else {
      const [, name, extension] = /^\/assets\/([\w-]+)\.[0-9a-f]+\.(\w+)$/.exec(url) ?? []
      const asset = assets.get(`${name}.${extension}`)
      if (asset) response.setHeader('content-type', asset.type).end(asset.bytes)
      else response.writeHead(404).end()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('every page of the table of routes is come to, but those that are looked at elsewhere', () => {
  const pages = ROUTES.filter(({ method, kind }) => method === 'get' && kind === 'page')
  const missed = pages.map(({ path }) => path).filter((path) => !reached.has(path))
  expect(missed.filter((path) => !(path in ELSEWHERE))).toEqual([])
  const known = new Set(pages.map(({ path }) => path))
  expect(Object.keys(ELSEWHERE).filter((path) => !known.has(path))).toEqual([])
})

test('no page is a fault of the program, or asks who is there', () => {
  const wrong = seen.filter(
    ({ route, status }) =>
      /^(GET|POST) /.test(route) && (status === 401 || status === 403 || status === 500),
  )
  expect(wrong.map(({ path, status }) => `${status} ${path}`)).toEqual([])
})

test('an instance in which nothing was written yet has every page', () => {
  const bare = seen.filter(({ route }) => route.startsWith('with nothing: '))
  expect(bare.length).toBeGreaterThan(60)
  const missing = bare.filter(({ status }) => status !== 200)
  // There is no provider to sign in through.
  expect(missing.map(({ route, status }) => `${status} ${route}`)).toEqual([
    '404 with nothing: /connexion/fournisseur',
    '404 with nothing: /connexion/retour',
  ])
})

test('every page, in every state, says what it says in order and in good French', () => {
  const found = seen.flatMap(({ route, path, status, html }) =>
    wordFaults(html, { code: AS_CODE.test(route) }).map((fault) => `${status} ${path}: ${fault}`),
  )
  expect([...new Set(found)]).toEqual([])
})

/** Pages about formats for programs. */
const AS_CODE = /^(?:GET|with nothing:) \/(api|donnees\/dictionnaire|sources\/formats)/

interface PageView {
  width: number
  colorScheme: 'light' | 'dark'
  /** Text as the reader wants it (WCAG 1.4.4, 1.4.12). */
  text?: 'twice as large' | 'spaced'
  /** As it is printed, on a sheet of A4. */
  print?: true
  axe?: boolean
}

const PRINTED: PageView = { width: 680, colorScheme: 'light', print: true }
const NARROW_AND_LARGE: PageView = { width: 320, colorScheme: 'light', text: 'twice as large' }

const STYLES = {
  'twice as large': 'html { font-size: 200% }',
  spaced: `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`,
}

const EVERY_VIEW: PageView[] = [
  { width: 320, colorScheme: 'dark', axe: true },
  { width: 768, colorScheme: 'light' },
  { width: 1440, colorScheme: 'light', axe: true },
  ...[320, 768, 1440].flatMap((width): PageView[] => [
    { width, colorScheme: 'light', text: 'spaced' },
    { width, colorScheme: 'light', text: 'twice as large' },
  ]),
  PRINTED,
]

/** What a page loses in these views, one line each. */
async function faultsOf(rank: number, views: PageView[]): Promise<string[]> {
  await page.goto(`${base}/vue/${rank}`)
  const found: string[] = []
  for (const { width, colorScheme, text, print, axe } of views) {
    await page.setViewportSize({ width, height: 900 })
    const media = print ? 'print' : 'screen'
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce', media })
    const style = text && (await page.addStyleTag({ content: STYLES[text] }))
    const faults = [...(await layoutFaults(page)), ...(axe ? await violationsOf(page) : [])]
    if (style) await style.evaluate((element) => element.parentNode?.removeChild(element))
    const { path, status } = seen[rank] ?? {}
    found.push(
      ...faults.map(
        (fault) =>
          `${width} ${print ? 'print' : (text ?? colorScheme)} | ${fault} | ${status} ${path}`,
      ),
    )
  }
  return found
}

/** One page of each kind: the first that a route gave with a status. */
function oneOfEachKind(): number[] {
  const kinds = new Set<string>()
  return seen.flatMap(({ route, status }, rank) => {
    const kind = `${route} ${status}`
    return kinds.has(kind) ? [] : kinds.add(kind) && [rank]
  })
}

/** Pages that lost something once, in large letters on a small screen. */
const LOST_SOMETHING = /^GET \/(saisines|espace\/:partner\/bibliotheque\/:item)$/

describe.skipIf(DEEP)('a sample of the pages', () => {
  test(
    'has no accessibility defect and loses nothing, narrow and wide',
    { timeout: 240_000 },
    async () => {
      const found: string[] = []
      for (const [nth, rank] of oneOfEachKind().entries()) {
        const { route = '', html = '' } = seen[rank] ?? {}
        const isPublic = /^GET \/(?!espace)/.test(route)
        // The rank decides which view is looked at; forms of partners are much alike.
        const views = EVERY_VIEW.slice(nth % 4 === 0 ? 0 : 2).slice(0, 1)
        if (isPublic ? nth % 2 === 0 : nth % 10 === 0) found.push(...(await faultsOf(rank, views)))
        else if (nth % 10 === 1)
          found.push(
            ...(await faultsOf(rank, [{ width: 320, colorScheme: 'light', text: 'spaced' }])),
          )
        if (LOST_SOMETHING.test(route) || nth % 40 === 7)
          found.push(...(await faultsOf(rank, [NARROW_AND_LARGE])))
        if (html.includes('class="on-paper"') || nth % 50 === 11)
          found.push(...(await faultsOf(rank, [PRINTED])))
      }
      expect(found).toEqual([])
    },
  )
})

const PARTS = [0, 1, 2, 3, 4, 5, 6, 7]

describe.runIf(DEEP)('the whole matrix', () => {
  test.each(PARTS)(
    'has no accessibility defect and loses nothing in any view (part %i)',
    { timeout: 3_600_000 },
    async (part) => {
      const found: string[] = []
      for (const rank of seen.keys())
        if (rank % PARTS.length === part) found.push(...(await faultsOf(rank, EVERY_VIEW)))
      expect(found).toEqual([])
    },
  )
})
