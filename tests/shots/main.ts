import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '../support/browser.ts'
import { findPages, PAGES } from '../support/page-addresses.ts'
import { addressesOfActs } from './acts.ts'
import { serveDemonstration, type ServedDemonstration } from './demonstration.ts'
import { picturesForDocs } from './for-docs.ts'
import { gallery, type Pictured } from './gallery.ts'
import { picturesOf } from './pictures.ts'
import { everySight, type Sight, sightsOf } from './who-sees.ts'

/**
 * `npm run shots`: pictures of every page of the registry in the demonstration, on a desktop and a phone, light and dark,
 * the partners' area as each role to which it shows something else; `shots/index.html` has them side by side.
 * `npm run shots -- /pacte` takes only addresses that contain these words; `npm run shots -- --docs` takes the pictures
 * of README and docs instead, into docs/images.
 */
const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** Pages that are taken at the same time. */
const LANES = 3

const [words = ''] = process.argv.slice(2)
const demonstration = await serveDemonstration()
const browser = await openBrowser()
try {
  if (words === '--docs') await takeForDocs(demonstration)
  else await takeAll(demonstration, join(ROOT, 'shots'))
} finally {
  await browser.close()
  await demonstration.close()
}

async function takeForDocs(served: ServedDemonstration): Promise<void> {
  for (const { file, bytes } of await picturesForDocs(browser, served, join(ROOT, 'docs/images')))
    say(`${file}: ${Math.ceil(bytes / 1000)} kB\n`)
}

async function takeAll(served: ServedDemonstration, folder: string): Promise<void> {
  const made = await addressesOfActs(browser, served)
  const pages = await findPages((path) => everySight(path, served), { more: made })
  const sights: Sight[] = []
  for (const page of pages)
    if (page.path.includes(words)) sights.push(...(await sightsOf(page, served)))
  if (words === '') rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const taken = new Map<Sight, string[]>()
  const waiting = [...sights]
  const lane = async () => {
    for (let sight = waiting.shift(); sight; sight = waiting.shift()) {
      taken.set(sight, await picturesOf(sight, browser, served, folder))
      say(`\r${taken.size} / ${sights.length} `)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const pictured: Pictured[] = sights.map((sight) => ({ sight, files: taken.get(sight) ?? [] }))
  const without = PAGES.filter((route) => !pages.some((page) => page.route === route))
  writeFileSync(join(folder, 'index.html'), String(await gallery(pictured, without)))
  say(`\n${join(folder, 'index.html')}\n`)
}

function say(text: string): void {
  process.stdout.write(text)
}
