import { calendarEvents } from '../../views/consultations/calendar.ts'
import { CSV_HEADER, csvRow } from '../../views/consultations/csv.ts'
import { consultationEntry, noticeEntry } from '../../views/consultations/entry.ts'
import { describeFeed } from '../../views/consultations/describe-feed.ts'
import { describeFilter } from '../../views/words/query.ts'
import type { Settings } from '../db/settings.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { writeCsv } from '../feeds/csv.ts'
import { wrongFilterPage } from '../http/errors.tsx'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { channelOf, ENTRY_FORMATS, sendFeed } from '../http/send-feed.ts'
import { type Asked, askedOf, labelsOf } from './asked.ts'
import { unaskedOfAwards } from './awards-list.ts'
import { changedConsultations, MOST_FEED_ENTRIES, noticesMatching } from './feed-rows.ts'
import { canonicalQuery, forPage } from './filter.ts'
import { carriedBefore, writeKeptEntries } from './kept-entries.ts'
import type { FeedConsultation } from './shown.ts'
import { nextDeadline } from './next-deadline.ts'
import {
  anyMatching,
  consultationsMatching,
  datedConsultations,
  toldConsultations,
  toldNotices,
} from './notices.ts'

const { feed } = routesFor('public')

type Question = Extract<Asked, { kind: 'asked' }>

/** How a format is written and served. */
interface Format {
  path: string
  type: string
  /** Which notices it is of; awards are asked by trade and place only. */
  only: 'awards' | 'all'
  write(c: GuichetContext, asked: Question, self: string): Promise<string | Uint8Array<ArrayBuffer>>
}

const FORMATS: Format[] = [
  ...ENTRY_FORMATS.map((format) => entries('/consultations', format, 'all')),
  ...ENTRY_FORMATS.filter(({ ending }) => ending !== 'json').map((format) =>
    entries('/attributions', format, 'awards'),
  ),
  { path: '/consultations.ics', type: 'text/calendar', only: 'all', write: calendar },
  { path: '/consultations.csv', type: 'text/csv', only: 'all', write: table },
]

/** Every filter as a feed, a calendar and a table; and the addresses where feed readers look for one. */
export const feedRoutes: Route[] = [
  ...FORMATS.map((format): Route =>
    feed(
      format.path,
      {
        keep: ['board', 'partners'],
        ...(format.type === 'text/csv' ? { limit: 'export' as const } : {}),
        concerns: async (c, ids) => {
          const asked = await askedOf(c, 'feed', format.path)
          if (asked.kind !== 'asked') return true
          return anyMatching(c.var.deps.db, asked.resolved, c.var.deps.now(), ids)
        },
      },
      (c) => serve(c, format),
    ),
  ),
  ...Object.entries({
    '/feed': '/consultations.rss',
    '/feed/': '/consultations.rss',
    '/rss.xml': '/consultations.rss',
    '/atom.xml': '/consultations.atom',
    '/feed.json': '/consultations.json',
  }).map(([path, target]): Route => feed(path, (c) => c.redirect(target, 301))),
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
  const name = `consultations.${format.path.split('.').at(-1)}`
  return sendFeed(c, self, format.type, await format.write(c, asked, self), name)
}

function entries(
  page: string,
  { ending, type, format }: (typeof ENTRY_FORMATS)[number],
  only: Format['only'],
): Format {
  return { path: `${page}.${ending}`, type, only, write: writeEntries }

  async function writeEntries(c: GuichetContext, { resolved, lists }: Question, self: string) {
    const { db, now, config } = c.var.deps
    const settings = await instanceSettings(c)
    const { tagAuthority, tagDate } = settings
    const context = { baseUrl: config.baseUrl, tagAuthority, tagDate, now: now() }
    const { filter } = resolved
    const ofConsultations = filter.view === 'consultations'
    const before = carriedBefore(c)
    const rows = await (ofConsultations
      ? changedConsultations(db, resolved, now(), before)
      : noticesMatching(db, resolved, now(), only, before))
    const question = describeFilter(filter, labelsOf(resolved))
      .map(({ text }) => text)
      .join(', ')
    const channel = await channelOf(c, self, {
      title: [TITLES[only], question].filter((part) => part !== '').join(' : '),
      description: describeFeed(rows.length === MOST_FEED_ENTRIES),
      page: `/${only === 'awards' ? 'attributions' : ''}${canonicalQuery(forPage(filter))}`,
      of: only + canonicalQuery(filter),
      updated: newest(
        rows.map((row) => row.updated),
        settings,
      ),
    })
    return writeKeptEntries(c, format, channel, rows, async (those) => {
      if (ofConsultations) {
        const told = await toldConsultations(db, those, resolved, now(), lists)
        return new Map(told.map((each) => [each.id, consultationEntry(each, context)]))
      }
      const told = await toldNotices(db, those, resolved, now(), lists)
      return new Map(told.map((each) => [each.id, noticeEntry(each, context)]))
    })
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
