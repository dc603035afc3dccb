import { purchaseEvent } from '../../views/programme/calendar.ts'
import { PROGRAMME_CSV_HEADER, programmeRow } from '../../views/programme/csv.ts'
import { programmeEntry } from '../../views/programme/entry.ts'
import {
  describeProgramme,
  FORECAST_SENTENCE,
  PROGRAMME_TITLE,
  PROGRAMME_WORDS,
} from '../../views/words/programme.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { labelsOf } from '../consultations/asked.ts'
import { writeCsv } from '../feeds/csv.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import {
  calendarOf,
  dateBy,
  ENTRY_FORMATS,
  entryContext,
  feedOf,
  sendFeed,
} from '../http/send-feed.ts'
import { parisDay } from '../rules/calendar.ts'
import { askedOfProgramme, type AskedOfProgramme } from './asked.ts'
import { programmeNews } from './events.ts'
import { programmeQuery } from './filter.ts'
import { purchasesMatching } from './list.ts'

const { feed } = routesFor('public')

type Question = Extract<AskedOfProgramme, { ok: true }>

interface Format {
  path: string
  type: string
  write(c: GuichetContext, question: Question, self: string): Promise<string>
}

const FORMATS: Format[] = [
  ...ENTRY_FORMATS.map(({ ending, type, write }) => ({
    path: `/programmation.${ending}`,
    type,
    write: entries(write),
  })),
  { path: '/programmation.ics', type: 'text/calendar', write: calendar },
  { path: '/programmation.csv', type: 'text/csv', write: table },
]

/** The programme for any filter as feeds of its news, as a calendar of quarters and as a table. */
export const programmeFeedRoutes: Route[] = FORMATS.map((format) =>
  feed(
    format.path,
    {
      keep: ['programme', 'partners', 'board'],
      ...(format.type === 'text/csv' ? { limit: 'export' as const } : {}),
    },
    (c) => serve(c, format),
  ),
)

async function serve(c: GuichetContext, { path, type, write }: Format): Promise<Response> {
  const read = await askedOfProgramme(c, path, PROGRAMME_WORDS)
  if (!read.ok) return read.answer
  const self = c.var.deps.config.baseUrl + path + read.query
  return sendFeed(c, self, type, await write(c, read, self))
}

function entries(write: (typeof ENTRY_FORMATS)[number]['write']): Format['write'] {
  return async (c, { asked, lists }, self) => {
    const { db, now } = c.var.deps
    const context = { ...(await entryContext(c)), tradeLabel: tradeLabelIn(lists.trades) }
    const news = await programmeNews(db, asked, now(), parisDay(now()))
    const list = news.map((each) => programmeEntry(each, context))
    const of = `programmation${programmeQuery(asked.filter)}`
    const told = {
      title: nameOf(asked, ' : '),
      description: `Ce que les acheteurs publics de l’Aude prévoient d’acheter. ${FORECAST_SENTENCE}`,
      page: `/${of}`,
      of,
    }
    return feedOf(c, self, write, told, list)
  }
}

/** Rows of a table or events of a calendar at most. */
const TABLE_LIMIT = 10_000

async function calendar(c: GuichetContext, { asked }: Question, self: string): Promise<string> {
  const { db, now } = c.var.deps
  const context = await entryContext(c)
  const found = await purchasesMatching(db, asked, parisDay(now()), 'calendar', TABLE_LIMIT)
  const events = found.map((each) => purchaseEvent(each, context))
  const name = nameOf(asked, ' – ')
  return calendarOf(c, { name, description: FORECAST_SENTENCE, url: self }, events)
}

async function table(c: GuichetContext, { asked, lists }: Question): Promise<string> {
  const { db, now, config } = c.var.deps
  const found = await purchasesMatching(db, asked, parisDay(now()), 'table', TABLE_LIMIT)
  await dateBy(
    c,
    found.map(({ movedAt }) => ({ updated: movedAt })),
  )
  const tradeLabel = tradeLabelIn(lists.trades)
  return writeCsv(
    PROGRAMME_CSV_HEADER,
    found.map((purchase) => programmeRow(purchase, config.baseUrl, tradeLabel)),
  )
}

function nameOf({ filter, resolved }: Question['asked'], between: string): string {
  const question = describeProgramme(filter, labelsOf(resolved)).map(({ text }) => text)
  return [PROGRAMME_TITLE, question.join(', ')].filter((part) => part !== '').join(between)
}
