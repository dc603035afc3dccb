import { libraryEntry } from '../../views/library/entry.ts'
import { describeLibrary, LIBRARY_WORDS } from '../../views/words/library.ts'
import { writeAtom } from '../feeds/atom.ts'
import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import { writeJsonFeed } from '../feeds/json.ts'
import { writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { feedLinks, hubOf } from '../http/feed-links.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { askedLibrary } from './asked.ts'
import { libraryQuery } from './filter.ts'
import { libraryNewsMatching } from './news.ts'

interface Format {
  path: string
  type: string
  write: (channel: FeedChannel, entries: FeedEntry[]) => string
}

const FORMATS: Format[] = [
  { path: '/documents.rss', type: 'application/rss+xml', write: writeRss },
  { path: '/documents.atom', type: 'application/atom+xml', write: writeAtom },
  { path: '/documents.json', type: 'application/feed+json', write: writeJsonFeed },
]

/** What partners hand out, for any filter, as feeds: one entry for each new document, new version and withdrawal. */
export const libraryFeedRoutes: Route[] = FORMATS.map((format) => ({
  method: 'get',
  path: format.path,
  kind: 'feed',
  policy: 'public',
  keep: ['library', 'partners'],
  handler: (c) => serve(c, format),
}))

async function serve(c: GuichetContext, { path, type, write }: Format): Promise<Response> {
  const asked = await askedLibrary(c, path, LIBRARY_WORDS, 'feed')
  if (!asked.ok) return asked.answer
  const { filter } = asked
  const { db, config } = c.var.deps
  const settings = await instanceSettings(c)
  const { tagAuthority, tagDate, operator, demonstration } = settings
  const context = { baseUrl: config.baseUrl, tagAuthority, tagDate }
  const entries = (await libraryNewsMatching(db, filter)).map((news) => libraryEntry(news, context))
  const updated = entries[0]?.updated ?? new Date(`${tagDate}T00:00:00Z`)
  c.set('contentChanged', updated)
  const words = libraryQuery(filter)
  const self = config.baseUrl + path + words
  const title = ['Documents et guides', describeLibrary(filter)].filter((part) => part !== '')
  const channel: FeedChannel = {
    title: title.join(' : ') + (demonstration ? ' (démonstration)' : ''),
    description:
      'Dépliants, guides, chartes, modèles et bonnes pratiques des acheteurs publics et des chambres.',
    link: `${config.baseUrl}/documents${words}`,
    self,
    hub: hubOf(config, self),
    id: tagUri(tagAuthority, tagDate, `flux/documents${words}`),
    author: operator,
    updated,
    ttl: 60,
  }
  return c.body(write(channel, entries), 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `inline; filename="documents.${path.split('.').at(-1)}"`,
    link: feedLinks(config, self, type),
  })
}
