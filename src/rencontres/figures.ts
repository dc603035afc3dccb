import { and, eq, gt, inArray, isNotNull, lt } from 'drizzle-orm'
import { contracts, contractSuppliers } from '../contracts/schema.ts'
import type { Reader } from '../db/db.ts'
import type { AttendingRow, RencontreRow } from './lock.ts'
import { bookingsAt, type ScheduledBooking } from './queries.ts'
import { attendingBuyers, bookings, type BuyerFigures, firms, rencontres, slots } from './schema.ts'

/** What is known of firms with one buyer, by SIREN, before and after a meeting. */
export interface Acquaintance {
  /** Met at an earlier meeting, or given a contract before. */
  before: Set<string>
  /** Given a contract since. */
  wonSince: Set<string>
}

/** What came of a buyer's appointments: kept once erased, or counted now. */
export async function figuresOf(
  reader: Reader,
  rencontre: Pick<RencontreRow, 'startsWall' | 'startsAt'>,
  attending: AttendingRow,
): Promise<BuyerFigures> {
  if (attending.figures) return attending.figures
  const own = await bookingsAt(reader, { attendingBuyerId: attending.id })
  const known = await acquaintance(reader, rencontre, attending.buyerId, sirensOf(own))
  const count = await reader.$count(slots, eq(slots.attendingBuyerId, attending.id))
  return countFigures(own, known, { ...attending, slots: count })
}

/**
 * Counts firms, not appointments. What the buyer told as a whole wins over what was written down for each; a firm is new
 * where the buyer says so, or says nothing and nothing is known of it before.
 */
export function countFigures(
  own: Pick<ScheduledBooking, 'status' | 'attendance' | 'toldNew' | 'hasBid' | 'siren'>[],
  { before, wonSince }: Acquaintance,
  told: Pick<AttendingRow, 'toldMet' | 'toldNew'> & { slots: number },
): BuyerFigures {
  const booked = own.filter(({ status }) => status === 'booked')
  const met = booked.filter(({ attendance }) => attendance === 'present')
  const isWritten = booked.some(({ attendance }) => attendance !== null)
  const isNew = ({ toldNew, siren }: (typeof own)[number]) =>
    toldNew ?? !(siren !== null && before.has(siren))
  return {
    slots: told.slots,
    booked: booked.length,
    met: told.toldMet ?? (isWritten ? met.length : null),
    newFirms: told.toldNew ?? (isWritten ? met.filter(isNew).length : null),
    bids: met.filter(({ hasBid }) => hasBid === true).length,
    won: met.filter(({ siren }) => siren !== null && wonSince.has(siren)).length,
  }
}

/** What earlier meetings and contracts tell of these firms with a buyer. */
export async function acquaintance(
  reader: Reader,
  { startsWall, startsAt }: Pick<RencontreRow, 'startsWall' | 'startsAt'>,
  buyerId: number,
  sirens: string[],
): Promise<Acquaintance> {
  if (sirens.length === 0) return { before: new Set(), wonSince: new Set() }
  const met = await reader
    .selectDistinct({ siren: firms.siren })
    .from(firms)
    .innerJoin(bookings, eq(bookings.firmId, firms.id))
    .innerJoin(attendingBuyers, eq(attendingBuyers.id, bookings.attendingBuyerId))
    .innerJoin(rencontres, eq(rencontres.id, bookings.rencontreId))
    .where(
      and(
        inArray(firms.siren, sirens),
        eq(attendingBuyers.buyerId, buyerId),
        eq(bookings.attendance, 'present'),
        lt(rencontres.startsAt, startsAt),
      ),
    )
  const day = startsWall.slice(0, 10)
  const awarded = async (when: 'before' | 'since') =>
    reader
      .selectDistinct({ siren: contractSuppliers.siren })
      .from(contractSuppliers)
      .innerJoin(contracts, eq(contracts.id, contractSuppliers.contractId))
      .where(
        and(
          inArray(contractSuppliers.siren, sirens),
          eq(contracts.buyerId, buyerId),
          eq(contracts.counted, true),
          isNotNull(contracts.notifiedOn),
          when === 'before' ? lt(contracts.notifiedOn, day) : gt(contracts.notifiedOn, day),
        ),
      )
  return {
    before: new Set([...sirenList(met), ...sirenList(await awarded('before'))]),
    wonSince: new Set(sirenList(await awarded('since'))),
  }
}

/** The firms that gave a SIRET. */
export function sirensOf(own: Pick<ScheduledBooking, 'siren'>[]): string[] {
  return [...new Set(sirenList(own))]
}

function sirenList(rows: { siren: string | null }[]): string[] {
  return rows.flatMap(({ siren }) => siren ?? [])
}
