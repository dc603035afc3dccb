import { beforeAll, expect, test } from 'vitest'
import { useDemonstrationBrowser } from '../support/demonstration-browser.ts'
import { defectsInViews } from '../support/page-defects.ts'
import { templatesJob } from '../../src/templates/templates-job.ts'

const open = useDemonstrationBrowser()

beforeAll(async () => {
  const { deps } = open.demonstration
  await templatesJob(deps)({ kind: 'templates', key: 'all', payload: {}, attempt: 1 })
})

test('a buyer without account reads the model, fills it in and takes its documents, without JavaScript', async () => {
  const { page, context } = await open.page({ javaScriptEnabled: false })
  await page.goto(`${open.base}/modele`)
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
  const as = { role: 'partner-administrator', partner: 'narbonne' } as const
  const { page, context } = await open.page({}, as)
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
    await page.goto(open.base + path)
    found.push(...(await defectsInViews(page, rank, `modele-${shot}`)))
  }
  await page.goto(`${open.base}/espace/narbonne/consultations/nouvelle`)
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
