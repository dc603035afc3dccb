import { calendarEvents } from '../../views/feeds/calendar.ts'
import { CSV_HEADER, csvRow } from '../../views/feeds/csv.ts'
import { consultationEntry, noticeEntry } from '../../views/feeds/entry.tsx'
import { describeFeed } from '../../views/feeds/describe-feed.ts'
import { describeFilter } from '../../views/words/query.ts'
import type { Settings } from '../db/settings.ts'
import { writeAtom } from '../feeds/atom.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { writeCsv } from '../feeds/csv.ts'
import type { FeedChannel, FeedEntry } from '../feeds/entry.ts'
import { writeJsonFeed } from '../feeds/json.ts'
import { writeRss } from '../feeds/rss.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import { feedLinks, hubOf } from '../http/feed-links.ts'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { type Asked, askedOf, labelsOf } from './asked.ts'
import { unaskedOfAwards } from './awards-list.ts'
import { canonicalQuery, forPage } from './filter.ts'
import type { FeedConsultation } from './listed.ts'
import { nextDeadline } from './next-deadline.ts'
import {
  anyMatching,
  changedConsultations,
  consultationsMatching,
  datedConsultations,
  MOST_FEED_ENTRIES,
  noticesMatching,
} from './notices.ts'

type Question = Extract<Asked, { kind: 'asked' }>

/** How a format is written and served. */
interface Format {
  path: string
  type: string
  /** Which notices it is of; awards are asked by trade and place only. */
  only: 'awards' | 'all'
  write(c: GuichetContext, asked: Question, self: string): Promise<string>
}

const FORMATS: Format[] = [
  entries('/consultations.rss', 'application/rss+xml', writeRss),
  entries('/consultations.atom', 'application/atom+xml', writeAtom),
  entries('/consultations.json', 'application/feed+json', writeJsonFeed),
  entries('/attributions.rss', 'application/rss+xml', writeRss, 'awards'),
  entries('/attributions.atom', 'application/atom+xml', writeAtom, 'awards'),
  { path: '/consultations.ics', type: 'text/calendar', only: 'all', write: calendar },
  { path: '/consultations.csv', type: 'text/csv', only: 'all', write: table },
]

/** Every filter as a feed, a calendar and a table; and the addresses where feed readers look for one. */
export const feedRoutes: Route[] = [
  ...FORMATS.map((format): Route => ({
    method: 'get',
    path: format.path,
    kind: 'feed',
    policy: 'public',
    keep: ['board', 'partners'],
    ...(format.type === 'text/csv' ? { limit: 'export' as const } : {}),
    handler: (c) => serve(c, format),
    concerns: async (c, ids) => {
      const asked = await askedOf(c, 'feed', format.path)
      if (asked.kind !== 'asked') return true
      return anyMatching(c.var.deps.db, asked.resolved, c.var.deps.now(), ids)
    },
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
  const { db, now, config } = c.var.deps
  const unasked =
    asked.kind === 'asked' && format.only === 'awards' ? unaskedOfAwards(asked.resolved.filter) : []
  const problems = asked.kind === 'wrong' ? asked.problems : unasked
  if (asked.kind === 'wrong' || problems.length > 0)
    return wrongFilterPage(c, format.path, problems)
  const self = config.baseUrl + format.path + asked.query
  const ends = await nextDeadline(db, now())
  if (ends) c.set('renderingEnds', ends)
  const extension = format.path.split('.').at(-1)
  return c.body(await format.write(c, asked, self), 200, {
    'content-type': `${format.type}; charset=utf-8`,
    'content-disposition': `inline; filename="consultations.${extension}"`,
    link: feedLinks(config, self, format.type),
  })
}

function entries(
  path: string,
  type: string,
  write: (channel: FeedChannel, list: FeedEntry[]) => string,
  only: Format['only'] = 'all',
): Format {
  return { path, type, only, write: writeEntries }

  async function writeEntries(c: GuichetContext, asked: Question, self: string): Promise<string> {
    const { db, now, config } = c.var.deps
    const settings = await instanceSettings(c)
    const { tagAuthority, tagDate } = settings
    const context = { baseUrl: config.baseUrl, tagAuthority, tagDate, now: now() }
    const list: FeedEntry[] = []
    if (asked.resolved.filter.view === 'consultations') {
      const found = await changedConsultations(db, asked.resolved, now(), asked.lists)
      tellMadeOf(c, found)
      list.push(...found.map((each) => consultationEntry(each, context)))
    } else {
      const found = await noticesMatching(db, asked.resolved, now(), asked.lists, only)
      tellMadeOf(
        c,
        found.map((each) => each.consultation),
      )
      list.push(...found.map((each) => noticeEntry(each, context)))
    }
    const updated = newest(
      list.map((entry) => entry.updated),
      settings,
    )
    c.set('contentChanged', updated)
    const question = describeFilter(asked.resolved.filter, labelsOf(asked.resolved))
      .map(({ text }) => text)
      .join(', ')
    const words = canonicalQuery(asked.resolved.filter)
    const page = canonicalQuery(forPage(asked.resolved.filter))
    return write(
      {
        title:
          [TITLES[only], question].filter((part) => part !== '').join(' : ') +
          (settings.demonstration ? ' (démonstration)' : ''),
        description: describeFeed(list.length === MOST_FEED_ENTRIES),
        link: `${config.baseUrl}/${only === 'awards' ? 'attributions' : ''}${page}`,
        self,
        hub: hubOf(config, self),
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

/** Rows of a table or events of a calendar at most. */
const TABLE_LIMIT = 10_000

async function calendar(c: GuichetContext, asked: Question, self: string): Promise<string> {
  const { db, now, config } = c.var.deps
  const settings = await instanceSettings(c)
  const { tagAuthority } = settings
  const found = await datedConsultations(db, asked.resolved, now(), asked.lists, TABLE_LIMIT)
  tellMadeOf(c, found)
  c.set('contentChanged', newestOf(found, settings))
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
  tellMadeOf(c, found)
  c.set('contentChanged', newestOf(found, await instanceSettings(c)))
  return writeCsv(
    [...CSV_HEADER],
    found.map((each) => csvRow(each, config)),
  )
}

function tellMadeOf(c: GuichetContext, found: FeedConsultation[]): void {
  c.set('madeOf', new Set(found.map((each) => each.id)))
}

function newestOf(found: FeedConsultation[], settings: Settings): Date {
  return newest(
    found.map((each) => each.updatedAt),
    settings,
  )
}

/** The newest instant; for an empty list the day the instance began: never the time of rendering. */
function newest(instants: Date[], { tagDate }: Settings): Date {
  return new Date(Math.max(Date.parse(tagDate), ...instants.map((instant) => instant.getTime())))
}
