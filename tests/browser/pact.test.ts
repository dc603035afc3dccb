import { and, eq, isNull } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { actions, milestones } from '../../src/pact/actions/schema.ts'
import { evidence } from '../../src/pact/evidence/schema.ts'
import { groupMembers, groups } from '../../src/pact/groups/schema.ts'
import { meetings } from '../../src/pact/meetings/schema.ts'
import { errorReports } from '../../src/pact/schema.ts'
import {
  expectClean,
  useDemonstrationBrowser,
  type View,
} from '../support/demonstration-browser.ts'
import { formsAs } from '../support/partner-forms.ts'

const PHONE: View = {
  name: 'on a narrow phone, in the dark',
  javaScriptEnabled: true,
  width: 320,
  colorScheme: 'dark',
}
const DESKTOP: View = {
  name: 'on a desktop',
  javaScriptEnabled: true,
  width: 1280,
  colorScheme: 'light',
}
const WITHOUT_SCRIPTS: View = {
  name: 'without JavaScript',
  javaScriptEnabled: false,
  width: 320,
  colorScheme: 'light',
}
const IS_DEEP = process.env['DEEP'] !== undefined

const open = useDemonstrationBrowser()
let places: Awaited<ReturnType<typeof findPlaces>>

beforeAll(async () => {
  places = await findPlaces()
}, 240_000)

const EDITOR = { role: 'pact-editor', partner: 'carcassonne-agglo' } as const
const DESK = '/espace/carcassonne-agglo/pacte'
const OFFICE = '/espace/administration/pacte'

/** Rows of the demonstration's pact that Carcassonne Agglo carries. */
async function findPlaces() {
  const { db, now } = open.demonstration.deps
  const [group] = await db
    .select()
    .from(groups)
    .where(eq(groups.slug, 'modele-commun-de-consultation'))
  const [action] = await db
    .select({
      id: actions.id,
      slug: actions.slug,
      milestoneId: milestones.id,
      evidenceId: evidence.id,
    })
    .from(actions)
    .innerJoin(milestones, eq(milestones.actionId, actions.id))
    .innerJoin(evidence, eq(evidence.actionId, actions.id))
    .where(and(eq(actions.pilotId, group?.pilotId ?? 0), isNull(evidence.withdrawnAt)))
    .limit(1)
  const [meeting] = await db
    .select()
    .from(meetings)
    .where(and(eq(meetings.groupId, group?.id ?? 0), eq(meetings.state, 'held')))
  const [member] = await db
    .select()
    .from(groupMembers)
    .where(and(eq(groupMembers.groupId, group?.id ?? 0), isNull(groupMembers.leftOn)))
  if (!group || !action || !meeting || !member) throw new Error('the demonstration lacks a place')
  const [report] = await db
    .insert(errorReports)
    .values({ page: '/pacte', words: 'Une date est fausse.', receivedAt: now() })
    .returning()
  const forms = await formsAs(open.demonstration, EDITOR)
  await forms.post(`${DESK}/actions/${action.slug}/commentaires`, { words: 'À relire.' })
  return { group, action, meeting, member, report }
}

function ofPartner(): string[] {
  const { group, action, meeting, member } = places
  const [on, at, held] = [
    `${DESK}/groupes/${group.slug}`,
    `${DESK}/actions/${action.slug}`,
    `${DESK}/reunions/${meeting.id}`,
  ]
  return [
    DESK,
    at,
    `${at}/modifier`,
    `${at}/statut`,
    `${at}/justificatifs`,
    `${at}/justificatifs/${action.evidenceId}/retrait`,
    `${at}/collectivites/${group.pilotId}`,
    `${at}/mesures`,
    `${at}/jalons`,
    `${at}/jalons/${action.milestoneId}`,
    `${at}/commentaires`,
    on,
    `${on}/modifier`,
    `${on}/mesures`,
    `${on}/membres`,
    `${on}/membres/${member.id}/depart`,
    `${on}/etapes/evaluation`,
    `${on}/reunions/nouvelle`,
    `${on}/commentaires`,
    held,
    `${held}/modifier`,
    `${held}/annulation`,
    `${held}/presence`,
    `${held}/decisions`,
    `${held}/compte-rendu`,
    `${DESK}/engagements`,
    `${DESK}/engagements/2026/1`,
    `${DESK}/documents/nouveau`,
  ]
}

