import { expect, test } from 'vitest'
import { useDemonstrationBrowser } from '../support/demonstration-browser.ts'
import { violationsOf } from '../support/page-defects.ts'

const SHOTS = process.env['SHOTS']

const open = useDemonstrationBrowser()

test('a firm follows a filtered list by mail, changes the rhythm and stops', async () => {
  const { page, context } = await open.page({ width: 320, colorScheme: 'dark' })
  const shot = async (of: string) => {
    expect(await violationsOf(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      page.viewportSize()?.width ?? 0,
    )
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/alerts-${of}.png`, fullPage: true })
  }
  await page.goto(`${open.base}/?echeance=14&metier=electricite`)
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
  await page.goto(`${open.base}/alertes`)
  await shot('about')
  await page.goto(`${open.base}/flux?metier=electricite`)
  await shot('flux')
  await context.close()
}, 60_000)
