import { ItemPage } from '../../views/library/item-page.tsx'
import { LibraryPage } from '../../views/library/library-page.tsx'
import { PracticePage } from '../../views/library/practice-page.tsx'
import { PracticesPage } from '../../views/library/practices-page.tsx'
import { WithdrawnPage } from '../../views/library/withdrawn-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { LIBRARY_WORDS } from '../../views/words/library.ts'
import type { Cursor } from '../consultations/filter.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { askedLibrary } from './asked.ts'
import { type LibraryFilter, libraryQuery } from './filter.ts'
import { itemPath } from './item-path.ts'
import { listItems } from './list-items.ts'
import { itemBySlug, type ItemVersion, type LibraryItem } from './read-item.ts'

const LIST = '/documents'
const PRACTICES = '/documents/pratiques'

const { page, data } = routesFor('public')

/** What partners hand out, for everyone: documents and good practices. */
export const libraryRoutes: Route[] = [
  page(LIST, { title: 'Documents et guides', keep: ['library', 'partners'] }, showList),
  page(
    PRACTICES,
    { title: 'Bonnes pratiques entre acheteurs', keep: ['library', 'partners'] },
    showPractices,
  ),
  page(
    `${PRACTICES}/:slug`,
    { example: `${PRACTICES}/repondre-aux-questions-en-deux-jours`, keep: ['library', 'partners'] },
    showItem,
  ),
  page(
    `${PRACTICES}/:slug/versions/:number`,
    {
      example: `${PRACTICES}/repondre-aux-questions-en-deux-jours/versions/1`,
      keep: ['library', 'partners'],
    },
    showEarlier,
  ),
  page(
    `${LIST}/:slug`,
    { example: `${LIST}/vendre-aux-collectivites-de-l-aude`, keep: ['library', 'partners'] },
    showItem,
  ),
  data(
    `${LIST}/:slug/fichier`,
    { example: `${LIST}/vendre-aux-collectivites-de-l-aude/fichier` },
    sendLatest,
  ),
]

async function showList(c: GuichetContext): Promise<Response> {
  const asked = await askedLibrary(c, LIST, LIBRARY_WORDS)
  if (!asked.ok) return asked.answer
  const page = await listed(c, LIST, asked)
  return c.html(renderPage(<LibraryPage {...page} />))
}

async function showPractices(c: GuichetContext): Promise<Response> {
  const asked = await askedLibrary(c, PRACTICES, LIBRARY_WORDS)
  if (!asked.ok) return asked.answer
  if (asked.filter.kind !== null)
    return c.redirect(LIST + libraryQuery(asked.filter, asked.cursor), 301)
  const page = await listed(c, PRACTICES, {
    ...asked,
    filter: { ...asked.filter, kind: 'practice' },
  })
  return c.html(renderPage(<PracticesPage {...page} />))
}

/** A page of a list with the addresses of its neighbours; the practices' address does not say their kind. */
async function listed(
  c: GuichetContext,
  path: string,
  asked: {
    filter: LibraryFilter
    cursor: Cursor | null
    partners: { slug: string; name: string }[]
  },
) {
  const { filter, cursor, partners } = asked
  const { items, next, previous } = await listItems(c.var.deps.db, filter, cursor)
  const said = path === PRACTICES ? { ...filter, kind: null } : filter
  const at = (direction: Cursor['direction'], key: string | null) =>
    key === null ? null : path + libraryQuery(said, { direction, key })
  return {
    frame: await frameOf(c, path + libraryQuery(said, cursor)),
    filter,
    partners,
    items,
    previous: at('before', previous),
    next: at('after', next),
  }
}

/** Documents and practices have addresses of their own; either sends to the other's. */
async function showItem(c: GuichetContext): Promise<Response> {
  const read = await asked(c)
  if (read === null) return missingPage(c)
  const path = itemPath(read.item)
  if (c.req.path !== path) return c.redirect(path, 301)
  const { withdrawnAt, withdrawnReason } = read.item
  if (withdrawnAt !== null) return gone(c, read, withdrawnAt, withdrawnReason, null)
  const frame = await frameOf(c, path)
  const version = read.current
  if (version?.practice)
    return c.html(
      renderPage(
        <PracticePage frame={frame} read={read} version={version} practice={version.practice} />,
      ),
    )
  return c.html(renderPage(<ItemPage frame={frame} read={read} />))
}

async function showEarlier(c: GuichetContext): Promise<Response> {
  const read = await asked(c)
  const version = read && versionIn(c, read)
  if (!read || !version?.practice) return missingPage(c)
  const path = itemPath(read.item)
  if (version.withdrawnAt !== null) {
    const standing = read.item.withdrawnAt === null ? path : null
    return gone(c, read, version.withdrawnAt, version.withdrawnReason, standing)
  }
  if (version.number === read.current?.number) return c.redirect(path, 302)
  const frame = await frameOf(c, c.req.path)
  return c.html(
    renderPage(
      <PracticePage frame={frame} read={read} version={version} practice={version.practice} />,
    ),
  )
}

/** The address to cite: it leads to the last version's file, whichever that is. */
async function sendLatest(c: GuichetContext): Promise<Response> {
  const read = await asked(c)
  if (read === null || read.item.kind === 'practice') return missingPage(c)
  const { withdrawnAt, withdrawnReason } = read.item
  if (withdrawnAt !== null) return gone(c, read, withdrawnAt, withdrawnReason, null)
  const [file] = read.current?.files ?? []
  if (!file) return missingPage(c)
  return c.redirect(file.href, 302)
}

async function asked(c: GuichetContext): Promise<LibraryItem | null> {
  return itemBySlug(c.var.deps.db, c.req.param('slug') ?? '')
}

function versionIn(c: GuichetContext, { versions }: LibraryItem): ItemVersion | null {
  return versions.find(({ number }) => String(number) === c.req.param('number')) ?? null
}

async function gone(
  c: GuichetContext,
  read: LibraryItem,
  at: Date,
  reason: string,
  standing: string | null,
): Promise<Response> {
  const frame = await frameOf(c, c.req.path)
  const page = (
    <WithdrawnPage frame={frame} read={read} at={at} reason={reason} standing={standing} />
  )
  return c.html(renderPage(page), 410, { 'cache-control': 'no-cache' })
}
