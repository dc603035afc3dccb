import { FIGURES_HEADER, figuresRows } from '../../views/analysis/figures-csv.ts'
import { LINES_WORDS } from '../../views/analysis/lines-address.ts'
import { LinesPage } from '../../views/analysis/lines-page.tsx'
import { MethodPage } from '../../views/analysis/method-page.tsx'
import { SheetPage } from '../../views/analysis/sheet-page.tsx'
import { SummaryPage } from '../../views/analysis/summary-page.tsx'
import { UnpublishedYearPage, YearPage } from '../../views/analysis/year-page.tsx'
import { YearsPage } from '../../views/analysis/years-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { writeCsv } from '../feeds/csv.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { madeNames } from '../office/made-documents.ts'
import { INDICATORS } from './indicators/catalogue.ts'
import { frozenLines } from './lines.ts'
import { METHOD, methodOf } from './method.ts'
import { readPublicYear, readYearWord } from './public-year.ts'
import { documentName } from './document-names.ts'
import { linesAsked, readLinesAsked } from './years/asked-lines.ts'
import { buyerSheet } from './years/buyer-sheet.ts'
import { commentsOf, listYears, yearsByMethod } from './years/read-year.ts'
import { spreadUnits } from './years/shown.ts'

const KEEP: Scope[] = ['analysis', 'partners', 'pact']

const { page, data } = routesFor('public')

/** What everyone reads of the yearly analyses. */
export const analysisRoutes: Route[] = [
  page('/analyses', { title: 'Analyses annuelles', keep: KEEP }, showYears),
  page(
    '/analyses/methode',
    { title: 'Note de méthode de l’analyse annuelle', keep: KEEP },
    showMethod,
  ),
  data('/analyses/:file{20[0-9][0-9]\\.json}', fileOf('/analyses/2024.json'), sendJson),
  page('/analyses/:year', { keep: KEEP, example: '/analyses/2024' }, showYear),
  page('/analyses/:year/synthese', { keep: KEEP, example: '/analyses/2024/synthese' }, showSummary),
  page(
    '/analyses/:year/lignes',
    { example: '/analyses/2024/lignes?indicateur=part-des-pme' },
    showLines,
  ),
  page(
    '/analyses/:year/acheteurs/:slug',
    { keep: KEEP, example: '/analyses/2024/acheteurs/narbonne' },
    showSheet,
  ),
  data('/analyses/:year/analyse.csv', fileOf('/analyses/2024/analyse.csv'), sendCsv),
  data(
    '/analyses/:year/indicateurs/:file',
    fileOf('/analyses/2024/indicateurs/part-des-pme.csv'),
    sendCsv,
  ),
]

function fileOf(example: string) {
  return { limit: 'export', keep: KEEP, example } as const
}

async function showYears(c: GuichetContext): Promise<Response> {
  const frame = await frameOf(c, '/analyses')
  const years = await listYears(c.var.deps.db)
  return c.html(renderPage(<YearsPage frame={frame} years={years} />))
}

async function showMethod(c: GuichetContext): Promise<Response> {
  const years = await yearsByMethod(c.var.deps.db)
  const props = {
    frame: await frameOf(c, '/analyses/methode'),
    versions: Array.from({ length: METHOD.version }, (_, index) => methodOf(METHOD.version - index))
      .filter((method) => method !== null)
      .map((method) => ({ method, years: years.get(method.version) ?? [] })),
    indicators: INDICATORS.map(({ slug }) => slug),
  }
  return c.html(renderPage(<MethodPage {...props} />))
}

async function showYear(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const word = c.req.param('year')
  const read = await readYearWord(db, word, now())
  if (!read) return missingPage(c)
  const { year } = read.row
  const frame = await frameOf(c, `/analyses/${year}`)
  const published = await readPublicYear(db, word, now())
  if (!published) return c.html(renderPage(<UnpublishedYearPage frame={frame} read={read} />))
  c.set('contentChanged', read.errata.at(-1)?.at ?? read.row.movedAt)
  const props = {
    ...published,
    frame,
    comments: await commentsOf(db, year),
    hasPdf: (await madeNames(db)).includes(documentName(year)),
  }
  return c.html(renderPage(<YearPage {...props} />))
}

