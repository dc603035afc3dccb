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
import type { Settings } from '../db/settings.ts'
import { writeAtom } from '../feeds/atom.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { writeCsv } from '../feeds/csv.ts'
import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import { writeJsonFeed } from '../feeds/json.ts'
import { writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { feedLinks, hubOf } from '../http/feed-links.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { parisDay } from '../posting/typing-context.ts'
import { askedOfProgramme, type AskedOfProgramme } from './asked.ts'
import { programmeNews } from './events.ts'
import { programmeQuery } from './filter.ts'
import { purchasesMatching } from './list.ts'

type Question = Extract<AskedOfProgramme, { ok: true }>

interface Format {
  path: string
  type: string
  write(c: GuichetContext, question: Question, self: string): Promise<string>
}

const FORMATS: Format[] = [
  { path: '/programmation.rss', type: 'application/rss+xml', write: entries(writeRss) },
  { path: '/programmation.atom', type: 'application/atom+xml', write: entries(writeAtom) },
  { path: '/programmation.json', type: 'application/feed+json', write: entries(writeJsonFeed) },
  { path: '/programmation.ics', type: 'text/calendar', write: calendar },
  { path: '/programmation.csv', type: 'text/csv', write: table },
]

/** The programme for any filter as feeds of its news, as a calendar of quarters and as a table. */
export const programmeFeedRoutes: Route[] = FORMATS.map((format) => ({
  method: 'get',
  path: format.path,
  kind: 'feed',
  policy: 'public',
  keep: ['programme', 'partners', 'board'],
  ...(format.type === 'text/csv' ? { limit: 'export' as const } : {}),
  handler: (c) => serve(c, format),
}))

async function serve(c: GuichetContext, { path, type, write }: Format): Promise<Response> {
  const read = await askedOfProgramme(c, path, PROGRAMME_WORDS)
  if (!read.ok) return read.answer
  const self = c.var.deps.config.baseUrl + path + read.query
  return c.body(await write(c, read, self), 200, {
    'content-type': `${type}; charset=utf-8`,
    'content-disposition': `inline; filename="programmation.${path.split('.').at(-1)}"`,
    link: feedLinks(c.var.deps.config, self, type),
  })
}

function entries(write: (channel: FeedChannel, list: FeedEntry[]) => string): Format['write'] {
  return async (c, { asked, lists }, self) => {
    const { db, now, config } = c.var.deps
    const settings = await instanceSettings(c)
    const { tagAuthority, tagDate, operator, demonstration } = settings
    const tradeLabel = tradeLabelIn(lists.trades)
    const context = { baseUrl: config.baseUrl, tagAuthority, tagDate, tradeLabel }
    const news = await programmeNews(db, asked, now(), parisDay(now()))
    const list = news.map((each) => programmeEntry(each, context))
    const updated = newest(
      list.map((entry) => entry.updated),
      settings,
    )
    c.set('contentChanged', updated)
    const words = programmeQuery(asked.filter)
    return write(
      {
        title: nameOf(asked, ' : ') + (demonstration ? ' (démonstration)' : ''),
        description: `Ce que les acheteurs publics de l’Aude prévoient d’acheter. ${FORECAST_SENTENCE}`,
        link: `${config.baseUrl}/programmation${words}`,
        self,
        hub: hubOf(config, self),
        id: tagUri(tagAuthority, tagDate, `flux/programmation${words}`),
        author: operator,
        updated,
        ttl: 60,
      },
      list,
    )
  }
}

/** Rows of a table or events of a calendar at most. */
const TABLE_LIMIT = 10_000

async function calendar(c: GuichetContext, { asked }: Question, self: string): Promise<string> {
  const { db, now, config } = c.var.deps
  const settings = await instanceSettings(c)
  const { tagAuthority } = settings
  const today = parisDay(now())
  const found = await purchasesMatching(db, asked, today, 'calendar', TABLE_LIMIT)
  const events = found.map((each) => purchaseEvent(each, { baseUrl: config.baseUrl, tagAuthority }))
  c.set(
    'contentChanged',
    newest(
      events.map((event) => event.updated),
      settings,
    ),
  )
  return writeCalendar(
    { name: nameOf(asked, ' – '), description: FORECAST_SENTENCE, url: self },
    events,
  )
}

async function table(c: GuichetContext, { asked, lists }: Question): Promise<string> {
  const { db, now, config } = c.var.deps
  const found = await purchasesMatching(db, asked, parisDay(now()), 'table', TABLE_LIMIT)
  c.set(
    'contentChanged',
    newest(
      found.map(({ movedAt }) => movedAt),
      await instanceSettings(c),
    ),
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

/** The day of the first start where there is nothing. */
function newest(instants: Date[], { tagDate }: Settings): Date {
  const times = instants.map((instant) => instant.getTime())
  return times.length === 0 ? new Date(`${tagDate}T00:00:00Z`) : new Date(Math.max(...times))
}
