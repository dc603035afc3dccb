import { and, eq, inArray, ne } from 'drizzle-orm'
import { recordAudit } from '../audit/record.ts'
import { mainBuyers } from '../consultations/records/main-buyer.ts'
import {
  type RecordContext,
  type RecordDraft,
  statedFacts,
} from '../consultations/records/draft.ts'
import { recordDrafts } from '../consultations/records/record.ts'
import { consultations, sourceRecords } from '../consultations/schema.ts'
import type { Db, Tx } from '../db/db.ts'
import { keepReasons } from '../posting/kept-reasons.ts'
import { keptReasons } from '../posting/schema.ts'
import { ownSource } from '../sources/own-source.ts'
import type { PushedFinding } from './check-pushed.ts'
import { judge, type Judgement, type JudgingContext } from './judge.ts'
import type { Operation } from './operation.ts'
import { type OwnRecord, recordsNamed } from './own-records.ts'
import { type Fault, invalid, PROBLEM_STATUS, type ProblemKind, type Refusal } from './refusal.ts'

/** Who writes, and by which lists and rules. */
export interface Pusher {
  /** As the audit log names it. */
  actor: string
  /** How sources call what the partner's programs push. */
  sourceName: string
  judging: JudgingContext
  recording: RecordContext
}

/** What one operation has come to. */
export interface Written {
  operation: Operation
  result: 'created' | 'changed' | 'unchanged'
  findings: PushedFinding[]
  /** As it stands after all operations. */
  record: OwnRecord
}

export type Writing = { ok: true; written: Written[] } | { ok: false; refusal: Refusal }

/** Looks at what stands before anything is written; a refusal ends the call. */
export type Precondition = (known: Map<string, OwnRecord>) => Promise<Refusal | null>

/**
 * Writes all of these operations in one transaction, or none: several about one consultation one after the other, with
 * a notice for each. Only one call at a time writes for a partner.
 */
export async function writeOperations(
  db: Db,
  pusher: Pusher,
  operations: Operation[],
  precondition?: Precondition,
): Promise<Writing> {
  try {
    const written = await db.transaction((tx) => writeAll(tx, pusher, operations, precondition))
    return { ok: true, written }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    throw error
  }
}

/** Ends the transaction without a trace of it. */
class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.detail)
    this.refusal = refusal
  }
}

async function writeAll(
  tx: Tx,
  pusher: Pusher,
  operations: Operation[],
  precondition?: Precondition,
): Promise<Written[]> {
  const { partner } = pusher.judging
  const sourceId = await ownSource(tx, partner, 'api', pusher.sourceName, pusher.recording.now)
  const externalIds = [...new Set(operations.map(({ externalId }) => externalId))]
  let known = await recordsNamed(tx, partner.id, externalIds)
  const refusal = (await precondition?.(known)) ?? null
  if (refusal) throw new Refused(refusal)
  const written: Omit<Written, 'record'>[] = []
  for (const round of roundsOf(operations)) {
    const judged = round.map((operation) => ({
      operation,
      judgement: judge(operation, known.get(operation.externalId) ?? null, pusher.judging),
    }))
    const accepted = acceptedOf(judged)
    await refuseForeignNotices(tx, sourceId, accepted, known)
    await recordDrafts(tx, sourceId, draftsOf(accepted), pusher.recording)
    const before = known
    known = await recordsNamed(tx, partner.id, externalIds)
    for (const each of accepted) await tellOf(tx, pusher, each, before, known)
    written.push(
      ...accepted.map(({ operation, judgement: { result, findings } }) => ({
        operation,
        result,
        findings,
      })),
    )
  }
  return inOrder(operations, written).map((each) => ({
    ...each,
    record: standing(known, each.operation),
  }))
}

/** The first operation about each consultation, then the second ones: each is judged by what the one before has left. */
function roundsOf(operations: Operation[]): Operation[][] {
  const rounds: Operation[][] = []
  const counts = new Map<string, number>()
  for (const operation of operations) {
    const rank = counts.get(operation.externalId) ?? 0
    counts.set(operation.externalId, rank + 1)
    const round = (rounds[rank] ??= [])
    round.push(operation)
  }
  return rounds
}

interface Accepted {
  operation: Operation
  judgement: Extract<Judgement, { ok: true }>
}

/** All of them, or a refusal that tells what is wrong with each. */
function acceptedOf(judged: { operation: Operation; judgement: Judgement }[]): Accepted[] {
  const accepted: Accepted[] = []
  const faults: Fault[] = []
  const kinds = new Set<ProblemKind>()
  for (const { operation, judgement } of judged) {
    if (judgement.ok) accepted.push({ operation, judgement })
    else {
      faults.push(...judgement.faults)
      kinds.add(judgement.kind)
    }
  }
  if (faults.length > 0) throw new Refused(refusalOf(faults, kinds))
  return accepted
}

