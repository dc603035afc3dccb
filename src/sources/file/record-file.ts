import { and, eq, gt, inArray, max, ne } from 'drizzle-orm'
import type { RecordFacts } from '../../consultations/facts.ts'
import type { Change } from '../../consultations/shown.ts'
import { saySame } from '../../consultations/records/match-records.ts'
import type { RecordContext, RecordDraft } from '../../consultations/records/draft.ts'
import { recordDrafts } from '../../consultations/records/record.ts'
import { consultations, notices, sourceRecords } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'

/** What recording one consultation of a file came to. `reference` is Guichet's own. */
export type Recorded =
  | { kind: 'new'; reference: string }
  /** Another source told of it already. */
  | { kind: 'joined'; reference: string; changes: Change[] }
  /** It says something else than before; `changes` is what that changes for firms. */
  | { kind: 'changed'; reference: string; changes: Change[] }
  | { kind: 'unchanged'; reference: string }

/** Rows recorded at a time: a statement takes 65 535 values, and a winner of a row eleven of them. */
const BATCH_ROWS = 500

/**
 * Records the consultations of a file in the caller's transaction and tells of each, in their order, what that came to.
 * `rows`: how many of the file each takes. What an earlier file had and this one has not stays as it is.
 */
export async function recordFile(
  tx: Tx,
  sourceId: number,
  list: { draft: RecordDraft; rows: number }[],
  context: Omit<RecordContext, 'firstRead'>,
): Promise<Recorded[]> {
  const firstRead = (await tx.$count(sourceRecords, eq(sourceRecords.sourceId, sourceId))) === 0
  const recorded: Recorded[] = []
  for (const batch of batchesOf(list))
    recorded.push(...(await recordBatch(tx, sourceId, batch, { ...context, firstRead })))
  return recorded
}

function batchesOf(list: { draft: RecordDraft; rows: number }[]): RecordDraft[][] {
  const batches: RecordDraft[][] = []
  let room = 0
  for (const { draft, rows } of list) {
    if (rows > room) {
      batches.push([])
      room = BATCH_ROWS
    }
    batches.at(-1)?.push(draft)
    room -= rows
  }
  return batches
}

async function recordBatch(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  context: RecordContext,
): Promise<Recorded[]> {
  const before = await recordsOf(tx, sourceId, drafts)
  const [latest] = await tx.select({ id: max(notices.id) }).from(notices)
  await recordDrafts(tx, sourceId, drafts, context)
  const after = await recordsOf(tx, sourceId, drafts)
  const told = await changesTold(tx, [...after.values()], latest?.id ?? 0)
  const shared = await toldByOthers(tx, sourceId, [...after.values()])
  return drafts.map((draft): Recorded => {
    const known = before.get(draft.externalId)
    const record = after.get(draft.externalId)
    if (!record) throw new Error(`${draft.externalId} was not recorded`)
    const { reference } = record
    const changes = told.get(record.id) ?? []
    if (!known)
      return shared.has(record.consultationId)
        ? { kind: 'joined', reference, changes }
        : { kind: 'new', reference }
    return saySame(known.facts, draft.facts)
      ? { kind: 'unchanged', reference }
      : { kind: 'changed', reference, changes }
  })
}

interface Known {
  id: number
  externalId: string
  facts: RecordFacts
  consultationId: number
  reference: string
}

async function recordsOf(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
): Promise<Map<string, Known>> {
  const ids = drafts.map(({ externalId }) => externalId)
  const rows = await tx
    .select({
      id: sourceRecords.id,
      externalId: sourceRecords.externalId,
      facts: sourceRecords.facts,
      consultationId: sourceRecords.consultationId,
      reference: consultations.reference,
    })
    .from(sourceRecords)
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(and(eq(sourceRecords.sourceId, sourceId), inArray(sourceRecords.externalId, ids)))
  return new Map(rows.map((row) => [row.externalId, row]))
}

/** The changes that notices caused by these records tell since then. */
async function changesTold(
  tx: Tx,
  records: Known[],
  since: number,
): Promise<Map<number | null, Change[]>> {
  const rows = await tx
    .select({ recordId: notices.recordId, changes: notices.changes })
    .from(notices)
    .where(
      and(
        gt(notices.id, since),
        inArray(
          notices.recordId,
          records.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(notices.id)
  const told = new Map<number | null, Change[]>()
  for (const { recordId, changes } of rows)
    told.set(recordId, [...(told.get(recordId) ?? []), ...changes])
  return told
}

/** The consultations among those of these records that other sources tell of too. */
async function toldByOthers(tx: Tx, sourceId: number, records: Known[]): Promise<Set<number>> {
  const rows = await tx
    .selectDistinct({ id: sourceRecords.consultationId })
    .from(sourceRecords)
    .where(
      and(
        ne(sourceRecords.sourceId, sourceId),
        inArray(
          sourceRecords.consultationId,
          records.map(({ consultationId }) => consultationId),
        ),
      ),
    )
  return new Set(rows.map(({ id }) => id))
}
