import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { useDemonstrationBrowser, type View } from '../support/demonstration-browser.ts'

const open = useDemonstrationBrowser()

const WIDE: View = { name: 'wide', javaScriptEnabled: true, width: 1440, colorScheme: 'light' }
const NARROW: View = {
  name: 'narrow',
  javaScriptEnabled: true,
  width: 320,
  colorScheme: 'dark',
}
const AGENT = { role: 'partner-administrator', partner: 'narbonne' } as const

/** A stop of the keyboard on its way through a page. */
interface Stop {
  what: string
  /** Rank in the document among all that can be reached. */
  rank: number
  /** Of what is drawn around it, against what it is drawn on; 0: nothing is. */
  contrast: number
  isSeen: boolean
}

/** Where each press of Tab leads, until the page is left. */
async function stopsOf(page: Page): Promise<{ stops: Stop[]; reachable: number }> {
  await page.evaluate(() => {
    const reachable =
      'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
    const all = [...document.querySelectorAll<HTMLElement>(reachable)].filter(
      (each) => each.tabIndex >= 0 && !each.hasAttribute('disabled') && each.checkVisibility(),
    )
    // Of radio buttons with one name the keyboard stops at one.
    const seen = new Set<string>()
    const stops = all.filter((each) => {
      if (!(each instanceof HTMLInputElement) || each.type !== 'radio') return true
      const group = `${each.form?.action} ${each.name}`
      return !seen.has(group) && seen.add(group)
    })
    for (const [rank, each] of stops.entries()) each.dataset['stop'] = String(rank)
    document.body.dataset['stops'] = String(stops.length)
  })
  const reachable = Number(await page.locator('body').getAttribute('data-stops'))
  const stops: Stop[] = []
  for (let presses = 0; presses < reachable + 5; presses += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(whereIsFocus)
    if (!stop) break
    stops.push(stop)
  }
  return { stops, reachable }
}

function whereIsFocus(): Stop | null {
  const at = document.activeElement
  if (!(at instanceof HTMLElement) || at === document.body) return null
  const rank = Number(at.closest('[data-stop]')?.getAttribute('data-stop') ?? -1)
  const group =
    at instanceof HTMLInputElement && at.type === 'radio' ? `[name="${at.name}"][data-stop]` : null
  const box = at.getBoundingClientRect()
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at)
  let under: Element | null = at.parentElement
  while (
    under &&
    /^(rgba\(0, 0, 0, 0\)|transparent)$/.test(getComputedStyle(under).backgroundColor)
  )
    under = under.parentElement
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const luminance = (color: string) => {
    if (!canvas) return 0
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data]
      .slice(0, 3)
      .map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const background = getComputedStyle(under ?? document.documentElement).backgroundColor
  const [one, other] = [luminance(outlineColor), luminance(background)]
  const isDrawn = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  return {
    what: at.outerHTML.slice(0, 90),
    rank: group ? Number(document.querySelector(group)?.getAttribute('data-stop') ?? rank) : rank,
    contrast: isDrawn ? (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) : 0,
    isSeen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  }
}

const ROUTE: [path: string, view: View][] = [
  ['/', WIDE],
  ['/', NARROW],
  ['/flux', WIDE],
  ['/consultations/2026-0015', NARROW],
  ['/alertes/consultations?metier=electricite', NARROW],
  ['/saisines/nouvelle?nature=question', NARROW],
  ['/espace', WIDE],
  ['/espace/narbonne/consultations/nouvelle', NARROW],
  ['/espace/narbonne/equipe', NARROW],
]

test.each(ROUTE)(
  'the keyboard goes through %s in order, seen at each step, and out again',
  async (path, view) => {
    const { page, context } = await open.page(view, AGENT)
    await page.goto(open.base + path)
    const { stops, reachable } = await stopsOf(page)
    expect(stops.map(({ rank }) => rank)).toEqual(stops.map((_, rank) => rank))
    expect(stops).toHaveLength(reachable)
    expect(stops.filter(({ contrast }) => contrast < 3)).toEqual([])
    expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([])
    await context.close()
  },
)