/** One kind of problem is told as itself; several, and what is missing in a batch, as an invalid body. */
function refusalOf(faults: Fault[], kinds: Set<ProblemKind>): Refusal {
  const [kind = 'invalid', ...others] = kinds
  const isOfBatch = faults.some(({ row }) => row !== undefined)
  const told = others.length > 0 || (isOfBatch && PROBLEM_STATUS[kind] === 404) ? 'invalid' : kind
  const [only] = faults
  if (faults.length === 1 && only && !isOfBatch && only.pointer === '')
    return { kind: told, detail: `${only.detail}.` }
  return invalid(faults, told)
}

/** A BOAMP number joins a consultation to what is known of it: nobody joins another buyer's. */
async function refuseForeignNotices(
  tx: Tx,
  sourceId: number,
  accepted: Accepted[],
  known: Map<string, OwnRecord>,
): Promise<void> {
  const fresh = accepted.filter(
    ({ operation, judgement }) =>
      judgement.facts.boampId !== undefined && !known.has(operation.externalId),
  )
  if (fresh.length === 0) return
  const numbers = fresh.flatMap(({ judgement }) => judgement.facts.boampId ?? [])
  const others = await tx
    .select({ boampId: sourceRecords.boampId, buyerId: consultations.buyerId })
    .from(sourceRecords)
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(and(ne(sourceRecords.sourceId, sourceId), inArray(sourceRecords.boampId, numbers)))
  if (others.length === 0) return
  const buyers = await mainBuyers(
    tx,
    fresh.map(({ judgement }) => judgement.facts),
  )
  const faults = fresh.flatMap(({ operation, judgement }, position): Fault[] => {
    const isForeign = others.some(
      ({ boampId, buyerId }) =>
        boampId === judgement.facts.boampId && buyerId !== buyers[position]?.id,
    )
    const { row } = operation
    return isForeign
      ? [
          {
            pointer: operation.pointer('/boampId'),
            detail: 'this BOAMP notice is another buyer’s',
            ...(row === undefined ? {} : { row }),
          },
        ]
      : []
  })
  if (faults.length > 0) throw new Refused(invalid(faults, 'state'))
}

function draftsOf(accepted: Accepted[]): RecordDraft[] {
  return accepted
    .filter(({ judgement }) => judgement.result !== 'unchanged')
    .map(({ operation: { externalId }, judgement: { facts, publishedAt } }) => ({
      externalId,
      // Says that the identifier alone makes it the same one, whatever else has changed.
      alternateIds: [externalId],
      raw: JSON.stringify(facts),
      facts: statedFacts(facts, 'typed'),
      publishedAt,
    }))
}

/** Keeps the reasons and the line of the audit log that go with a write. */
async function tellOf(
  tx: Tx,
  { actor, judging, recording: { now } }: Pusher,
  { operation, judgement }: Accepted,
  before: Map<string, OwnRecord>,
  after: Map<string, OwnRecord>,
): Promise<void> {
  const { result, facts, reasons, singleLot } = judgement
  if (result === 'unchanged') return
  const { partner } = judging
  const { consultation } = standing(after, operation)
  const given = [...reasons, ...(singleLot ? [{ finding: 'single-lot', ...singleLot }] : [])]
  if (given.length > 0) {
    const kept = await tx
      .select({ finding: keptReasons.finding, words: keptReasons.words })
      .from(keptReasons)
      .where(eq(keptReasons.consultationId, consultation.id))
    const isNew = (each: { finding: string; words: string }) =>
      !kept.some(({ finding, words }) => finding === each.finding && words === each.words)
    await keepReasons(tx, consultation.id, partner.id, actor, given.filter(isNew), now)
  }
  const earlier = before.get(operation.externalId)
  await recordAudit(tx, {
    at: now,
    actor,
    partnerId: partner.id,
    action: `consultation.${actionOf(operation, result)}`,
    subject: `consultation:${consultation.reference}`,
    ...(earlier ? { before: summary(earlier.own) } : {}),
    after: { externalId: operation.externalId, ...summary(facts) },
  })
}

function actionOf({ operation }: Operation, result: Written['result']): string {
  if (operation !== 'put') return operation
  return result === 'created' ? 'publish' : 'change'
}

function summary({ object, deadline, status }: Accepted['judgement']['facts']) {
  return { object: object ?? null, deadline: deadline?.wall ?? null, status: status ?? null }
}

function inOrder(
  operations: Operation[],
  written: Omit<Written, 'record'>[],
): Omit<Written, 'record'>[] {
  const found = new Map(written.map((each) => [each.operation, each]))
  return operations.flatMap((operation) => found.get(operation) ?? [])
}

function standing(known: Map<string, OwnRecord>, { externalId }: Operation): OwnRecord {
  const record = known.get(externalId)
  if (!record) throw new Error(`${externalId} was not recorded`)
  return record
}
