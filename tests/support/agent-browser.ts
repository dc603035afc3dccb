import { serve } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { openBrowser } from './browser.ts'
import { type Demonstration, openDemonstration } from './demonstration.ts'
import { violationsOf } from './page-defects.ts'
import { signIn } from './sign-in.ts'

/** How an agent looks at pages. */
export const AGENT_VIEWS: AgentView[] = [
  {
    name: 'on a phone without JavaScript, in the dark',
    javaScriptEnabled: false,
    width: 360,
    colorScheme: 'dark',
  },
  { name: 'on a desktop', javaScriptEnabled: true, width: 1280, colorScheme: 'light' },
]
export interface AgentView {
  name: string
  javaScriptEnabled: boolean
  width: number
  colorScheme: 'light' | 'dark'
}

/** A folder to keep pictures of the pages in. */
const SHOTS = process.env['SHOTS']

/** The demonstration served on this machine, with a browser in which its partners' agents sign in. */
export interface AgentBrowser {
  demonstration: Demonstration
  /** Where it is served, without a trailing slash. */
  base: string
  /** A page of a publisher of this partner's. */
  agentPage(view: AgentView, partner: string): Promise<{ page: Page; context: BrowserContext }>
  /** A page of somebody who is signed in. */
  pageAs(
    view: AgentView,
    as: Parameters<typeof signIn>[1],
  ): Promise<{ page: Page; context: BrowserContext }>
  close(): Promise<void>
}

export async function openAgentBrowser(): Promise<AgentBrowser> {
  const demonstration = await openDemonstration('2026-11-24T09:30:00Z', {
    BASE_URL: 'http://localhost:8080',
  })
  const server = serve({ fetch: createApp(demonstration.deps).fetch, port: 0 })
  await new Promise((resolve) => server.once('listening', resolve))
  const base = `http://localhost:${(server.address() as AddressInfo).port}`
  const browser: Browser = await openBrowser()
  const pageAs: AgentBrowser['pageAs'] = async ({ javaScriptEnabled, colorScheme, width }, as) => {
    const viewport = { width, height: 900 }
    const context = await browser.newContext({ javaScriptEnabled, colorScheme, viewport })
    const { headers } = await signIn(demonstration, as)
    const [, value = ''] = headers['cookie']?.split('=') ?? []
    await context.addCookies([{ name: 'session', value, url: base }])
    return { page: await context.newPage(), context }
  }
  return {
    demonstration,
    base,
    pageAs,
    agentPage: (view, partner) => pageAs(view, { role: 'publisher', partner }),
    async close() {
      await browser.close()
      await new Promise((resolve) => server.close(resolve))
      await demonstration.close()
    },
  }
}

/** Expects no accessibility defect (axe itself needs scripts) and nothing to scroll sideways. */
export async function expectClean(page: Page, name: string, view: AgentView): Promise<void> {
  // A click ends as soon as its answer begins.
  await page.waitForLoadState()
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${view.width}.png`, fullPage: true })
  if (view.javaScriptEnabled) expect(await violationsOf(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect([name, overflow]).toEqual([name, 0])
}
