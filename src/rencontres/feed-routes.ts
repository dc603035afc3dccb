import { feedQuery, RENCONTRES_TITLE } from '../../views/rencontres/addresses.ts'
import { rencontreEntry, rencontreEvent } from '../../views/rencontres/entry.ts'
import { describeRencontres, RENCONTRE_WORDS } from '../../views/words/rencontres.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { currentLists } from '../consultations/lists.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { calendarOf, ENTRY_FORMATS, entryContext, feedOf, sendFeed } from '../http/send-feed.ts'
import { askedRencontres } from './asked.ts'
import type { RencontreFilter } from './filter.ts'
import { newsOfRencontres, rencontresForCalendar } from './list.ts'

interface Format {
  path: string
  type: string
  write(c: GuichetContext, filter: RencontreFilter, self: string): Promise<string>
}

const FORMATS: Format[] = [
  ...ENTRY_FORMATS.map(({ ending, type, write }) => ({
    path: `/rencontres.${ending}`,
    type,
    write: entries(write),
  })),
  { path: '/rencontres.ics', type: 'text/calendar', write: calendar },
]

const { feed } = routesFor('public')

/** What is told of meetings, as feeds, and their dates as a calendar. */
export const rencontreFeedRoutes: Route[] = FORMATS.map((format) =>
  feed(format.path, { keep: ['rencontres', 'partners'] }, (c) => serve(c, format)),
)

async function serve(c: GuichetContext, { path, type, write }: Format): Promise<Response> {
  const asked = await askedRencontres(c, path, RENCONTRE_WORDS)
  if (!asked.ok) return asked.answer
  const self = c.var.deps.config.baseUrl + path + feedQuery(asked.filter)
  return sendFeed(c, self, type, await write(c, asked.filter, self))
}

function entries(write: (typeof ENTRY_FORMATS)[number]['write']): Format['write'] {
  return async (c, filter, self) => {
    const { db } = c.var.deps
    const context = await entryContext(c)
    const tradeLabel = tradeLabelIn((await currentLists(c.var.deps)).trades)
    const list = (await newsOfRencontres(db, filter)).map((news) =>
      rencontreEntry(news, tradeLabel, context),
    )
    const of = `rencontres${feedQuery(filter)}`
    const told = {
      title: titleOf(filter),
      description:
        'Rencontres entre acheteurs publics et entreprises : annonces, reports, documents, bilans.',
      page: `/${of}`,
      of,
    }
    return feedOf(c, self, write, told, list)
  }
}

async function calendar(c: GuichetContext, filter: RencontreFilter, self: string): Promise<string> {
  const { db, now } = c.var.deps
  const context = await entryContext(c)
  const events = (await rencontresForCalendar(db, filter, now())).map((rencontre) =>
    rencontreEvent(rencontre, context),
  )
  const name = titleOf(filter)
  return calendarOf(c, { name, description: name, url: self }, events)
}

function titleOf(filter: RencontreFilter): string {
  return [RENCONTRES_TITLE, describeRencontres(filter)].filter((part) => part !== '').join(' : ')
}
