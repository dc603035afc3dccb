import { and, asc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { addFromRecords } from './records/add-from-records.ts'
import { comparableReference, type RecordContext } from './records/draft.ts'
import { type Decider, keepAnswer } from './join.ts'
import { projectAgain } from './records/project-again.ts'
import { waitForOtherWriters } from './records/record.ts'
import { linkRenewals } from './records/rows.ts'
import { consultations, notices, sourceRecords } from './schema.ts'

type Consultation = typeof consultations.$inferSelect
type Row = typeof sourceRecords.$inferSelect

export type Split =
  | { ok: true; references: string[] }
  /** `alone`: nothing would be left of the consultation. */
  | { ok: false; problem: 'unknown' | 'alone' }

/**
 * Separates records from the others of the consultation that they stand in, in the caller's transaction. What came by
 * joining another consultation goes back to that one, whose reference and history revive; anything else becomes a
 * consultation of its own. Both are computed anew; notices told of the whole stay with it. Nobody is asked of the two
 * again. Answers the references that stand beside that of the whole now.
 */
export async function splitRecords(
  tx: Tx,
  recordIds: number[],
  by: Decider,
  context: RecordContext,
): Promise<Split> {
  await waitForOtherWriters(tx)
  const records = await tx
    .select()
    .from(sourceRecords)
    .where(inArray(sourceRecords.id, recordIds))
    .orderBy(asc(sourceRecords.id))
  const [wholeId, ...others] = new Set(records.map((record) => record.consultationId))
  if (wholeId === undefined || others.length > 0) return { ok: false, problem: 'unknown' }
  const [whole] = await tx
    .select()
    .from(consultations)
    .where(eq(consultations.id, wholeId))
    .for('update')
  if (!whole) return { ok: false, problem: 'unknown' }
  const rest = await tx
    .select()
    .from(sourceRecords)
    .where(and(eq(sourceRecords.consultationId, wholeId), notInArray(sourceRecords.id, recordIds)))
    .orderBy(asc(sourceRecords.id))
  if (rest.length === 0) return { ok: false, problem: 'alone' }
  // Its own records keep the consultation: where they are to stand alone, it is the others that leave.
  const isOwn = (record: Row) => record.joinedFromId === null
  const leaving = records.some(isOwn) && !rest.some(isOwn) ? rest : records
  const parts = new Map<number | null, Row[]>()
  for (const record of leaving) {
    const home = await homeOf(tx, record, wholeId)
    parts.set(home, [...(parts.get(home) ?? []), record])
  }
  const separated: Consultation[] = []
  for (const [home, part] of parts) {
    const own =
      home === null
        ? await addOwn(tx, part, whole, context)
        : await goBack(tx, home, part, whole, context)
    separated.push(own)
    const [elder, younger] = [whole, own].toSorted((one, other) => one.id - other.id)
    if (elder && younger) await keepAnswer(tx, { elder, younger }, 'different', by, context.now)
    await recordAudit(tx, {
      at: context.now,
      ...by,
      action: 'consultation.split',
      subject: `consultation:${whole.reference}`,
      after: { split: own.reference, records: part.map((record) => record.id) },
    })
  }
  await computeRest(tx, whole, context)
  await linkAgain(tx, separated)
  await bumpVersions(tx, ['board'])
  return { ok: true, references: separated.map((own) => own.reference) }
}

/** The consultation that brought a record when it was joined to the one where it stands; null where it came by itself. */
async function homeOf(tx: Tx, record: Row, wholeId: number): Promise<number | null> {
  let at = record.joinedFromId
  while (at !== null && at !== wholeId) {
    const [row] = await tx
      .select({ joinedIntoId: consultations.joinedIntoId })
      .from(consultations)
      .where(eq(consultations.id, at))
    if (!row || row.joinedIntoId === null || row.joinedIntoId === wholeId) return at
    at = row.joinedIntoId
  }
  return null
}

/** Gives records back to the consultation that they were told of, which stands again with its notices. */
async function goBack(
  tx: Tx,
  home: number,
  records: Row[],
  whole: Consultation,
  context: RecordContext,
): Promise<Consultation> {
  const [own] = await tx
    .update(consultations)
    .set({ joinedIntoId: null })
    .where(eq(consultations.id, home))
    .returning()
  if (!own) throw new Error(`no consultation ${home}`)
  await attach(tx, records, own.id)
  await tx.execute(sql`
    with recursive own as (
      select ${home}::int as id
      union select joined.id from own join consultations joined on joined.joined_into_id = own.id)
    update notices set consultation_id = ${home}, told_of_id = nullif(told_of_id, ${home})
    where consultation_id = ${whole.id} and told_of_id in (select id from own)`)
  const [cause] = records
  if (cause)
    await projectAgain(tx, own.id, cause, 'joined', {
      ...context,
      demonstration: own.demonstration,
    })
  await giveRenewalsBack(tx, records, whole.id, own.id)
  return own
}

async function attach(tx: Tx, records: Row[], consultationId: number): Promise<void> {
  await tx
    .update(sourceRecords)
    .set({
      consultationId,
      joinedFromId: sql`nullif(${sourceRecords.joinedFromId}, ${consultationId})`,
    })
    .where(
      inArray(
        sourceRecords.id,
        records.map((record) => record.id),
      ),
    )
}

/** What starts again the consultation of these records is linked to it where the buyer is the same, no more to the whole. */
async function giveRenewalsBack(tx: Tx, records: Row[], from: number, to: number): Promise<void> {
  const keys = new Set(records.flatMap((record) => record.referenceKey ?? []))
  const renewing = await tx
    .select({ id: consultations.id, facts: consultations.facts })
    .from(consultations)
    .where(eq(consultations.renewsId, from))
  for (const { id, facts } of renewing) {
    const key = comparableReference(facts.renews)
    if (key !== null && keys.has(key))
      await tx.execute(sql`
        update consultations set renews_id =
          (select own.id from consultations own where own.id = ${to} and own.buyer_id = consultations.buyer_id)
        where id = ${id}`)
  }
}

/** Links those that start another one again, now that everything stands where it belongs. */
async function linkAgain(tx: Tx, before: Consultation[]): Promise<void> {
  for (const { id, renewsId } of before) {
    const [now] = await tx
      .update(consultations)
      .set({ renewsId })
      .where(eq(consultations.id, id))
      .returning({ facts: consultations.facts, buyerId: consultations.buyerId })
    const buyer = now?.buyerId ? { id: now.buyerId } : null
    await linkRenewals(tx, [{ id, projection: { facts: now?.facts ?? {} }, buyer }])
  }
}

/** A consultation of its own for records that never had one. */
async function addOwn(
  tx: Tx,
  records: Row[],
  whole: Consultation,
  context: RecordContext,
): Promise<Consultation> {
  const own = await addFromRecords(tx, records, { ...context, demonstration: whole.demonstration })
  await giveRenewalsBack(tx, records, whole.id, own.id)
  return own
}

/** Computes what is left, dated by what was told of it and by its own records. */
async function computeRest(tx: Tx, whole: Consultation, context: RecordContext): Promise<void> {
  const rest = await tx
    .select()
    .from(sourceRecords)
    .where(eq(sourceRecords.consultationId, whole.id))
    .orderBy(asc(sourceRecords.id))
  const [first] = await tx
    .select({ publishedAt: notices.publishedAt })
    .from(notices)
    .where(and(eq(notices.consultationId, whole.id), isNull(notices.toldOfId)))
    .orderBy(asc(notices.id))
    .limit(1)
  await tx
    .update(consultations)
    .set({ publishedAt: first?.publishedAt ?? whole.publishedAt })
    .where(eq(consultations.id, whole.id))
  const [cause] = rest
  if (cause)
    await projectAgain(tx, whole.id, cause, 'joined', {
      ...context,
      demonstration: whole.demonstration,
    })
}
