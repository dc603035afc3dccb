import { and, desc, eq, gt, isNull, lte, or, type SQL } from 'drizzle-orm'
import type { Span } from '../consultations/notices.ts'
import type { Reader } from '../db/db.ts'
import type { LinkedFile } from '../documents/file-of.ts'
import { partners } from '../partners/schema.ts'
import type { LibraryFilter } from './filter.ts'
import { conditionsOf, filesOf } from './list-items.ts'
import { libraryItems, libraryNews, libraryVersions } from './schema.ts'

/** A version that appeared, or something that was withdrawn, with its item as that stands now. */
export interface LibraryNews {
  /** Never changes. */
  id: number
  kind: typeof libraryNews.$inferSelect.kind
  at: Date
  /** Of a withdrawal, in the partner's words; empty otherwise. */
  reason: string
  item: Pick<typeof libraryItems.$inferSelect, 'slug' | 'kind' | 'theme' | 'title' | 'summary'>
  partner: string
  /** Null where the whole item was withdrawn. */
  version: { number: number; datedOn: string; note: string; files: LinkedFile[] } | null
}

const FEED_ENTRIES = 50

/** What a feed carries of what a filter asks for, the newest first; a version that was withdrawn is told as that alone. */
export async function libraryNewsMatching(
  reader: Reader,
  filter: LibraryFilter,
): Promise<LibraryNews[]> {
  return newsWhere(reader, conditionsOf(filter), FEED_ENTRIES)
}

/** The same of these numbers, `most` at most. */
export async function libraryNewsWithin(
  reader: Reader,
  filter: LibraryFilter,
  { after, upTo }: Span,
  most: number,
): Promise<LibraryNews[]> {
  const numbered = [gt(libraryNews.id, after), lte(libraryNews.id, upTo)]
  return newsWhere(reader, [...conditionsOf(filter), ...numbered], most)
}

async function newsWhere(reader: Reader, conditions: SQL[], most: number): Promise<LibraryNews[]> {
  const { slug, kind, theme, title, summary } = libraryItems
  const { id, number, datedOn, note } = libraryVersions
  const rows = await reader
    .select({
      news: libraryNews,
      item: { slug, kind, theme, title, summary },
      partner: partners.name,
      version: { id, number, datedOn, note },
    })
    .from(libraryNews)
    .innerJoin(libraryItems, eq(libraryItems.id, libraryNews.itemId))
    .innerJoin(partners, eq(partners.id, libraryItems.partnerId))
    .leftJoin(libraryVersions, eq(libraryVersions.id, libraryNews.versionId))
    .where(
      and(
        ...conditions,
        or(eq(libraryNews.kind, 'withdrawal'), isNull(libraryVersions.withdrawnAt)),
      ),
    )
    .orderBy(desc(libraryNews.at), desc(libraryNews.id))
    .limit(most)
  const files = await filesOf(
    reader,
    rows.flatMap(({ version }) => (version ? [version.id] : [])),
  )
  return rows.map(({ news, item, partner, version }) => ({
    id: news.id,
    kind: news.kind,
    at: news.at,
    reason: news.reason,
    item,
    partner,
    version: version && { ...version, files: files.get(version.id) ?? [] },
  }))
}
