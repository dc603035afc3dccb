import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { monthsBefore } from '../rules/calendar.ts'
import type { RegistrationRow, SessionRow } from './queries.ts'
import { type ColdAnswer, type HotAnswer, registrations } from './schema.ts'

/** Which evaluations somebody may fill in now. */
export interface Evaluations {
  hot: boolean
  cold: boolean
}

/** Months after the session's end at which those who came are asked what became of it (users.md 7.3). */
const COLD_MONTHS = 4

/** Sessions that ended before this are old enough for the later evaluation. */
export function coldLimit(now: Date): Date {
  return monthsBefore(now, COLD_MONTHS)
}

/** Whoever had a seat, was not marked absent, and has not answered yet. */
export function openEvaluations(
  { status, attendance, hot, cold }: RegistrationRow,
  { state, endsAt }: SessionRow,
  now: Date,
): Evaluations {
  const came =
    status === 'registered' && state !== 'cancelled' && attendance !== 'absent' && endsAt <= now
  return { hot: came && hot === null, cold: came && cold === null && endsAt <= coldLimit(now) }
}

/** Keeps the answer to an evaluation; false where one was given already. */
export async function answerEvaluation(
  tx: Tx,
  registrationId: number,
  answer: { hot: HotAnswer } | { cold: ColdAnswer },
): Promise<boolean> {
  const column = 'hot' in answer ? registrations.hot : registrations.cold
  const kept = await tx
    .update(registrations)
    .set(answer)
    .where(and(eq(registrations.id, registrationId), isNull(column)))
    .returning({ id: registrations.id })
  if (kept.length > 0) await bumpVersions(tx, ['trainings'])
  return kept.length > 0
}
