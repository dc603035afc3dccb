import { SourcePage } from '../../views/sources/source-page.tsx'
import { SourcesPage } from '../../views/sources/sources-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { sourceErrorSentence } from '../../views/words/source-errors.ts'
import { pushSentence } from '../../views/words/source-push.ts'
import { warningSentence } from '../../views/words/source-readings.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { looksAt } from './polling/kept-looks.ts'
import { countStates, findSource, listSources, type SourceRow } from './queries.ts'
import type { SourcePush } from './websub/push-state.ts'

const { page, data } = routesFor('public')

/** Sources on one page, and in one part of the data. */
const PAGE = 100
const PART = 500

/** The state of every source, for people and for machines. */
export const sourceRoutes: Route[] = [
  page('/sources', { title: 'État des sources', keep: ['sources'] }, async (c) => {
    const { db, now } = c.var.deps
    const after = afterOf(c)
    const { list, next } = await partOf(c, after, PAGE)
    const states = await countStates(db, now())
    const frame = await frameOf(c, '/sources')
    return c.html(
      renderPage(
        <SourcesPage
          frame={frame}
          sources={list}
          states={states}
          first={after === null ? null : '/sources'}
          next={next === null ? null : `/sources?apres=${next}`}
          now={now()}
        />,
      ),
    )
  }),
  data('/sources.json', { keep: ['sources'] }, async (c) => {
    const { list, next } = await partOf(c, afterOf(c), PART)
    if (next !== null) c.header('link', `</sources.json?apres=${next}>; rel="next"`)
    return c.json(list.map((source) => sourceData(source, c.var.deps.now())))
  }),
  page('/sources/:id{[0-9]{1,9}}', { example: '/sources/1' }, async (c) => {
    const { db, now } = c.var.deps
    const id = Number(c.req.param('id'))
    const source = await findSource(db, id, now())
    if (!source) return missingPage(c)
    const looks = await looksAt(db, id)
    const frame = await frameOf(c, `/sources/${id}`)
    return c.html(
      renderPage(<SourcePage frame={frame} source={source} looks={looks} now={now()} />),
    )
  }),
  data('/sources/:file{[0-9]{1,9}\\.json}', { example: '/sources/1.json' }, async (c) => {
    const { db, now } = c.var.deps
    const id = Number.parseInt(c.req.param('file') ?? '', 10)
    const source = await findSource(db, id, now())
    if (!source) return missingPage(c)
    const looks = await looksAt(db, id)
    return c.json({
      ...sourceData(source, now()),
      looks: looks.map(({ code, detail, ...look }) => ({
        ...look,
        error: code === null ? null : sourceErrorSentence(code, detail),
      })),
    })
  }),
]

/** The key that a page goes on after; null for the first, and for what is no key. */
function afterOf(c: GuichetContext): number | null {
  const given = c.req.query('apres') ?? ''
  return /^\d{1,9}$/.test(given) ? Number(given) : null
}

/** So many sources, and the key of the next ones; null at the end. */
async function partOf(c: GuichetContext, after: number | null, limit: number) {
  const { db, now } = c.var.deps
  const rows = await listSources(db, now(), { after, limit: limit + 1 })
  const list = rows.slice(0, limit)
  return { list, next: rows.length > limit ? (list.at(-1)?.id ?? null) : null }
}

function sourceData(source: SourceRow, now: Date) {
  return {
    id: source.id,
    url: /^https?:/.test(source.url) ? source.url : null,
    name: source.name,
    partner: source.partner.slug,
    kind: source.kind,
    demonstration: source.demonstration,
    state: source.state,
    reading: source.reading,
    items: source.items,
    noticesLast30Days: source.noticesLately,
    error:
      source.errorCode === null ? null : sourceErrorSentence(source.errorCode, source.errorDetail),
    warnings: source.warnings.map((warning) => ({ ...warning, text: warningSentence(warning) })),
    triedAt: source.triedAt,
    succeededAt: source.succeededAt,
    changedAt: source.changedAt,
    lastNewAt: source.lastNewAt,
    emptySince: source.emptySince,
    nextPollAt: source.nextPollAt,
    lastImport: source.lastImport,
    push: source.push && pushData(source.push, now),
  }
}

function pushData(push: SourcePush, now: Date) {
  const { state, since, hub, pushedAt, leaseEndsAt, ignored } = push
  const text = pushSentence(push, now)
  return { state, since, hub, pushedAt, leaseEndsAt, ignored, text }
}
