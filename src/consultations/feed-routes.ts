import { sql } from 'drizzle-orm'
import { calendarEvents } from '../../views/feeds/calendar.ts'
import { CSV_HEADER, csvRow } from '../../views/feeds/csv.ts'
import { consultationEntry, noticeEntry } from '../../views/feeds/entry.tsx'
import { describeFilter } from '../../views/words/query.ts'
import { writeAtom } from '../feeds/atom.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { writeCsv } from '../feeds/csv.ts'
import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import { writeJsonFeed } from '../feeds/json.ts'
import { writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { type Asked, askedOf, labelsOf } from './asked.ts'
import { canonicalQuery } from './filter.ts'
import { stateCondition } from './matching.ts'
import { consultationsMatching, noticesMatching } from './notices.ts'
import { consultations } from './schema.ts'

type Question = Extract<Asked, { kind: 'asked' }>

/** How a format is written and served. */
interface Format {
  path: string
  type: string
  write(c: GuichetContext, asked: Question, self: string): Promise<string>
}

const FORMATS: Format[] = [
  { path: '/consultations.rss', type: 'application/rss+xml', write: entries(writeRss) },
  { path: '/consultations.atom', type: 'application/atom+xml', write: entries(writeAtom) },
  { path: '/consultations.json', type: 'application/feed+json', write: entries(writeJsonFeed) },
  { path: '/consultations.ics', type: 'text/calendar', write: calendar },
  { path: '/consultations.csv', type: 'text/csv', write: table },
  { path: '/attributions.rss', type: 'application/rss+xml', write: entries(writeRss, 'awards') },
  { path: '/attributions.atom', type: 'application/atom+xml', write: entries(writeAtom, 'awards') },
]

/** Every filter as a feed, a calendar and a table; and the addresses where feed readers look for one. */
export const feedRoutes: Route[] = [
  ...FORMATS.map((format): Route => ({
    method: 'get',
    path: format.path,
    kind: 'feed',
    policy: 'public',
    keep: ['board', 'partners'],
    handler: (c) => serve(c, format),
  })),
  ...Object.entries({
    '/feed': '/consultations.rss',
    '/feed/': '/consultations.rss',
    '/rss.xml': '/consultations.rss',
    '/atom.xml': '/consultations.atom',
    '/feed.json': '/consultations.json',
  }).map(([path, target]): Route => ({
    method: 'get',
    path,
    kind: 'feed',
    policy: 'public',
    handler: (c) => c.redirect(target, 301),
  })),
]

async function serve(c: GuichetContext, format: Format): Promise<Response> {
  const asked = await askedOf(c, 'feed', format.path)
  if (asked.kind === 'elsewhere') return c.redirect(asked.location, 301)
  if (asked.kind === 'wrong') return wrongFilterPage(c, format.path, asked.problems)
  const self = c.var.deps.config.baseUrl + format.path + asked.query
  const ends = await nextDeadline(c)
  if (ends) c.set('renderingEnds', ends)
  const extension = format.path.split('.').at(-1)
  return c.body(await format.write(c, asked, self), 200, {
    'content-type': `${format.type}; charset=utf-8`,
    'content-disposition': `inline; filename="consultations.${extension}"`,
    link: `<${self}>; rel="self"; type="${format.type}"`,
  })
}

function entries(
  write: (channel: FeedChannel, list: FeedEntry[]) => string,
  only: 'awards' | 'all' = 'all',
): Format['write'] {
  return async (c, asked, self) => {
    const { db, now, config } = c.var.deps
    const settings = await instanceSettings(c)
    const { tagAuthority, tagDate } = settings
    const context = { baseUrl: config.baseUrl, tagAuthority, tagDate, now: now() }
    const list =
      asked.resolved.filter.view === 'consultations'
        ? (await consultationsMatching(db, asked.resolved, now(), asked.lists, FEED_LIMIT)).map(
            (each) => consultationEntry(each, context),
          )
        : (await noticesMatching(db, asked.resolved, now(), asked.lists, only)).map((each) =>
            noticeEntry(each, context),
          )
    const updated = newest(list.map((entry) => entry.updated))
    c.set('contentChanged', updated)
    const question = describeFilter(asked.resolved.filter, labelsOf(asked.resolved))
      .map(({ text }) => text)
      .join(', ')
    const words = canonicalQuery(asked.resolved.filter)
    return write(
      {
        title:
          [TITLES[only], question].filter((part) => part !== '').join(' : ') +
          (settings.demonstration ? ' (démonstration)' : ''),
        description:
          'Consultations, rectificatifs et résultats des acheteurs publics. Seuls l’avis et le dossier publiés par l’acheteur font foi.',
        link: `${config.baseUrl}/${only === 'awards' ? 'attributions' : ''}${words}`,
        self,
        id: tagUri(tagAuthority, tagDate, `flux/${only}${words}`),
        author: settings.operator,
        updated,
        ttl: 60,
      },
      list,
    )
  }
}

const TITLES = {
  all: 'Consultations des acheteurs publics de l’Aude',
  awards: 'Marchés publics attribués dans l’Aude',
}

/** Entries of a feed of consultations at most. */
const FEED_LIMIT = 1000
/** Rows of a table or events of a calendar at most. */
const TABLE_LIMIT = 10_000

async function calendar(c: GuichetContext, asked: Question, self: string): Promise<string> {
  const { db, now, config } = c.var.deps
  const { tagAuthority } = await instanceSettings(c)
  const found = await consultationsMatching(db, asked.resolved, now(), asked.lists, TABLE_LIMIT)
  c.set('contentChanged', newest(found.map((each) => each.updatedAt)))
  const contents = asked.resolved.filter.contents
  const question = describeFilter(asked.resolved.filter, labelsOf(asked.resolved))
  const name = ['Consultations', ...question.map(({ text }) => text)].join(' – ')
  return writeCalendar(
    { name, description: name, url: self },
    found.flatMap((each) =>
      calendarEvents(each, { baseUrl: config.baseUrl, tagAuthority, contents }),
    ),
  )
}

async function table(c: GuichetContext, asked: Question): Promise<string> {
  const { db, now, config } = c.var.deps
  const found = await consultationsMatching(db, asked.resolved, now(), asked.lists, TABLE_LIMIT)
  c.set('contentChanged', newest(found.map((each) => each.updatedAt)))
  return writeCsv(
    [...CSV_HEADER],
    found.map((each) => csvRow(each, config)),
  )
}

/** The newest instant, or the beginning of time for an empty list: never the time of rendering. */
function newest(instants: Date[]): Date {
  return new Date(Math.max(0, ...instants.map((instant) => instant.getTime())))
}

/** When the next open consultation closes: what a feed says of states is true until then. */
async function nextDeadline(c: GuichetContext): Promise<Date | null> {
  const { db, now } = c.var.deps
  const [row] = await db.execute<{ at: string | null }>(
    sql`select min(${consultations.closesAt}) as at from ${consultations} where ${stateCondition('open', now())}`,
  )
  return row?.at ? new Date(row.at) : null
}
