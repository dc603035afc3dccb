import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { AGENT_VIEWS, type AgentBrowser, openAgentBrowser } from '../support/agent-browser.ts'
import { defectsInViews } from '../support/page-defects.ts'

let open: AgentBrowser

beforeAll(async () => {
  open = await openAgentBrowser()
}, 120_000)
afterAll(() => open.close())

const MEETING = '/rencontres/travaux-publics-les-chantiers-de-l-annee'
const PAST = '/rencontres/batiment-entretien-et-renovation'

describe.each(AGENT_VIEWS)('somebody $name', (view) => {
  test('books an appointment, moves it and gives it back', { timeout: 120_000 }, async () => {
    const { page, context } = await open.pageAs(view, 'nobody')
    await page.goto(`${open.base}/rencontres`)
    await page.getByRole('link', { name: 'Travaux publics : les chantiers de l’année' }).click()
    await page.getByRole('link', { name: '16 h 20 avec Le Grand Narbonne' }).click()
    await page.getByRole('button', { name: 'Réserver ce rendez-vous' }).click()
    expect(await page.title()).toMatch(/^Erreur : /)
    if (view.javaScriptEnabled) await isClean(page, 0, 'rencontre-erreurs')
    await page.getByRole('link', { name: /^Entreprise/ }).click()
    await page.getByLabel('Entreprise', { exact: true }).fill(`Terrassement Exemple ${view.width}`)
    await page.getByLabel('Nom et prénom').fill('Camille Exemple')
    await page.getByLabel('E-mail', { exact: true }).fill(`camille${view.width}@exemple.example`)
    await page.getByLabel('Ce que vous proposez').fill('Tranchées, réseaux')
    await page.getByLabel(/^J’accepte/).check()
    await page.getByRole('button', { name: 'Réserver ce rendez-vous' }).click()
    expect(await leadOf(page)).toContain('16 h 20 à 16 h 40')
    if (view.javaScriptEnabled) await isClean(page, 1, 'rendez-vous')
    await page.getByLabel('Autre créneau').selectOption({ label: '16 h 40 à 17 h 00' })
    await page.getByRole('button', { name: 'Déplacer mon rendez-vous' }).click()
    expect(await leadOf(page)).toContain('16 h 40 à 17 h 00')
    await page.getByRole('button', { name: 'Annuler mon rendez-vous' }).click()
    expect(await leadOf(page)).toBe('Votre demande est annulée.')
    await context.close()
  })
})

test('pages of meetings that no walk over all pages knows fit', { timeout: 180_000 }, async () => {
  const view = AGENT_VIEWS[1]
  if (!view) throw new Error('no view')
  const { page, context } = await open.pageAs(view, { role: 'pact-editor', partner: 'ffb-aude' })
  const buyer = await open.pageAs(view, { role: 'publisher', partner: 'narbonne' })
  const carcassonne = await open.pageAs(view, { role: 'publisher', partner: 'carcassonne' })
  const desk = '/espace/ffb-aude/rencontres'
  const walk: [Page, string, string][] = [
    [page, 'rencontres-passees', '/rencontres?quand=passees'],
    [page, 'rencontre-passee', PAST],
    [page, 'rencontre-attente', `${MEETING}/rendez-vous?acheteur=3`],
    [page, 'bureau-rencontre', `${desk}/1`],
    [page, 'bureau-rencontre-programme', `${desk}/1/programme`],
    [page, 'bureau-rencontre-acheteur', `${desk}/1/acheteurs/1`],
    [page, 'bureau-rencontre-nouvel-acheteur', `${desk}/1/acheteurs/nouveau`],
    [page, 'bureau-rencontre-documents', `${desk}/1/documents`],
    [page, 'bureau-rencontre-report', `${desk}/1/report`],
    [buyer.page, 'planning', '/espace/narbonne/rencontres/1/notre-planning'],
    [carcassonne.page, 'planning-passe', '/espace/carcassonne/rencontres/3/notre-planning'],
  ]
  for (const [rank, [by, name, path]] of walk.entries()) {
    const answer = await by.goto(open.base + path)
    expect([path, answer?.status()]).toEqual([path, 200])
    await isClean(by, rank, name)
  }
  await Promise.all([context.close(), buyer.context.close(), carcassonne.context.close()])
})

/** With ordinary spaces. */
async function leadOf(page: Page): Promise<string> {
  return ((await page.textContent('.lead')) ?? '').replaceAll('\u00A0', ' ')
}

async function isClean(page: Page, rank: number, name: string): Promise<void> {
  expect([name, await defectsInViews(page, rank, name)]).toEqual([name, []])
}
