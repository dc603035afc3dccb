import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { refused, type Written } from '../pact/problem.ts'
import { type Publisher, tell } from './publish-item.ts'
import { libraryItems, libraryUses } from './schema.ts'

/** Says that a partner has taken up another's practice, or no longer; null where no such practice stands. */
export async function usePractice(
  tx: Tx,
  by: Publisher,
  itemId: number,
  uses: boolean,
): Promise<Written | null> {
  const [item] = await tx
    .select({ partnerId: libraryItems.partnerId })
    .from(libraryItems)
    .where(
      and(
        eq(libraryItems.id, itemId),
        eq(libraryItems.kind, 'practice'),
        isNull(libraryItems.withdrawnAt),
      ),
    )
  if (!item) return null
  if (item.partnerId === by.partnerId) return refused('same-partner')
  const own = { itemId, partnerId: by.partnerId }
  const changed = uses
    ? await tx
        .insert(libraryUses)
        .values({ ...own, since: by.now })
        .onConflictDoNothing()
        .returning({ itemId: libraryUses.itemId })
    : await tx
        .delete(libraryUses)
        .where(and(eq(libraryUses.itemId, itemId), eq(libraryUses.partnerId, by.partnerId)))
        .returning({ itemId: libraryUses.itemId })
  if (changed.length === 0) return { ok: true }
  await bumpVersions(tx, ['library'])
  await tell(tx, by, uses ? 'library.use' : 'library.leave', itemId)
  return { ok: true }
}

/** Which of these items a partner has taken up. */
export async function usedBy(
  reader: Reader,
  partnerId: number,
  itemIds: number[],
): Promise<Set<number>> {
  if (itemIds.length === 0) return new Set()
  const rows = await reader
    .select({ itemId: libraryUses.itemId })
    .from(libraryUses)
    .where(and(eq(libraryUses.partnerId, partnerId), inArray(libraryUses.itemId, itemIds)))
  return new Set(rows.map(({ itemId }) => itemId))
}
