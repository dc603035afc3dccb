import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Moment } from '../consultations/facts.ts'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { enqueue } from '../jobs/queue.ts'
import { withFreeSlug } from '../partners/free-slug.ts'
import { ANNOUNCE_JOB } from './announce-job.ts'
import { minuteOf } from './clock.ts'
import type { Span } from './grid.ts'
import { attendingBuyer, lockRencontre, type RencontreRow, type ToldRencontre } from './lock.ts'
import { type Outcome, refused } from './problem.ts'
import type { TypedDay, TypedMove, TypedRencontre } from './read-rencontre.ts'
import type { TypedItem } from './read-programme.ts'
import {
  attendingBuyers,
  bookings,
  type NewsKind,
  programmeItems,
  rencontreNews,
  rencontres,
  slots,
} from './schema.ts'
import { type BookingNews, type Telling, tellBooking } from './tell.ts'

/** In whose name something is written. */
export interface Author {
  partnerId: number
  /** As the audit log names it. */
  actor: string
  now: Date
}

/** Adds a meeting that nobody sees before it is published. */
export async function createRencontre(
  tx: Tx,
  { typed, day }: { typed: TypedRencontre; day: TypedDay },
  author: Author,
): Promise<{ id: number; slug: string }> {
  const row = await withFreeSlug(typed.title, async (slug) => {
    if (RESERVED.includes(slug)) return null
    const [added] = await tx
      .insert(rencontres)
      .values({
        ...typed,
        ...columnsOf(day),
        slug,
        organiserId: author.partnerId,
        state: 'draft',
        createdAt: author.now,
        movedAt: author.now,
      })
      .onConflictDoNothing({ target: rencontres.slug })
      .returning()
    return added ?? null
  })
  await audit(tx, 'rencontre.create', row.id, author)
  return { id: row.id, slug: row.slug }
}

/** Changes what is said of a meeting, and until when firms book; where it takes place elsewhere, those that come are told. */
export async function editRencontre(
  tx: Tx,
  id: number,
  {
    version,
    typed,
    bookableUntil,
  }: { version: number; typed: TypedRencontre; bookableUntil: Moment },
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (!before || before.version !== version) return refused('stale')
  if (before.state === 'called-off') return refused('not-now')
  const isElsewhere = before.place !== typed.place && before.state === 'published'
  const after = await changed(tx, before, {
    ...typed,
    bookableUntilWall: bookableUntil.wall,
    bookableUntil: new Date(bookableUntil.instant),
    movedAt: author.now,
    ...(isElsewhere ? { sequence: before.sequence + 1 } : {}),
  })
  if (isElsewhere && after.startsAt > author.now)
    await tellEveryone(tx, after, 'place-changed', telling)
  await done(tx, 'rencontre.change', after, author)
  return { ok: true }
}

/** Writes the programme of the plenary, in place of the one before. */
export async function setProgramme(
  tx: Tx,
  id: number,
  { version, items }: { version: number; items: TypedItem[] },
  author: Author,
): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (before?.version !== version) return refused('stale')
  await tx.delete(programmeItems).where(eq(programmeItems.rencontreId, id))
  if (items.length > 0)
    await tx.insert(programmeItems).values(items.map((item) => ({ ...item, rencontreId: id })))
  const after = await changed(tx, before, { movedAt: author.now })
  await done(tx, 'rencontre.change', after, author)
  return { ok: true }
}

/** Shows a meeting to everyone, opens its appointments, and tells who asked to know. */
export async function publishRencontre(tx: Tx, id: number, author: Author): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (before?.state !== 'draft') return refused('not-now')
  if (before.startsAt <= author.now) return refused('past')
  const after = await changed(tx, before, {
    state: 'published',
    publishedAt: author.now,
    movedAt: author.now,
  })
  await addNews(tx, after, 'published', author.now)
  await enqueue(tx, { kind: ANNOUNCE_JOB, key: String(id) })
  await done(tx, 'rencontre.publish', after, author)
  return { ok: true }
}

