import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { useDemonstrationBrowser } from '../support/demonstration-browser.ts'
import { defectsInViews } from '../support/page-defects.ts'

const open = useDemonstrationBrowser()

const MEETING = '/rencontres/travaux-publics-les-chantiers-de-l-annee'
const PAST = '/rencontres/batiment-entretien-et-renovation'

test('pages of meetings that no walk over all pages knows fit', { timeout: 180_000 }, async () => {
  const { page, context } = await open.page({}, { role: 'pact-editor', partner: 'ffb-aude' })
  const buyer = await open.page({}, { role: 'publisher', partner: 'narbonne' })
  const carcassonne = await open.page({}, { role: 'publisher', partner: 'carcassonne' })
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

async function isClean(page: Page, rank: number, name: string): Promise<void> {
  expect([name, await defectsInViews(page, rank, name)]).toEqual([name, []])
}
