import { describe, expect, test } from 'vitest'
import { expectClean, useDemonstrationBrowser, VIEWS } from '../support/demonstration-browser.ts'

const open = useDemonstrationBrowser()

describe.each(VIEWS)('contacts, $name', (view) => {
  const partner = view.javaScriptEnabled ? 'departement-de-l-aude' : 'narbonne'

  test('a firm finds whom to turn to, and a partner says that its entries still hold', async () => {
    const { page, context } = await open.page(view, { role: 'partner-administrator', partner })
    await page.goto(`${open.base}/contacts`)
    await expectClean(page, 'contacts', view)
    await page.getByLabel('De quoi s’agit-il ?').selectOption('Une entreprise en difficulté')
    await page.getByLabel('Commune ou code postal').fill('11100')
    await page.getByLabel('Nombre de salariés').fill('12')
    await page.getByRole('button', { name: 'Trouver' }).click()
    expect(new URL(page.url()).search).toBe('?effectif=12&lieu=narbonne&probleme=difficulte')
    await expectClean(page, 'contacts-answer', view)
    await page.getByRole('link', { name: 'CODEFI de l’Aude' }).first().click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('CODEFI de l’Aude')
    await page.goto(`${open.base}/contacts/organismes/cci-de-l-aude`)
    await expectClean(page, 'contacts-body', view)
    await page.goto(`${open.base}/contacts/aides/avance`)
    await expectClean(page, 'contacts-scheme', view)
    await page.goto(`${open.base}/acheteurs/narbonne`)
    await expectClean(page, 'contacts-buyer', view)
    await page.goto(`${open.base}/espace`)
    await page.getByRole('link', { name: /fiches? de contact/ }).click()
    await expectClean(page, 'contacts-desk', view)
    await page.getByRole('link', { name: 'Comment nous achetons', exact: true }).last().click()
    await page.getByLabel('Seuils internes').fill('beaucoup : trois devis')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await expectClean(page, 'contacts-practices', view)
    await page.getByLabel('Seuils internes').fill('5 000 : trois devis')
    await page.getByRole('button', { name: 'Enregistrer' }).click()
    await page.getByRole('status').waitFor()
    const stale = page.getByText('À vérifier', { exact: true })
    for (let left = await stale.count(); left > 0; left = await stale.count()) {
      const entry = page.getByRole('article').filter({ has: stale }).first()
      await entry.getByRole('button', { name: /Encore exact/ }).click()
      await page.getByRole('status').waitFor()
    }
    expect(await page.getByText('Tout a été vérifié depuis moins d’un an.').count()).toBe(1)
    await context.close()
  }, 90_000)
})
