import { and, desc, eq, gt, lt, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consultations } from '../../src/consultations/schema.ts'
import { isOf } from '../../src/posting/own-consultation.ts'
import { partners } from '../../src/partners/schema.ts'
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

/** A consultation of a partner's that is open, and one that has ended, with lots. */
async function ofPartner(open: boolean): Promise<{ partner: string; path: string }> {
  const { db, now } = agents.demonstration.deps
  for (const partner of await db.select().from(partners)) {
    const at = open ? gt(consultations.closesAt, now()) : lt(consultations.closesAt, now())
    const [row] = await db
      .select({ reference: consultations.reference })
      .from(consultations)
      .where(
        and(
          isOf(partner.id),
          open ? eq(consultations.status, 'active') : undefined,
          at,
          open
            ? undefined
            : sql`${consultations.status} in ('active', 'awarded') and jsonb_array_length(${consultations.facts}->'lots') > 1`,
        ),
      )
      .orderBy(desc(consultations.id))
      .limit(1)
    if (row)
      return {
        partner: partner.slug,
        path: `${base}/espace/${partner.slug}/consultations/${row.reference}`,
      }
  }
  throw new Error('the demonstration has none')
}

describe.each(AGENT_VIEWS)('what an agent does with a consultation, $name', (view) => {
  test('each page stands: while firms answer, and once they have', async () => {
    const open = await ofPartner(true)
    const { page, context } = await agents.agentPage(view, open.partner)
    for (const word of [
      '',
      '/modifier',
      '/prolonger',
      '/reponses',
      '/documents',
      '/retirer',
      '/sans-suite',
      '/complement',
    ]) {
      const answer = await page.goto(open.path + word)
      expect([word, answer?.status()]).toEqual([word, 200])
      await expectClean(page, `vie${word.replace('/', '-')}`, view)
    }
    await context.close()
    const ended = await ofPartner(false)
    const later = await agents.agentPage(view, ended.partner)
    for (const word of ['', '/attribution', '/infructueux', '/relance']) {
      const answer = await later.page.goto(ended.path + word)
      expect([word, answer?.status()]).toEqual([word, 200])
      await expectClean(later.page, `fin${word.replace('/', '-')}`, view)
    }
    await later.page.goto(`${ended.path}/attribution`)
    await later.page.locator('[name="lot"]').nth(1).check()
    await later.page.getByRole('button', { name: 'Continuer' }).click()
    await expectClean(later.page, 'fin-attribution-lot', view)
    await later.page.getByLabel('Titulaire', { exact: true }).first().fill('')
    await later.page.getByRole('button', { name: 'Publier l’attribution' }).last().click()
    expect(await later.page.title()).toMatch(/^Erreur : Publier l’attribution/)
    await expectClean(later.page, 'fin-attribution-erreur', view)
    await later.context.close()
  }, 120_000)

  test('a date is moved in one click, and the page says so', async () => {
    const open = await ofPartner(true)
    const { page, context } = await agents.agentPage(view, open.partner)
    await page.goto(`${open.path}/prolonger`)
    await page
      .getByRole('button', { name: /^Reporter au/ })
      .first()
      .click()
    expect(page.url()).toBe(`${open.path}?fait=prolongee`)
    expect(await page.getByRole('status').textContent()).toContain('nouvelle date limite')
    await expectClean(page, 'vie-prolongee', view)
    await context.close()
  }, 60_000)
})
