import { asc, eq } from 'drizzle-orm'
import type { Reader, Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { withFreeSlug } from '../partners/free-slug.ts'
import { type Author, keepVersion } from '../pact/versions.ts'
import { type Outcome, refused } from './problem.ts'
import type { TypedTraining } from './read-training.ts'
import { trainingPartners, trainings } from './schema.ts'

type Row = typeof trainings.$inferSelect

/** Adds a training in the name of the partner that organises it. */
export async function createTraining(
  tx: Tx,
  { partnerIds, ...typed }: TypedTraining,
  organiserId: number,
  author: Author,
  options: { externalId?: string } = {},
): Promise<{ id: number; slug: string }> {
  const row = await withFreeSlug(typed.title, async (slug) => {
    if (RESERVED.includes(slug)) return null
    const [added] = await tx
      .insert(trainings)
      .values({
        ...typed,
        ...options,
        organiserId,
        slug,
        createdAt: author.now,
        movedAt: author.now,
      })
      .onConflictDoNothing({ target: trainings.slug })
      .returning()
    return added ?? null
  })
  const others = partnerIds.filter((id) => id !== organiserId)
  await setPartners(tx, row.id, others)
  await keepTraining(tx, author, { before: null, after: followed(row, others) }, row)
  return { id: row.id, slug: row.slug }
}

/** Changes what is said of a training; `version` is the one that was read. */
export async function editTraining(
  tx: Tx,
  id: number,
  { version, typed: { partnerIds, ...typed } }: { version: number; typed: TypedTraining },
  author: Author,
): Promise<Outcome> {
  const before = await lockTraining(tx, id)
  if (!before || before.version !== version) return refused('stale')
  const known = await partnersOf(tx, id)
  const others = partnerIds
    .filter((partnerId) => partnerId !== before.organiserId)
    .toSorted(byNumber)
  const after = await changed(tx, before, typed, author.now)
  await setPartners(tx, id, others)
  await keepTraining(
    tx,
    author,
    { before: followed(before, known), after: followed(after, others) },
    after,
  )
  return { ok: true }
}

/** What else may be said of a training afterwards: its slides, its balance, that it is given up. */
export async function changeTraining(
  tx: Tx,
  id: number,
  change: Partial<
    Pick<Row, 'stage' | 'slidesUrl' | 'slidesDocumentId' | 'balanceWords' | 'balancePublishedAt'>
  >,
  author: Author,
  reason = '',
): Promise<void> {
  const before = await lockTraining(tx, id)
  if (!before) throw new Error(`no training ${id}`)
  const after = await changed(tx, before, change, author.now)
  const partnerIds = await partnersOf(tx, id)
  await keepTraining(
    tx,
    author,
    { before: followed(before, partnerIds), after: followed(after, partnerIds), reason },
    after,
  )
}

/** What versions of a training follow. */
function followed(row: Row, partnerIds: number[]) {
  const { id: _, slug: __, createdAt: ___, movedAt: ____, version: _____, ...rest } = row
  const { externalId: ______, ...told } = rest
  return { ...told, partnerIds }
}

async function keepTraining(
  tx: Tx,
  author: Author,
  change: Parameters<typeof keepVersion>[3],
  { id, axisId, actionId, groupId }: Row,
): Promise<void> {
  await keepVersion(
    tx,
    author,
    { kind: 'training', subject: id, trainingId: id, axisId, actionId, groupId },
    change,
  )
  await bumpVersions(tx, ['trainings'])
}

async function lockTraining(tx: Tx, id: number): Promise<Row | null> {
  const [row] = await tx.select().from(trainings).where(eq(trainings.id, id)).for('update')
  return row ?? null
}

async function changed(tx: Tx, before: Row, change: Partial<Row>, now: Date): Promise<Row> {
  const [after] = await tx
    .update(trainings)
    .set({ ...change, movedAt: now, version: before.version + 1 })
    .where(eq(trainings.id, before.id))
    .returning()
  if (!after) throw new Error(`no training ${before.id}`)
  return after
}

async function partnersOf(reader: Reader, trainingId: number): Promise<number[]> {
  const rows = await reader
    .select({ id: trainingPartners.partnerId })
    .from(trainingPartners)
    .where(eq(trainingPartners.trainingId, trainingId))
    .orderBy(asc(trainingPartners.partnerId))
  return rows.map(({ id }) => id)
}

async function setPartners(tx: Tx, trainingId: number, partnerIds: number[]): Promise<void> {
  await tx.delete(trainingPartners).where(eq(trainingPartners.trainingId, trainingId))
  if (partnerIds.length > 0)
    await tx
      .insert(trainingPartners)
      .values(partnerIds.map((partnerId) => ({ trainingId, partnerId })))
}

/** Words that addresses of the program begin with. */
const RESERVED = ['inscriptions', 'alertes']

function byNumber(one: number, other: number): number {
  return one - other
}
