import { eq, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import type { RecordContext } from './records/draft.ts'
import { waitForOtherWriters } from './records/record.ts'
import { projectAgain } from './records/project-again.ts'
import {
  awards,
  consultationBuyers,
  consultations,
  lots,
  notices,
  possibleDuplicates,
  sourceRecords,
} from './schema.ts'

/** Who decides that consultations are one, or two; as the audit log names him. */
export interface Decider {
  actor: string
  partnerId?: number
}

export type Decision = { ok: true } | { ok: false; problem: 'unknown' | 'already-one' }

/** Two consultations that stand, the elder first. */
export interface StandingPair {
  elder: typeof consultations.$inferSelect
  younger: typeof consultations.$inferSelect
}

/**
 * Makes one consultation out of two, in the caller's transaction: the elder takes the records of the younger and is
 * computed anew; notices that were told of the younger stand in the elder's history under their own numbers; the younger's
 * reference leads to the elder's. `splitRecords` undoes it. Refuses references that nobody has, and two that are one.
 */
export async function joinConsultations(
  tx: Tx,
  references: [string, string],
  by: Decider,
  context: RecordContext,
): Promise<Decision> {
  await waitForOtherWriters(tx)
  const found = await standingPair(tx, references)
  if (!found.ok) return found
  const { elder, younger } = found.pair
  const moved = await tx
    .update(sourceRecords)
    .set({
      consultationId: elder.id,
      joinedFromId: sql`coalesce(${sourceRecords.joinedFromId}, ${younger.id})`,
    })
    .where(eq(sourceRecords.consultationId, younger.id))
    .returning()
  await tx
    .update(notices)
    .set({
      consultationId: elder.id,
      toldOfId: sql`coalesce(${notices.toldOfId}, ${younger.id})`,
    })
    .where(eq(notices.consultationId, younger.id))
  await tx
    .update(consultations)
    .set({ renewsId: sql`nullif(${elder.id}, ${consultations.id})` })
    .where(eq(consultations.renewsId, younger.id))
  await tx
    .update(consultations)
    .set({ joinedIntoId: elder.id })
    .where(eq(consultations.id, younger.id))
  for (const parts of [lots, awards, consultationBuyers])
    await tx.delete(parts).where(eq(parts.consultationId, younger.id))
  await passQuestionsOn(tx, younger.id, elder.id)
  await keepAnswer(tx, found.pair, 'same', by, context.now)
  const cause = moved.toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime())[0]
  if (cause)
    await projectAgain(tx, elder.id, cause, 'joined', {
      ...context,
      demonstration: elder.demonstration,
    })
  await recordAudit(tx, {
    at: context.now,
    ...by,
    action: 'consultation.join',
    subject: `consultation:${elder.reference}`,
    before: { joined: younger.reference },
    after: { records: moved.map((record) => record.id) },
  })
  await bumpVersions(tx, ['board'])
  return { ok: true }
}

/** Keeps that two consultations are two: nobody is asked of them again. */
export async function keepApart(
  tx: Tx,
  references: [string, string],
  by: Decider,
  now: Date,
): Promise<Decision> {
  const found = await standingPair(tx, references)
  if (!found.ok) return found
  await keepAnswer(tx, found.pair, 'different', by, now)
  await recordAudit(tx, {
    at: now,
    ...by,
    action: 'consultation.keep-apart',
    subject: `consultation:${found.pair.elder.reference}`,
    after: { other: found.pair.younger.reference },
  })
  return { ok: true }
}

/** Keeps an answer about two consultations, asked for or not. The later answer stands. */
export async function keepAnswer(
  tx: Tx,
  { elder, younger }: { elder: { id: number }; younger: { id: number } },
  answer: 'same' | 'different',
  { actor }: Decider,
  now: Date,
): Promise<void> {
  const answered = { answer, answeredAt: now, answeredBy: actor }
  await tx
    .insert(possibleDuplicates)
    .values({ elderId: elder.id, youngerId: younger.id, why: null, askedAt: now, ...answered })
    .onConflictDoUpdate({
      target: [possibleDuplicates.elderId, possibleDuplicates.youngerId],
      set: answered,
    })
}

async function standingPair(
  tx: Tx,
  references: [string, string],
): Promise<{ ok: true; pair: StandingPair } | Extract<Decision, { ok: false }>> {
  const rows = []
  for (const reference of references) {
    const row = await standing(tx, reference)
    if (!row) return { ok: false, problem: 'unknown' }
    rows.push(row)
  }
  const [elder, younger] = rows.toSorted((one, other) => one.id - other.id)
  if (!elder || !younger || elder.id === younger.id) return { ok: false, problem: 'already-one' }
  return { ok: true, pair: { elder, younger } }
}

/** The consultation that this reference leads to now, held until the transaction ends; null where nobody has it. */
async function standing(
  tx: Tx,
  reference: string,
): Promise<typeof consultations.$inferSelect | null> {
  const [known] = await tx
    .select()
    .from(consultations)
    .where(eq(consultations.reference, reference))
    .for('update')
  let row = known
  while (row && row.joinedIntoId !== null)
    [row] = await tx
      .select()
      .from(consultations)
      .where(eq(consultations.id, row.joinedIntoId))
      .for('update')
  return row ?? null
}

/** What was asked and answered of a consultation holds of the one that it turned out to be. */
async function passQuestionsOn(tx: Tx, from: number, to: number): Promise<void> {
  await tx.execute(sql`
    insert into possible_duplicates (elder_id, younger_id, why, asked_at, answer, answered_at, answered_by)
    select least(other, ${to}), greatest(other, ${to}), why, asked_at, answer, answered_at, answered_by
    from (select case when elder_id = ${from} then younger_id else elder_id end as other, *
      from possible_duplicates where ${from} in (elder_id, younger_id) and answer is distinct from 'same') as asked
    where other <> ${to}
    on conflict do nothing`)
}
