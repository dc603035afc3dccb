import { and, eq, type SQL, sql } from 'drizzle-orm'
import { pathOf } from '../consultations/listing.ts'
import { consultations } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { slugOfName } from '../partners/buyer-key.ts'
import { buyers } from '../partners/schema.ts'
import { factsOf } from './columns.ts'
import type { ListedPurchase } from './listed.ts'
import { isLate } from './quarter.ts'
import { plannedPurchases } from './schema.ts'

/** Lines that answer this, in this order, with their buyers and what came of them. */
export async function readPurchases(
  reader: Reader,
  { where, order, limit }: { where: SQL | undefined; order: SQL[]; limit: number },
  today: string,
): Promise<ListedPurchase[]> {
  const rows = await reader
    .select({
      row: plannedPurchases,
      buyer: { id: buyers.id, name: buyers.name, slug: buyers.slug, siret: buyers.siret },
      became: {
        reference: consultations.reference,
        slug: consultations.slug,
        title: consultations.title,
        publishedAt: consultations.publishedAt,
        ocid: consultations.ocid,
      },
    })
    .from(plannedPurchases)
    .innerJoin(buyers, eq(buyers.id, plannedPurchases.buyerId))
    .leftJoin(consultations, eq(consultations.id, plannedPurchases.consultationId))
    .where(where)
    .orderBy(...order)
    .limit(limit)
  return rows.map(({ row, buyer, became }) => ({
    id: row.id,
    path: purchasePath(row),
    facts: factsOf(row),
    buyer,
    status: row.status,
    late: isLate(row, today),
    dueOn: row.dueOn,
    firstYear: row.firstYear,
    firstDueOn: row.firstDueOn,
    trades: row.trades,
    tradesDeduced: row.tradeBasis === 'words',
    droppedReason: row.droppedReason,
    droppedAt: row.droppedAt,
    became: became && {
      path: pathOf(became),
      title: became.title,
      publishedAt: became.publishedAt,
      ocid: became.ocid,
      reference: became.reference,
    },
    demonstration: row.demonstration,
    announcedAt: row.announcedAt,
    movedAt: row.movedAt,
    version: row.version,
  }))
}

/** One line by its number; null where there is none, or where it is no buyer's of this partner. */
export async function findPurchase(
  reader: Reader,
  { id, partnerId }: { id: number; partnerId?: number },
  today: string,
): Promise<ListedPurchase | null> {
  const own = partnerId === undefined ? undefined : eq(buyers.partnerId, partnerId)
  const [found] = await readPurchases(
    reader,
    { where: and(eq(plannedPurchases.id, id), own), order: [], limit: 1 },
    today,
  )
  return found ?? null
}

/** The lines that announced a consultation, or one that has been joined to it. */
export async function announcedIn(
  reader: Reader,
  consultationId: number,
  today: string,
): Promise<ListedPurchase[]> {
  return readPurchases(
    reader,
    {
      where: sql`${plannedPurchases.consultationId} in (
        with recursive same as (
          select ${consultationId}::int as id
          union select c.id from consultations c join same on c.joined_into_id = same.id)
        select id from same)`,
      order: [sql`${plannedPurchases.id}`],
      limit: 50,
    },
    today,
  )
}

/** The number decides, the rest is for people. */
export function purchasePath({ id, object }: { id: number; object: string }): string {
  const slug = slugOfName(object)
  return `/programmation/${id}${slug === '' ? '' : `-${slug}`}`
}
