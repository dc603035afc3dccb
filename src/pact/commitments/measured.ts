import { and, eq, gte, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { consultations } from '../../consultations/schema.ts'
import type { Reader } from '../../db/db.ts'
import { buyers } from '../../partners/schema.ts'

/** What the board shows of a signatory for a year; null where it shows too little. */
export interface Measured {
  /** Consultations that firms could see. */
  consultations: number
  /** Of those whose lots are known, how many are divided: out of how many. */
  divided: { count: number; of: number }
  /** Calendar days that firms had, by the median; null without a dated one. */
  medianDays: number | null
  /** Days to payment that consultations state, by the median, and how many state them. */
  payment: { medianDays: number; stated: number } | null
  /** Those whose deadline passed ninety days ago and more, without a known result. */
  withoutResult: number
  /** Those whose documents were made with the shared model. */
  withTemplate: number
}

/** By partner: what the board measures of these signatories, for consultations first published in a year (Paris). */
export async function measuredOn(
  reader: Reader,
  partnerIds: number[],
  year: number,
  now: Date,
): Promise<Map<number, Measured>> {
  if (partnerIds.length === 0) return new Map()
  const from = new Date(Date.UTC(year - 1, 11, 31, 23))
  const to = new Date(Date.UTC(year, 11, 31, 23))
  const days = sql`(${consultations.deadlineAt} at time zone 'Europe/Paris')::date - (${consultations.publishedAt} at time zone 'Europe/Paris')::date`
  const paymentDays = sql`(${consultations.facts} ->> 'paymentDelayDays')::int`
  const rows = await reader
    .select({
      partnerId: buyers.partnerId,
      consultations: sql<number>`count(*)::int`,
      divided: sql<number>`(count(*) filter (where ${consultations.divided}))::int`,
      divisionKnown: sql<number>`count(${consultations.divided})::int`,
      medianDays: sql<
        number | null
      >`percentile_disc(0.5) within group (order by ${days}) filter (where ${consultations.deadlineAt} >= ${consultations.publishedAt})`,
      paymentMedian: sql<
        number | null
      >`percentile_disc(0.5) within group (order by ${paymentDays})`,
      paymentStated: sql<number>`count(${paymentDays})::int`,
      withTemplate: sql<number>`(count(*) filter (where ${consultations.id} in (
        select coalesce(u.consultation_id, d.consultation_id)
        from template_uses u left join consultation_drafts d on d.id = u.draft_id
        where coalesce(u.consultation_id, d.consultation_id) is not null)))::int`,
      withoutResult: sql<number>`(count(*) filter (where ${consultations.status} = 'active' and ${consultations.deadlineAt} < ${new Date(now.getTime() - 90 * 86_400_000).toISOString()}::timestamptz))::int`,
    })
    .from(consultations)
    .innerJoin(buyers, eq(buyers.id, consultations.buyerId))
    .where(
      and(
        isNotNull(buyers.partnerId),
        inArray(buyers.partnerId, partnerIds),
        isNull(consultations.joinedIntoId),
        gte(consultations.publishedAt, from),
        lt(consultations.publishedAt, to),
      ),
    )
    .groupBy(buyers.partnerId)
  return new Map(
    rows.flatMap(({ partnerId, divided, divisionKnown, paymentMedian, paymentStated, ...row }) =>
      partnerId === null
        ? []
        : [
            [
              partnerId,
              {
                ...row,
                payment:
                  paymentMedian === null
                    ? null
                    : { medianDays: paymentMedian, stated: paymentStated },
                divided: { count: divided, of: divisionKnown },
              },
            ] as const,
          ],
    ),
  )
}
