import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { violationsOf } from '../support/page-defects.ts'
import { signIn } from '../support/sign-in.ts'

const SHOTS = process.env['SHOTS']

let demonstration: Demonstration
let browser: Browser
let server: ReturnType<typeof serve>
let base: string

beforeAll(async () => {
  demonstration = await openDemonstration('2026-11-24T09:30:00Z', {
    BASE_URL: 'http://localhost:8080',
  })
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

describe('the library in a browser', () => {
  test('a firm finds the guide from a consultation, ticks its list, and downloads a leaflet, without scripts', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 800 },
    })
    const page = await context.newPage()
    await page.goto(base)
    await page.locator('.card-title a').first().click()
    await page.getByRole('link', { name: 'Comment répondre ?' }).click()
    await page.getByLabel('Accusé de réception enregistré').check()
    expect(await page.getByLabel('Accusé de réception enregistré').isChecked()).toBe(true)
    await page.goto(`${base}/documents`)
    await page.getByLabel('Nature').selectOption('Dépliant')
    await page.getByRole('button', { name: 'Filtrer' }).click()
    expect(new URL(page.url()).search).toBe('?nature=depliant')
    await page.getByRole('link', { name: 'Vendre aux collectivités de l’Aude' }).click()
    const href = await page.getByRole('link', { name: '.pdf' }).getAttribute('href')
    const file = await page.request.get(base + (href ?? ''))
    expect(file.headers()['content-type']).toBe('application/pdf')
    expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await context.close()
  }, 60_000)

  test('an agent copies the text of a practice, says « Nous utilisons », and publishes one', async () => {
    const agent = await signIn(demonstration, { role: 'pact-editor', partner: 'narbonne' })
    const context = await browser.newContext({ permissions: ['clipboard-write', 'clipboard-read'] })
    const [name = '', value = ''] = (agent.headers['cookie'] ?? '').split('=')
    await context.addCookies([{ name, value, url: base }])
    const page = await context.newPage()
    const shot = async (of: string) => {
      expect(await violationsOf(page)).toEqual([])
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/library-${of}.png`, fullPage: true })
    }
    await page.goto(
      `${base}/documents/pratiques/annoncer-les-petits-marches-avant-de-demander-des-devis`,
    )
    await page.getByRole('button', { name: 'Copier le texte' }).click()
    await page.getByText('Texte copié.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^Besoin : \[…\]\nLieu/,
    )
    await page.getByRole('link', { name: 'Nous utilisons' }).click()
    await shot('use')
    await page.getByRole('button', { name: 'Nous utilisons' }).click()
    await page.getByText('votre organisme apparaît').waitFor()
    await shot('uses')
    await page.getByRole('link', { name: 'Bibliothèque – Ville de Narbonne' }).click()
    await page.getByRole('link', { name: 'Décrire une bonne pratique' }).click()
    await page.getByLabel('Titre').fill('Ouvrir les plis à heure fixe')
    await page.getByRole('button', { name: 'Publier la pratique' }).click()
    await page.getByRole('heading', { name: 'points sont à corriger' }).waitFor()
    await shot('form')
    await page.getByLabel('Thème').selectOption('Suivi des marchés')
    for (const label of ['Présentation', 'Le problème', 'Ce qui a été fait', 'Texte à copier'])
      await page.getByLabel(label).fill('Une phrase.')
    await page.getByLabel('Contact : fonction').fill('Service des marchés')
    await page.getByRole('button', { name: 'Publier la pratique' }).click()
    await page.getByText('C’est publié.').waitFor()
    await shot('item')
    await page.goto(`${base}/espace/narbonne/bibliotheque`)
    await shot('desk')
    await page.goto(`${base}/espace/narbonne/bibliotheque/document`)
    await shot('document')
    await context.close()
  }, 60_000)
})
