import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { violationsOf } from '../support/page-defects.ts'
import { signIn } from '../support/sign-in.ts'
import { openSession } from '../trainings/support.ts'

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
    colorScheme: 'light',
  },
  {
    name: 'on a narrow phone, in the dark',
    javaScriptEnabled: true,
    width: 320,
    colorScheme: 'dark',
  },
  { name: 'on a desktop', javaScriptEnabled: true, width: 1280, colorScheme: 'light' },
]

function contextOf({ javaScriptEnabled, colorScheme, width }: View): Promise<BrowserContext> {
  return browser.newContext({ javaScriptEnabled, colorScheme, viewport: { width, height: 900 } })
}

async function isClean(page: Page, name: string, view: View): Promise<void> {
  const file = `${SHOTS}/${name}-${view.width}${view.javaScriptEnabled ? '' : '-sans-js'}.png`
  if (SHOTS) await page.screenshot({ path: file, fullPage: true })
  // axe itself needs scripts.
  if (view.javaScriptEnabled) expect(await violationsOf(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect([name, overflow]).toEqual([name, 0])
}

const program = () => ({ deps: demonstration.deps, clock: { now: new Date(AT) } })

describe.each(VIEWS)('somebody $name', (view) => {
  test(
    'registers a firm for a training, sees its place and gives it back',
    { timeout: 120_000 },
    async () => {
      const made = await openSession(program(), { seats: 1, mail: false })
      const context = await contextOf(view)
      const page = await context.newPage()
      await page.goto(`${base}/pacte/formations`)
      await isClean(page, 'formations', view)
      await page.goto(`${base}/pacte/formations/${made.slug}`)
      await isClean(page, 'formation', view)
      await page.getByRole('link', { name: /^S’inscrire/ }).click()
      await page.getByRole('button', { name: 'M’inscrire' }).click()
      expect(await page.title()).toMatch(/^Erreur : /)
      await isClean(page, 'inscription-erreurs', view)
      await page.getByRole('link', { name: /^Entreprise/ }).click()
      await page.keyboard.type('Électricité Durand')
      await page.getByLabel('Nom et prénom').fill('Camille Durand')
      await page.getByLabel('E-mail').fill(`camille${view.width}${view.colorScheme}@durand.example`)
      await page.getByLabel('Commune').fill('Narbonne')
      await page.getByLabel('Métier').selectOption({ label: 'Autre métier' })
      await page.getByLabel('Non', { exact: true }).check()
      await page.getByLabel(/^J’accepte/).check()
      await page.getByRole('button', { name: 'M’inscrire' }).click()
      expect(await page.textContent('.lead')).toBe('Votre place est réservée.')
      await isClean(page, 'inscription', view)
      await demonstration.deps.versions.refresh()
      await page.getByRole('button', { name: 'Annuler mon inscription' }).click()
      expect(await page.textContent('.lead')).toBe('Votre inscription est annulée.')
      await isClean(page, 'inscription-annulee', view)
      await context.close()
    },
  )

  test('who organises finds its pages fit', { timeout: 120_000 }, async () => {
    const made = await openSession(program(), { mail: false })
    const context = await contextOf(view)
    const { headers } = await signIn(demonstration, { role: 'pact-editor', partner: 'narbonne' })
    const [, value = ''] = headers['cookie']?.split('=') ?? []
    await context.addCookies([{ name: 'session', value, url: base }])
    const page = await context.newPage()
    const desk = `${base}/espace/narbonne/formations`
    for (const [name, path] of [
      ['bureau', ''],
      ['bureau-nouvelle', '/nouvelle'],
      ['bureau-formation', `/${made.id}`],
      ['bureau-supports', `/${made.id}/supports`],
      ['bureau-programmer', `/${made.id}/sessions/nouvelle`],
      ['bureau-session', `/${made.id}/sessions/${made.sessionId}`],
      ['bureau-report', `/${made.id}/sessions/${made.sessionId}/report`],
      ['bureau-emargement', `/${made.id}/sessions/${made.sessionId}/emargement`],
    ] as const) {
      await page.goto(desk + path)
      await isClean(page, name, view)
    }
    await context.close()
  })
})
