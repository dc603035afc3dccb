import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { DocumentKind } from '../documents/kinds.ts'
import { documents } from '../documents/schema.ts'
import { fileOf, type LinkedFile } from '../documents/file-of.ts'
import { buyers, partners } from '../partners/schema.ts'
import { purchasePath } from '../programme/purchases.ts'
import { plannedPurchases } from '../programme/schema.ts'
import type { BookingRow } from './links.ts'
import type { AttendingRow, RencontreRow } from './lock.ts'
import {
  attendingBuyers,
  bookings,
  firms,
  programmeItems,
  rencontreDocuments,
  rencontres,
  shownPurchases,
  slots,
} from './schema.ts'
import type { SlotRow } from './slots.ts'

export type ProgrammeItem = typeof programmeItems.$inferSelect

/** A planned purchase as a meeting shows it. */
export type ShownPurchase = Pick<
  typeof plannedPurchases.$inferSelect,
  'id' | 'object' | 'category' | 'amountMin' | 'amountMax' | 'year' | 'quarter' | 'status'
> & { path: string }

export interface AttendingBuyer extends AttendingRow {
  buyer: { slug: string; name: string; partnerId: number | null }
  slots: (SlotRow & { isFree: boolean })[]
  /** Firms that wait for a slot to fall free. */
  waiting: number
  purchases: ShownPurchase[]
}

/** A meeting with everything that everyone may know of it. */
export interface Rencontre extends RencontreRow {
  organiser: { id: number; slug: string; name: string; website: string | null }
  programme: ProgrammeItem[]
  /** Those that take part, in alphabetical order. */
  attending: AttendingBuyer[]
  files: (LinkedFile & { id: string; title: string; kind: DocumentKind })[]
}

/** A meeting by the word in its address, or its number, drafts included; null where there is none. */
export async function findRencontre(
  reader: Reader,
  key: { slug: string } | { id: number },
): Promise<Rencontre | null> {
  const [row] = await reader
    .select({
      rencontre: rencontres,
      organiser: {
        id: partners.id,
        slug: partners.slug,
        name: partners.name,
        website: partners.website,
      },
    })
    .from(rencontres)
    .innerJoin(partners, eq(partners.id, rencontres.organiserId))
    .where('id' in key ? eq(rencontres.id, key.id) : eq(rencontres.slug, key.slug))
  if (!row) return null
  const { id } = row.rencontre
  return {
    ...row.rencontre,
    organiser: row.organiser,
    programme: await reader
      .select()
      .from(programmeItems)
      .where(eq(programmeItems.rencontreId, id))
      .orderBy(asc(programmeItems.fromMinute), asc(programmeItems.id)),
    attending: await attendingAt(reader, id),
    files: await filesOf(reader, id),
  }
}

/** An appointment as its buyer and the organiser see it. */
export interface ScheduledBooking extends BookingRow {
  firm: string | null
  siret: string | null
  siren: string | null
}

/** Every booking of a meeting, or of one buyer there, by its hour, then those without one in the order of asking. */
export async function bookingsAt(
  reader: Reader,
  of: { rencontreId: number } | { attendingBuyerId: number },
): Promise<ScheduledBooking[]> {
  const rows = await reader
    .select({ booking: bookings, firm: firms.name, siret: firms.siret, siren: firms.siren })
    .from(bookings)
    .innerJoin(firms, eq(firms.id, bookings.firmId))
    .where(
      'rencontreId' in of
        ? eq(bookings.rencontreId, of.rencontreId)
        : eq(bookings.attendingBuyerId, of.attendingBuyerId),
    )
    .orderBy(asc(bookings.fromMinute), asc(bookings.id))
  return rows.map(({ booking, ...firm }) => ({ ...booking, ...firm }))
}

/** Planned purchases that a buyer could show, by their date. */
export async function purchasesOf(reader: Reader, buyerId: number): Promise<ShownPurchase[]> {
  const rows = await reader
    .select(PURCHASE)
    .from(plannedPurchases)
    .where(and(eq(plannedPurchases.buyerId, buyerId), eq(plannedPurchases.status, 'waiting')))
    .orderBy(asc(plannedPurchases.dueOn), asc(plannedPurchases.id))
    .limit(100)
  return rows.map((row) => ({ ...row, path: purchasePath(row) }))
}

const PURCHASE = {
  id: plannedPurchases.id,
  object: plannedPurchases.object,
  category: plannedPurchases.category,
  amountMin: plannedPurchases.amountMin,
  amountMax: plannedPurchases.amountMax,
  year: plannedPurchases.year,
  quarter: plannedPurchases.quarter,
  status: plannedPurchases.status,
}

async function attendingAt(reader: Reader, rencontreId: number): Promise<AttendingBuyer[]> {
  const rows = await reader
    .select({
      attending: attendingBuyers,
      buyer: { slug: buyers.slug, name: buyers.name, partnerId: buyers.partnerId },
    })
    .from(attendingBuyers)
    .innerJoin(buyers, eq(buyers.id, attendingBuyers.buyerId))
    .where(and(eq(attendingBuyers.rencontreId, rencontreId), isNull(attendingBuyers.withdrawnAt)))
    .orderBy(asc(buyers.name))
  if (rows.length === 0) return []
  const ids = rows.map(({ attending }) => attending.id)
  const ownSlots = await reader
    .select({ slot: slots, bookingId: bookings.id })
    .from(slots)
    .leftJoin(bookings, eq(bookings.slotId, slots.id))
    .where(inArray(slots.attendingBuyerId, ids))
    .orderBy(asc(slots.fromMinute))
  const waiting = await reader
    .select({ id: bookings.attendingBuyerId })
    .from(bookings)
    .where(and(inArray(bookings.attendingBuyerId, ids), eq(bookings.status, 'waiting')))
  const purchases = await reader
    .select({ attendingBuyerId: shownPurchases.attendingBuyerId, purchase: PURCHASE })
    .from(shownPurchases)
    .innerJoin(plannedPurchases, eq(plannedPurchases.id, shownPurchases.plannedPurchaseId))
    .where(inArray(shownPurchases.attendingBuyerId, ids))
    .orderBy(asc(plannedPurchases.dueOn), asc(plannedPurchases.id))
  return rows.map(({ attending, buyer }) => ({
    ...attending,
    buyer,
    slots: ownSlots.flatMap(({ slot, bookingId }) =>
      slot.attendingBuyerId === attending.id ? [{ ...slot, isFree: bookingId === null }] : [],
    ),
    waiting: waiting.filter(({ id }) => id === attending.id).length,
    purchases: purchases.flatMap((each) =>
      each.attendingBuyerId === attending.id
        ? [{ ...each.purchase, path: purchasePath(each.purchase) }]
        : [],
    ),
  }))
}

async function filesOf(reader: Reader, rencontreId: number): Promise<Rencontre['files']> {
  const rows = await reader
    .select({ document: documents, title: rencontreDocuments.title })
    .from(rencontreDocuments)
    .innerJoin(documents, eq(documents.id, rencontreDocuments.documentId))
    .where(and(eq(rencontreDocuments.rencontreId, rencontreId), ne(documents.scan, 'infected')))
    .orderBy(asc(rencontreDocuments.addedAt), asc(rencontreDocuments.documentId))
  return rows.flatMap(({ document, title }) => {
    const file = fileOf(document)
    return file ? [{ ...file, id: document.id, title }] : []
  })
}
