import { eq } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { ROUTES } from '../../src/app.ts'
import { accessRequests, agents, memberships } from '../../src/auth/schema.ts'
import { listMembers } from '../../src/auth/members.ts'
import { nameHandlers } from '../../src/requests/handlers.ts'
import { idOfPartner } from '../support/directory.ts'
import { useDemonstrationBrowser } from '../support/demonstration-browser.ts'
import { PROVIDER_AND_MAIL } from '../support/demonstration.ts'
import { defectsInViews } from '../support/page-defects.ts'
import { signIn, type SignedIn } from '../support/sign-in.ts'

const open = useDemonstrationBrowser(PROVIDER_AND_MAIL)
let origin: string
let agent: SignedIn

beforeAll(async () => {
  const { demonstration } = open
  origin = open.base
  const { deps, app } = demonstration
  agent = await signIn(demonstration, { role: 'partner-administrator', partner: 'narbonne' })
  await deps.db.update(agents).set({ administrator: true }).where(eq(agents.id, agent.agentId))
  await signIn(demonstration, { role: 'publisher', partner: 'narbonne' })
  const waiting = await signIn(demonstration, 'nobody')
  const partnerId = await narbonne()
  await deps.db
    .insert(accessRequests)
    .values({ agentId: waiting.agentId, partnerId, askedAt: deps.now() })
  const named = [{ agentId: agent.agentId, difficulties: false }]
  await deps.db.transaction((tx) =>
    nameHandlers(tx, named, { partnerId, actor: 'test', now: deps.now() }),
  )
  await app.request('/espace/narbonne/jetons', {
    method: 'POST',
    headers: { ...agent.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'nom=logiciel',
  })
})

const narbonne = () => idOfPartner(open.demonstration.deps.db, 'narbonne')

/** Every page of the partners' area that the table of routes tells how to reach, and those of one row. */
async function paths(): Promise<string[]> {
  const members = await listMembers(open.demonstration.deps.db, await narbonne())
  return [
    '/connexion',
    ...ROUTES.filter(({ kind, policy }) => kind === 'page' && policy !== 'public')
      .map(({ path, example }) => (example ?? path).replaceAll(':partner', 'narbonne'))
      .filter((path) => !path.includes(':') && !path.endsWith('.csv')),
    `/espace/narbonne/equipe/${members[0]?.id}`,
    `/espace/administration/agents/${agent.agentId}`,
  ]
}

test(
  'the partners’ area has no page that the browser complains of (every-page.test.ts looks at the rest)',
  { timeout: 300_000 },
  async () => {
    const walk = await paths()
    expect(walk.length).toBeGreaterThan(10)
    const found: string[] = []
    const { page, context } = await open.page({}, agent)
    page.on('console', (message) => found.push(`${page.url()}: ${message.text()}`))
    for (const path of walk) {
      const answer = await page.goto(origin + path)
      if (answer?.status() !== 200) found.push(`${path}: ${answer?.status()}`)
    }
    await page.goto(`${origin}/espace/narbonne/jetons`)
    await page.locator('[name=nom]').fill('un autre')
    await page.getByRole('button', { name: 'Faire le jeton', exact: true }).click()
    await page.getByRole('heading', { name: 'Votre jeton' }).waitFor()
    found.push(...(await defectsInViews(page, 0)))
    await context.close()
    expect(found).toEqual([])
  },
)

test('an agent without scripts invites a colleague, gives another role and takes it away', async () => {
  const { page, context } = await open.page({ javaScriptEnabled: false }, agent)
  await page.goto(`${origin}/espace/narbonne/equipe`)
  await page.getByLabel('Prénom et nom').fill('Dominique Neuf')
  await page.getByRole('radio', { name: 'rédacteur' }).check()
  await page.getByRole('button', { name: 'Inviter' }).click()
  expect(await page.getByLabel('Prénom et nom').inputValue()).toBe('Dominique Neuf')
  expect(await page.getByRole('radio', { name: 'rédacteur' }).isChecked()).toBe(true)
  await page.getByLabel('Adresse électronique professionnelle').fill('dominique@ville.example')
  await page.getByRole('button', { name: 'Inviter' }).click()
  await page.getByRole('link', { name: 'Équipe : Ville de Narbonne' }).click()
  const row = page.getByRole('row', { name: /Dominique Neuf/ })
  await row.getByRole('link', { name: /Modifier/ }).click()
  await page.getByRole('radio', { name: 'référent du pacte' }).check()
  await page.getByRole('button', { name: 'Enregistrer' }).click()
  expect(await row.textContent()).toContain('référent du pacte')
  await row.getByRole('link', { name: /Modifier/ }).click()
  await page.getByRole('button', { name: 'Retirer ce rôle' }).click()
  await page.waitForURL(`${origin}/espace/narbonne/equipe`)
  expect(await row.count()).toBe(0)
  const left = await open.demonstration.deps.db
    .select({ role: memberships.role, endedAt: memberships.endedAt })
    .from(memberships)
    .innerJoin(agents, eq(agents.id, memberships.agentId))
    .where(eq(agents.email, 'dominique@ville.example'))
  expect(left.every(({ endedAt }) => endedAt !== null)).toBe(true)
  await context.close()
})
