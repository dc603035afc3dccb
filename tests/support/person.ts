import type { Download, Locator, Page } from 'playwright-core'

/** What a task has cost: pages that were asked for, and questions that were answered. */
interface Cost {
  pages: number
  answers: number
}

/** What a form asks where nothing is unfolded. */
interface Asked {
  compulsory: number
  optional: number
}

/**
 * Somebody at a page, told by what is written on it: with a keyboard alone where scripts run, which is where focus could
 * be lost, and with a pointer where they do not.
 */
export interface Person {
  page: Page
  /** Types an address, or follows one from elsewhere. */
  comes(address: string): Promise<void>
  follows(link: string | RegExp): Promise<void>
  presses(button: string | RegExp): Promise<void>
  /** Follows a link that leads to a file, and answers its text. */
  takes(link: string | RegExp): Promise<string>
  types(label: string | RegExp, text: string): Promise<void>
  /** « 18 décembre 2026 12 h 00 », or only its day or its hour, in the fields of one date. */
  dates(group: string, date: string): Promise<void>
  chooses(label: string, option: string): Promise<void>
  ticks(label: string | RegExp): Promise<void>
  unfolds(summary: string): Promise<void>
  /** What the page says, with ordinary spaces and typographic apostrophes. */
  reads(): Promise<string>
  /** What its window says. */
  title(): Promise<string>
  /** What the page's form asks. */
  asked(): Promise<Asked>
  /** What was done since this was last asked. */
  cost(): Cost
}

/** Somebody at this page. */
export function personAt(
  page: Page,
  { javaScriptEnabled }: { javaScriptEnabled: boolean },
): Person {
  const byKeyboard = javaScriptEnabled
  const main = page.locator('main')
  const field = (label: string | RegExp) => main.getByLabel(written(label)).first()
  let cost: Cost = { pages: 0, answers: 0 }
  // Sooner than a test gives up, so that it says at what.
  page.setDefaultTimeout(10_000)

  const arrives = async (act: () => Promise<void>) => {
    await Promise.all([page.waitForEvent('framenavigated'), act()])
    await page.waitForLoadState('domcontentloaded')
    // Where htmx has brought the page, its address is there before its content.
    if (javaScriptEnabled) await page.waitForFunction(isSettled)
  }
  const asks = async (target: Locator) => {
    await target.waitFor({ timeout: 5_000 })
    await arrives(() => activates(target))
    cost.pages += 1
  }
  const activates = async (target: Locator) => {
    if (!byKeyboard) return target.click()
    await tabTo(page, target)
    await page.keyboard.press('Enter')
  }
  const fills = async (field: Locator, text: string) => {
    if (!byKeyboard) return field.fill(text)
    await tabTo(page, field)
    await page.keyboard.press('ControlOrMeta+A')
    if (text === '') await page.keyboard.press('Delete')
    else await page.keyboard.insertText(text)
  }
  const answers = async (act: () => Promise<void>) => {
    await act()
    cost.answers += 1
  }

  return {
    page,
    async comes(address) {
      await page.goto(address)
      cost.pages += 1
    },
    follows: (name) => asks(main.getByRole('link', { name: written(name) }).first()),
    // Forms begin with a button that only Enter finds.
    presses: (name) =>
      asks(
        main
          .locator('button:not(.unseen)')
          .and(main.getByRole('button', { name: written(name) }))
          .first(),
      ),
    async takes(name) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        activates(main.getByRole('link', { name: written(name) }).first()),
      ])
      return textOf(download)
    },
    types: (label, text) => answers(() => fills(field(label), text)),
    dates: (name, date) =>
      answers(async () => {
        const group = main.getByRole('group', { name: written(name) })
        const [, day, month, year, time] = /^(?:(\S+) (\S+) (\d{4}))? ?(\S+ h.*)?$/.exec(date) ?? []
        if (day) await fills(group.getByLabel('Jour'), day)
        if (month) await fills(group.getByLabel('Mois'), month)
        if (year) await fills(group.getByLabel('Année'), year)
        if (time) await fills(group.getByLabel('Heure'), time)
      }),
    chooses: (label, option) =>
      answers(async () => {
        const select = field(label)
        if (byKeyboard) await tabTo(page, select)
        const isLive = javaScriptEnabled && (await select.evaluate(asksAtOnce))
        // Some say how many answer, after their words.
        const index = (await select.locator('option').allTextContents()).findIndex((text) =>
          written(option).test(text.replace(/\s\([^()]*\d[^()]*\)$/, '')),
        )
        const choose = async () => void (await select.selectOption({ index }))
        await (isLive ? arrives(choose) : choose())
      }),
    ticks: (label) =>
      answers(async () => {
        if (!byKeyboard) return field(label).check()
        await tabToChoice(page, field(label))
      }),
    async unfolds(words) {
      const summary = main.locator('summary').filter({ hasText: words })
      if (!(await summary.evaluate(isUnfolded))) await activates(summary)
    },
    reads: async () => plain(await main.innerText()),
    title: async () => plain(await page.title()),
    asked: () => main.evaluate(countQuestions),
    cost() {
      const until = cost
      cost = { pages: 0, answers: 0 }
      return until
    },
  }
}

