import { eq, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Lists } from '../consultations/lists.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { Author } from './announce.ts'
import { changesBetween } from './changes.ts'
import { columnsOf, factsOf, type PurchaseBuyer, type PurchaseRow } from './columns.ts'
import type { PurchaseChange, PurchaseEvent, PurchaseFacts } from './purchase.ts'
import { plannedPurchaseEvents, plannedPurchases } from './schema.ts'

/** `same`: it said this already, nothing is written; `stale`: it has changed since it was read. */
export type ChangeOutcome = 'changed' | 'same' | 'stale'

/** Changes what is said of a line. What was first announced stays known. */
export async function changePurchase(
  tx: Tx,
  id: number,
  { version, facts, buyer }: { version: number; facts: PurchaseFacts; buyer: PurchaseBuyer },
  author: Author,
  lists: Lists,
): Promise<ChangeOutcome> {
  const row = await lockPurchase(tx, id)
  if (!row || row.version !== version) return 'stale'
  const columns = columnsOf(facts, buyer, lists)
  const changes = changesBetween(factsOf(row), factsOf({ ...row, ...columns }))
  if (changes.length === 0) return 'same'
  await write(tx, row, columns, { kind: 'changed', changes }, author)
  return 'changed'
}

/** Says that it will not be bought after all, and why: the line stays to be seen. */
export async function dropPurchase(
  tx: Tx,
  id: number,
  { version, reason }: { version: number; reason: string },
  author: Author,
): Promise<ChangeOutcome> {
  const row = await lockPurchase(tx, id)
  if (!row || row.version !== version) return 'stale'
  if (row.status !== 'waiting') return row.status === 'dropped' ? 'same' : 'stale'
  const columns = { status: 'dropped' as const, droppedReason: reason, droppedAt: author.now }
  await write(tx, row, columns, { kind: 'dropped', changes: [], reason }, author)
  return 'changed'
}

/** Says that it is planned again. */
export async function resumePurchase(
  tx: Tx,
  id: number,
  version: number,
  author: Author,
): Promise<ChangeOutcome> {
  const row = await lockPurchase(tx, id)
  if (!row || row.version !== version) return 'stale'
  if (row.status !== 'dropped') return 'same'
  const columns = { status: 'waiting' as const, droppedReason: '', droppedAt: null }
  await write(tx, row, columns, { kind: 'resumed', changes: [] }, author)
  return 'changed'
}

/** Says which consultation came of it; null: none after all. What was dropped is no longer. */
export async function linkPurchase(
  tx: Tx,
  id: number,
  { version, consultationId }: { version: number; consultationId: number | null },
  author: Author,
): Promise<ChangeOutcome> {
  const row = await lockPurchase(tx, id)
  if (!row || row.version !== version) return 'stale'
  if (row.consultationId === consultationId) return 'same'
  const columns = {
    consultationId,
    status: consultationId === null ? ('waiting' as const) : ('published' as const),
    droppedReason: '',
    droppedAt: null,
  }
  const kind = consultationId === null ? 'unlinked' : 'became'
  await write(tx, row, columns, { kind, changes: [], consultationId }, author)
  // The consultation's page names what announced it.
  await bumpVersions(tx, ['board'])
  return 'changed'
}

async function lockPurchase(tx: Tx, id: number): Promise<PurchaseRow | null> {
  const [row] = await tx
    .select()
    .from(plannedPurchases)
    .where(eq(plannedPurchases.id, id))
    .for('update')
  return row ?? null
}

interface Event {
  kind: PurchaseEvent
  changes: PurchaseChange[]
  reason?: string
  consultationId?: number | null
}

async function write(
  tx: Tx,
  row: PurchaseRow,
  columns: Partial<PurchaseRow>,
  event: Event,
  { partnerId, actor, now }: Author,
): Promise<void> {
  await tx
    .update(plannedPurchases)
    .set({ ...columns, movedAt: now, version: sql`${plannedPurchases.version} + 1` })
    .where(eq(plannedPurchases.id, row.id))
  await tx.insert(plannedPurchaseEvents).values({ purchaseId: row.id, at: now, ...event })
  await recordAudit(tx, {
    at: now,
    actor,
    ...(partnerId === null ? {} : { partnerId }),
    action: `programme.${event.kind}`,
    subject: `planned-purchase:${row.id}`,
    after: {
      changes: event.changes.map(({ field }) => field),
      ...(event.reason ? { reason: event.reason } : {}),
      ...(event.consultationId ? { consultation: event.consultationId } : {}),
    },
  })
  await bumpVersions(tx, ['programme'])
}
