import { and, asc, eq, gt, inArray, type SQL } from 'drizzle-orm'
import type { Facts } from '../consultations/facts.ts'
import { consultations, sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { valuesOf } from '../consultations/records/draft.ts'

/** What a partner's programs have stated of a consultation, and the consultation as it stands on the board. */
export interface OwnRecord {
  id: number
  externalId: string
  /** What the programs state. */
  own: Partial<Facts>
  changedAt: Date
  consultation: {
    id: number
    reference: string
    ocid: string
    /** What is shown, other sources included. */
    facts: Partial<Facts>
    publishedAt: Date
    closesAt: Date
  }
}

/** The consultations that a partner's programs have stated, by their external ids. */
export async function recordsNamed(
  reader: Reader,
  partnerId: number,
  externalIds: string[],
): Promise<Map<string, OwnRecord>> {
  if (externalIds.length === 0) return new Map()
  const rows = await records(reader, partnerId, inArray(sourceRecords.externalId, externalIds))
  return new Map(rows.map((row) => [row.externalId, row]))
}

/** A page of them, in the order in which they were first stated, after the one of this number. */
export async function recordsAfter(
  reader: Reader,
  partnerId: number,
  after: number,
  limit: number,
): Promise<OwnRecord[]> {
  return records(reader, partnerId, gt(sourceRecords.id, after), limit)
}

async function records(
  reader: Reader,
  partnerId: number,
  where: SQL,
  limit?: number,
): Promise<OwnRecord[]> {
  const query = reader
    .select({
      id: sourceRecords.id,
      externalId: sourceRecords.externalId,
      facts: sourceRecords.facts,
      changedAt: sourceRecords.changedAt,
      consultation: {
        id: consultations.id,
        reference: consultations.reference,
        ocid: consultations.ocid,
        facts: consultations.facts,
        publishedAt: consultations.publishedAt,
        closesAt: consultations.closesAt,
      },
    })
    .from(sourceRecords)
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(and(eq(sources.partnerId, partnerId), eq(sources.kind, 'api'), where))
    .orderBy(asc(sourceRecords.id))
  const rows = await (limit === undefined ? query : query.limit(limit))
  return rows.map(({ facts, ...row }) => ({ ...row, own: valuesOf(facts) }))
}
