import { dateEvents } from '../../views/news/calendar.ts'
import { newsEntry } from '../../views/news/entry.ts'
import { describeNews, NEWS_WORDS } from '../../views/words/news.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { calendarOf, ENTRY_FORMATS, entryContext, feedOf, sendFeed } from '../http/send-feed.ts'
import { askedNews } from './asked.ts'
import { datesMatching, wholeCalendar } from './dates.ts'
import { type NewsFilter, newsQuery } from './filter.ts'
import { newsMatching } from './news.ts'
import { pageOf } from './page-of.ts'

const { feed } = routesFor('public')

interface Format {
  path: string
  type: string
  write(c: GuichetContext, filter: NewsFilter, self: string): Promise<string>
}

const FORMATS: Format[] = [
  ...ENTRY_FORMATS.map(({ ending, type, write }) => ({
    path: `/pacte.${ending}`,
    type,
    write: entries(write),
  })),
  { path: '/pacte.ics', type: 'text/calendar', write: calendar },
]

/** The pact's news for any filter as feeds, and its dates as a calendar. */
export const newsFeedRoutes: Route[] = FORMATS.map((format) =>
  feed(format.path, { keep: ['pact', 'trainings', 'partners'] }, (c) => serve(c, format)),
)

async function serve(c: GuichetContext, { path, type, write }: Format): Promise<Response> {
  const asked = await askedNews(c, path, NEWS_WORDS)
  if (!asked.ok) return asked.answer
  const self = c.var.deps.config.baseUrl + path + newsQuery(asked.filter)
  return sendFeed(c, self, type, await write(c, asked.filter, self))
}

function entries(write: (typeof ENTRY_FORMATS)[number]['write']): Format['write'] {
  return async (c, filter, self) => {
    const { db, now } = c.var.deps
    const context = await entryContext(c)
    const list = (await newsMatching(db, filter, now())).map((news) => newsEntry(news, context))
    const told = {
      title: [TITLE, describeNews(filter)].filter((part) => part !== '').join(' : '),
      description:
        'Actions, réunions, formations et engagements du pacte entre collectivités, chambres et organisations professionnelles.',
      page: pageOf(filter),
      of: `pacte${newsQuery(filter)}`,
    }
    return feedOf(c, self, write, told, list)
  }
}

const TITLE = 'Pacte pour l’accès à la commande publique'

async function calendar(c: GuichetContext, filter: NewsFilter, self: string): Promise<string> {
  const { db, now } = c.var.deps
  const context = await entryContext(c)
  const dates = await datesMatching(db, filter, now(), wholeCalendar(now()))
  const events = dates.map((date) => dateEvents(date, context))
  const name = ['Pacte', describeNews(filter)].filter((part) => part !== '').join(' – ')
  return calendarOf(c, { name, description: name, url: self }, events)
}
