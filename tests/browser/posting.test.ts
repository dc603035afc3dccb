import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AGENT_VIEWS,
  type AgentBrowser,
  expectClean,
  openAgentBrowser,
} from '../support/agent-browser.ts'

let agents: AgentBrowser
let base: string

beforeAll(async () => {
  agents = await openAgentBrowser()
  base = agents.base
}, 120_000)

afterAll(() => agents.close())

/** What the page says, with ordinary spaces. */
async function textOf(page: Page): Promise<string> {
  return ((await page.textContent('main')) ?? '').replaceAll('\u00A0', ' ')
}

describe.each(AGENT_VIEWS)('an agent $name', (view) => {
  test(
    'announces a small contract with twelve answers, warned of a short deadline',
    { timeout: 120_000 },
    async () => {
      const { page, context } = await agents.agentPage(view, 'narbonne')
      await page.goto(`${base}/espace/narbonne/consultations/nouvelle`)
      await expectClean(page, 'debut', view)
      await page.getByRole('button', { name: 'Petit marché' }).click()
      await expectClean(page, 'formulaire', view)
      expect(await page.getByLabel('Heure', { exact: true }).first().inputValue()).toBe('12 h 00')

      const questions = await page.locator('form.entry > .form-field').allTextContents()
      const compulsory = questions.filter((question) => !question.includes('(facultatif)'))
      expect(compulsory.length).toBeLessThanOrEqual(12)
      await page.getByRole('button', { name: 'Vérifier' }).click()
      await expectClean(page, 'erreurs', view)
      await page.getByRole('link', { name: /^Objet de la consultation/ }).click()
      await page.keyboard.type(`Réfection de la cour de l’école du port (${view.width})`)
      await page.getByLabel('Travaux', { exact: true }).check()
      await page.getByLabel('Lieu d’exécution').fill('Narbonne')
      const deadline = page.getByRole('group', { name: 'Date limite de remise des offres' })
      await deadline.getByLabel('Jour').fill('1')
      await deadline.getByLabel('Mois').fill('déc.')
      await deadline.getByLabel('Année').fill('2026')
      await page.getByLabel('Par courriel').check()
      await page.getByLabel('Adresse où répondre').fill('marches@narbonne.example')
      await page.getByLabel('Tranche de montant (HT)').selectOption('60000-90000')
      await page.getByLabel('Non, marché unique').check()
      await page.getByLabel('S’il n’y a pas de lots : motif').selectOption('no-distinct-services')
      await page
        .getByLabel('S’il n’y a pas de lots : les faits, en une ligne')
        .fill('Un seul corps de métier, un seul lieu, trois semaines.')
      await page.getByLabel('Pas de visite').check()
      await page.getByRole('button', { name: 'Vérifier' }).click()

      expect(await page.textContent('h1')).toBe('Vérifier et publier')
      await expectClean(page, 'verification', view)
      const text = await textOf(page)
      expect(text).toContain('Délai de réponse : 7 jours.')
      await page.locator('button.button', { hasText: /^Publier$/ }).click()
      expect(await textOf(page)).toContain('Pas encore publiée')
      await expectClean(page, 'refusee', view)
      await page.getByRole('button', { name: 'Prendre cette date' }).first().click()
      expect(await textOf(page)).not.toContain('Délai de réponse : 7 jours.')
      await page.locator('button.button', { hasText: /^Publier$/ }).click()
      await page.waitForURL(/\/consultations\/\d{4}-\d+\?publiee=oui$/)

      await agents.demonstration.deps.versions.refresh()
      await page.goto(`${base}/?q=cour+port+${view.width}`)
      expect(await textOf(page)).toContain('Réfection de la cour de l’école du port')
      await context.close()
    },
  )

  test(
    'announces a bigger one in four short steps, each saved, and finds it again half done',
    { timeout: 120_000 },
    async () => {
      const { page, context } = await agents.agentPage(view, 'narbonne')
      await page.goto(`${base}/espace/narbonne/consultations/nouvelle`)
      await page.getByRole('button', { name: 'Par étapes' }).click()
      const object = `Construction de la médiathèque (${view.width})`
      await page.getByLabel('Objet de la consultation').fill(object)
      await page.getByLabel('Travaux', { exact: true }).check()
      await page.getByLabel('Procédure adaptée (MAPA)').check()
      await page.getByRole('button', { name: 'Enregistrer et finir plus tard' }).click()

      await page.getByRole('link', { name: object }).click()
      expect(await page.getByLabel('Objet de la consultation').inputValue()).toBe(object)
      await page.getByRole('button', { name: 'Enregistrer et continuer' }).click()
      expect(await page.textContent('h1')).toContain('Les dates')
      await expectClean(page, 'etape-dates', view)
      const deadline = page.getByRole('group', { name: 'Date limite de remise des offres' })
      await deadline.getByLabel('Jour').fill('29')
      await deadline.getByLabel('Mois').fill('janvier')
      await deadline.getByLabel('Année').fill('2027')
      await page.getByLabel('Pas de visite').check()
      await page.getByRole('button', { name: 'Enregistrer et continuer' }).click()

      expect(await page.textContent('h1')).toContain('Lieu, montant et lots')
      await page.getByLabel('Lieu d’exécution').fill('Narbonne')
      await page.getByLabel('Tranche de montant (HT)').selectOption('500000-1000000')
      await page.getByLabel('Oui, en lots').check()
      await page.getByText('Décrire les lots').click()
      await expectClean(page, 'etape-lots', view)
      for (const [row, title] of ['Gros œuvre', 'Électricité'].entries()) {
        const line = page.getByRole('group', { name: `Ligne de lot ${row + 1}` })
        await line.getByLabel('Numéro').fill(String(row + 1))
        await line.getByLabel('Intitulé').fill(title)
      }
      await page.getByRole('button', { name: 'Ajouter des lignes de lot' }).click()
      expect(await page.getByRole('group', { name: /^Ligne de lot/ }).count()).toBeGreaterThan(3)
      await page.getByRole('button', { name: 'Enregistrer et continuer' }).click()

      expect(await page.textContent('h1')).toContain('Comment répondre')
      await page.getByLabel('Sur notre profil d’acheteur').check()
      await page.getByLabel('Adresse où répondre').fill('https://marches.example/4217')
      await page.getByRole('button', { name: 'Vérifier' }).click()
      expect(await textOf(page)).toContain('1 – Gros œuvre ; 2 – Électricité')
      await page.locator('button.button', { hasText: /^Publier$/ }).click()
      await page.waitForURL(/\/consultations\/\d{4}-\d+\?publiee=oui$/)
      await context.close()
    },
  )
})
