import { recordAudit } from '../audit/record.ts'
import type { Lists } from '../consultations/lists.ts'
import { reserveIds } from '../consultations/records/rows.ts'
import type { Tx } from '../db/db.ts'
import { insertRows } from '../db/insert-rows.ts'
import { bumpVersions } from '../db/versions.ts'
import { columnsOf, type PurchaseBuyer } from './columns.ts'
import type { PurchaseFacts, PurchaseStatus } from './purchase.ts'
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
  /** Where it was announced elsewhere before: when and for when, and what came of it since. */
  past?: PurchasePast
}

export interface PurchasePast {
  announcedAt: Date
  movedAt: Date
  firstDueOn: string
  consultationId: number | null
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
    lines.map(({ facts, buyer, external, dropped, past = pastOf(facts, now) }, position) => ({
      ...columnsOf(facts, buyer, lists),
      id: ids[position],
      buyerId: buyer.id,
      externalId: external?.id ?? null,
      externalKey: external?.key ?? null,
      firstYear: Number(past.firstDueOn.slice(0, 4)),
      firstDueOn: past.firstDueOn,
      status: statusOf(dropped, past),
      consultationId: past.consultationId,
      droppedReason: dropped ?? '',
      droppedAt: dropped === null ? null : past.movedAt,
      demonstration,
      announcedAt: past.announcedAt,
      movedAt: statusOf(dropped, past) === 'waiting' ? past.announcedAt : past.movedAt,
      version: 1,
    })),
  )
  await insertRows(
    tx,
    plannedPurchaseEvents,
    lines.flatMap(({ facts, dropped, past }, position) =>
      eventsOf(ids[position] ?? 0, dropped, past ?? pastOf(facts, now)),
    ),
  )
  await recordAudit(tx, {
    at: now,
    actor: author.actor,
    ...(author.partnerId === null ? {} : { partnerId: author.partnerId }),
    action: 'programme.announce',
    subject: lines.length === 1 ? `planned-purchase:${ids[0]}` : 'planned-purchases',
    after: { lines: lines.length },
  })
  // A consultation's page names what announced it.
  const isFollowed = lines.some(({ past }) => past && past.consultationId !== null)
  await bumpVersions(tx, isFollowed ? ['programme', 'board'] : ['programme'])
  return ids
}

function pastOf(facts: PurchaseFacts, now: Date): PurchasePast {
  return { announcedAt: now, movedAt: now, firstDueOn: dueOn(facts), consultationId: null }
}

type NewEvent = typeof plannedPurchaseEvents.$inferInsert

function eventsOf(purchaseId: number, dropped: string | null, past: PurchasePast): NewEvent[] {
  const { announcedAt, movedAt: at, consultationId } = past
  const event = { purchaseId, changes: [], reason: '', consultationId: null }
  const announced: NewEvent = { ...event, kind: 'announced', at: announcedAt }
  if (dropped !== null) return [announced, { ...event, kind: 'dropped', at, reason: dropped }]
  return consultationId === null
    ? [announced]
    : [announced, { ...event, kind: 'became', at, consultationId }]
}

function statusOf(dropped: string | null, { consultationId }: PurchasePast): PurchaseStatus {
  if (dropped !== null) return 'dropped'
  return consultationId === null ? 'waiting' : 'published'
}
