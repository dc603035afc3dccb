import { describe, expect, test } from 'vitest'
import { useDemonstrationBrowser } from '../support/demonstration-browser.ts'
import { violationsOf } from '../support/page-defects.ts'

const SHOTS = process.env['SHOTS']

const open = useDemonstrationBrowser()

describe('the library in a browser', () => {
  test('a firm finds the guide from a consultation, ticks its list, and downloads a leaflet, without scripts', async () => {
    const { page, context } = await open.page({ javaScriptEnabled: false, width: 320 })
    await page.goto(open.base)
    await page.locator('.card-title a').first().click()
    await page.getByRole('link', { name: 'Comment répondre ?' }).click()
    await page.getByLabel('Accusé de réception enregistré').check()
    expect(await page.getByLabel('Accusé de réception enregistré').isChecked()).toBe(true)
    await page.goto(`${open.base}/documents`)
    await page.getByLabel('Nature').selectOption('Dépliant')
    await page.getByRole('button', { name: 'Filtrer' }).click()
    expect(new URL(page.url()).search).toBe('?nature=depliant')
    await page.getByRole('link', { name: 'Vendre aux collectivités de l’Aude' }).click()
    const href = await page.getByRole('link', { name: '.pdf' }).getAttribute('href')
    const file = await page.request.get(open.base + (href ?? ''))
    expect(file.headers()['content-type']).toBe('application/pdf')
    expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await context.close()
  }, 60_000)

  test('an agent copies the text of a practice, says « Nous utilisons », and publishes one', async () => {
    const as = { role: 'pact-editor', partner: 'narbonne' } as const
    const { page, context } = await open.page({}, as)
    await context.grantPermissions(['clipboard-write', 'clipboard-read'])
    const shot = async (of: string) => {
      expect(await violationsOf(page)).toEqual([])
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/library-${of}.png`, fullPage: true })
    }
    await page.goto(
      `${open.base}/documents/pratiques/annoncer-les-petits-marches-avant-de-demander-des-devis`,
    )
    await page.getByRole('button', { name: 'Copier le texte' }).click()
    await page.getByText('Texte copié.').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^Besoin\s: \[…\]\nLieu/,
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
    await page.goto(`${open.base}/espace/narbonne/bibliotheque`)
    await shot('desk')
    await page.goto(`${open.base}/espace/narbonne/bibliotheque/document`)
    await shot('document')
    await context.close()
  }, 60_000)
})
