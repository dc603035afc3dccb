import { and, eq, max, min, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { publishDocuments } from '../documents/publish-document.ts'
import { withFreeSlug } from '../partners/free-slug.ts'
import { refused, type Written } from '../pact/problem.ts'
import { partners } from '../partners/schema.ts'
import { parisDay } from '../rules/calendar.ts'
import {
  type ItemKind,
  libraryFiles,
  libraryItems,
  libraryNews,
  libraryVersions,
  type PracticeText,
  type Theme,
} from './schema.ts'

/** Who publishes, for which partner, and when. */
export interface Publisher {
  partnerId: number
  /** As the audit log names it. */
  actor: string
  now: Date
}

/** What an item is, whatever its version. */
export interface ItemValues {
  kind: ItemKind
  theme: Theme
  title: string
  summary: string
}

/** One version: a practice's words, or files. */
export interface VersionValues {
  datedOn: string
  note: string
  practice: PracticeText | null
  documentIds: string[]
}

/** Publishes an item with its first version, before all others of its partner. */
export async function publishItem(
  tx: Tx,
  by: Publisher,
  values: ItemValues,
  version: VersionValues,
): Promise<Written<{ id: number; slug: string }>> {
  const refusal = refusalOf(version, by.now)
  if (refusal) return refusal
  const position = await firstPosition(tx, by.partnerId)
  const item = await withFreeSlug(values.title, async (slug) => {
    if (TAKEN.includes(slug)) return null
    const [row] = await tx
      .insert(libraryItems)
      .values({
        ...values,
        slug,
        position,
        partnerId: by.partnerId,
        movedAt: by.now,
        createdAt: by.now,
        searchText: '',
      })
      .onConflictDoNothing({ target: libraryItems.slug })
      .returning({ id: libraryItems.id, slug: libraryItems.slug })
    return row ?? null
  })
  await storeVersion(tx, by, item.id, 1, version)
  const { kind, theme, title } = values
  await tell(tx, by, 'library.publish', item.id, { kind, theme, title })
  return { ok: true, ...item }
}

/**
 * Adds a version to an item of the publisher's partner: earlier ones stay; what was withdrawn is published again. A
 * practice is rewritten as a whole (`rewritten`), which is refused where another hand was faster.
 */
export async function publishVersion(
  tx: Tx,
  by: Publisher,
  itemId: number,
  version: VersionValues,
  rewritten: { version: number; values: ItemValues } | null = null,
): Promise<Written | null> {
  const item = await lockItem(tx, by, itemId)
  if (item === null) return null
  if (rewritten !== null && rewritten.version !== item.version) return refused('stale')
  const refusal = refusalOf(version, by.now)
  if (refusal) return refusal
  const [last] = await tx
    .select({ number: max(libraryVersions.number) })
    .from(libraryVersions)
    .where(eq(libraryVersions.itemId, itemId))
  const number = (last?.number ?? 0) + 1
  await tx
    .update(libraryItems)
    .set({
      ...rewritten?.values,
      movedAt: by.now,
      withdrawnAt: null,
      withdrawnReason: '',
      version: item.version + 1,
    })
    .where(eq(libraryItems.id, itemId))
  await storeVersion(tx, by, itemId, number, version)
  await tell(tx, by, 'library.version', itemId, { number })
  return { ok: true }
}

/** Changes what is said of an item, without a new version; refused where another hand was faster. */
export async function editItem(
  tx: Tx,
  by: Publisher,
  itemId: number,
  { version, values }: { version: number; values: ItemValues },
): Promise<Written | null> {
  const item = await lockItem(tx, by, itemId)
  if (item === null) return null
  if (item.version !== version) return refused('stale')
  await tx
    .update(libraryItems)
    .set({ ...values, version: version + 1 })
    .where(eq(libraryItems.id, itemId))
  await composeSearch(tx, itemId)
  await bumpVersions(tx, ['library'])
  await tell(tx, by, 'library.edit', itemId, { ...values })
  return { ok: true }
}

/** The row of an item of the publisher's partner, locked; null where it has no such item. */
export async function lockItem(tx: Tx, by: Publisher, itemId: number) {
  const [item] = await tx
    .select({
      id: libraryItems.id,
      kind: libraryItems.kind,
      position: libraryItems.position,
      version: libraryItems.version,
      withdrawnAt: libraryItems.withdrawnAt,
    })
    .from(libraryItems)
    .where(and(eq(libraryItems.id, itemId), eq(libraryItems.partnerId, by.partnerId)))
    .for('update')
  return item ?? null
}

/** One hand at a time puts a partner's items in order. */
export async function lockOrder(tx: Tx, partnerId: number): Promise<void> {
  await tx
    .select({ id: partners.id })
    .from(partners)
    .where(eq(partners.id, partnerId))
    .for('no key update')
}

/** A line of the audit log. */
export async function tell(
  tx: Tx,
  by: Publisher,
  action: string,
  itemId: number,
  after?: Record<string, string | number | boolean | null>,
): Promise<void> {
  await recordAudit(tx, {
    at: by.now,
    actor: by.actor,
    partnerId: by.partnerId,
    action,
    subject: `library:${itemId}`,
    ...(after ? { after } : {}),
  })
}

/** Words that addresses under `/documents` have for something else. */
const TAKEN = ['fichier', 'guides', 'pratiques', 'versions']

function refusalOf({ datedOn, practice, documentIds }: VersionValues, now: Date) {
  if (practice === null && documentIds.length === 0) return refused('missing', FILE_FIELD)
  return datedOn > parisDay(now) ? refused('future', 'datedOn') : null
}

/** The form's field of an item's first file. */
const FILE_FIELD = 'fichier'

/** Before all others. */
async function firstPosition(tx: Tx, partnerId: number): Promise<number> {
  await lockOrder(tx, partnerId)
  const [first] = await tx
    .select({ position: min(libraryItems.position) })
    .from(libraryItems)
    .where(eq(libraryItems.partnerId, partnerId))
  return (first?.position ?? 1) - 1
}

async function storeVersion(
  tx: Tx,
  by: Publisher,
  itemId: number,
  number: number,
  { documentIds, ...values }: VersionValues,
): Promise<void> {
  const [version] = await tx
    .insert(libraryVersions)
    .values({ itemId, number, ...values, addedAt: by.now })
    .returning({ id: libraryVersions.id })
  if (!version) throw new Error(`version ${number} of item ${itemId} was not added`)
  await tx
    .insert(libraryNews)
    .values({ itemId, versionId: version.id, kind: 'version', at: by.now })
  if (documentIds.length > 0) {
    await tx.insert(libraryFiles).values(
      documentIds.map((documentId, position) => ({
        versionId: version.id,
        position,
        documentId,
      })),
    )
    await publishDocuments(tx, documentIds, by)
  }
  await composeSearch(tx, itemId)
  await bumpVersions(tx, ['library'])
}

/** What the search reads: all that the item and its last version say, and whose it is. */
async function composeSearch(tx: Tx, itemId: number): Promise<void> {
  const [item] = await tx
    .select({
      title: libraryItems.title,
      summary: libraryItems.summary,
      partner: partners.name,
      practice: sql<PracticeText | null>`(select ${libraryVersions.practice} from ${libraryVersions}
        where ${libraryVersions.itemId} = ${libraryItems.id} order by ${libraryVersions.number} desc limit 1)`,
    })
    .from(libraryItems)
    .innerJoin(partners, eq(partners.id, libraryItems.partnerId))
    .where(eq(libraryItems.id, itemId))
  if (!item) return
  const { title, summary, partner, practice } = item
  const { problem, done, text, law } = practice ?? { problem: '', done: '', text: '', law: '' }
  const searchText = [title, summary, partner, problem, done, text, law]
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, LONGEST_SEARCH)
  await tx.update(libraryItems).set({ searchText }).where(eq(libraryItems.id, itemId))
}

const LONGEST_SEARCH = 60_000
