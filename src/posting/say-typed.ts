import { and, eq } from 'drizzle-orm'
import type { Facts } from '../consultations/facts.ts'
import { attachRecord } from '../consultations/records/attach-record.ts'
import {
  type RecordContext,
  type RecordDraft,
  statedFacts,
  valuesOf,
} from '../consultations/records/draft.ts'
import { recordDrafts } from '../consultations/records/record.ts'
import { consultations, sourceRecords } from '../consultations/schema.ts'
import type { Tx } from '../db/db.ts'
import { changedFacts, type FactChange } from './fact-change.ts'

/** What a partner says of one consultation. */
export interface Statement {
  /** The partner's own identifier of it: a draft's, or that of its program. */
  externalId: string
  facts: Partial<Facts>
  /** When firms could first see it; null: unchanged, or now for a new one. */
  publishedAt: Date | null
}

/** What saying it came to. */
export interface Said {
  consultationId: number
  /** Guichet's public one: `2026-0042`. */
  reference: string
  slug: string
}

/**
 * Publishes, or says anew, what a partner states of a consultation: all that it states, fields that it no longer
 * names being no longer stated. In the caller's transaction, with its notices.
 */
export async function sayTyped(
  tx: Tx,
  sourceId: number,
  { externalId, facts, publishedAt }: Statement,
  context: RecordContext,
): Promise<Said> {
  const draft = draftOf(externalId, facts, publishedAt)
  await recordDrafts(tx, sourceId, [draft], context)
  return said(tx, sourceId, externalId)
}

/**
 * Says something of a consultation that other sources brought: a complement, a correction or an outcome. Adds to what
 * the partner stated of it before; a field given as undefined is no longer stated. `joined`: what nobody told before is no
 * correction (a complement).
 */
export async function addTyped(
  tx: Tx,
  sourceId: number,
  consultationId: number,
  change: FactChange,
  context: RecordContext,
  how: 'joined' | 'changed' = 'joined',
): Promise<Said> {
  const [known] = await tx
    .select({ externalId: sourceRecords.externalId, facts: sourceRecords.facts })
    .from(sourceRecords)
    .where(
      and(eq(sourceRecords.sourceId, sourceId), eq(sourceRecords.consultationId, consultationId)),
    )
    .orderBy(sourceRecords.id)
    .limit(1)
  const facts = changedFacts(known ? valuesOf(known.facts) : {}, change)
  if (known) {
    const { externalId } = known
    return sayTyped(tx, sourceId, { externalId, facts, publishedAt: context.now }, context)
  }
  const externalId = `complement:${consultationId}`
  await attachRecord(
    tx,
    sourceId,
    consultationId,
    draftOf(externalId, facts, context.now),
    context,
    how,
  )
  return said(tx, sourceId, externalId)
}

function draftOf(
  externalId: string,
  values: Partial<Facts>,
  publishedAt: Date | null,
): RecordDraft {
  const facts = statedFacts(values, 'typed')
  return { externalId, alternateIds: [], raw: JSON.stringify(values), facts, publishedAt }
}

async function said(tx: Tx, sourceId: number, externalId: string): Promise<Said> {
  const [row] = await tx
    .select({
      consultationId: consultations.id,
      reference: consultations.reference,
      slug: consultations.slug,
    })
    .from(sourceRecords)
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(and(eq(sourceRecords.sourceId, sourceId), eq(sourceRecords.externalId, externalId)))
  if (!row) throw new Error(`${externalId} was not recorded`)
  return row
}
