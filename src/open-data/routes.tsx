import { catalogueOf } from '../../views/open-data/catalogue.ts'
import { DataPage } from '../../views/open-data/data-page.tsx'
import { DictionaryPage } from '../../views/open-data/dictionary-page.tsx'
import { type DataFile, type Dataset, datasets } from '../../views/open-data/files.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { frameOf, instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route, Scope } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { changesOf } from './freshness.ts'
import { analysedYears, notifiedYears } from './years.ts'
import { publishedYears, someReference } from './published.ts'
import { type RdfNode, writeJsonLd, writeTurtle } from './rdf.ts'

/** What the page and the catalogue tell the last change of. */
const SCOPES: Scope[] = ['board', 'partners', 'sources', 'pact', 'contracts', 'firms', 'analysis']

const { page, data } = routesFor('public')

/** What the open data are, for people; and the catalogue of them, for machines. */
export const openDataRoutes: Route[] = [
  page('/donnees', { title: 'Données ouvertes', keep: SCOPES }, async (c) => {
    const files = await filesNow(c)
    const reference = await someReference(c.var.deps.db)
    const frame = await frameOf(c, '/donnees')
    return c.html(renderPage(<DataPage frame={frame} {...files} reference={reference} />))
  }),
  page(
    '/donnees/dictionnaire',
    { title: 'Dictionnaire des données ouvertes', keep: ['partners'] },
    async (c) =>
      c.html(renderPage(<DictionaryPage frame={await frameOf(c, '/donnees/dictionnaire')} />)),
  ),
  ...['ocds', 'decp'].map((name): Route =>
    data(`/donnees/${name}`, (c) => c.redirect(`/donnees#${name}`, 301)),
  ),
  catalogue('/donnees/catalogue.jsonld', 'application/ld+json', writeJsonLd),
  catalogue('/donnees/catalogue.ttl', 'text/turtle; charset=utf-8', writeTurtle),
]

function catalogue(path: string, type: string, write: (node: RdfNode) => string): Route {
  return data(path, { keep: SCOPES }, async (c) => {
    const { operator, contact, demonstration } = await instanceSettings(c)
    const { baseUrl } = c.var.deps.config
    const files = await filesNow(c)
    const node = catalogueOf({
      baseUrl,
      operator,
      contact,
      datasets: files.datasets,
      demonstration,
      changedAt: files.changedAt,
    })
    return c.body(write(node), 200, { 'content-type': type })
  })
}

/** The files that there are, and when each last changed. */
async function filesNow(c: GuichetContext): Promise<{
  datasets: Dataset[]
  changedAt: (file: DataFile) => Date | null
}> {
  const { db } = c.var.deps
  const years = {
    published: await publishedYears(db),
    notified: await notifiedYears(db),
    analysed: await analysedYears(db),
  }
  const changes = await changesOf(db)
  const changedAt = ({ scopes }: DataFile) => {
    const instants = scopes.flatMap((scope) => changes.get(scope)?.getTime() ?? [])
    return instants.length > 0 ? new Date(Math.max(...instants)) : null
  }
  return { datasets: datasets(years), changedAt }
}
