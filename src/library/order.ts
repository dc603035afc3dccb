import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { Written } from '../pact/problem.ts'
import { lockItem, lockOrder, type Publisher, tell } from './publish-item.ts'
import { libraryItems } from './schema.ts'

/** Moves an item one place up or down among its partner's; at the end it stays. Null where there is no such item. */
export async function moveItem(
  tx: Tx,
  by: Publisher,
  itemId: number,
  way: 'up' | 'down',
): Promise<Written | null> {
  await lockOrder(tx, by.partnerId)
  const item = await lockItem(tx, by, itemId)
  if (item === null) return null
  const isUp = way === 'up'
  const [other] = await tx
    .select({ id: libraryItems.id, position: libraryItems.position })
    .from(libraryItems)
    .where(
      and(
        eq(libraryItems.partnerId, by.partnerId),
        isNull(libraryItems.withdrawnAt),
        sql`(${libraryItems.position}, ${libraryItems.id}) ${sql.raw(isUp ? '<' : '>')} (${item.position}::int, ${itemId}::int)`,
      ),
    )
    .orderBy(
      ...(isUp
        ? [desc(libraryItems.position), desc(libraryItems.id)]
        : [asc(libraryItems.position), asc(libraryItems.id)]),
    )
    .limit(1)
  if (!other) return { ok: true }
  await place(tx, itemId, other.position)
  await place(tx, other.id, item.position)
  await bumpVersions(tx, ['library'])
  await tell(tx, by, 'library.order', itemId, { way })
  return { ok: true }
}

async function place(tx: Tx, id: number, position: number): Promise<void> {
  await tx.update(libraryItems).set({ position }).where(eq(libraryItems.id, id))
}
