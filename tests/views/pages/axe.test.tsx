import { AxeBuilder } from '@axe-core/playwright'
import { serve, type ServerType } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { SAMPLE_PAGES, samplePagesApp } from '../../support/sample-pages.tsx'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

let browser: Browser
let server: ServerType
let origin: string

beforeAll(async () => {
  browser = await openBrowser()
  origin = await new Promise((resolve) => {
    server = serve({ fetch: samplePagesApp().fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    )
  })
})

afterAll(async () => {
  await browser.close()
  server.close()
})

describe.each(Object.keys(SAMPLE_PAGES))('the page %s', (path) => {
  test('has no accessibility defect in the light, nor any complaint of the browser', async () => {
    const page = await open(path, { width: 1280 })
    expect(await defects(page)).toEqual([])
    expect(complaints.get(page)).toEqual([])
  })

  test('has none on a phone in the dark, where nothing has to be scrolled sideways', async () => {
    const page = await open(path, { width: 320, colorScheme: 'dark' })
    expect(await defects(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320)
  })
})

describe('the criteria', () => {
  test('apply at once when one is chosen, at an address of their own that also goes back', async () => {
    const page = await open('/', { width: 1280 })
    await page.locator('#f-type').focus()
    await page.locator('#f-type').selectOption('travaux')
    await page.waitForURL(`${origin}/?type=travaux`)
    await expect.poll(() => page.locator('.cards > li').count()).toBe(1)
    expect(await page.locator('#compte').textContent()).toContain('1')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-type')
    await page.goBack()
    await page.waitForURL(`${origin}/`)
    await expect.poll(() => page.locator('.cards > li').count()).toBe(4)
    expect(await page.locator('#f-type').inputValue()).toBe('')
  })

  test('send one request when Enter is pressed in the search', async () => {
    const page = await open('/', { width: 1280 })
    const asked: string[] = []
    page.on('request', (request) => {
      if (!request.redirectedFrom() && request.url().includes('q=')) asked.push(request.url())
    })
    await page.locator('#f-q').fill('école')
    await page.locator('#f-q').press('Enter')
    await page.waitForURL(`${origin}/?q=%C3%A9cole`)
    expect(asked).toHaveLength(1)
  })

  test('work as a plain form without JavaScript', async () => {
    const page = await open('/', { width: 1280, javaScriptEnabled: false })
    await page.locator('.criteria > summary').click()
    await page.locator('#f-type').selectOption('travaux')
    await page.getByRole('button', { name: 'Filtrer' }).first().click()
    expect(page.url()).toBe(`${origin}/?type=travaux`)
    expect(await page.locator('.cards > li').count()).toBe(1)
  })

  test('stand folded on a phone and open on a wide screen', async () => {
    const phone = await open('/', { width: 360 })
    const desk = await open('/', { width: 1280 })
    expect(await phone.locator('#criteres').getAttribute('open')).toBeNull()
    expect(await desk.locator('#criteres').getAttribute('open')).not.toBeNull()
  })
})

test('the Copy buttons of the feed builder appear with JavaScript only', async () => {
  const withScript = await open('/flux', { width: 1280 })
  const without = await open('/flux', { width: 1280, javaScriptEnabled: false })
  expect(await withScript.getByRole('button', { name: 'Copier' }).count()).toBe(2)
  expect(await without.getByRole('button', { name: 'Copier' }).count()).toBe(0)
})

test('the keyboard reaches the content first by the skip link', async () => {
  const page = await open('/', { width: 1280 })
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('contenu')
})

/** What axe finds, with everything unfolded. */
async function defects(page: Page): Promise<string[]> {
  for (const details of await page.locator('details').all())
    await details.evaluate((element) => element.setAttribute('open', ''))
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

interface View {
  width: number
  colorScheme?: 'light' | 'dark'
  javaScriptEnabled?: boolean
}

const complaints = new WeakMap<Page, string[]>()

async function open(path: string, { width, colorScheme, javaScriptEnabled }: View): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled,
  })
  const page = await context.newPage()
  const said: string[] = []
  complaints.set(page, said)
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  await page.goto(origin + path)
  return page
}
