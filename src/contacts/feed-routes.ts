import { moveEntry } from '../../views/contacts/entry.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { ENTRY_FORMATS, entryContext, feedOf, sendFeed } from '../http/send-feed.ts'
import { lastMoves } from './changes.ts'

const { feed } = routesFor('public')

/** What is new, has changed or has left among contacts and support schemes, as feeds. */
export const contactFeedRoutes: Route[] = ENTRY_FORMATS.map((format) =>
  feed(`/contacts.${format.ending}`, { keep: ['contacts', 'partners'] }, (c) => serve(c, format)),
)

async function serve(
  c: GuichetContext,
  { type, write }: (typeof ENTRY_FORMATS)[number],
): Promise<Response> {
  const { db, config } = c.var.deps
  if (new URL(c.req.url).search !== '') return c.redirect(c.req.path, 301)
  const context = await entryContext(c)
  const moves = await lastMoves(db)
  const self = config.baseUrl + c.req.path
  const told = {
    title: 'Contacts et aides pour les entreprises',
    description:
      'Interlocuteurs des entreprises, organismes et fiches d’aide : ce qui est nouveau, modifié ou retiré.',
    page: '/contacts',
    of: 'contacts',
  }
  const entries = moves.map((move) => moveEntry(move, context))
  return sendFeed(c, self, type, await feedOf(c, self, write, told, entries))
}
