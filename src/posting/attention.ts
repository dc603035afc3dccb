import { and, asc, eq, gt, isNull, lt, lte, notExists, type SQL, sql } from 'drizzle-orm'
import type { Moment } from '../consultations/facts.ts'
import {
  consultations,
  overriddenDeadlines,
  sourceRecords,
  sources,
} from '../consultations/schema.ts'
import type { Reader, Tx } from '../db/db.ts'
import { isOf } from './own-consultation.ts'

/** A consultation that wants something of its partner's agents. */
export interface ToLookAt {
  reference: string
  title: string
  deadlineAt: Date | null
}

/** A deadline that an agent typed, and the official one that came in its place. */
export interface OverriddenDate {
  reference: string
  title: string
  typed: Moment
  official: Moment
  at: Date
}

const DAY_MS = 86_400_000
const SOON_DAYS = 7
const RESULT_DAYS = 90
/** As many as a list shows. */
const MOST = 100

/** What closes within a week, the first first. */
export function closingSoon(reader: Reader, partnerId: number, now: Date): Promise<ToLookAt[]> {
  const until = new Date(now.getTime() + SOON_DAYS * DAY_MS)
  const soon = and(gt(consultations.closesAt, now), lte(consultations.closesAt, until))
  return standing(reader, partnerId, soon)
}

/**
 * What closed more than 90 days ago and has no result, the longest waiting first. None where a source of essential data
 * (DECP) is linked to the partner: results come from there.
 */
export function withoutResult(reader: Reader, partnerId: number, now: Date): Promise<ToLookAt[]> {
  const before = new Date(now.getTime() - RESULT_DAYS * DAY_MS)
  const linked = reader
    .select({ one: sql`1` })
    .from(sources)
    .where(and(eq(sources.partnerId, partnerId), sql`${sources.kind} like 'decp%'`))
  return standing(reader, partnerId, and(lt(consultations.closesAt, before), notExists(linked)))
}

async function standing(
  reader: Reader,
  partnerId: number,
  when: SQL | undefined,
): Promise<ToLookAt[]> {
  return reader
    .select({
      reference: consultations.reference,
      title: consultations.title,
      deadlineAt: consultations.deadlineAt,
    })
    .from(consultations)
    .where(
      and(
        isOf(partnerId),
        eq(consultations.status, 'active'),
        isNull(consultations.joinedIntoId),
        when,
      ),
    )
    .orderBy(asc(consultations.closesAt))
    .limit(MOST)
}

/** Deadlines of the partner's agents in whose place an official one has come, until somebody has seen it. */
export function overriddenDates(reader: Reader, partnerId: number): Promise<OverriddenDate[]> {
  return reader
    .select({
      reference: consultations.reference,
      title: consultations.title,
      typed: overriddenDeadlines.typed,
      official: overriddenDeadlines.official,
      at: overriddenDeadlines.at,
    })
    .from(overriddenDeadlines)
    .innerJoin(consultations, eq(consultations.id, overriddenDeadlines.consultationId))
    .innerJoin(sourceRecords, eq(sourceRecords.id, overriddenDeadlines.recordId))
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(and(eq(sources.partnerId, partnerId), isNull(overriddenDeadlines.seenAt)))
    .orderBy(asc(overriddenDeadlines.at))
    .limit(MOST)
}

/** Keeps that the partner has seen them, for one consultation. */
export async function seeOverriddenDates(
  tx: Tx,
  partnerId: number,
  consultationId: number,
  now: Date,
): Promise<void> {
  const own = tx
    .select({ id: sourceRecords.id })
    .from(sourceRecords)
    .innerJoin(sources, eq(sources.id, sourceRecords.sourceId))
    .where(and(eq(sourceRecords.consultationId, consultationId), eq(sources.partnerId, partnerId)))
  await tx
    .update(overriddenDeadlines)
    .set({ seenAt: now })
    .where(
      and(
        eq(overriddenDeadlines.consultationId, consultationId),
        isNull(overriddenDeadlines.seenAt),
        sql`${overriddenDeadlines.recordId} in (${own})`,
      ),
    )
}
