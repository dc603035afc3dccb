import { and, asc, desc, eq, gt, inArray, lte, ne, type SQL, sql } from 'drizzle-orm'
import type { Span } from '../consultations/notices.ts'
import type { Reader } from '../db/db.ts'
import { buyers, partners } from '../partners/schema.ts'
import { beyond } from '../db/beyond.ts'
import { type InstantCursor, pageOf } from '../http/instant-cursor.ts'
import type { RencontreFilter } from './filter.ts'
import { attendingBuyers, bookings, rencontreNews, rencontres, slots } from './schema.ts'

const PAGE_SIZE = 25
/** Entries of a feed. */
const MOST_NEWS = 50
/** Events of a calendar to subscribe to. */
const MOST_EVENTS = 500
const CALENDAR_PAST_MS = 92 * 86_400_000
const DAY_MS = 86_400_000
/** How long after a meeting a buyer is asked who came. */
const ASKED_MS = 90 * 86_400_000

const LISTED = {
  id: rencontres.id,
  slug: rencontres.slug,
  title: rencontres.title,
  trade: rencontres.trade,
  description: rencontres.description,
  place: rencontres.place,
  startsWall: rencontres.startsWall,
  startsAt: rencontres.startsAt,
  endsWall: rencontres.endsWall,
  endsAt: rencontres.endsAt,
  bookableUntil: rencontres.bookableUntil,
  state: rencontres.state,
  movedFrom: rencontres.movedFrom,
  reason: rencontres.reason,
  sequence: rencontres.sequence,
  createdAt: rencontres.createdAt,
  movedAt: rencontres.movedAt,
  organiser: { slug: partners.slug, name: partners.name, shortName: partners.shortName },
}

function listed(reader: Reader) {
  return reader
    .select(LISTED)
    .from(rencontres)
    .innerJoin(partners, eq(partners.id, rencontres.organiserId))
}

type ListedRow = Awaited<ReturnType<typeof listed>>[number]

export interface ListedRencontre extends ListedRow {
  /** Those that take part, in alphabetical order. */
  buyers: string[]
  slots: number
  freeSlots: number
}

export interface RencontrePage {
  rencontres: ListedRencontre[]
  next: InstantCursor | null
  previous: InstantCursor | null
}

/** A page of the meetings that a filter asks for, with the places of its neighbours. Drafts are nobody's. */
export async function listRencontres(
  reader: Reader,
  filter: RencontreFilter,
  cursor: InstantCursor | null,
  now: Date,
): Promise<RencontrePage> {
  const place = { at: rencontres.startsAt, id: rencontres.id, ascending: filter.when === 'coming' }
  const { where, orderBy } = beyond(cursor, place)
  const found = await listed(reader)
    .where(and(...conditionsOf(filter, now), where))
    .orderBy(...orderBy)
    .limit(PAGE_SIZE + 1)
  const { rows, ...neighbours } = pageOf(found, PAGE_SIZE, cursor, ({ startsAt }) => startsAt)
  return { rencontres: await withBuyers(reader, rows), ...neighbours }
}

/** Those to come and of the last three months, for a calendar. */
export async function rencontresForCalendar(
  reader: Reader,
  filter: RencontreFilter,
  now: Date,
): Promise<ListedRow[]> {
  const since = new Date(now.getTime() - CALENDAR_PAST_MS)
  return listed(reader)
    .where(and(...subjectOf(filter), gt(rencontres.startsAt, since)))
    .orderBy(asc(rencontres.startsAt), asc(rencontres.id))
    .limit(MOST_EVENTS)
}

export type RencontreNews = typeof rencontreNews.$inferSelect & {
  slug: string
  trade: string | null
  organiser: string
}

/** What was told last of the meetings that a filter asks for, the newest first; whether they are over does not matter. */
export async function newsOfRencontres(
  reader: Reader,
  filter: RencontreFilter,
): Promise<RencontreNews[]> {
  return newsWhere(reader, subjectOf(filter), MOST_NEWS)
}

/** The same of these numbers, `most` at most. */
export async function rencontreNewsWithin(
  reader: Reader,
  filter: RencontreFilter,
  { after, upTo }: Span,
  most: number,
): Promise<RencontreNews[]> {
  const numbered = [gt(rencontreNews.id, after), lte(rencontreNews.id, upTo)]
  return newsWhere(reader, [...subjectOf(filter), ...numbered], most)
}

async function newsWhere(
  reader: Reader,
  conditions: (SQL | undefined)[],
  most: number,
): Promise<RencontreNews[]> {
  const rows = await reader
    .select({
      news: rencontreNews,
      slug: rencontres.slug,
      trade: rencontres.trade,
      organiser: partners.name,
    })
    .from(rencontreNews)
    .innerJoin(rencontres, eq(rencontres.id, rencontreNews.rencontreId))
    .innerJoin(partners, eq(partners.id, rencontres.organiserId))
    .where(and(...conditions))
    .orderBy(desc(rencontreNews.at), desc(rencontreNews.id))
    .limit(most)
  return rows.map(({ news, ...of }) => ({ ...news, ...of }))
}

