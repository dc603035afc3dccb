import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import type { ServedDemonstration } from './demonstration.ts'
import type { Sight } from './who-sees.ts'

export const WIDTHS = [1280, 360] as const
export const SCHEMES = ['light', 'dark'] as const

/** What fits into one picture; no page of the demonstration is read further down by anybody. */
const MOST_HEIGHT = 8_000

/** Takes a sight at every width, light and dark, into `folder`; answers the names of the files, in that order. */
export async function picturesOf(
  sight: Sight,
  browser: Browser,
  { origin, cookie }: ServedDemonstration,
  folder: string,
): Promise<string[]> {
  const [name, value = ''] = (await cookie(sight.looker)).split('=')
  const files: string[] = []
  mkdirSync(folder, { recursive: true })
  for (const width of WIDTHS) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
    })
    if (name) await context.addCookies([{ name, value, url: origin }])
    const page = await context.newPage()
    await page.goto(origin + sight.path)
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      const file = `${nameOf(sight)}-${width}-${scheme}.jpg`
      const clip = { x: 0, y: 0, width, height: Math.min(height, MOST_HEIGHT) }
      const picture = await page.screenshot({ fullPage: true, clip, type: 'jpeg', quality: 75 })
      writeFileSync(join(folder, file), picture)
      files.push(file)
    }
    await context.close()
  }
  return files
}

/** A file's name out of the pattern of an address and who looks: `espace-partner-pacte.référent du pacte`. */
function nameOf({ route, names: [who = ''] }: Sight): string {
  const words = route.path.replaceAll(/\{[^}]*\}/g, '').match(/[\w-]+/g) ?? ['accueil']
  return `${words.join('.')}--${who.replaceAll(/[^\p{L}]+/gu, '-')}`
}