/**
 * Moves a meeting to another day or hour: appointments are kept, at their hours or moved as much as its beginning, and
 * everyone is told. Refuses what would leave an appointment outside its hours.
 */
export async function moveRencontre(
  tx: Tx,
  id: number,
  { version, move }: { version: number; move: TypedMove },
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (!before || before.version !== version) return refused('stale')
  if (before.state === 'called-off' || before.startsAt <= author.now) return refused('not-now')
  const day = columnsOf(move)
  if (day.startsWall === before.startsWall && day.endsWall === before.endsWall)
    return refused('same-date', 'debut')
  const by = minuteOf(day.startsWall) - minuteOf(before.startsWall)
  const shift = move.shiftsSlots ? by : 0
  const hours = { from: minuteOf(day.startsWall), to: minuteOf(day.endsWall) }
  if (!(await slotsFit(tx, id, shift, hours))) return refused('slots-out-of-day', 'debut')
  if (shift !== 0) await shiftSlots(tx, id, shift)
  const after = await changed(tx, before, {
    ...day,
    reason: move.reason,
    movedFrom: before.startsWall,
    remindedAt: null,
    sequence: before.sequence + 1,
    movedAt: author.now,
  })
  if (before.state === 'published') {
    await tx
      .update(bookings)
      .set({
        offerUntil: sql`least(${bookings.offerUntil}, ${after.startsAt.toISOString()}::timestamptz)`,
      })
      .where(and(eq(bookings.rencontreId, id), eq(bookings.status, 'offered')))
    await tellEveryone(tx, after, 'rencontre-moved', telling)
    await addNews(tx, after, 'moved', author.now)
  }
  await done(tx, 'rencontre.move', after, author)
  return { ok: true }
}

/** Says that a meeting does not take place: everyone is told. */
export async function callOff(
  tx: Tx,
  id: number,
  reason: string,
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (before?.state !== 'published' || before.startsAt <= author.now) return refused('not-now')
  const after = await changed(tx, before, {
    state: 'called-off',
    reason,
    calledOffAt: author.now,
    sequence: before.sequence + 1,
    movedAt: author.now,
  })
  await tellEveryone(tx, after, 'called-off', telling)
  await addNews(tx, after, 'called-off', author.now)
  await done(tx, 'rencontre.call-off', after, author)
  return { ok: true }
}

/** What the organiser says of a meeting once it is over; told in the feeds the first time. */
export async function writeOutcome(
  tx: Tx,
  id: number,
  words: string,
  author: Author,
): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (before?.state !== 'published' || before.startsAt > author.now) return refused('not-now')
  const after = await changed(tx, before, { outcome: words, movedAt: author.now })
  if (before.outcome === '' && words !== '') await addNews(tx, after, 'outcome', author.now)
  await done(tx, 'rencontre.outcome', after, author)
  return { ok: true }
}

/** Tells the firms that came that slides and other files can be downloaded, once for each meeting. */
export async function announceDocuments(
  tx: Tx,
  id: number,
  author: Author,
  telling: Telling,
): Promise<Outcome> {
  const before = await lockRencontre(tx, id)
  if (before?.state !== 'published' || before.startsAt > author.now || before.slidesSentAt)
    return refused('not-now')
  const after = await changed(tx, before, { slidesSentAt: author.now, movedAt: author.now })
  await tellEveryone(tx, after, 'documents', telling)
  await addNews(tx, after, 'documents', author.now)
  await done(tx, 'rencontre.documents', after, author)
  return { ok: true }
}

/** Counts a change of what readers see of a meeting, and who did it. */
export async function done(
  tx: Tx,
  action: string,
  { id }: Pick<RencontreRow, 'id'>,
  author: Author,
): Promise<void> {
  await audit(tx, action, id, author)
  await bumpVersions(tx, ['rencontres'])
}

/** Changes a meeting whose row is locked. */
export async function changed(
  tx: Tx,
  before: ToldRencontre,
  change: Partial<RencontreRow>,
): Promise<ToldRencontre> {
  const [after] = await tx
    .update(rencontres)
    .set({ ...change, version: before.version + 1 })
    .where(eq(rencontres.id, before.id))
    .returning()
  if (!after) throw new Error(`no meeting ${before.id}`)
  return { ...after, organiser: before.organiser }
}

