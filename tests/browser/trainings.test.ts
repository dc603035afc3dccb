import { describe, expect, test } from 'vitest'
import { expectClean, useDemonstrationBrowser, VIEWS } from '../support/demonstration-browser.ts'
import { openSession } from '../trainings/support.ts'

const open = useDemonstrationBrowser()

const program = () => {
  const { deps } = open.demonstration
  return { deps, clock: { now: deps.now() } }
}

describe.each(VIEWS)('somebody $name', (view) => {
  test(
    'registers a firm for a training, sees its place and gives it back',
    { timeout: 120_000 },
    async () => {
      const made = await openSession(program(), { seats: 1, mail: false })
      const { page, context } = await open.page(view)
      await page.goto(`${open.base}/pacte/formations`)
      await expectClean(page, 'formations', view)
      await page.goto(`${open.base}/pacte/formations/${made.slug}`)
      await expectClean(page, 'formation', view)
      await page.getByRole('link', { name: /^S’inscrire/ }).click()
      await page.getByRole('button', { name: 'M’inscrire' }).click()
      expect(await page.title()).toMatch(/^Erreur\s: /)
      await expectClean(page, 'inscription-erreurs', view)
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
      await expectClean(page, 'inscription', view)
      await open.demonstration.deps.versions.refresh()
      await page.getByRole('button', { name: 'Annuler mon inscription' }).click()
      expect(await page.textContent('.lead')).toBe('Votre inscription est annulée.')
      await expectClean(page, 'inscription-annulee', view)
      await context.close()
    },
  )

  test('who organises finds its pages fit', { timeout: 120_000 }, async () => {
    const made = await openSession(program(), { mail: false })
    const as = { role: 'pact-editor', partner: 'narbonne' } as const
    const { page, context } = await open.page(view, as)
    const desk = `${open.base}/espace/narbonne/formations`
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
      await expectClean(page, name, view)
    }
    await context.close()
  })
})
