import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { violationsOf } from '../support/page-defects.ts'
import { signIn } from '../support/sign-in.ts'

const SHOTS = process.env['SHOTS']
const AT = '2026-11-24T09:30:00Z'

let demonstration: Demonstration
let browser: Browser
let server: ReturnType<typeof serve>
let base: string

beforeAll(async () => {
  demonstration = await openDemonstration(AT, { BASE_URL: 'http://localhost:8080' })
  server = serve({ fetch: createApp(demonstration.deps).fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://localhost:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await browser.close()
  await new Promise((resolve) => server.close(resolve))
  await demonstration.close()
})

async function isClean(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
  expect(await violationsOf(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect([name, overflow]).toEqual([name, 0])
}

test('a firm on its phone finds what a buyer expects, and what came of it', async () => {
  const context = await browser.newContext({
    colorScheme: 'dark',
    viewport: { width: 320, height: 900 },
  })
  const page = await context.newPage()
  await page.goto(`${base}/programmation`)
  await isClean(page, 'programme-phone')
  await page.getByText('Métier, lieu, trimestre…').click()
  await page.getByLabel('Statut').selectOption('publie')
  await page.waitForURL(/statut=publie/)
  await page.getByRole('link', { name: 'Rénovation énergétique de deux gymnases' }).click()
  await isClean(page, 'purchase-phone')
  await page
    .locator('.note')
    .getByRole('link', { name: 'Rénovation énergétique de deux gymnases' })
    .click()
  expect(await page.getByText('Annoncé au programme le').count()).toBe(1)
  await page.goto(`${base}/programmation/bilan/2026`)
  await isClean(page, 'year-phone')
  await context.close()
}, 60_000)

test('an officer announces a purchase, drops it, and tries a file', async () => {
  const program = { deps: demonstration.deps, clock: { now: new Date(AT) } }
  const agent = await signIn(program, { role: 'publisher', partner: 'narbonne' })
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
  const [name = '', value = ''] = (agent.headers['cookie'] ?? '').split('=')
  await context.addCookies([{ name, value, url: base }])
  const page = await context.newPage()
  await page.goto(`${base}/espace/narbonne/programmation`)
  await isClean(page, 'desk')
  await page.getByRole('link', { name: 'Ajouter un achat' }).click()
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  expect(await page.getByText('points sont à corriger').count()).toBe(1)
  await page.getByLabel('Objet').fill('Réfection du kiosque')
  await page.getByLabel('Année attendue').selectOption('2027')
  await isClean(page, 'form')
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  await isClean(page, 'desk-line')
  await page.getByRole('link', { name: 'Dire quelle consultation' }).click()
  await isClean(page, 'link')
  await page.goBack()
  await page.getByRole('link', { name: 'Abandonner cet achat' }).click()
  await page.getByLabel('Motif').fill('Crédits reportés')
  await page.getByRole('button', { name: 'Abandonner cet achat' }).click()
  expect(await page.getByText('Abandonné : Crédits reportés').count()).toBe(1)
  await page.goto(`${base}/espace/narbonne/programmation/import`)
  await isClean(page, 'import')
  await page.getByLabel('Fichier CSV ou XLSX').setInputFiles({
    name: 'plan.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Objet;Année;Trimestre\nPréau;2027;T1\nPorche;2027;T9\n'),
  })
  await page.getByRole('button', { name: 'Essayer ce fichier' }).click()
  expect(await page.getByText('trimestre inconnu').count()).toBe(1)
  await isClean(page, 'trial')
  if (SHOTS)
    for (const path of ['/programmation', '/programmation/bilan/2026', '/acheteurs/narbonne']) {
      await page.goto(base + path)
      await page.screenshot({
        path: `${SHOTS}/desktop${path.replaceAll('/', '-')}.png`,
        fullPage: true,
      })
    }
  await context.close()
}, 60_000)
