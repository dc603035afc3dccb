import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Levels A and AA of WCAG 2.2. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** How a page is looked at. */
export interface WalkView {
  width: number
  colorScheme: 'light' | 'dark'
}

/** Both widths and both lights; every pair of them with DEEP. */
export const WALK_VIEWS: WalkView[] = process.env['DEEP']
  ? [320, 1280].flatMap((width) => [
      { width, colorScheme: 'light' as const },
      { width, colorScheme: 'dark' as const },
    ])
  : [
      { width: 1280, colorScheme: 'light' },
      { width: 320, colorScheme: 'dark' },
    ]

/** Whether axe examines this page of a walk in this view: every second page, the others in the other view; all with DEEP. */
export function isExamined(rank: number, view: WalkView): boolean {
  return process.env['DEEP'] !== undefined || rank % 2 === WALK_VIEWS.indexOf(view)
}

/** What is wrong with a page, all its parts unfolded: something to scroll sideways and, where examined, what axe finds. */
export async function defectsOf(
  page: Page,
  view: Pick<WalkView, 'width'>,
  examined = true,
): Promise<string[]> {
  const at = new URL(page.url()).pathname
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  const sideways = width > view.width ? [`${at}: ${width} pixels wide`] : []
  return examined ? [...(await violationsOf(page)), ...sideways] : sideways
}

/** What axe finds, one line each. */
export async function violationsOf(page: Page): Promise<string[]> {
  const at = new URL(page.url()).pathname
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze()
  return violations.map(
    ({ id, nodes }) => `${at}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
  )
}
