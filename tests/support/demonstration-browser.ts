import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Deps } from '../../src/deps.ts'
import { createNodeServer } from '../../src/runtime/node/server.ts'
import { openBrowser } from './browser.ts'
import { type Demonstration, openDemonstration } from './demonstration.ts'
import { violationsOf } from './page-defects.ts'
import { signIn, type SignedIn, type SigningInAs } from './sign-in.ts'
import { whileSuite } from './while-suite.ts'

/** How somebody looks at pages. */
export interface View {
  name: string
  javaScriptEnabled: boolean
  width: number
  colorScheme: 'light' | 'dark'
}

/** With and without scripts; wide and narrow, light and dark. */
export const VIEWS: View[] = [
  {
    name: 'on a phone without JavaScript, in the dark',
    javaScriptEnabled: false,
    width: 320,
    colorScheme: 'dark',
  },
  { name: 'on a desktop', javaScriptEnabled: true, width: 1280, colorScheme: 'light' },
]

/** A folder to keep pictures of the pages in. */
const SHOTS = process.env['SHOTS']

/** The demonstration served on this machine, with a Chromium in which people visit it. */
interface DemonstrationBrowser {
  demonstration: Demonstration
  browser: Browser
  /** Where it is served, without a trailing slash. */
  base: string
  /** Serves the same program with other dependencies, and answers where. */
  serve(deps: Deps): Promise<string>
  /** A page in a context of its own: a visitor's, or that of somebody who signs in or has signed in. */
  page(
    view: Partial<View>,
    as?: SigningInAs | SignedIn,
  ): Promise<{ page: Page; context: BrowserContext }>
}

/** Open while the suite that asks runs. */
export function useDemonstrationBrowser(variables?: Record<string, string>): DemonstrationBrowser {
  const open = whileSuite(() => openDemonstrationBrowser(variables))
  return {
    get demonstration() {
      return open().demonstration
    },
    get browser() {
      return open().browser
    },
    get base() {
      return open().base
    },
    serve: (deps) => open().serve(deps),
    page: (view, as) => open().page(view, as),
  }
}

async function openDemonstrationBrowser(
  variables?: Record<string, string>,
): Promise<DemonstrationBrowser & { close(): Promise<void> }> {
  const demonstration = await openDemonstration(variables)
  const stops: (() => Promise<unknown>)[] = [demonstration.close]
  const serve = async (deps: Deps) => {
    const server = createNodeServer(createApp(deps), deps)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    stops.push(async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const { config } = demonstration.deps
  const base = await serve(demonstration.deps)
  config.baseUrl = base
  const browser = await openBrowser()
  stops.push(() => browser.close())
  return {
    demonstration,
    browser,
    base,
    serve,
    async page({ javaScriptEnabled = true, colorScheme = 'light', width = 1280 }, as) {
      const viewport = { width, height: 900 }
      const context = await browser.newContext({ javaScriptEnabled, colorScheme, viewport })
      if (as) {
        const isSignedIn = typeof as === 'object' && 'headers' in as
        const { headers } = isSignedIn ? as : await signIn(demonstration, as)
        const [, value = ''] = headers['cookie']?.split('=') ?? []
        await context.addCookies([{ name: 'session', value, url: base }])
      }
      return { page: await context.newPage(), context }
    },
    async close() {
      for (const stop of stops.toReversed()) await stop()
    },
  }
}

/** Expects no accessibility defect (axe itself needs scripts) and nothing to scroll sideways. */
export async function expectClean(page: Page, name: string, view: View): Promise<void> {
  // A click ends as soon as its answer begins.
  await page.waitForLoadState()
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}-${view.width}.png`, fullPage: true })
  if (view.javaScriptEnabled) expect(await violationsOf(page)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect([name, overflow]).toEqual([name, 0])
}
