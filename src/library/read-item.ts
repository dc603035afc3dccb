import { and, desc, eq, getTableColumns, gt, isNull, type SQL } from 'drizzle-orm'
import type { Reader } from '../db/db.ts'
import type { LinkedFile } from '../documents/file-of.ts'
import { pactUses } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'
import { itemPath } from './item-path.ts'
import { filesOf } from './list-items.ts'
import { libraryFiles, libraryItems, libraryUses, libraryVersions } from './schema.ts'

/** An item with every version that it had, the newest first, and who has taken it up. */
export interface LibraryItem {
  item: Omit<typeof libraryItems.$inferSelect, 'search' | 'searchText'>
  partner: { id: number; slug: string; name: string }
  versions: ItemVersion[]
  /** The last version that stands; null where none does. */
  current: ItemVersion | null
  /** `slug` is a partner's; null: another buyer. */
  users: { slug: string | null; name: string; since: Date }[]
}

export type ItemVersion = typeof libraryVersions.$inferSelect & { files: LinkedFile[] }

/** The item under an address word; null where there is none. */
export async function itemBySlug(reader: Reader, slug: string): Promise<LibraryItem | null> {
  return readItem(reader, eq(libraryItems.slug, slug))
}

/** The item of a partner by its number; null where that partner has no such item. */
export async function ownItem(
  reader: Reader,
  id: number | null,
  partnerId: number,
): Promise<LibraryItem | null> {
  if (id === null) return null
  return readItem(reader, and(eq(libraryItems.id, id), eq(libraryItems.partnerId, partnerId)))
}

/** What a file belongs to, and why it was withdrawn from the library; null where it is no file of the library. */
export async function itemOfDocument(
  reader: Reader,
  documentId: string,
): Promise<{ path: string; title: string; reason: string } | null> {
  const [row] = await reader
    .select({
      kind: libraryItems.kind,
      slug: libraryItems.slug,
      title: libraryItems.title,
      reason: libraryVersions.withdrawnReason,
    })
    .from(libraryFiles)
    .innerJoin(libraryVersions, eq(libraryVersions.id, libraryFiles.versionId))
    .innerJoin(libraryItems, eq(libraryItems.id, libraryVersions.itemId))
    .where(eq(libraryFiles.documentId, documentId))
  return row ? { path: itemPath(row), title: row.title, reason: row.reason } : null
}

async function readItem(reader: Reader, which: SQL | undefined): Promise<LibraryItem | null> {
  const { search: _, searchText: __, ...columns } = getTableColumns(libraryItems)
  const [row] = await reader
    .select({
      item: columns,
      partner: { id: partners.id, slug: partners.slug, name: partners.name },
    })
    .from(libraryItems)
    .innerJoin(partners, eq(partners.id, libraryItems.partnerId))
    .where(which)
  if (!row) return null
  const rows = await reader
    .select()
    .from(libraryVersions)
    .where(eq(libraryVersions.itemId, row.item.id))
    .orderBy(desc(libraryVersions.number))
  const files = await filesOf(
    reader,
    rows.map(({ id }) => id),
  )
  const versions = rows.map((version) => ({ ...version, files: files.get(version.id) ?? [] }))
  return {
    ...row,
    versions,
    current: versions.find(({ withdrawnAt }) => withdrawnAt === null) ?? null,
    users: await usersOf(reader, row.item),
  }
}

/** Who has taken an item up, by name: partners, and other buyers whose word the pact's administration has confirmed. */
async function usersOf(
  reader: Reader,
  { id, title }: { id: number; title: string },
): Promise<LibraryItem['users']> {
  const own = await reader
    .select({ slug: partners.slug, name: partners.name, since: libraryUses.since })
    .from(libraryUses)
    .innerJoin(partners, eq(partners.id, libraryUses.partnerId))
    .where(eq(libraryUses.itemId, id))
  const others = await reader
    .select({ name: pactUses.organisation, since: pactUses.confirmedAt })
    .from(pactUses)
    .where(
      and(
        eq(pactUses.tool, title),
        isNull(pactUses.declinedAt),
        gt(pactUses.confirmedAt, new Date(0)),
      ),
    )
  const users = [
    ...own,
    ...others.flatMap(({ name, since }) => (since ? [{ slug: null, name, since }] : [])),
  ]
  return users.toSorted((one, other) => one.name.localeCompare(other.name, 'fr'))
}
