import { recordAudit } from '../audit/record.ts'
import type { Lists } from '../consultations/columns.ts'
import { reserveIds } from '../consultations/rows.ts'
import type { Tx } from '../db/db.ts'
import { insertRows } from '../db/insert-rows.ts'
import { bumpVersions } from '../db/versions.ts'
import { columnsOf, type PurchaseBuyer } from './columns.ts'
import type { PurchaseFacts } from './purchase.ts'
import { dueOn } from './quarter.ts'
import { plannedPurchaseEvents, plannedPurchases } from './schema.ts'

/** Who writes of the programme, and when. */
export interface Author {
  /** Null for commands that speak for several buyers. */
  partnerId: number | null
  /** As the audit log names it. */
  actor: string
  now: Date
}

/** A line before it is known. */
export interface NewPurchase {
  facts: PurchaseFacts
  buyer: PurchaseBuyer
  /** How a file names it; null where it was typed. */
  external: { id: string | null; key: string } | null
  /** Why it was dropped, where it comes as such. */
  dropped: string | null
}

/** Adds lines to programmes: each is news. Answers their numbers, in the same order. */
export async function announcePurchases(
  tx: Tx,
  lines: NewPurchase[],
  author: Author,
  { demonstration, ...lists }: Lists & { demonstration: boolean },
): Promise<number[]> {
  if (lines.length === 0) return []
  const ids = await reserveIds(tx, plannedPurchases, lines.length)
  const { now } = author
  await insertRows(
    tx,
    plannedPurchases,
    lines.map(({ facts, buyer, external, dropped }, position) => ({
      ...columnsOf(facts, buyer, lists),
      id: ids[position],
      buyerId: buyer.id,
      externalId: external?.id ?? null,
      externalKey: external?.key ?? null,
      firstYear: facts.year,
      firstDueOn: dueOn(facts),
      status: dropped === null ? ('waiting' as const) : ('dropped' as const),
      droppedReason: dropped ?? '',
      droppedAt: dropped === null ? null : now,
      demonstration,
      announcedAt: now,
      movedAt: now,
      version: 1,
    })),
  )
  await insertRows(
    tx,
    plannedPurchaseEvents,
    lines.flatMap(({ dropped }, position) => {
      const event = { purchaseId: ids[position] ?? 0, at: now, changes: [], consultationId: null }
      const announced = { ...event, kind: 'announced' as const, reason: '' }
      return dropped === null
        ? [announced]
        : [announced, { ...event, kind: 'dropped' as const, reason: dropped }]
    }),
  )
  await recordAudit(tx, {
    at: now,
    actor: author.actor,
    ...(author.partnerId === null ? {} : { partnerId: author.partnerId }),
    action: 'programme.announce',
    subject: lines.length === 1 ? `planned-purchase:${ids[0]}` : 'planned-purchases',
    after: { lines: lines.length },
  })
  await bumpVersions(tx, ['programme'])
  return ids
}
