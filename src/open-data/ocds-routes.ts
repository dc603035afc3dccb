import { OCDS_WORDS } from '../../views/open-data/ocds-words.ts'
import { successorOf } from '../consultations/page.ts'
import { missingPage } from '../http/errors.tsx'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { download } from './download.ts'
import { extensionOf, extensionSchema } from './ocds/extension.ts'
import { type OcdsContext, recordPackageText } from './ocds/record-package.ts'
import { ocdsLines } from './ocds-lines.ts'
import { findPublished, publishedYears } from './published.ts'

/** What OCDS data are made of. */
const OCDS_SCOPES: Scope[] = ['board', 'partners', 'programme']

const { data } = routesFor('public')

/** OCDS: every consultation by itself, all of them or those of a year as one file, and Guichet's own extension. */
export const ocdsRoutes: Route[] = [
  data(
    '/donnees/ocds/:file{[0-9]{4}-[0-9]{1,9}\\.json}',
    { keep: OCDS_SCOPES, example: '/donnees/ocds/2026-0001.json' },
    recordPackage,
  ),
  data(
    '/donnees/ocds/:file{[0-9]{4}\\.jsonl\\.gz}',
    { limit: 'export', example: '/donnees/ocds/2026.jsonl.gz' },
    (c) => bulk(c, Number.parseInt(c.req.param('file') ?? '', 10)),
  ),
  data('/donnees/ocds.jsonl.gz', { limit: 'export' }, (c) => bulk(c, null)),
  data('/donnees/ocds/extension/extension.json', { keep: [] }, (c) =>
    c.json(extensionOf(c.var.deps.config.baseUrl)),
  ),
  data('/donnees/ocds/extension/release-schema.json', { keep: [] }, (c) =>
    c.json(extensionSchema(c.var.deps.config.baseUrl)),
  ),
]

async function recordPackage(c: GuichetContext): Promise<Response> {
  const { db, config } = c.var.deps
  const reference = (c.req.param('file') ?? '').replace(/\.json$/, '')
  const consultation = await findPublished(db, reference)
  if (consultation) {
    c.set('contentChanged', consultation.notices.at(-1)?.recordedAt ?? consultation.publishedAt)
    return c.body(recordPackageText(consultation, await ocdsContext(c)), 200, {
      'content-type': 'application/json; charset=utf-8',
      link: `<${config.baseUrl}/consultations/${consultation.reference}-${consultation.slug}>; rel="alternate"; type="text/html"`,
    })
  }
  const [, successor] =
    /^\/consultations\/(\d+-\d+)/.exec((await successorOf(db, reference)) ?? '') ?? []
  return successor === undefined ? c.notFound() : c.redirect(`/donnees/ocds/${successor}.json`, 301)
}

/** A year in which nothing was published has no file. */
async function bulk(c: GuichetContext, year: number | null): Promise<Response> {
  if (year !== null && !(await publishedYears(c.var.deps.db)).includes(year)) return missingPage(c)
  const context = await ocdsContext(c)
  return download(c, {
    type: 'application/jsonl',
    scopes: OCDS_SCOPES,
    gzip: true,
    pages: () => ocdsLines(c.var.deps.db, year, context),
  })
}

async function ocdsContext(c: GuichetContext): Promise<OcdsContext> {
  const { operator, ocidPrefix } = await instanceSettings(c)
  return { baseUrl: c.var.deps.config.baseUrl, operator, ocidPrefix, ...OCDS_WORDS }
}
