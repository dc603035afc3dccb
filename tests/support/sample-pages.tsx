import { Hono } from 'hono'
import { readFile } from 'node:fs/promises'
import { canonicalQuery, parseFilter } from '../../src/consultations/filter.ts'
import { AwardsPage } from '../../views/consultations/awards-page.tsx'
import { BoardPage } from '../../views/consultations/board-page.tsx'
import { ConsultationPageView } from '../../views/consultations/consultation-page.tsx'
import { FluxPage } from '../../views/feeds/page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { AccessibilityPage } from '../../views/pages/accessibility-page.tsx'
import { ErrorPage } from '../../views/pages/error-page.tsx'
import { LegalPage } from '../../views/pages/legal-page.tsx'
import { PrivacyPage } from '../../views/pages/privacy-page.tsx'
import { SiteMapPage } from '../../views/pages/site-map-page.tsx'
import { UnknownFilterPage } from '../../views/pages/unknown-filter-page.tsx'
import { BuyerPageView } from '../../views/partners/buyer-page.tsx'
import { BuyersPage } from '../../views/partners/buyers-page.tsx'
import { SourcesPage } from '../../views/sources/sources-page.tsx'
import {
  noLabels,
  NOW,
  sampleAwards,
  sampleBoard,
  sampleBuyer,
  sampleBuyers,
  sampleFacets,
  sampleFrame,
  sampleItems,
  samplePage,
  sampleSources,
} from './samples.ts'

const few = (count: number) => ({ count, more: false })
const frame = sampleFrame

/** Every kind of page with sample data, by the path it is served at in tests. */
export const SAMPLE_PAGES: Record<string, () => string> = {
  '/tableau': () =>
    renderPage(
      <BoardPage
        frame={{ ...frame, demonstration: true }}
        board={sampleBoard({
          filter: { q: 'électricien', trade: 'electricite', place: 'narbonne', amountMax: 90_000 },
          unknowns: few(3),
          total: few(12),
          previous: 'avant',
          silentSources: [{ name: 'marches.example', since: new Date('2026-11-20T15:00:00Z') }],
        })}
        labels={{ trade: 'Électricité', place: 'Narbonne', buyer: null }}
        cursor={null}
        now={NOW}
      />,
    ),
  '/vide': () =>
    renderPage(
      <BoardPage
        frame={frame}
        board={sampleBoard({
          filter: { category: 'works', place: 'narbonne' },
          items: [],
          next: null,
          total: few(0),
          without: [{ word: 'category', count: few(8) }],
        })}
        labels={{ trade: null, place: 'Narbonne', buyer: null }}
        cursor={null}
        now={NOW}
      />,
    ),
  '/consultation': () =>
    renderPage(<ConsultationPageView frame={frame} page={samplePage()} now={NOW} />),
  '/acheteurs': () => renderPage(<BuyersPage frame={frame} buyers={sampleBuyers} />),
  '/acheteur': () =>
    renderPage(<BuyerPageView frame={frame} buyer={sampleBuyer} open={sampleItems} now={NOW} />),
  '/attributions': () =>
    renderPage(
      <AwardsPage
        frame={frame}
        awards={sampleAwards}
        asked={{ trade: 'electricite', place: null, radius: null }}
        trades={[{ slug: 'electricite', label: 'Électricité', family: 'Bâtiment' }]}
        previous={null}
        next="/attributions?apres=x"
        alternates={[
          { type: 'application/rss+xml', title: 'Attributions', href: '/attributions.rss' },
        ]}
      />,
    ),
  '/sources': () => renderPage(<SourcesPage frame={frame} sources={sampleSources} now={NOW} />),
  '/flux': () =>
    renderPage(
      <FluxPage
        frame={frame}
        filter={{ trade: 'electricite', closingWithin: 14 }}
        labels={{ trade: 'Électricité', place: null, buyer: null }}
        facets={sampleFacets}
        preview={[{ title: 'Narbonne — École — avant le 15/12 à 12 h', path: '/consultation' }]}
      />,
    ),
  '/introuvable': () => renderPage(<ErrorPage frame={frame} status={404} />),
  '/indisponible': () => renderPage(<ErrorPage frame={frame} status={503} />),
  '/incompris': () => {
    const read = parseFilter(new URLSearchParams('type=trucs&couleur=rouge&montant-max=cher'))
    return renderPage(
      <UnknownFilterPage frame={frame} problems={read.ok ? [] : read.problems} page="/" />,
    )
  },
  '/accessibilite': () => renderPage(<AccessibilityPage frame={frame} />),
  '/mentions-legales': () => renderPage(<LegalPage frame={frame} />),
  '/donnees-personnelles': () => renderPage(<PrivacyPage frame={frame} />),
  '/plan-du-site': () =>
    renderPage(<SiteMapPage frame={frame} pages={[{ path: '/', title: 'Consultations' }]} />),
}

const ASSETS: Record<string, [file: string, type: string]> = {
  'guichet.css': ['views/assets/guichet.css', 'text/css'],
  'guichet.js': ['views/assets/guichet.js', 'text/javascript'],
  'htmx.js': ['node_modules/htmx.org/dist/htmx.min.js', 'text/javascript'],
  'favicon.svg': ['views/assets/favicon.svg', 'image/svg+xml'],
  'icon-180.png': ['views/assets/icon-180.png', 'image/png'],
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/**
 * Sample pages behind the content security policy of the program, and a board at « / » that answers what it is
 * asked: it sends non-canonical questions to their canonical address, as the program does.
 */
export function samplePagesApp(): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    c.header('Content-Security-Policy', POLICY)
  })
  app.get('/assets/:name', async (c) => {
    const [file, type] = ASSETS[c.req.param('name')] ?? []
    if (!file || !type) return c.notFound()
    const bytes = await readFile(new URL(`../../${file}`, import.meta.url))
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': type })
  })
  app.get('/', (c) => {
    const { search, searchParams } = new URL(c.req.url)
    const read = parseFilter(searchParams)
    if (!read.ok)
      return c.html(
        renderPage(<UnknownFilterPage frame={frame} problems={read.problems} page="/" />),
        400,
      )
    const canonical = canonicalQuery(read.filter, read.cursor)
    if (search !== canonical) return c.redirect(`/${canonical}`)
    const items = read.filter.category === 'works' ? sampleItems.slice(0, 1) : sampleItems
    const board = sampleBoard({ filter: read.filter, items, total: few(items.length) })
    return c.html(
      renderPage(
        <BoardPage frame={frame} board={board} labels={noLabels} cursor={read.cursor} now={NOW} />,
      ),
    )
  })
  for (const [path, render] of Object.entries(SAMPLE_PAGES)) app.get(path, (c) => c.html(render()))
  return app
}