/** These words with any kind of space and apostrophe, whether or not the question may be left. */
function written(words: string | RegExp): RegExp {
  if (words instanceof RegExp) return words
  const pattern = words
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(' ', '\\s+')
    .replaceAll(/['’]/g, "['’]")
  return new RegExp(`^\\s*${pattern}\\s*(?:\\(facultatif\\))?\\s*$`)
}

/** With ordinary spaces and typographic apostrophes. */
function plain(text: string): string {
  return text.replaceAll(/[\s\u00A0\u202F]+/g, ' ').replaceAll("'", '’')
}

async function textOf(download: Download): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of await download.createReadStream()) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Presses Tab until this is focused; nothing of a page is further than two hundred presses away. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let press = 0; press < 200; press += 1) {
    const ahead = await target.evaluate(stopsAhead)
    if (ahead === 0) return
    for (let stop = 0; stop < ahead; stop += 1) await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${String(target)}`)
}

/** How many presses of Tab an element is away, at least: 0 where it is focused, 1 where that cannot be told. */
function stopsAhead(target: Element): number {
  const focused = document.activeElement ?? document.body
  if (focused === target) return 0
  const { DOCUMENT_POSITION_FOLLOWING: after } = Node
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((stop) => stop instanceof HTMLElement && stop.tabIndex >= 0 && stop.checkVisibility())
    // Of a group of radio buttons Tab finds one.
    .filter((stop) => !(stop instanceof HTMLInputElement && stop.type === 'radio'))
    .filter((stop) => focused.compareDocumentPosition(stop) & after)
    .filter((stop) => !(target.compareDocumentPosition(stop) & after))
  return Math.max(1, stops.length)
}

/** Tab reaches one of a group of radio buttons, arrows the others. */
async function tabToChoice(page: Page, target: Locator): Promise<void> {
  const type = await target.getAttribute('type')
  if (type === 'checkbox') {
    await tabTo(page, target)
    if (!(await target.isChecked())) await page.keyboard.press('Space')
    return
  }
  for (let press = 0; press < 200; press += 1) {
    const state = await target.evaluate((element: HTMLInputElement) => {
      const focused = document.activeElement
      if (element.checked) return 'chosen'
      if (focused === element) return 'focused'
      const isIn = focused instanceof HTMLInputElement && focused.name === element.name
      return isIn ? 'in the group' : 'elsewhere'
    })
    if (state === 'chosen') return
    await page.keyboard.press(
      state === 'focused' ? 'Space' : state === 'in the group' ? 'ArrowDown' : 'Tab',
    )
  }
  throw new Error(`the keyboard does not reach ${String(target)}`)
}

function isUnfolded(summary: Element): boolean {
  return summary.parentElement?.hasAttribute('open') === true
}

function isSettled(): boolean {
  return document.querySelector('.htmx-request') === null
}

/** Whether a change of this field asks the server at once. */
function asksAtOnce(element: Element): boolean {
  return element.closest('form')?.getAttribute('hx-trigger')?.includes('change') === true
}

function countQuestions(main: Element): Asked {
  const questions = [...main.querySelectorAll('form .form-field')].filter((question) =>
    question.checkVisibility(),
  )
  const optional = questions.filter((question) =>
    question.querySelector('label, legend')?.textContent?.includes('(facultatif)'),
  ).length
  return { compulsory: questions.length - optional, optional }
}