async function showSummary(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const published = await readPublicYear(db, c.req.param('year'), now())
  if (!published) return missingPage(c)
  const frame = await frameOf(c, `/analyses/${published.read.row.year}/synthese`)
  return c.html(renderPage(<SummaryPage {...published} frame={frame} />))
}

/** 404 for a sheet that its buyer has not agreed to show, as for one that there is not. */
async function showSheet(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const [year] = /^20\d\d$/.exec(c.req.param('year') ?? '') ?? []
  const slug = c.req.param('slug') ?? ''
  const sheet = year === undefined ? null : await buyerSheet(db, Number(year), slug)
  if (!sheet || !sheet.isPublished || sheet.publicSince === null) return missingPage(c)
  const frame = await frameOf(c, `/analyses/${sheet.year}/acheteurs/${slug}`)
  const props = { frame, sheet, units: spreadUnits(INDICATORS), own: null }
  return c.html(renderPage(<SheetPage {...props} />))
}

async function sendJson(c: GuichetContext): Promise<Response> {
  const { db, now, config } = c.var.deps
  const published = await readPublicYear(db, c.req.param('file')?.slice(0, 4), now())
  if (!published) return missingPage(c)
  const { read, snapshot, figures } = published
  const { year } = read.row
  return c.json({
    year,
    url: `${config.baseUrl}/analyses/${year}`,
    license: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
    demonstration: read.row.demonstration,
    publishedAt: read.row.publishedAt,
    frozenAt: snapshot.takenAt,
    method: { version: snapshot.method, url: `${config.baseUrl}/analyses/methode` },
    dataHash: { algorithm: 'SHA-256', value: snapshot.dataHash, lines: snapshot.lines },
    coverage: snapshot.coverage,
    figures,
    errata: read.errata.map(({ at, indicator, words, before, after }) => ({
      at,
      indicator,
      words,
      before,
      after,
    })),
  })
}

/** All figures, or one indicator's (`part-des-pme.csv`). */
async function sendCsv(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const file = c.req.param('file')
  const [, only] = /^([a-z0-9-]+)\.csv$/.exec(file ?? '') ?? []
  const isKnown = INDICATORS.some(({ slug }) => slug === only)
  const published =
    file !== undefined && !isKnown ? null : await readPublicYear(db, c.req.param('year'), now())
  if (!published) return missingPage(c)
  const { figures, snapshot, read } = published
  const buyers = new Map(snapshot.coverage.councils.map(({ slug, name }) => [slug, name]))
  const name = `analyse-${read.row.year}${only === undefined ? '' : `-${only}`}.csv`
  return new Response(writeCsv(FIGURES_HEADER, figuresRows(figures, buyers, only)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    },
  })
}

/** The lines behind a figure: as public as the contracts are. Not kept: there are too many of these pages. */
async function showLines(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const published = await readPublicYear(db, c.req.param('year'), now())
  if (!published) return missingPage(c)
  const { read, snapshot, sheets } = published
  const { year } = read.row
  const { search, searchParams } = new URL(c.req.url)
  const asked = readLinesAsked(searchParams, LINES_WORDS, new Set(sheets.map(({ buyer }) => buyer)))
  const lines = frozenLines(year, snapshot.number)
  const found = asked ? await linesAsked(db, asked, lines, snapshot.method) : null
  if (!asked || !found) return missingPage(c)
  const path = `/analyses/${year}/lignes`
  const props = {
    frame: await frameOf(c, path + search),
    year,
    place: { path },
    back: { href: `/analyses/${year}`, label: `L’analyse ${year}` },
    asked,
    found,
    buyers: new Map(snapshot.coverage.councils.map(({ slug, name }) => [slug, name])),
  }
  return c.html(renderPage(<LinesPage {...props} />))
}
