import { SourcesPage } from '../../views/sources/sources-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { sourceErrorSentence } from '../../views/words/source-errors.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { listSources } from './queries.ts'

/** The state of every source, for people and for machines. */
export const sourceRoutes: Route[] = [
  {
    method: 'get',
    path: '/sources',
    kind: 'page',
    policy: 'public',
    title: 'État des sources',
    handler: async (c) => {
      const { db, now } = c.var.deps
      const sources = await listSources(db)
      const frame = await frameOf(c, '/sources')
      return c.html(renderPage(<SourcesPage frame={frame} sources={sources} now={now()} />))
    },
  },
  {
    method: 'get',
    path: '/sources.json',
    kind: 'data',
    policy: 'public',
    handler: async (c) => {
      const sources = await listSources(c.var.deps.db)
      return c.json(
        sources.map((source) => ({
          url: source.url,
          name: source.name,
          partner: source.partner.slug,
          kind: source.kind,
          state: source.state,
          items: source.items,
          error:
            source.errorCode === null
              ? null
              : sourceErrorSentence(source.errorCode, source.errorDetail),
          warnings: source.warnings,
          triedAt: source.triedAt,
          succeededAt: source.succeededAt,
          changedAt: source.changedAt,
          nextPollAt: source.nextPollAt,
        })),
      )
    },
  },
]
