import { SiteMapPage } from '../../views/site/site-map-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { escapeMarkup } from '../feeds/markup.ts'
import { frameOf, instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { download } from '../open-data/download.ts'
import {
  FAMILIES,
  type Family,
  fewPages,
  type MappedPage,
  NUMBERS_IN_A_FILE,
  pagesIn,
} from './sitemaps.ts'

const { page, data } = routesFor('public')

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'
/** Of what there are few of. */
const FEW: Scope[] = ['pact', 'trainings', 'rencontres', 'library', 'contacts', 'analysis']
const ALL: Scope[] = [...FEW, ...Object.values(FAMILIES).flatMap(({ scopes }) => scopes)]

const EXPORT = { limit: 'export' } as const

/** The map of the site, what robots read of it, and whom to tell of a weakness; out of the table of routes. */
export function mapRoutes(routes: Route[]): Route[] {
  const pages = routes.flatMap(({ path, title }) => (title === undefined ? [] : [{ path, title }]))
  const titled = pages.map(({ path }) => ({ path, changedAt: null }))
  return [
    page('/plan-du-site', { keep: ['partners'] }, async (c) =>
      c.html(renderPage(<SiteMapPage frame={await frameOf(c, '/plan-du-site')} pages={pages} />)),
    ),
    data('/robots.txt', (c) => c.text(robots(c.var.deps.config.baseUrl))),
    data('/.well-known/security.txt', tellWhomToTell),
    data('/sitemap.xml', EXPORT, (c) => written(c, ALL, () => index(c))),
    data('/sitemap/pages.xml', EXPORT, (c) => written(c, FEW, () => urls(c, few(c, titled)))),
    data(
      '/sitemap/:file{[a-z]+-\\d{1,6}\\.xml}',
      { ...EXPORT, example: '/sitemap/consultations-0.xml' },
      async (c) => {
        const [, name = '', number = ''] =
          /^([a-z]+)-(\d+)\.xml$/.exec(c.req.param('file') ?? '') ?? []
        const family = Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined
        const file = Number(number)
        if (!family || file > (await lastFile(c, family))) return c.notFound()
        return written(c, family.scopes, () => urls(c, pagesIn(c.var.deps.db, family, file)))
      },
    ),
  ]
}

/** What is not for readers, and what there is no end of: two criteria in one address. */
function robots(baseUrl: string): string {
  return [
    'User-agent: *',
    'Disallow: /espace',
    'Disallow: /connexion',
    'Disallow: /*?*&',
    '',
    `Sitemap: ${baseUrl}/sitemap.xml`,
    '',
  ].join('\n')
}

/** Days after which a copy of security.txt is looked at no more. */
const SECURITY_DAYS = 180

/** RFC 9116: whoever reads it today has half a year. */
async function tellWhomToTell(c: GuichetContext): Promise<Response> {
  const { config, now } = c.var.deps
  const { contact } = await instanceSettings(c)
  const reached = contact?.includes('@') && !contact.includes('://') ? `mailto:${contact}` : contact
  const expires = new Date(now().getTime() + SECURITY_DAYS * 86_400_000)
  expires.setUTCHours(0, 0, 0, 0)
  return c.text(
    [
      `Contact: ${reached ?? `${config.baseUrl}/mentions-legales`}`,
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: fr, en',
      `Canonical: ${config.baseUrl}/.well-known/security.txt`,
      '',
    ].join('\n'),
  )
}

async function written(
  c: GuichetContext,
  scopes: Scope[],
  pages: () => AsyncGenerator<string>,
): Promise<Response> {
  const type = 'application/xml; charset=utf-8'
  const answer = await download(c, { type, scopes, gzip: false, pages })
  answer.headers.delete('content-disposition')
  return answer
}

async function* index(c: GuichetContext): AsyncGenerator<string> {
  const { db, config } = c.var.deps
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="${NAMESPACE}">\n`
  yield `<sitemap><loc>${config.baseUrl}/sitemap/pages.xml</loc></sitemap>\n`
  for (const [name, family] of Object.entries(FAMILIES)) {
    const last = await lastFile(c, family)
    const changes = await family.changes?.(db)
    for (let file = 0; file <= last; file += 1) {
      const path = `/sitemap/${name}-${file}.xml`
      yield `<sitemap>${entry(config.baseUrl, { path, changedAt: changes?.get(file) ?? null })}</sitemap>\n`
    }
  }
  yield '</sitemapindex>\n'
}

async function* urls(
  c: GuichetContext,
  pages: AsyncGenerator<MappedPage[]>,
): AsyncGenerator<string> {
  const { baseUrl } = c.var.deps.config
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="${NAMESPACE}">\n`
  for await (const some of pages)
    if (some.length > 0) yield some.map((page) => `<url>${entry(baseUrl, page)}</url>\n`).join('')
  yield '</urlset>\n'
}

async function* few(c: GuichetContext, titled: MappedPage[]): AsyncGenerator<MappedPage[]> {
  yield titled
  yield await fewPages(c.var.deps.db)
}

function entry(baseUrl: string, { path, changedAt }: MappedPage): string {
  const changed = changedAt ? `<lastmod>${changedAt.toISOString()}</lastmod>` : ''
  return `<loc>${escapeMarkup(baseUrl + path)}</loc>${changed}`
}

/** Number of a family's last file; -1 where there is none. */
async function lastFile(c: GuichetContext, family: Family): Promise<number> {
  return Math.floor((await family.last(c.var.deps.db)) / NUMBERS_IN_A_FILE)
}
