import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { defectsInViews } from '../support/page-defects.ts'
import { signIn } from '../support/sign-in.ts'
import { templatesJob } from '../../src/templates/templates-job.ts'

let demonstration: Demonstration
let browser: Browser
let server: ReturnType<typeof serve>
let base: string

beforeAll(async () => {
  demonstration = await openDemonstration('2026-11-24T09:30:00Z')
  const { deps } = demonstration
  await templatesJob(deps)({ kind: 'templates', key: 'all', payload: {}, attempt: 1 })
  server = serve({ fetch: createApp(deps).fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://localhost:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await browser.close()
  await new Promise((resolve) => server.close(resolve))
  await demonstration.close()
})

test('a buyer without account reads the model, fills it in and takes its documents, without JavaScript', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true })
  const page = await context.newPage()
  await page.goto(`${base}/modele`)
  await page.getByRole('link', { name: 'remplir les documents en ligne' }).click()
  await page.getByLabel('Acheteur', { exact: true }).fill('Commune d’Exemple')
  await page.getByLabel('Objet').fill('Réfection du lavoir')
  await page.getByRole('button', { name: 'Faire les documents' }).last().click()
  await page.getByRole('heading', { name: 'Reste à compléter' }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Acte d’engagement' }).last().click(),
  ])
  expect(download.suggestedFilename()).toBe('acte-d-engagement.odt')
  await page.getByRole('button', { name: 'Tout effacer maintenant' }).click()
  await page.getByRole('heading', { name: 'Documents vierges' }).waitFor()
  await context.close()
})

test('its pages can be read by everybody, on every screen', async () => {
  const { headers } = await signIn(demonstration, {
    role: 'partner-administrator',
    partner: 'narbonne',
  })
  // Buttons change their colours in a moment, which no look must fall into.
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  const [name = '', value = ''] = headers['cookie']?.split('=') ?? []
  await context.addCookies([{ name, value, url: base }])
  const page = await context.newPage()
  const found: string[] = []
  const visited = [
    ['/modele', 'modele'],
    ['/modele/versions/2', 'texte'],
    ['/modele/remplir', 'remplir'],
    ['/modele/declaration', 'declaration'],
    ['/espace/narbonne/modele', 'espace'],
    ['/espace/narbonne/modele/versions/3', 'version'],
  ] as const
  for (const [rank, [path, shot]] of visited.entries()) {
    await page.goto(base + path)
    found.push(...(await defectsInViews(page, rank, `modele-${shot}`)))
  }
  await page.goto(`${base}/espace/narbonne/consultations/nouvelle`)
  await page
    .getByRole('button', { name: /petit marché|formulaire/i })
    .first()
    .click()
  await page.getByRole('button', { name: 'Faire les documents du modèle commun' }).click()
  await page.getByRole('heading', { name: 'Documents de la consultation' }).waitFor()
  found.push(...(await defectsInViews(page, 0, 'modele-dossier')))
  expect(found).toEqual([])
  await context.close()
})
