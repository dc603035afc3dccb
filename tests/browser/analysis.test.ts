import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { tellAnalyses } from '../../src/commands/demo/tell-analyses.ts'
import { tellPact } from '../../src/commands/demo/pact/tell-pact.ts'
import { runCommand } from '../../src/commands/run.ts'
import { readConfig } from '../../src/config.ts'
import { openProgram } from '../../src/runtime/node/open.ts'
import { inventContracts } from '../analysis/years/support.ts'
import { openBrowser } from '../support/browser.ts'
import { openTestPostgres } from '../support/databases.ts'
import { loadDirectory } from '../support/directory.ts'
import { defectsInViews } from '../support/page-defects.ts'
import { signIn } from '../support/sign-in.ts'

const SHOTS = process.env['SHOTS']
const AT = '2026-11-24T09:30:00Z'

let browser: Browser
let base: string
let opened: Awaited<ReturnType<typeof serveAnalyses>>

beforeAll(async () => {
  opened = await serveAnalyses()
  base = opened.base
  browser = await openBrowser()
}, 180_000)

afterAll(async () => {
  await browser.close()
  await opened.close()
})

/** Two years told as the demonstration tells them, over contracts invented here. */
async function serveAnalyses() {
  const database = await openTestPostgres('ready')
  const read = readConfig({
    DATABASE_URL: database.url,
    BASE_URL: 'http://localhost:8080',
    POLL: 'off',
    FAKE_NOW: AT,
  })
  if (!read.ok) throw new Error(read.problems.join('\n'))
  const result = await openProgram(read.config, () => {})
  if (!result.ok) throw new Error(result.sentence)
  const { deps, database: own, close } = result.opened
  const context = { deps, sql: own.sql, cwd: process.cwd(), say: () => {} }
  if ((await runCommand(['migrate'], context, () => {})) !== 0) throw new Error('migrate')
  const now = new Date(AT)
  await loadDirectory(own, now)
  for (const year of [2024, 2025, 2026])
    await inventContracts(deps.db, { year, count: year === 2026 ? 6 : 90 })
  await deps.db.transaction(async (tx) => {
    const { config } = deps
    await tellPact(tx, { now, config, tagAuthority: 'guichet.example' })
    await tellAnalyses(tx, { now, config })
  })
  await deps.versions.refresh()
  const server = serve({ fetch: createApp(deps).fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    deps,
    base: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      await new Promise((resolve) => server.close(resolve))
      await close()
      await database.close()
    },
  }
}

/** Goes where something stands. */
async function go(page: Page, path: string): Promise<void> {
  const answer = await page.goto(base + path)
  expect([path, answer?.status()]).toEqual([path, 200])
}

describe('the yearly analysis, wide in the light and narrow in the dark', () => {
  test('is made by partners', { timeout: 120_000 }, async () => {
    const context = await browser.newContext()
    const { headers } = await signIn(opened, {
      role: 'partner-administrator',
      partner: 'narbonne',
    })
    const [, value = ''] = headers['cookie']?.split('=') ?? []
    await context.addCookies([{ name: 'session', value, url: base }])
    const page = await context.newPage()
    // The walk through every page comes to the others.
    await go(page, '/espace/narbonne/analyses/2025/lignes/2025-0~230')
    expect(await defectsInViews(page, 0, 'corriger')).toEqual([])
    await page.goto(`${base}/espace/narbonne/analyses/2025/commenter`)
    await page.getByRole('button', { name: 'Envoyer le commentaire' }).click()
    expect(await defectsInViews(page, 0, 'commenter-erreur')).toEqual([])
    await page.getByLabel('Commentaire de votre organisme').fill('Vu dans un navigateur.')
    await page.getByRole('button', { name: 'Envoyer le commentaire' }).click()
    expect(await page.textContent('main')).toContain('Vu dans un navigateur.')
    await page.goto(`${base}/espace/narbonne/analyses/2025/avancer`)
    expect(await defectsInViews(page, 1, 'avancer')).toEqual([])
    await page.getByRole('button', { name: /Arrêter le texte/ }).click()
    expect(await page.textContent('.errors')).toContain('commentent le projet jusqu’au')
    await page.goto(`${base}/espace`)
    expect(await defectsInViews(page, 1, 'espace-analyse')).toEqual([])
    await context.close()
  })
})

test('the summary for elected officials prints on exactly two pages of A4', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${base}/analyses/2024/synthese`)
  const bytes = await page.pdf({ format: 'A4', margin: MARGIN })
  const { numPages } = await getDocumentProxy(new Uint8Array(bytes))
  expect(numPages).toBe(2)
  if (SHOTS) {
    const { writeFile } = await import('node:fs/promises')
    await writeFile(`${SHOTS}/synthese.pdf`, bytes)
    await page.goto(`${base}/analyses/2024`)
    await writeFile(
      `${SHOTS}/analyse-imprimee.pdf`,
      await page.pdf({ format: 'A4', margin: MARGIN }),
    )
  }
  await context.close()
})

const MARGIN = { top: '15mm', bottom: '15mm', left: '15mm', right: '15mm' }
