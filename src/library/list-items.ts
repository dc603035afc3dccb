import { and, asc, desc, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Cursor } from '../consultations/filter.ts'
import { withoutStopWords } from '../consultations/search-words.ts'
import type { Reader } from '../db/db.ts'
import { documents } from '../documents/schema.ts'
import { fileOf, type LinkedFile } from '../documents/file-of.ts'
import { pactUses } from '../pact/schema.ts'
import { partners } from '../partners/schema.ts'
import type { LibraryFilter } from './filter.ts'
import { libraryFiles, libraryItems, libraryUses, libraryVersions } from './schema.ts'

const PAGE_SIZE = 25

/** An item as lists show it: what it is, and its last version that stands. */
export interface ListedItem {
  id: number
  slug: string
  kind: typeof libraryItems.$inferSelect.kind
  theme: typeof libraryItems.$inferSelect.theme
  title: string
  summary: string
  partner: { id: number; slug: string; name: string }
  movedAt: Date
  withdrawnAt: Date | null
  /** Null where every version was withdrawn. */
  version: { number: number; datedOn: string; note: string; files: LinkedFile[] } | null
  /** How many have taken it up: partners, and other buyers whose word was confirmed. */
  uses: number
}

export interface ItemPage {
  items: ListedItem[]
  next: string | null
  previous: string | null
}

/**
 * A page of what the library holds for a filter, paged by key: last moved first, or in the partner's own order where
 * one is asked. An unreadable key gives the first page.
 */
export async function listItems(
  reader: Reader,
  filter: LibraryFilter,
  cursor: Cursor | null,
): Promise<ItemPage> {
  return filter.partner === null
    ? listByMove(reader, filter, cursor)
    : listByPosition(reader, filter, cursor, 'standing')
}

/** The same of one partner, in its order, with what it has withdrawn where `which` says so. */
export async function listByPosition(
  reader: Reader,
  filter: LibraryFilter,
  cursor: Cursor | null,
  which: 'standing' | 'all',
): Promise<ItemPage> {
  const at = cursor && readKey(cursor.key, /^p(-?\d{1,9})_(\d{1,9})$/)
  const isBackwards = at !== null && cursor?.direction === 'before'
  const beyond = at && [
    sql`(${libraryItems.position}, ${libraryItems.id}) ${sql.raw(isBackwards ? '<' : '>')} (${at.first}::int, ${at.id}::int)`,
  ]
  const way = isBackwards ? desc : asc
  const rows = await selectItems(reader)
    .where(
      and(
        ...conditionsOf(filter),
        which === 'all' ? undefined : isNull(libraryItems.withdrawnAt),
        ...(beyond ?? []),
      ),
    )
    .orderBy(way(libraryItems.position), way(libraryItems.id))
    .limit(PAGE_SIZE + 1)
  const keyOf = ({ position, id }: ItemRow) => `p${position}_${id}`
  return pageOf(reader, rows, { isBackwards, isFirst: at === null, keyOf })
}

async function listByMove(
  reader: Reader,
  filter: LibraryFilter,
  cursor: Cursor | null,
): Promise<ItemPage> {
  const at = cursor && readKey(cursor.key, /^(\d{1,14})_(\d{1,9})$/)
  const isBackwards = at !== null && cursor?.direction === 'before'
  const beyond = at && [
    sql`(${libraryItems.movedAt}, ${libraryItems.id}) ${sql.raw(isBackwards ? '>' : '<')} (${new Date(at.first).toISOString()}::timestamptz, ${at.id}::int)`,
  ]
  const way = isBackwards ? asc : desc
  const rows = await selectItems(reader)
    .where(and(...conditionsOf(filter), isNull(libraryItems.withdrawnAt), ...(beyond ?? [])))
    .orderBy(way(libraryItems.movedAt), way(libraryItems.id))
    .limit(PAGE_SIZE + 1)
  const keyOf = ({ movedAt, id }: ItemRow) => `${movedAt.getTime()}_${id}`
  return pageOf(reader, rows, { isBackwards, isFirst: at === null, keyOf })
}

/** So many items by number after this one, withdrawn ones too: for those who take all. */
export async function itemsAfter(
  reader: Reader,
  after: number,
  most: number,
): Promise<ListedItem[]> {
  const rows = await selectItems(reader)
    .where(gt(libraryItems.id, after))
    .orderBy(asc(libraryItems.id))
    .limit(most)
  return listed(reader, rows)
}

