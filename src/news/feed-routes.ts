import { dateEvents } from '../../views/news/calendar.ts'
import { newsEntry } from '../../views/news/entry.ts'
import { describeNews, NEWS_WORDS } from '../../views/words/news.ts'
import type { Settings } from '../db/settings.ts'
import { writeAtom } from '../feeds/atom.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import { writeJsonFeed } from '../feeds/json.ts'
import { writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { feedLinks, hubOf } from '../http/feed-links.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { askedNews } from './asked.ts'
import { datesMatching, wholeCalendar } from './dates.ts'
import { type NewsFilter, newsQuery } from './filter.ts'
import { newsMatching } from './news.ts'
import { pageOf } from './page-of.ts'

interface Format {
  path: string
  type: string
  write(c: GuichetContext, filter: NewsFilter, self: string): Promise<string>
}

const FORMATS: Format[] = [
  { path: '/pacte.rss', type: 'application/rss+xml', write: entries(writeRss) },
  { path: '/pacte.atom', type: 'application/atom+xml', write: entries(writeAtom) },
  { path: '/pacte.json', type: 'application/feed+json', write: entries(writeJsonFeed) },
  { path: '/pacte.ics', type: 'text/calendar', write: calendar },
]

/** The pact's news for any filter as feeds, and its dates as a calendar. */
export const newsFeedRoutes: Route[] = FORMATS.map((format) => ({
  method: 'get',
  path: format.path,
  kind: 'feed',
  policy: 'public',
  keep: ['pact', 'trainings', 'partners'],
  handler: (c) => serve(c, format),
}))

async function serve(c: GuichetContext, { path, type, write }: Format): Promise<Response> {
  const asked = await askedNews(c, path, NEWS_WORDS)
  if (!asked.ok) return asked.answer
  const self = c.var.deps.config.baseUrl + path + newsQuery(asked.filter)
  return c.body(await write(c, asked.filter, self), 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `inline; filename="pacte.${path.split('.').at(-1)}"`,
    link: feedLinks(c.var.deps.config, self, type),
  })
}

function entries(write: (channel: FeedChannel, list: FeedEntry[]) => string): Format['write'] {
  return async (c, filter, self) => {
    const { db, now, config } = c.var.deps
    const settings = await instanceSettings(c)
    const { tagAuthority, tagDate, operator, demonstration } = settings
    const context = { baseUrl: config.baseUrl, tagAuthority, tagDate }
    const list = (await newsMatching(db, filter, now())).map((news) => newsEntry(news, context))
    const updated = newest(
      list.map((entry) => entry.updated),
      settings,
    )
    c.set('contentChanged', updated)
    const words = newsQuery(filter)
    return write(
      {
        title:
          [TITLE, describeNews(filter)].filter((part) => part !== '').join(' : ') +
          (demonstration ? ' (démonstration)' : ''),
        description:
          'Actions, réunions, formations et engagements du pacte entre collectivités, chambres et organisations professionnelles.',
        link: config.baseUrl + pageOf(filter),
        self,
        hub: hubOf(config, self),
        id: tagUri(tagAuthority, tagDate, `flux/pacte${words}`),
        author: operator,
        updated,
        ttl: 60,
      },
      list,
    )
  }
}

const TITLE = 'Pacte pour l’accès à la commande publique'

async function calendar(c: GuichetContext, filter: NewsFilter, self: string): Promise<string> {
  const { db, now, config } = c.var.deps
  const settings = await instanceSettings(c)
  const { tagAuthority } = settings
  const dates = await datesMatching(db, filter, now(), wholeCalendar(now()))
  const events = dates.map((date) => dateEvents(date, { baseUrl: config.baseUrl, tagAuthority }))
  c.set(
    'contentChanged',
    newest(
      events.map((event) => event.updated),
      settings,
    ),
  )
  const name = ['Pacte', describeNews(filter)].filter((part) => part !== '').join(' – ')
  return writeCalendar({ name, description: name, url: self }, events)
}

/** The day of the first start where there is nothing. */
function newest(instants: Date[], { tagDate }: Settings): Date {
  const times = instants.map((instant) => instant.getTime())
  return times.length === 0 ? new Date(`${tagDate}T00:00:00Z`) : new Date(Math.max(...times))
}
