import { and, arrayOverlaps, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Reader } from '../db/db.ts'
import { partners } from '../partners/schema.ts'
import type { BodyKey } from './filter.ts'
import { helpBodies, helpContacts, helpSeats } from './schema.ts'

export type BodyRow = typeof helpBodies.$inferSelect
export type ContactRow = typeof helpContacts.$inferSelect

/** A body with those who answer in it. */
export interface ListedBody {
  body: BodyRow
  /** Address word of the partner that it is; null where it is none, or has left. */
  partner: string | null
  contacts: ListedContact[]
}

export interface ListedContact {
  contact: ContactRow
  /** Bodies in which it sits. */
  seats: { slug: string; name: string }[]
}

const PAGE = 20

/**
 * A page of bodies by name, with their contacts: those that serve one of these places (null: any), and that help this
 * trade (null: any) or do not say which they help.
 */
export async function listBodies(
  reader: Reader,
  { keys, trade }: { keys: string[] | null; trade: string | null },
  after: BodyKey | null,
): Promise<{ bodies: ListedBody[]; next: BodyKey | null }> {
  const rows = await reader
    .select({ body: helpBodies, partner: partners.slug })
    .from(helpBodies)
    .leftJoin(partners, eq(partners.id, helpBodies.partnerId))
    .where(
      and(
        isNull(helpBodies.removedAt),
        keys === null ? undefined : servesOne(helpBodies.territories, keys),
        trade === null ? undefined : tradeCondition(trade),
        after === null
          ? undefined
          : sql`(${helpBodies.name}, ${helpBodies.id}) > (${after.name}, ${after.id})`,
      ),
    )
    .orderBy(asc(helpBodies.name), asc(helpBodies.id))
    .limit(PAGE + 1)
  const shown = rows.slice(0, PAGE)
  const contacts = await contactsOf(
    reader,
    shown.map(({ body }) => body.id),
    { keys, trade },
  )
  const last = shown.at(-1)?.body
  return {
    bodies: shown.map((row) => ({ ...row, contacts: contacts.get(row.body.id) ?? [] })),
    next: rows.length > PAGE && last ? { name: last.name, id: last.id } : null,
  }
}

/** The contacts of these bodies that serve such a place and such a trade, by body. */
export async function contactsOf(
  reader: Reader,
  bodyIds: number[],
  { keys, trade }: { keys: string[] | null; trade: string | null },
): Promise<Map<number, ListedContact[]>> {
  if (bodyIds.length === 0) return new Map()
  const contacts = await reader
    .select()
    .from(helpContacts)
    .where(
      and(
        inArray(helpContacts.bodyId, bodyIds),
        isNull(helpContacts.removedAt),
        keys === null ? undefined : servesOne(helpContacts.territories, keys),
        trade === null ? undefined : servesOne(helpContacts.trades, [trade]),
      ),
    )
    .orderBy(asc(helpContacts.bodyId), asc(helpContacts.id))
  const seats = await seatsOf(
    reader,
    contacts.map(({ id }) => id),
  )
  return Map.groupBy(
    contacts.map((contact) => ({ contact, seats: seats.get(contact.id) ?? [] })),
    ({ contact }) => contact.bodyId,
  )
}

async function seatsOf(reader: Reader, contactIds: number[]) {
  if (contactIds.length === 0) return new Map<number, { slug: string; name: string }[]>()
  const rows = await reader
    .select({ contactId: helpSeats.contactId, slug: helpBodies.slug, name: helpBodies.name })
    .from(helpSeats)
    .innerJoin(helpBodies, eq(helpBodies.id, helpSeats.bodyId))
    .where(and(inArray(helpSeats.contactId, contactIds), isNull(helpBodies.removedAt)))
    .orderBy(asc(helpBodies.name))
  return new Map(
    [...Map.groupBy(rows, ({ contactId }) => contactId)].map(([id, of]) => [
      id,
      of.map(({ slug, name }) => ({ slug, name })),
    ]),
  )
}

/** One of these, or none at all, which is all of them: in the words of the index. */
function servesOne(column: PgColumn, values: string[]): SQL {
  return arrayOverlaps(
    sql`(case when cardinality(${column}) = 0 then '{*}'::text[] else ${column} end)`,
    sql`${sql.param([...values, '*'], column)}`,
  )
}

/** One of its contacts helps the trade, or it has none who would say: asked of each body in turn, by the index. */
function tradeCondition(trade: string): SQL {
  const { bodyId, removedAt, trades } = helpContacts
  return sql`coalesce((select bool_or(cardinality(${trades}) = 0 or ${trade} = any(${trades})) from ${helpContacts} where ${bodyId} = ${helpBodies.id} and ${removedAt} is null), true)`
}