/** Those of a partner, drafts included, the last first: that it organises, or takes part in as a buyer. */
export async function rencontresOfPartner(
  reader: Reader,
  partnerId: number,
  as: 'organiser' | 'buyer',
): Promise<ListedRencontre[]> {
  const condition =
    as === 'organiser'
      ? eq(rencontres.organiserId, partnerId)
      : and(
          ne(rencontres.state, 'draft'),
          inArray(
            rencontres.id,
            reader
              .select({ id: attendingBuyers.rencontreId })
              .from(attendingBuyers)
              .innerJoin(buyers, eq(buyers.id, attendingBuyers.buyerId))
              .where(
                and(eq(buyers.partnerId, partnerId), sql`${attendingBuyers.withdrawnAt} is null`),
              ),
          ),
        )
  const rows = await listed(reader)
    .where(condition)
    .orderBy(desc(rencontres.startsAt), desc(rencontres.id))
    .limit(200)
  return withBuyers(reader, rows)
}

/** How many meetings a partner received firms at without saying yet who came. */
export async function turnOutsToWrite(
  reader: Reader,
  partnerId: number,
  now: Date,
): Promise<number> {
  const [row] = await reader
    .select({ count: sql<number>`count(distinct ${attendingBuyers.id})::int` })
    .from(attendingBuyers)
    .innerJoin(buyers, eq(buyers.id, attendingBuyers.buyerId))
    .innerJoin(rencontres, eq(rencontres.id, attendingBuyers.rencontreId))
    .innerJoin(bookings, eq(bookings.attendingBuyerId, attendingBuyers.id))
    .where(
      and(
        eq(buyers.partnerId, partnerId),
        eq(rencontres.state, 'published'),
        lte(rencontres.endsAt, now),
        gt(rencontres.endsAt, new Date(now.getTime() - ASKED_MS)),
        eq(bookings.status, 'booked'),
        sql`${bookings.attendance} is null`,
        sql`${attendingBuyers.toldMet} is null`,
      ),
    )
  return row?.count ?? 0
}

/** What has begun is to come until it is over: as a meeting takes a day at most, the index still tells where to begin. */
function conditionsOf(filter: RencontreFilter, now: Date): (SQL | undefined)[] {
  const when =
    filter.when === 'coming'
      ? [gt(rencontres.startsAt, new Date(now.getTime() - DAY_MS)), gt(rencontres.endsAt, now)]
      : [lte(rencontres.startsAt, now), lte(rencontres.endsAt, now)]
  return [...subjectOf(filter), ...when]
}

function subjectOf({ trade, organiser, buyer }: RencontreFilter): (SQL | undefined)[] {
  return [
    // As the partial indexes say it.
    sql`${rencontres.state} <> 'draft'`,
    trade ? eq(rencontres.trade, trade.slug) : undefined,
    organiser ? eq(rencontres.organiserId, organiser.id) : undefined,
    buyer
      ? sql`${rencontres.id} in (select rencontre_id from rencontre_buyers where buyer_id = ${buyer.id} and withdrawn_at is null)`
      : undefined,
  ]
}

async function withBuyers(reader: Reader, rows: ListedRow[]): Promise<ListedRencontre[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const attending = await reader
    .select({
      rencontreId: attendingBuyers.rencontreId,
      name: buyers.name,
      slots: sql<number>`count(${slots.id})::int`,
      freeSlots: sql<number>`(count(${slots.id}) filter (where ${bookings.id} is null))::int`,
    })
    .from(attendingBuyers)
    .innerJoin(buyers, eq(buyers.id, attendingBuyers.buyerId))
    .leftJoin(slots, eq(slots.attendingBuyerId, attendingBuyers.id))
    .leftJoin(bookings, eq(bookings.slotId, slots.id))
    .where(
      and(inArray(attendingBuyers.rencontreId, ids), sql`${attendingBuyers.withdrawnAt} is null`),
    )
    .groupBy(attendingBuyers.id, buyers.name)
    .orderBy(asc(buyers.name))
  const byRencontre = Map.groupBy(attending, ({ rencontreId }) => rencontreId)
  return rows.map((row) => {
    const own = byRencontre.get(row.id) ?? []
    return {
      ...row,
      buyers: own.map(({ name }) => name),
      slots: own.reduce((sum, each) => sum + each.slots, 0),
      freeSlots: own.reduce((sum, each) => sum + each.freeSlots, 0),
    }
  })
}