/** Words that addresses of the program begin with. */
const RESERVED = ['rendez-vous', 'alertes']

function columnsOf({ starts, ends, bookableUntil }: TypedDay) {
  return {
    startsWall: starts.wall,
    startsAt: new Date(starts.instant),
    endsWall: ends.wall,
    endsAt: new Date(ends.instant),
    bookableUntilWall: bookableUntil.wall,
    bookableUntil: new Date(bookableUntil.instant),
  }
}

function tablesAt(tx: Tx, rencontreId: number) {
  return tx
    .select({ id: attendingBuyers.id })
    .from(attendingBuyers)
    .where(eq(attendingBuyers.rencontreId, rencontreId))
}

/** Whether all slots, moved by so many minutes, stay within these hours. */
async function slotsFit(tx: Tx, rencontreId: number, by: number, hours: Span): Promise<boolean> {
  const at = await tx
    .select({
      first: sql<number | null>`min(${slots.fromMinute})`,
      last: sql<number | null>`max(${slots.toMinute})`,
    })
    .from(slots)
    .where(inArray(slots.attendingBuyerId, tablesAt(tx, rencontreId)))
  const [{ first, last } = { first: null, last: null }] = at
  if (first === null || last === null) return true
  return hours.from <= first + by && last + by <= hours.to
}

/** Moves all slots, and the appointments with them. */
async function shiftSlots(tx: Tx, rencontreId: number, by: number): Promise<void> {
  // On the way one slot stands where the next has not left yet.
  await tx.execute(sql`set constraints all deferred`)
  await tx
    .update(slots)
    .set({
      fromMinute: sql`${slots.fromMinute} + ${by}`,
      toMinute: sql`${slots.toMinute} + ${by}`,
    })
    .where(inArray(slots.attendingBuyerId, tablesAt(tx, rencontreId)))
  await tx.execute(sql`set constraints all immediate`)
  await tx.execute(sql`
    update rencontre_buyers set grid = jsonb_build_object(
      'from', (grid->>'from')::int + ${by}, 'to', (grid->>'to')::int + ${by}, 'length', grid->'length',
      'breaks', (select coalesce(jsonb_agg(jsonb_build_object(
        'from', (pause->>'from')::int + ${by}, 'to', (pause->>'to')::int + ${by})), '[]')
        from jsonb_array_elements(grid->'breaks') pause))
    where rencontre_id = ${rencontreId} and grid is not null`)
}

/** Tells who has an appointment, and, where the meeting itself changes, who waits for one. */
async function tellEveryone(
  tx: Tx,
  rencontre: ToldRencontre,
  news: BookingNews,
  telling: Telling,
): Promise<void> {
  const people = await tx
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.rencontreId, rencontre.id),
        inArray(
          bookings.status,
          news === 'documents' ? ['booked'] : ['booked', 'offered', 'waiting'],
        ),
      ),
    )
  for (const booking of people) {
    const buyer = await attendingBuyer(tx, rencontre.id, booking.attendingBuyerId)
    if (!buyer) throw new Error(`no buyer ${booking.attendingBuyerId}`)
    await tellBooking(tx, { booking, rencontre, buyer, news, once: rencontre.version }, telling)
  }
}

async function addNews(tx: Tx, rencontre: RencontreRow, kind: NewsKind, at: Date): Promise<void> {
  const { id, title, startsWall, place, reason, movedFrom } = rencontre
  const isChange = kind === 'moved' || kind === 'called-off'
  await tx.insert(rencontreNews).values({
    rencontreId: id,
    at,
    kind,
    title,
    startsWall,
    place,
    reason: isChange ? reason : '',
    movedFrom: kind === 'moved' ? movedFrom : null,
  })
}

async function audit(tx: Tx, action: string, id: number, author: Author): Promise<void> {
  const { now, actor, partnerId } = author
  await recordAudit(tx, { at: now, actor, partnerId, action, subject: `rencontre:${id}` })
}