function selectItems(reader: Reader) {
  return reader
    .select({
      id: libraryItems.id,
      slug: libraryItems.slug,
      kind: libraryItems.kind,
      theme: libraryItems.theme,
      title: libraryItems.title,
      summary: libraryItems.summary,
      position: libraryItems.position,
      movedAt: libraryItems.movedAt,
      withdrawnAt: libraryItems.withdrawnAt,
      partner: { id: partners.id, slug: partners.slug, name: partners.name },
      uses: sql<number>`((select count(*) from ${libraryUses} where ${libraryUses.itemId} = ${libraryItems.id})
        + case when ${libraryItems.kind} <> 'practice' then 0 else (
          select count(*) from ${pactUses} where ${pactUses.tool} = ${libraryItems.title}
            and ${pactUses.confirmedAt} is not null and ${pactUses.declinedAt} is null) end)::int`,
    })
    .from(libraryItems)
    .innerJoin(partners, eq(partners.id, libraryItems.partnerId))
    .$dynamic()
}

type ItemRow = Omit<ListedItem, 'version'> & { position: number }

/** What a filter asks of items, standing or withdrawn. */
export function conditionsOf({ q, kind, theme, partner }: LibraryFilter): SQL[] {
  const words = q === null ? '' : withoutStopWords(q)
  return [
    ...(words === ''
      ? []
      : [sql`${libraryItems.search} @@ websearch_to_tsquery('guichet_fr'::regconfig, ${words})`]),
    ...(kind === null ? [] : [eq(libraryItems.kind, kind)]),
    ...(theme === null ? [] : [eq(libraryItems.theme, theme)]),
    ...(partner === null ? [] : [eq(libraryItems.partnerId, partner.id)]),
  ]
}

function readKey(key: string, form: RegExp): { first: number; id: number } | null {
  const [, first, id] = form.exec(key) ?? []
  return first === undefined ? null : { first: Number(first), id: Number(id) }
}

async function pageOf(
  reader: Reader,
  rows: ItemRow[],
  how: { isBackwards: boolean; isFirst: boolean; keyOf: (row: ItemRow) => string },
): Promise<ItemPage> {
  const { isBackwards, isFirst, keyOf } = how
  const isMore = rows.length > PAGE_SIZE
  const page = rows.slice(0, PAGE_SIZE)
  const shown = isBackwards ? page.toReversed() : page
  const key = (row: ItemRow | undefined) => (row === undefined ? null : keyOf(row))
  return {
    items: await listed(reader, shown),
    next: isBackwards || isMore ? key(shown.at(-1)) : null,
    previous: (isBackwards ? isMore : !isFirst) ? key(shown[0]) : null,
  }
}

/** These items with their last version that stands. */
async function listed(reader: Reader, rows: ItemRow[]): Promise<ListedItem[]> {
  if (rows.length === 0) return []
  const versions = await reader
    .selectDistinctOn([libraryVersions.itemId], {
      id: libraryVersions.id,
      itemId: libraryVersions.itemId,
      number: libraryVersions.number,
      datedOn: libraryVersions.datedOn,
      note: libraryVersions.note,
    })
    .from(libraryVersions)
    .where(
      and(
        inArray(
          libraryVersions.itemId,
          rows.map(({ id }) => id),
        ),
        isNull(libraryVersions.withdrawnAt),
      ),
    )
    .orderBy(libraryVersions.itemId, desc(libraryVersions.number))
  const files = await filesOf(
    reader,
    versions.map(({ id }) => id),
  )
  const byItem = new Map(versions.map((version) => [version.itemId, version]))
  return rows.map((row) => {
    const version = byItem.get(row.id)
    return {
      ...row,
      version: version
        ? {
            number: version.number,
            datedOn: version.datedOn,
            note: version.note,
            files: files.get(version.id) ?? [],
          }
        : null,
    }
  })
}

/** The files that may be read of each of these versions, in their order. */
export async function filesOf(
  reader: Reader,
  versionIds: number[],
): Promise<Map<number, LinkedFile[]>> {
  if (versionIds.length === 0) return new Map()
  const rows = await reader
    .select({ versionId: libraryFiles.versionId, document: documents })
    .from(libraryFiles)
    .innerJoin(documents, eq(documents.id, libraryFiles.documentId))
    .where(inArray(libraryFiles.versionId, versionIds))
    .orderBy(libraryFiles.versionId, libraryFiles.position)
  const readable = rows.flatMap(({ versionId, document }) => {
    const file = fileOf(document)
    return file === null ? [] : [{ versionId, file }]
  })
  return new Map(
    [...Map.groupBy(readable, ({ versionId }) => versionId)].map(([id, those]) => [
      id,
      those.map(({ file }) => file),
    ]),
  )
}
