import { beforeAll, describe, expect, test } from 'vitest'
import { useDemonstrationBrowser } from '../support/demonstration-browser.ts'
import { publicPages } from '../support/page-addresses.ts'

/** Bytes of everything that the first view of a page brings, as they are sent. */
const MOST_BYTES = 60_000

const visited = useDemonstrationBrowser()
/** Public pages, one of each pattern of the registry: a few of them, all under DEEP. */
let paths: string[]

/** Read by most, or the longest ones. */
const ALWAYS = [/^\/$/, /^\/consultations\//, /^\/analyses\/\d+$/, /^\/donnees\/dictionnaire$/]

beforeAll(async () => {
  const found = [...(await publicPages(visited.demonstration.app)).keys()]
  expect(found.length).toBeGreaterThan(60)
  paths = process.env['DEEP']
    ? found
    : found.filter((path, at) => at % 25 === 0 || ALWAYS.some((one) => one.test(path)))
})

describe('the first view of a public page', () => {
  test(
    'weighs 60 kB at most, shows text first, moves nothing, and asks nobody else',
    { timeout: 300_000 },
    async () => {
      for (const path of paths) {
        const { page, context } = await visited.page({ width: 360 })
        const session = await context.newCDPSession(page)
        await session.send('Network.enable')
        let bytes = 0
        session.on('Network.loadingFinished', ({ encodedDataLength }) => {
          bytes += encodedDataLength
        })
        const asked: { type: string; origin: string }[] = []
        page.on('request', (request) =>
          asked.push({ type: request.resourceType(), origin: new URL(request.url()).origin }),
        )
        await page.addInitScript({ content: WATCH })
        await page.goto(visited.base + path, { waitUntil: 'networkidle' })
        const { largest, moved, blocking } = await page.evaluate(readWatch)
        const counts = (type: string) => asked.filter((each) => each.type === type).length
        expect({
          path,
          tooMuch: bytes > MOST_BYTES ? bytes : 0,
          largest: /^(H1|H2|P|LI|DD|DT|A|SPAN|STRONG|DIV|TD|TH|LABEL|LEGEND|PRE)$/.test(largest),
          moved,
          blocking,
          styles: counts('stylesheet'),
          scripts: counts('script'),
          fonts: counts('font'),
          elsewhere: asked.filter(({ origin }) => origin !== visited.base),
          cookies: await context.cookies(),
        }).toEqual({
          path,
          tooMuch: 0,
          largest: true,
          moved: 0,
          blocking: [],
          styles: 1,
          scripts: 1,
          fonts: 0,
          elsewhere: [],
          cookies: [],
        })
        await context.close()
      }
    },
  )
})

/** Before the page's own: what was painted as the largest thing, and how much has moved by itself. */
const WATCH = `
  window.largest = ''
  window.moved = 0
  new PerformanceObserver((list) => {
    for (const { element } of list.getEntries()) window.largest = element ? element.tagName : ''
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries())
      if (!hadRecentInput) window.moved += value
  }).observe({ type: 'layout-shift', buffered: true })
`

function readWatch() {
  const { largest, moved } = Object(window)
  const blocking = performance
    .getEntriesByType('resource')
    .filter(
      (entry) => Object(entry).renderBlockingStatus === 'blocking' && !entry.name.endsWith('.css'),
    )
    .map(({ name }) => name)
  return { largest: String(largest), moved: Number(moved), blocking }
}
