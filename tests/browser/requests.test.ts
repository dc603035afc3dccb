import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { DEMO_CASE_SECRET, DEMO_REFERENCE } from '../../src/commands/demo/requests-story.ts'
import { guestLinks } from '../../src/commands/demo/guests.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { pdf } from '../support/document-files.ts'
import { violationsOf } from '../support/page-defects.ts'

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

interface View {
  name: string
  javaScriptEnabled: boolean
  width: number
  colorScheme: 'light' | 'dark'
}

const VIEWS: View[] = [
  {
    name: 'on a narrow phone without JavaScript',
    javaScriptEnabled: false,
    width: 320,
    colorScheme: 'dark',
  },
  { name: 'on a desktop', javaScriptEnabled: true, width: 1280, colorScheme: 'light' },
]

function contextOf({ javaScriptEnabled, colorScheme, width }: View): Promise<BrowserContext> {
  return browser.newContext({ javaScriptEnabled, colorScheme, viewport: { width, height: 900 } })
}

async function isClean(page: Page, name: string, view: View): Promise<void> {
  if (SHOTS)
    await page.screenshot({ path: `${SHOTS}/saisine-${name}-${view.width}.png`, fullPage: true })
  // axe itself needs scripts.
  if (view.javaScriptEnabled) expect(await violationsOf(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect([name, overflow]).toEqual([name, 0])
}

const devis = { name: 'devis.pdf', mimeType: 'application/pdf', buffer: Buffer.from(pdf()) }

describe.each(VIEWS)('a firm $name', (view) => {
  test(
    'asks for a mediation, is answered by the person named, and has it all erased',
    { timeout: 120_000 },
    async () => {
      const firm = await contextOf(view)
      const page = await firm.newPage()
      await page.goto(`${base}/saisines`)
      await isClean(page, 'chiffres', view)
      await page.getByRole('link', { name: 'Poser une question ou saisir' }).click()
      await isClean(page, 'choix', view)
      await page.getByRole('link', { name: 'Saisir le correspondant PME' }).click()
      await page.getByLabel('En une ligne').fill('Facture de mars impayée')
      await page.getByLabel('Fichiers').setInputFiles(devis)
      await page.getByRole('button', { name: 'Saisir le correspondant PME' }).click()
      await isClean(page, 'erreurs', view)
      expect(await page.getByLabel('En une ligne').inputValue()).toBe('Facture de mars impayée')
      expect(await page.getByText('Fichier déjà reçu').isVisible()).toBe(true)
      await page.getByLabel('Acheteur', { exact: true }).selectOption('narbonne')
      await page.getByLabel('Sujet').selectOption('payment')
      await page.locator('textarea[name=message]').fill('Le décompte est signé.\n\nRien n’arrive.')
      await page.getByLabel('Entreprise', { exact: true }).fill('Carrelages du Minervois')
      await page.getByLabel('Votre nom', { exact: true }).fill('Andrée Exemple')
      await page.getByLabel('E-mail').fill('andree@entreprise.example')
      await page.getByLabel('Commune', { exact: true }).fill('Narbonne')
      await page.getByLabel('J’accepte que ces informations').check()
      await page.getByRole('button', { name: 'Saisir le correspondant PME' }).click()
      await page.getByText('Votre demande est bien arrivée').waitFor()
      await isClean(page, 'suivi', view)
      const own = page.url()
      const [reference = ''] =
        /S-\w{3}-\w{3}/.exec((await page.locator('h1').textContent()) ?? '') ?? []

      const desk = await contextOf(view)
      const agent = await desk.newPage()
      const [link] = await guestLinks(demonstration.deps)
      await agent.goto((link?.address ?? '').replace('http://localhost:8080', base))
      await agent.getByRole('button').first().click()
      await agent.goto(`${base}/espace/narbonne/saisines`)
      await isClean(agent, 'bureau', view)
      await agent.goto(`${base}/espace/narbonne/saisines/${reference}`)
      await agent.getByRole('button', { name: 'Accuser réception' }).click()
      await agent.getByLabel('Message', { exact: true }).fill('Le mandat part lundi.')
      await agent.getByLabel('répond à la demande').check()
      await agent.getByRole('button', { name: 'Envoyer' }).click()
      await agent.getByRole('button', { name: 'Noter : acheteur entendu' }).click()
      await agent.getByText('Clore', { exact: true }).click()
      await isClean(agent, 'demande', view)
      await agent.getByLabel('Accord', { exact: true }).check()
      await agent.getByRole('button', { name: 'Clore la demande' }).click()
      await agent.getByText('La demande est close').first().waitFor()
      await agent.goto(`${base}/espace/narbonne/saisines/${DEMO_REFERENCE}`)
      await isClean(agent, 'demande-de-demonstration', view)

      await page.goto(own)
      expect(await page.getByText('Le mandat part lundi.').isVisible()).toBe(true)
      await isClean(page, 'close', view)
      await page.getByRole('button', { name: 'Rouvrir ma demande' }).click()
      await page.getByText('Votre demande est rouverte').waitFor()
      await page.getByText('Effacer tout, maintenant').click()
      await page.getByRole('button', { name: 'Effacer ma demande' }).click()
      await page.getByText('rien n’a été effacé').first().waitFor()
      await isClean(page, 'effacer', view)
      await page.getByLabel('J’ai compris').check()
      await page.getByRole('button', { name: 'Effacer ma demande' }).click()
      await page.getByRole('heading', { name: 'Votre demande est effacée' }).waitFor()
      await isClean(page, 'effacee', view)
      await desk.close()
      await firm.close()
    },
  )

  test(
    'in difficulty is oriented without a name, and sees its confidential form',
    { timeout: 120_000 },
    async () => {
      const firm = await contextOf(view)
      const page = await firm.newPage()
      await page.goto(`${base}/saisines/nouvelle?nature=difficulte`)
      await page.locator('input[name=salaries]').fill('18')
      await page.locator('input[name=ou]').fill('Aude')
      await page.getByRole('button', { name: 'Voir qui m’aide' }).click()
      await isClean(page, 'difficulte', view)
      expect(await page.locator('ol > li').count()).toBeGreaterThan(0)
      await page.goto(`${base}/saisines/suivi/${DEMO_CASE_SECRET}`)
      await page.getByRole('heading', { name: 'Fiche confidentielle' }).waitFor()
      await isClean(page, 'dossier', view)
      await firm.close()
    },
  )
})
