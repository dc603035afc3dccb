import { moveEntry } from '../../views/contacts/entry.ts'
import { writeAtom } from '../feeds/atom.ts'
import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import { writeJsonFeed } from '../feeds/json.ts'
import { writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { feedLinks, hubOf } from '../http/feed-links.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { lastMoves } from './changes.ts'

interface Format {
  ending: string
  type: string
  write(channel: FeedChannel, entries: FeedEntry[]): string
}

const FORMATS: Format[] = [
  { ending: 'rss', type: 'application/rss+xml', write: writeRss },
  { ending: 'atom', type: 'application/atom+xml', write: writeAtom },
  { ending: 'json', type: 'application/feed+json', write: writeJsonFeed },
]

/** What is new, has changed or has left among contacts and support schemes, as feeds. */
export const contactFeedRoutes: Route[] = FORMATS.map((format) => ({
  method: 'get',
  path: `/contacts.${format.ending}`,
  kind: 'feed',
  policy: 'public',
  keep: ['contacts', 'partners'],
  handler: (c) => serve(c, format),
}))

async function serve(c: GuichetContext, { ending, type, write }: Format): Promise<Response> {
  const { db, config } = c.var.deps
  if (new URL(c.req.url).search !== '') return c.redirect(c.req.path, 301)
  const settings = await instanceSettings(c)
  const { tagAuthority, tagDate, operator, demonstration } = settings
  const context = { baseUrl: config.baseUrl, tagAuthority, tagDate }
  const moves = await lastMoves(db)
  const updated = moves[0]?.changedAt ?? new Date(`${tagDate}T00:00:00Z`)
  const self = config.baseUrl + c.req.path
  c.set('contentChanged', updated)
  const feed = write(
    {
      title: `Contacts et aides pour les entreprises${demonstration ? ' (démonstration)' : ''}`,
      description:
        'Interlocuteurs des entreprises, organismes et fiches d’aide : ce qui est nouveau, modifié ou retiré.',
      link: `${config.baseUrl}/contacts`,
      self,
      hub: hubOf(config, self),
      id: tagUri(tagAuthority, tagDate, 'flux/contacts'),
      author: operator,
      updated,
      ttl: 60,
    },
    moves.map((move) => moveEntry(move, context)),
  )
  return c.body(feed, 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `inline; filename="contacts.${ending}"`,
    link: feedLinks(config, self, type),
  })
}
