import { libraryEntry } from '../../views/library/entry.ts'
import { describeLibrary, LIBRARY_WORDS } from '../../views/words/library.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { ENTRY_FORMATS, entryContext, feedOf, sendFeed } from '../http/send-feed.ts'
import { askedLibrary } from './asked.ts'
import { libraryQuery } from './filter.ts'
import { libraryNewsMatching } from './news.ts'

const { feed } = routesFor('public')

/** What partners hand out, for any filter, as feeds: one entry for each new document, new version and withdrawal. */
export const libraryFeedRoutes: Route[] = ENTRY_FORMATS.map((format) =>
  feed(`/documents.${format.ending}`, { keep: ['library', 'partners'] }, (c) => serve(c, format)),
)

async function serve(
  c: GuichetContext,
  { type, write }: (typeof ENTRY_FORMATS)[number],
): Promise<Response> {
  const asked = await askedLibrary(c, c.req.path, LIBRARY_WORDS, 'feed')
  if (!asked.ok) return asked.answer
  const { filter } = asked
  const { db, config } = c.var.deps
  const context = await entryContext(c)
  const entries = (await libraryNewsMatching(db, filter)).map((news) => libraryEntry(news, context))
  const words = libraryQuery(filter)
  const self = config.baseUrl + c.req.path + words
  const title = ['Documents et guides', describeLibrary(filter)].filter((part) => part !== '')
  const told = {
    title: title.join(' : '),
    description:
      'Dépliants, guides, chartes, modèles et bonnes pratiques des acheteurs publics et des chambres.',
    page: `/documents${words}`,
    of: `documents${words}`,
  }
  return sendFeed(c, self, type, await feedOf(c, self, write, told, entries))
}
