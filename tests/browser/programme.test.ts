import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { useDemonstrationBrowser } from '../support/demonstration-browser.ts'
import { violationsOf } from '../support/page-defects.ts'

const SHOTS = process.env['SHOTS']

const open = useDemonstrationBrowser()

async function isClean(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
  expect(await violationsOf(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect([name, overflow]).toEqual([name, 0])
}

test('a firm on its phone finds what a buyer expects, and what came of it', async () => {
  const { page, context } = await open.page({ colorScheme: 'dark', width: 320 })
  await page.goto(`${open.base}/programmation`)
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
  await page.goto(`${open.base}/programmation/bilan/2026`)
  await isClean(page, 'year-phone')
  await context.close()
}, 60_000)

test('an officer announces a purchase, drops it, and tries a file', async () => {
  const { page, context } = await open.page({}, { role: 'publisher', partner: 'narbonne' })
  await page.goto(`${open.base}/espace/narbonne/programmation`)
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
  await page.goto(`${open.base}/espace/narbonne/programmation/import`)
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
      await page.goto(open.base + path)
      await page.screenshot({
        path: `${SHOTS}/desktop${path.replaceAll('/', '-')}.png`,
        fullPage: true,
      })
    }
  await context.close()
}, 60_000)
