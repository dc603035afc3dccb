import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { withdrawDocument } from '../documents/publish-document.ts'
import { refused, type Written } from '../pact/problem.ts'
import type { LibraryWritten } from './problem.ts'
import { lockItem, type Publisher, tell } from './publish-item.ts'
import { libraryFiles, libraryItems, libraryNews, libraryVersions } from './schema.ts'

/** Takes an item back with all its versions: its addresses say why from now on (410). */
export async function withdrawItem(
  tx: Tx,
  by: Publisher,
  itemId: number,
  reason: string,
): Promise<Written | null> {
  const item = await lockItem(tx, by, itemId)
  if (item === null) return null
  if (item.withdrawnAt !== null) return refused('already-done')
  for (const id of await standingVersions(tx, itemId)) await withdrawOne(tx, by, id, reason)
  await tx
    .update(libraryItems)
    .set({ withdrawnAt: by.now, withdrawnReason: reason, version: item.version + 1 })
    .where(eq(libraryItems.id, itemId))
  await tx.insert(libraryNews).values({ itemId, kind: 'withdrawal', reason, at: by.now })
  await bumpVersions(tx, ['library'])
  await tell(tx, by, 'library.withdraw', itemId, { reason })
  return { ok: true }
}

/** Takes one version back, an error in it for example; the only one that stands goes with its item alone. */
export async function withdrawVersion(
  tx: Tx,
  by: Publisher,
  { itemId, number }: { itemId: number; number: number },
  reason: string,
): Promise<LibraryWritten | null> {
  const item = await lockItem(tx, by, itemId)
  if (item === null) return null
  const [version] = await tx
    .select({ id: libraryVersions.id, withdrawnAt: libraryVersions.withdrawnAt })
    .from(libraryVersions)
    .where(and(eq(libraryVersions.itemId, itemId), eq(libraryVersions.number, number)))
  if (!version) return null
  if (version.withdrawnAt !== null) return refused('already-done')
  if ((await standingVersions(tx, itemId)).length === 1)
    return { ok: false, problems: [{ field: null, code: 'only-version' }] }
  await withdrawOne(tx, by, version.id, reason)
  await tx
    .insert(libraryNews)
    .values({ itemId, versionId: version.id, kind: 'withdrawal', reason, at: by.now })
  await bumpVersions(tx, ['library'])
  await tell(tx, by, 'library.withdraw-version', itemId, { number, reason })
  return { ok: true }
}

async function standingVersions(tx: Tx, itemId: number): Promise<number[]> {
  const rows = await tx
    .select({ id: libraryVersions.id })
    .from(libraryVersions)
    .where(and(eq(libraryVersions.itemId, itemId), isNull(libraryVersions.withdrawnAt)))
  return rows.map(({ id }) => id)
}

async function withdrawOne(tx: Tx, by: Publisher, id: number, reason: string): Promise<void> {
  await tx
    .update(libraryVersions)
    .set({ withdrawnAt: by.now, withdrawnReason: reason })
    .where(eq(libraryVersions.id, id))
  const files = await tx
    .select({ documentId: libraryFiles.documentId })
    .from(libraryFiles)
    .where(eq(libraryFiles.versionId, id))
  for (const { documentId } of files) await withdrawDocument(tx, documentId, by)
}