test('the skip link leads past the menu, on public pages and in the partners’ area', async () => {
  const { page, context } = await open.page(WIDE, AGENT)
  for (const path of ['/', '/pacte', '/espace', '/nulle-part']) {
    await page.goto(open.base + path)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Aller au contenu')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const isInside = () => document.querySelector('main')?.contains(document.activeElement)
    expect([path, await page.evaluate(isInside)]).toEqual([path, true])
  }
  await context.close()
})

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a form that is refused, %s,', (_, javaScriptEnabled) => {
  test.each([
    ['/espace/narbonne/equipe', 'Inviter'],
    ['/pacte/rejoindre', 'Envoyer'],
  ])('takes the focus to what is to be put right (%s)', async (path, button) => {
    const { page, context } = await open.page({ ...NARROW, javaScriptEnabled }, AGENT)
    await page.goto(open.base + path)
    await page.getByRole('button', { name: button }).first().click()
    const summary = page.locator('.errors')
    await summary.waitFor()
    expect(await page.title()).toMatch(/^Erreur : /)
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true)
    // From there the first fault is one step away, and leads to its field.
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const field = await page.evaluate(() => {
      const at = document.activeElement
      return [at?.id, location.hash, document.getElementById(`${at?.id}-erreur`) !== null]
    })
    expect(field).toEqual([field[1]?.toString().slice(1), field[1], true])
    const isLabelSeen = () => {
      const label = document.querySelector(`label[for="${document.activeElement?.id}"]`)
      return label !== null && label.getBoundingClientRect().top >= 0
    }
    expect(await page.evaluate(isLabelSeen)).toBe(true)
    await context.close()
  })
})

describe.each([
  ['/', 'lieu'],
  ['/programmation', 'lieu'],
])('a list that changes in place (%s)', (path) => {
  test('keeps the focus and says its count in a region that was there before', async () => {
    const { page, context } = await open.page(WIDE, 'nobody')
    await page.goto(open.base + path)
    const status = await page.locator('#compte[role=status]').elementHandle()
    const before = await status?.textContent()
    const said: string[] = []
    await page.exposeFunction('heard', (text: string) => said.push(text))
    await page.evaluate(() => {
      const region = document.querySelector('#compte')
      const listen = () => Reflect.get(globalThis, 'heard')(region?.textContent)
      if (region)
        new MutationObserver(listen).observe(region, {
          childList: true,
          characterData: true,
          subtree: true,
        })
    })
    const choice = page.locator('select[name=metier]')
    await choice.focus()
    await choice.selectOption('electricite')
    await page.waitForURL(/metier=electricite/)
    await expect.poll(() => status?.textContent()).not.toBe(before)
    expect(await status?.evaluate((element) => element.isConnected)).toBe(true)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('metier')
    expect(new Set(said).size).toBe(1)
    await context.close()
  })
})

test('what could not be understood takes the focus to what is said about it', async () => {
  const { page, context } = await open.page(WIDE, 'nobody')
  await page.goto(open.base)
  await page.getByLabel('Où ?').fill('atlantide')
  await page.getByLabel('Où ?').press('Enter')
  await page.getByRole('heading', { name: 'Recherche non comprise' }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  await context.close()
})

describe('with colours of the reader’s own', () => {
  test('focus, buttons, tags and charts stay visible without backgrounds', async () => {
    const { page, context } = await open.page(WIDE, 'nobody')
    await page.emulateMedia({ forcedColors: 'active' })
    for (const path of ['/', '/analyses/2024', '/pacte']) {
      await page.goto(open.base + path)
      const bare = await page.evaluate(() =>
        [
          ...document.querySelectorAll(
            '.button, .tag, .deadline, .errors, .note, .active a, input:not([type=checkbox]), select',
          ),
        ]
          .filter(
            (each) =>
              each.checkVisibility() &&
              Number.parseFloat(getComputedStyle(each).borderTopWidth) < 1,
          )
          .map((each) => each.outerHTML.slice(0, 90)),
      )
      expect([path, bare]).toEqual([path, []])
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(
          document.activeElement ?? document.body,
        )
        return [outlineStyle, Number.parseFloat(outlineWidth) >= 2]
      })
      expect(outline).toEqual(['solid', true])
    }
    await context.close()
  })
})

test('nothing moves for who asked for stillness', async () => {
  const { page, context } = await open.page(WIDE, 'nobody')
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const path of ['/', '/pacte', '/analyses/2024']) {
    await page.goto(open.base + path)
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('*')]
          .map((each) => getComputedStyle(each))
          .filter(
            ({ transitionDuration, animationName, scrollBehavior }) =>
              Number.parseFloat(transitionDuration) > 0 ||
              animationName !== 'none' ||
              scrollBehavior === 'smooth',
          ).length,
    )
    expect([path, moving]).toEqual([path, 0])
  }
  await context.close()
})
