import { feedQuery, RENCONTRES_TITLE } from '../../views/rencontres/addresses.ts'
import { rencontreEntry, rencontreEvent } from '../../views/rencontres/entry.ts'
import { describeRencontres, RENCONTRE_WORDS } from '../../views/words/rencontres.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { currentLists } from '../consultations/lists.ts'
import { writeAtom } from '../feeds/atom.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import { writeJsonFeed } from '../feeds/json.ts'
import { writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { feedLinks, hubOf } from '../http/feed-links.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { askedRencontres } from './asked.ts'
import type { RencontreFilter } from './filter.ts'
import { newsOfRencontres, rencontresForCalendar } from './list.ts'

interface Format {
  path: string
  type: string
  write(c: GuichetContext, filter: RencontreFilter, self: string): Promise<string>
}

const FORMATS: Format[] = [
  { path: '/rencontres.rss', type: 'application/rss+xml', write: entries(writeRss) },
  { path: '/rencontres.atom', type: 'application/atom+xml', write: entries(writeAtom) },
  { path: '/rencontres.json', type: 'application/feed+json', write: entries(writeJsonFeed) },
  { path: '/rencontres.ics', type: 'text/calendar', write: calendar },
]

/** What is told of meetings, as feeds, and their dates as a calendar. */
export const rencontreFeedRoutes: Route[] = FORMATS.map((format) => ({
  method: 'get',
  path: format.path,
  kind: 'feed',
  policy: 'public',
  keep: ['rencontres', 'partners'],
  handler: (c) => serve(c, format),
}))

async function serve(c: GuichetContext, { path, type, write }: Format): Promise<Response> {
  const asked = await askedRencontres(c, path, RENCONTRE_WORDS)
  if (!asked.ok) return asked.answer
  const self = c.var.deps.config.baseUrl + path + feedQuery(asked.filter)
  return c.body(await write(c, asked.filter, self), 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `inline; filename="rencontres.${path.split('.').at(-1)}"`,
    link: feedLinks(c.var.deps.config, self, type),
  })
}

function entries(write: (channel: FeedChannel, list: FeedEntry[]) => string): Format['write'] {
  return async (c, filter, self) => {
    const { db, config } = c.var.deps
    const { tagAuthority, tagDate, operator, demonstration } = await instanceSettings(c)
    const context = { baseUrl: config.baseUrl, tagAuthority, tagDate }
    const tradeLabel = tradeLabelIn((await currentLists(c.var.deps)).trades)
    const list = (await newsOfRencontres(db, filter)).map((news) =>
      rencontreEntry(news, tradeLabel, context),
    )
    const updated = newest(
      list.map((entry) => entry.updated),
      tagDate,
    )
    c.set('contentChanged', updated)
    const words = feedQuery(filter)
    return write(
      {
        title: titleOf(filter) + (demonstration ? ' (démonstration)' : ''),
        description:
          'Rencontres entre acheteurs publics et entreprises : annonces, reports, documents, bilans.',
        link: `${config.baseUrl}/rencontres${words}`,
        self,
        hub: hubOf(config, self),
        id: tagUri(tagAuthority, tagDate, `flux/rencontres${words}`),
        author: operator,
        updated,
        ttl: 60,
      },
      list,
    )
  }
}

async function calendar(c: GuichetContext, filter: RencontreFilter, self: string): Promise<string> {
  const { db, now, config } = c.var.deps
  const { tagAuthority, tagDate } = await instanceSettings(c)
  const events = (await rencontresForCalendar(db, filter, now())).map((rencontre) =>
    rencontreEvent(rencontre, { baseUrl: config.baseUrl, tagAuthority }),
  )
  c.set(
    'contentChanged',
    newest(
      events.map((event) => event.updated),
      tagDate,
    ),
  )
  const name = titleOf(filter)
  return writeCalendar({ name, description: name, url: self }, events)
}

function titleOf(filter: RencontreFilter): string {
  return [RENCONTRES_TITLE, describeRencontres(filter)].filter((part) => part !== '').join(' : ')
}

/** The day of the first start where there is nothing. */
function newest(instants: Date[], tagDate: string): Date {
  const times = instants.map((instant) => instant.getTime())
  return times.length === 0 ? new Date(`${tagDate}T00:00:00Z`) : new Date(Math.max(...times))
}
