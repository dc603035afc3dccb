import { AxeBuilder } from '@axe-core/playwright'
import { serve } from '@hono/node-server'
import { and, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { consultations } from '../../src/consultations/schema.ts'
import { isOf } from '../../src/posting/own-consultation.ts'
import { partners } from '../../src/partners/schema.ts'
import { openBrowser } from '../support/browser.ts'
import { type Demonstration, openDemonstration } from '../support/demonstration.ts'
import { signIn } from '../support/sign-in.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const SHOTS = process.env['SHOTS']

let demonstration: Demonstration
let browser: Browser
let server: ReturnType<typeof serve>
let base: string

beforeAll(async () => {
  demonstration = await openDemonstration('2026-11-24T09:30:00Z', {
    BASE_URL: 'http://localhost:8080',
  })
  const app = createApp(demonstration.deps)
  server = serve({ fetch: app.fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  base = `http://localhost:${(server.address() as AddressInfo).port}`
  browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await browser.close()
  await new Promise((resolve) => server.close(resolve))
  await demonstration.close()
})

const VIEWS = [
  {
    name: 'on a phone without JavaScript, in the dark',
    javaScriptEnabled: false,
    width: 360,
    colorScheme: 'dark',
  },
  { name: 'on a desktop', javaScriptEnabled: true, width: 1280, colorScheme: 'light' },
] as const
type View = (typeof VIEWS)[number]

/** A consultation of a partner's that is open, and one that has ended, with lots. */
async function ofPartner(open: boolean): Promise<{ partner: string; path: string }> {
  const { db, now } = demonstration.deps
  for (const partner of await db.select().from(partners)) {
    const at = open ? gt(consultations.closesAt, now()) : lt(consultations.closesAt, now())
    const [row] = await db
      .select({ reference: consultations.reference })
      .from(consultations)
      .where(
        and(
          isOf(partner.id),
          open ? eq(consultations.status, 'active') : undefined,
          at,
          open
            ? undefined
            : sql`${consultations.status} in ('active', 'awarded') and jsonb_array_length(${consultations.facts}->'lots') > 1`,
        ),
      )
      .orderBy(desc(consultations.id))
      .limit(1)
    if (row)
      return {
        partner: partner.slug,
        path: `${base}/espace/${partner.slug}/consultations/${row.reference}`,
      }
  }
  throw new Error('the demonstration has none')
}

async function agentPage(
  view: View,
  partner: string,
): Promise<{ page: Page; context: BrowserContext }> {
  const { javaScriptEnabled, colorScheme, width } = view
  const context = await browser.newContext({
    javaScriptEnabled,
    colorScheme,
    viewport: { width, height: 900 },
  })
  const { headers } = await signIn(demonstration, { role: 'publisher', partner })
  const [, value = ''] = headers['cookie']?.split('=') ?? []
  await context.addCookies([{ name: 'session', value, url: base }])
  return { page: await context.newPage(), context }
}

async function isClean(page: Page, name: string, view: View): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${view.width}.png`, fullPage: true })
  // axe itself needs scripts.
  if (view.javaScriptEnabled) {
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  }
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect([name, overflow]).toEqual([name, 0])
}

describe.each(VIEWS)('what an agent does with a consultation, $name', (view) => {
  test('each page stands: while firms answer, and once they have', async () => {
    const open = await ofPartner(true)
    const { page, context } = await agentPage(view, open.partner)
    for (const word of [
      '',
      '/modifier',
      '/prolonger',
      '/reponses',
      '/documents',
      '/retirer',
      '/sans-suite',
      '/complement',
    ]) {
      const answer = await page.goto(open.path + word)
      expect([word, answer?.status()]).toEqual([word, 200])
      await isClean(page, `vie${word.replace('/', '-')}`, view)
    }
    await context.close()
    const ended = await ofPartner(false)
    const later = await agentPage(view, ended.partner)
    for (const word of ['', '/attribution', '/infructueux', '/relance']) {
      const answer = await later.page.goto(ended.path + word)
      expect([word, answer?.status()]).toEqual([word, 200])
      await isClean(later.page, `fin${word.replace('/', '-')}`, view)
    }
    await later.page.goto(`${ended.path}/attribution`)
    await later.page.locator('[name="lot"]').nth(1).check()
    await later.page.getByRole('button', { name: 'Continuer' }).click()
    await isClean(later.page, 'fin-attribution-lot', view)
    await later.page.getByLabel('Titulaire', { exact: true }).first().fill('')
    await later.page.getByRole('button', { name: 'Publier l’attribution' }).last().click()
    expect(await later.page.title()).toMatch(/^Erreur : Publier l’attribution/)
    await isClean(later.page, 'fin-attribution-erreur', view)
    await later.context.close()
  }, 120_000)

  test('a date is moved in one click, and the page says so', async () => {
    const open = await ofPartner(true)
    const { page, context } = await agentPage(view, open.partner)
    await page.goto(`${open.path}/prolonger`)
    await page
      .getByRole('button', { name: /^Reporter au/ })
      .first()
      .click()
    expect(page.url()).toBe(`${open.path}?fait=prolongee`)
    expect(await page.getByRole('status').textContent()).toContain('nouvelle date limite')
    await isClean(page, 'vie-prolongee', view)
    await context.close()
  }, 60_000)
})
