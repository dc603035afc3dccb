import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Levels A and AA of WCAG 2.2. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** A folder to keep pictures of the pages in. */
const SHOTS = process.env['SHOTS']

/** How a page is looked at. */
interface WalkView {
  width: number
  colorScheme: 'light' | 'dark'
}

/** Both widths and both lights; every pair of them with DEEP. */
const WALK_VIEWS: WalkView[] = process.env['DEEP']
  ? [320, 1280].flatMap((width) => [
      { width, colorScheme: 'light' as const },
      { width, colorScheme: 'dark' as const },
    ])
  : [
      { width: 1280, colorScheme: 'light' },
      { width: 320, colorScheme: 'dark' },
    ]

/**
 * What is wrong with a page that is open, in each view one after the other: something to scroll sideways and, in one of
 * them that its rank in a walk decides (in all with DEEP), what axe finds. A page with a name is kept as pictures where
 * SHOTS names a folder.
 */
export async function defectsInViews(page: Page, rank: number, name?: string): Promise<string[]> {
  await page.waitForLoadState()
  const found: string[] = []
  for (const [place, view] of WALK_VIEWS.entries()) {
    await page.setViewportSize({ width: view.width, height: 900 })
    // Colours that fade from one light to the other are neither's.
    await page.emulateMedia({ colorScheme: view.colorScheme, reducedMotion: 'reduce' })
    const isExamined = process.env['DEEP'] !== undefined || rank % WALK_VIEWS.length === place
    const defects = await defectsOf(page, view, isExamined)
    found.push(...defects.map((each) => `${view.width} ${view.colorScheme} ${each}`))
    if (SHOTS && name) await takePictures(page, `${SHOTS}/${name}-${view.width}`, view.width)
  }
  return found
}

/** What is wrong with a page, all its parts unfolded: something to scroll sideways and, where examined, what axe finds. */
async function defectsOf(
  page: Page,
  view: Pick<WalkView, 'width'>,
  isExamined = true,
): Promise<string[]> {
  const at = new URL(page.url()).pathname
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  const sideways = width > view.width ? [`${at}: ${width} pixels wide`] : []
  return isExamined ? [...(await violationsOf(page)), ...sideways] : sideways
}

/** What axe finds, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  const at = new URL(page.url()).pathname
  // No frames of other sites, for which it would open a page of its own each time; and nothing told of what is right.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(RULES)
  axe.setLegacyMode()
  const { violations } = await axe.analyze()
  return violations.map(
    ({ id, nodes }) => `${at}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}

/** A long page in pieces that can be looked at. */
async function takePictures(page: Page, file: string, width: number): Promise<void> {
  const whole = await page.evaluate(() => document.documentElement.scrollHeight)
  for (let y = 0, piece = 1; y < Math.min(whole, 9_000); y += 1_800, piece += 1) {
    const clip = { x: 0, y, width, height: Math.min(1_800, whole - y) }
    await page.screenshot({ path: `${file}-${piece}.png`, fullPage: true, clip })
  }
}