function ofAdministrator(): string[] {
  return [
    OFFICE,
    `${OFFICE}/axes/simplifier`,
    `${OFFICE}/problemes/1`,
    `${OFFICE}/problemes/nouveau`,
    `${OFFICE}/engagements/1`,
    `${OFFICE}/engagements/nouveau`,
    `${OFFICE}/signalements/${places.report?.id}`,
    `${DESK}/comite/nouvelle`,
  ]
}

/** Every page with DEEP; else each of two views takes its quarter. */
function shareOf(paths: string[], view: View): string[] {
  return IS_DEEP ? paths : paths.filter((_, index) => index % 4 === (view === PHONE ? 0 : 2))
}

async function walk(page: Page, paths: string[], view: View): Promise<void> {
  for (const path of paths) {
    const answer = await page.goto(open.base + path)
    expect([path, answer?.status()]).toEqual([path, 200])
    for (const details of await page.locator('details').all())
      await details.evaluate((element) => element.setAttribute('open', ''))
    await expectClean(page, path.slice(1).replaceAll('/', '-'), view)
  }
}

describe.each([PHONE, DESKTOP])('$name', (view) => {
  test(
    'the pact’s desk has no accessibility defect and nothing to scroll sideways',
    { timeout: 600_000 },
    async () => {
      const { page, context } = await open.page(view, EDITOR)
      await walk(page, shareOf(ofPartner(), view), view)
      await context.close()
      const office = await open.page(view, 'administrator')
      await walk(office.page, shareOf(ofAdministrator(), view), view)
      await office.context.close()
    },
  )
})

test(
  'without JavaScript, and by keyboard alone, a group is measured after a mistake, and a comment taken back',
  { timeout: 240_000 },
  async () => {
    const { page, context } = await open.page(WITHOUT_SCRIPTS, EDITOR)
    const { group, action } = places
    await page.goto(`${open.base}${DESK}/groupes/${group.slug}`)
    await tabTo(page, 'Ajouter une mesure de l’indicateur')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/mesures$/)
    await tabTo(page, 'Ajouter la mesure')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'à corriger' }).waitFor()
    expect(await page.title()).toMatch(/^Erreur/)
    await expectClean(page, 'mesure-erreurs', WITHOUT_SCRIPTS)
    await tabTo(page, /^Valeur\s: /)
    await page.keyboard.press('Enter')
    await page.keyboard.type('51,5')
    for (const part of ['30', '10', '2026', 'Relevé des dossiers']) {
      await page.keyboard.press('Tab')
      await page.keyboard.type(part)
    }
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.waitForURL(new RegExp(`/groupes/${group.slug}$`))
    await expectClean(page, 'groupe-mesure', WITHOUT_SCRIPTS)
    expect(await page.getByRole('row', { name: /30\/10\/2026/ }).textContent()).toContain('51,5')

    await page.goto(`${open.base}${DESK}/actions/${action.slug}`)
    await page.getByRole('link', { name: 'Commenter' }).click()
    await page.getByLabel('Commentaire').fill('Dit trop vite.')
    await page.getByRole('button', { name: 'Ajouter le commentaire' }).click()
    await tabTo(page, /^Retirer le commentaire/)
    await page.keyboard.press('Enter')
    await page.getByText('commentaire retiré').waitFor()
    expect(await page.getByText('Dit trop vite.').count()).toBe(0)
    await expectClean(page, 'action-commentaire-retire', WITHOUT_SCRIPTS)
    await context.close()
  },
)

/** Presses Tab until what has this text is focused; nothing of a page is further than two hundred presses away. */
async function tabTo(page: Page, text: string | RegExp): Promise<void> {
  await page.waitForLoadState()
  for (let press = 0; press < 200; press += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    if (typeof text === 'string' ? focused === text : text.test(focused)) return
  }
  throw new Error(`the keyboard does not reach « ${text} »`)
}
