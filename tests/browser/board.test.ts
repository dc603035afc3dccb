import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { openPostgres } from '../../src/db/postgres.ts'
import { createKeeper } from '../../src/http/keeper.ts'
import { useDemonstrationBrowser, type View } from '../support/demonstration-browser.ts'

const visited = useDemonstrationBrowser()
let origin: string
const nobody = openPostgres('postgres://guichet@127.0.0.1:1/guichet')
/** The same program without its database. */
let strandedOrigin: string

beforeAll(async () => {
  origin = visited.base
  const { deps } = visited.demonstration
  const keep = createKeeper(1_000_000)
  strandedOrigin = await visited.serve({ ...deps, db: nobody.db, keep, log: () => {} })
})
afterAll(() => nobody.close())

/** What browsers complained of since the last test: scripts, styles, policies, missing files. */
const complaints: string[] = []

afterEach(async () => {
  for (const context of visited.browser.contexts()) await context.close()
  expect(complaints.splice(0)).toEqual([])
})

async function open(path: string, view: Partial<View> = {}, at = origin): Promise<Page> {
  const { page } = await visited.page(view)
  page.on('console', (message) => complaints.push(`${path}: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`${path}: ${String(error)}`))
  await page.goto(at + path)
  return page
}

const cards = (page: Page) => page.locator('.cards > li')

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a firm %s', (_, javaScriptEnabled) => {
  test.each([360, 1280])(
    'finds electrical work near Narbonne, opens it and comes back, %i pixels wide',
    async (width) => {
      const page = await open('/', { javaScriptEnabled, width })
      const criteria = page.locator('#criteres')
      if ((await criteria.getAttribute('open')) === null)
        await page.getByText('Métier, lieu, montant…').click()
      await page.getByLabel('Où ?').fill('narbonne')
      await page.getByLabel('Métier', { exact: true }).selectOption('electricite')
      await page.getByRole('button', { name: 'Filtrer' }).last().click()
      await page.waitForURL(`${origin}/?lieu=narbonne&metier=electricite`)
      const school = page.getByRole('link', { name: /groupe scolaire Les Garrigues/ })
      await school.waitFor()
      expect(await cards(page).first().textContent()).toContain('Lot 6 – Électricité CFO-CFA')
      expect(await page.locator('#compte').textContent()).toMatch(/^2\sconsultations/)
      const found = await cards(page).count()

      await school.click()
      await page.waitForURL(/\/consultations\/2026-\d{4}-construction-du-groupe-scolaire/)
      expect(await page.locator('h1').textContent()).toContain('groupe scolaire Les Garrigues')
      expect(await page.locator('section.deadline').textContent()).toContain('16 décembre 2026')
      const history = page.getByRole('region', { name: 'Historique' })
      expect(await history.locator('li[id^=avis-]').count()).toBeGreaterThanOrEqual(3)
      expect(await page.getByRole('link', { name: /Consulter et répondre sur/ }).count()).toBe(1)

      await page.goBack()
      await page.waitForURL(`${origin}/?lieu=narbonne&metier=electricite`)
      expect(await cards(page).count()).toBe(found)
      expect(await page.locator('#f-metier').inputValue()).toBe('electricite')
      await page.getByRole('link', { name: /Retirer.*Narbonne/ }).click()
      await page.waitForURL(`${origin}/?metier=electricite`)
      expect(await cards(page).count()).toBeGreaterThan(found)
    },
  )

  test('reads the list to its end and back', async () => {
    const page = await open('/', { javaScriptEnabled })
    const titles = () => page.locator('.card-title a').allTextContents()
    const first = await titles()
    await page.getByRole('link', { name: 'suivantes' }).click()
    await page.waitForURL(/\?apres=/)
    const second = await titles()
    expect(await page.getByRole('link', { name: 'suivantes' }).count()).toBe(0)
    expect(first).toHaveLength(25)
    expect(second.length).toBeGreaterThan(0)
    expect(first.filter((title) => second.includes(title))).toEqual([])
    await page.getByRole('link', { name: 'précédentes' }).click()
    await page.waitForURL(/\?avant=/)
    expect(await titles()).toEqual(first)
    await page.goBack()
    await page.waitForURL(/\?apres=/)
    expect(await titles()).toEqual(second)
  })
})

describe('with JavaScript', () => {
  /** Marks the document: a page loaded anew would have lost the mark. */
  const mark = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('x', ''))
  const marked = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('x'))

  test('a chosen criterion applies at once, keeps the focus and says how many answer', async () => {
    const page = await open('/')
    await mark(page)
    await page.locator('#f-type').focus()
    await page.locator('#f-type').selectOption('travaux')
    await page.waitForURL(`${origin}/?type=travaux`)
    await page.getByRole('link', { name: /Retirer.*Travaux/ }).waitFor()
    expect(await marked(page)).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-type')
    const count = (await page.locator('#compte[role=status]').textContent()) ?? ''
    const counted = [...count.matchAll(/\d+/g)].reduce((sum, [number]) => sum + Number(number), 0)
    expect(counted).toBe(await cards(page).count())
    expect(await page.title()).toContain('Travaux')
    await page.goBack()
    await page.waitForURL(`${origin}/`)
    await expect.poll(() => cards(page).count()).toBe(25)
    expect(await page.locator('#f-type').inputValue()).toBe('')
  })

  test('feeds announced by the page are those of the criteria that were chosen', async () => {
    const page = await open('/')
    await page.locator('#f-type').selectOption('services')
    await page.waitForURL(`${origin}/?type=services`)
    await page.getByRole('link', { name: /Retirer.*Services/ }).waitFor()
    const button = page.locator('.subscribe').getByRole('link', { name: 'RSS', exact: true })
    expect(await button.getAttribute('href')).toBe('/consultations.rss?type=services')
    const link = page.locator('link[rel=alternate][type="application/rss+xml"]')
    expect(await link.getAttribute('href')).toBe('/consultations.rss?type=services')
  })

  test('what is typed asks once, at its one address', async () => {
    const page = await open('/')
    const asked: string[] = []
    page.on('request', (request) => {
      if (!request.redirectedFrom() && request.url().includes('q=')) asked.push(request.url())
    })
    await page.locator('#f-q').fill('groupe  scolaire')
    await page.locator('#f-q').press('Enter')
    await page.waitForURL(`${origin}/?q=groupe+scolaire`)
    await expect.poll(() => cards(page).count()).toBe(1)
    expect(asked).toHaveLength(1)
    await page.getByLabel('Où ?').fill('11100')
    await page.getByLabel('Où ?').press('Enter')
    await page.waitForURL(`${origin}/?lieu=narbonne&q=groupe+scolaire`)
    await page.getByRole('link', { name: /Retirer.*Narbonne/ }).waitFor()
  })

  test('what cannot be asked is answered in place with what can, and leads back', async () => {
    const page = await open('/')
    await mark(page)
    await page.getByLabel('Où ?').fill('atlantide')
    await page.getByLabel('Où ?').press('Enter')
    await page.getByRole('heading', { name: 'Recherche non comprise' }).waitFor()
    expect(await marked(page)).toBe(true)
    expect(page.url()).toContain('lieu=atlantide')
    expect(await page.title()).toBe('Recherche non comprise – Guichet')
    expect(complaints.splice(0)).toEqual([expect.stringContaining('400 (Bad Request)')])
    await page.goBack()
    await page.waitForURL(`${origin}/`)
    await expect.poll(() => cards(page).count()).toBe(25)
  })

  test('criteria stand folded on a phone and open on a wide screen', async () => {
    for (const [width, isOpen] of [
      [360, null],
      [1280, ''],
    ] as const) {
      const page = await open('/', { width })
      expect(await page.locator('#criteres').getAttribute('open')).toBe(isOpen)
    }
  })
})

test('the keyboard reaches the content first by the skip link', async () => {
  const page = await open('/')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('contenu')
})

test('the first view is at most 60 kB in all, and the second one the page alone', async () => {
  const page = await open('/plan-du-site')
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.clearBrowserCache')
  let received = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    received += encodedDataLength
  })
  await page.goto(`${origin}/`, { waitUntil: 'networkidle' })
  expect(received).toBeGreaterThan(10_000)
  expect(received).toBeLessThanOrEqual(60_000)
  received = 0
  await page.goto(`${origin}/?type=travaux`, { waitUntil: 'networkidle' })
  expect(received).toBeLessThanOrEqual(12_000)
})

describe('every page', () => {
  /** Paths of pages of every kind, by what is special about them. */
  async function paths(): Promise<string[]> {
    const textOf = async (path: string) => (await visited.demonstration.app.request(path)).text()
    const all = await textOf('/?etat=toutes')
    const titles = process.env['DEEP'] ? all.matchAll(/class="card-title"><a href="([^"]+)"/g) : []
    const [, school = ''] = /href="(\/consultations\/[^"]*groupe-scolaire[^"]*)"/.exec(all) ?? []
    const awards = await textOf('/attributions')
    const [, awarded = ''] = /href="(\/consultations\/[^"]+)"/.exec(awards) ?? []
    return [
      ...ROUTES.filter(({ kind, policy }) => kind === 'page' && policy === 'public').flatMap(
        ({ path, example }) => (path.includes(':') ? (example ?? []) : path),
      ),
      ...[...titles].flatMap(([, path]) => path ?? []),
      school,
      awarded,
      '/?lieu=narbonne&metier=electricite&q=%C3%A9cole',
      '/?metier=transport&precis=oui&type=travaux',
      '/flux?metier=electricite',
      '/attributions?metier=electricite',
    ]
  }

  const FAILING = ['/nulle-part', '/?type=trucs&couleur=rouge&montant-max=cher']

  test(
    'is one that the browser has nothing to complain of: no script, style or policy (every-page.test.ts looks at the rest)',
    { timeout: 300_000 },
    async () => {
      const walk = [
        ...(await paths()).map((path) => [origin, path] as const),
        ...FAILING.map((path) => [origin, path] as const),
        [strandedOrigin, '/'] as const,
      ]
      expect(walk.length).toBeGreaterThan(15)
      const page = await open('/')
      for (const [at, path] of walk) await page.goto(at + path)
      const failed = complaints.splice(0).filter((text) => !/status of (404|400|503)/.test(text))
      expect(failed).toEqual([])
    },
  )
})
