import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { violationsOf } from '../support/page-defects.ts'

const SHOTS = process.env['SHOTS']

let demonstration: Demonstration
let browser: Browser
let server: ReturnType<typeof serve>
let base: string

beforeAll(async () => {
  demonstration = await openDemonstration('2026-11-24T09:30:00Z')
  server = serve({ fetch: createApp(demonstration.deps).fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://localhost:${(server.address() as AddressInfo).port}`
  demonstration.deps.config.baseUrl = base
  browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await browser.close()
  await new Promise((resolve) => server.close(resolve))
  await demonstration.close()
})

test('a firm follows a filtered list by mail, changes the rhythm and stops', async () => {
  const context = await browser.newContext({
    viewport: { width: 320, height: 800 },
    colorScheme: 'dark',
  })
  const page = await context.newPage()
  const shot = async (of: string) => {
    expect(await violationsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      page.viewportSize()?.width ?? 0,
    )
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/alerts-${of}.png`, fullPage: true })
  }
  await page.goto(`${base}/?echeance=14&metier=electricite`)
  await page.getByText('Par e-mail', { exact: true }).click()
  await page.getByLabel('E-mail').fill('atelier@')
  await shot('board')
  await page.getByRole('button', { name: 'Recevoir par e-mail' }).click()
  await shot('refused')
  await page.getByLabel('E-mail').fill('atelier@cuivres.example')
  await page.getByLabel('Chaque lundi à 7 h').check()
  await page.getByRole('button', { name: 'Recevoir par e-mail' }).click()
  // No mail leaves the demonstration: this is where its message would lead.
  await page.setViewportSize({ width: 1280, height: 900 })
  await shot('pending')
  await page.getByRole('button', { name: 'Confirmer' }).click()
  await expect.poll(() => page.getByRole('status').textContent()).toContain('chaque lundi à 7 h')
  await page.getByLabel('Dès la parution').check()
  await page.getByRole('button', { name: 'Changer de rythme' }).click()
  await shot('own')
  const own = page.url().replace(/\?.*/, '')
  await page.goto(`${own}/arret`)
  await shot('stop')
  await page.getByRole('button', { name: 'Arrêter et effacer mon adresse' }).click()
  await shot('stopped')
  expect((await page.goto(own))?.status()).toBe(404)
  await page.goto(`${base}/alertes`)
  await shot('about')
  await page.goto(`${base}/flux?metier=electricite`)
  await shot('flux')
  await context.close()
}, 60_000)
