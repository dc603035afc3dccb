import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Facts } from '../consultations/facts.ts'
import type { State } from '../consultations/filter.ts'
import { pathOf, stateOf } from '../consultations/listing.ts'
import { consultations, sourceRecords, sources } from '../consultations/schema.ts'
import type { Reader } from '../db/db.ts'
import { valuesOf } from '../consultations/records/draft.ts'

/** A consultation that a partner may act on, as it stands. */
export interface OwnConsultation {
  id: number
  reference: string
  /** Its public page. */
  path: string
  title: string
  facts: Partial<Facts>
  /** What the partner's own agents state of it; empty where they state nothing. */
  own: Partial<Facts>
  state: State
  publishedAt: Date
  closesAt: Date
  demonstration: boolean
  /** Changes with anything that is shown of it: who saves an older one sees both. */
  version: string
}

/** A text that changes with what is shown of a consultation. */
export const FACTS_VERSION = sql<string>`md5(${consultations.facts}::text)`

/**
 * The consultation of this public reference, where one of its buyers is this partner's (any member of a groupement) or
 * the partner stated it; null for any other.
 */
export async function ownConsultation(
  reader: Reader,
  partnerId: number,
  reference: string,
  now: Date,
): Promise<OwnConsultation | null> {
  const [row] = await reader
    .select({
      id: consultations.id,
      reference: consultations.reference,
      slug: consultations.slug,
      title: consultations.title,
      facts: consultations.facts,
      status: consultations.status,
      publishedAt: consultations.publishedAt,
      closesAt: consultations.closesAt,
      demonstration: consultations.demonstration,
      version: FACTS_VERSION,
    })
    .from(consultations)
    .where(
      and(
        eq(consultations.reference, reference),
        isNull(consultations.joinedIntoId),
        isOf(partnerId),
      ),
    )
  if (!row) return null
  const { slug, status, ...shown } = row
  return {
    ...shown,
    path: pathOf({ reference: row.reference, slug }),
    state: stateOf({ status, closes_at: row.closesAt }, now),
    own: await ownFacts(reader, partnerId, row.id),
  }
}

/** Whether a consultation is one of this partner's: it buys in it, or its agents or programs stated it. */
export function isOf(partnerId: number): SQL {
  return sql`${consultations.id} in (
    select cb.consultation_id from consultation_buyers cb
      join buyers b on b.id = cb.buyer_id where b.partner_id = ${partnerId}
    union select r.consultation_id from source_records r
      join sources s on s.id = r.source_id
      where s.partner_id = ${partnerId} and s.kind in ('typed', 'api'))`
}

/** What the record that agents of the partner type into says. */
async function ownFacts(
  reader: Reader,
  partnerId: number,
  consultationId: number,
): Promise<Partial<Facts>> {
  const [row] = await reader
    .select({ facts: sourceRecords.facts })
    .from(sourceRecords)
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(
      and(
        eq(sourceRecords.consultationId, consultationId),
        eq(sources.partnerId, partnerId),
        eq(sources.kind, 'typed'),
      ),
    )
    .orderBy(sourceRecords.id)
    .limit(1)
  return row ? valuesOf(row.facts) : {}
}
