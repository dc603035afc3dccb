import { and, eq, inArray, ne, or, sql } from 'drizzle-orm'
import { nextReferences } from '../db/counters.ts'
import type { Tx } from '../db/db.ts'
import { bumpVersions } from '../db/versions.ts'
import { nameKey } from '../places/name-key.ts'
import { placeKey } from '../places/gazetteer.ts'
import { slugOfName } from '../partners/buyer-key.ts'
import { findOrAddBuyer } from '../partners/find-buyer.ts'
import { buyers, partners } from '../partners/schema.ts'
import { changesBetween, firstNotices, noticesOf, type NoticeDraft } from './changes.ts'
import {
  consultationColumns,
  type KnownBuyer,
  type Lists,
  lotRows,
  searchTextOf,
} from './columns.ts'
import { comparableReference, type RecordDraft, referenceKey, valuesOf } from './draft.ts'
import type { BuyerName, Facts, RecordFacts } from './facts.ts'
import type { Change } from './listed.ts'
import { matchRecords, type RecordRow, saySame } from './match-records.ts'
import { awardRows } from './awards.ts'
import { project, type Projection, type RecordState } from './projection.ts'
import {
  awards,
  consultationBuyers,
  consultations,
  lots,
  notices,
  sourceRecords,
  sourceRecordVersions,
} from './schema.ts'

export type { RecordDraft } from './draft.ts'

/** What recording a batch did. */
export interface RecordCounts {
  added: number
  changed: number
  unchanged: number
}

export interface RecordContext extends Lists {
  ocidPrefix: string
  now: Date
  /** The first successful read of this source: its items are no news, whatever their age. */
  firstRead: boolean
  demonstration: boolean
  /** The title shown for an object as published; the reader of French texts knows how. */
  titleOf: (object: string, reference: string | null) => string
}

/** An item found this much later than it was published takes the time it was found, so that readers see it. */
const LATE_MS = 24 * 3_600_000
/** Awards notified longer ago stay out of the default feed (users.md, decision 8). */
const OLD_AWARD_DAYS = 60

/**
 * Records what a source says: new items become consultations (or join the one another source already told of),
 * changed ones are projected again and make notices, unchanged ones leave no trace. Runs in the caller's
 * transaction and bumps the board's version when anything changed.
 */
export async function recordDrafts(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  context: RecordContext,
): Promise<RecordCounts> {
  const matched = await matchRecords(tx, sourceId, drafts, context.now)
  const same = matched.filter(({ draft, record }) => record && saySame(record.facts, draft.facts))
  const counts: RecordCounts = { added: 0, changed: 0, unchanged: same.length }
  for (const { draft, record } of same)
    if (record && record.externalId !== draft.externalId) await rename(tx, record.id, draft)
  if (same.length === matched.length) return counts

  await waitForOtherWriters(tx)
  const fresh: RecordDraft[] = []
  for (const each of matched) {
    if (same.includes(each)) continue
    if (each.record) await changeRecord(tx, each.record, each.draft, context)
    else fresh.push(each.draft)
  }
  const joined = await joinOthers(tx, sourceId, fresh, context)
  await addConsultations(
    tx,
    sourceId,
    fresh.filter((draft) => !joined.has(draft)),
    context,
  )
  await bumpVersions(tx, ['board'])
  return { ...counts, added: fresh.length, changed: matched.length - same.length - fresh.length }
}

/**
 * Lets one transaction at a time write consultations: two sources that tell of the same new one would not see each
 * other, and two that change the same ones would wait for each other.
 */
async function waitForOtherWriters(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${WRITERS})`)
}

/** « fich » in bytes. */
const WRITERS = 0x66696368

async function rename(tx: Tx, recordId: number, draft: RecordDraft): Promise<void> {
  await tx
    .update(sourceRecords)
    .set({ externalId: draft.externalId, alternateIds: draft.alternateIds })
    .where(eq(sourceRecords.id, recordId))
}

async function changeRecord(
  tx: Tx,
  record: RecordRow,
  draft: RecordDraft,
  context: RecordContext,
): Promise<void> {
  await tx.insert(sourceRecordVersions).values({
    recordId: record.id,
    raw: record.raw,
    facts: record.facts,
    replacedAt: context.now,
  })
  const sameDeadline = record.facts.deadline?.value.instant === draft.facts.deadline?.value.instant
  await tx
    .update(sourceRecords)
    .set({
      externalId: draft.externalId,
      alternateIds: draft.alternateIds,
      boampId: draft.facts.boampId?.value ?? null,
      referenceKey: referenceKey(draft.facts),
      raw: draft.raw,
      facts: draft.facts,
      publishedAt: draft.publishedAt ?? record.publishedAt,
      changedAt: context.now,
      deadlineSaidAt: sameDeadline ? record.deadlineSaidAt : context.now,
    })
    .where(eq(sourceRecords.id, record.id))
  await projectAgain(tx, record.consultationId, { id: record.id, ...draft }, 'changed', context)
}

/** Attaches drafts to consultations that other sources already tell of: same BOAMP id, or same reference of the same buyer. */
async function joinOthers(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  context: RecordContext,
): Promise<Set<RecordDraft>> {
  const joined = new Set<RecordDraft>()
  const boampIds = drafts.flatMap((draft) => draft.facts.boampId?.value ?? [])
  const references = drafts.flatMap((draft) => referenceKey(draft.facts) ?? [])
  if (boampIds.length + references.length === 0) return joined
  const others = await tx
    .select({
      consultationId: sourceRecords.consultationId,
      boampId: sourceRecords.boampId,
      referenceKey: sourceRecords.referenceKey,
      buyerId: consultations.buyerId,
    })
    .from(sourceRecords)
    .innerJoin(consultations, eq(consultations.id, sourceRecords.consultationId))
    .where(
      and(
        ne(sourceRecords.sourceId, sourceId),
        or(
          boampIds.length > 0 ? inArray(sourceRecords.boampId, boampIds) : undefined,
          references.length > 0 ? inArray(sourceRecords.referenceKey, references) : undefined,
        ),
      ),
    )
  if (others.length === 0) return joined
  for (const draft of drafts) {
    const boampId = draft.facts.boampId?.value
    const key = referenceKey(draft.facts)
    const buyer = await mainBuyer(tx, draft.facts)
    const twins = new Set(
      others
        .filter(
          (other) =>
            (boampId !== undefined && other.boampId === boampId) ||
            (key !== null && other.referenceKey === key && other.buyerId === buyer?.id),
        )
        .map((other) => other.consultationId),
    )
    const [consultationId] = twins
    if (consultationId === undefined || twins.size > 1) continue
    const [row] = await tx
      .insert(sourceRecords)
      .values(recordRow(sourceId, consultationId, draft, context.now))
      .returning({ id: sourceRecords.id })
    if (!row) continue
    await projectAgain(tx, consultationId, { id: row.id, ...draft }, 'joined', context)
    joined.add(draft)
  }
  return joined
}

function recordRow(sourceId: number, consultationId: number, draft: RecordDraft, now: Date) {
  return {
    sourceId,
    consultationId,
    externalId: draft.externalId,
    alternateIds: draft.alternateIds,
    boampId: draft.facts.boampId?.value ?? null,
    referenceKey: referenceKey(draft.facts),
    raw: draft.raw,
    facts: draft.facts,
    publishedAt: draft.publishedAt,
    firstSeenAt: now,
    deadlineSaidAt: draft.publishedAt && draft.publishedAt < now ? draft.publishedAt : now,
    changedAt: now,
  }
}

/**
 * Computes a consultation anew from all its records and logs what that changed. What a source adds by joining the
 * others corrects nothing: it only was not known here before.
 */
async function projectAgain(
  tx: Tx,
  consultationId: number,
  cause: RecordDraft & { id: number },
  how: 'changed' | 'joined',
  context: RecordContext,
): Promise<void> {
  const [before] = await tx
    .select()
    .from(consultations)
    .where(eq(consultations.id, consultationId))
    .for('update')
  if (!before) return
  const records = await tx
    .select({
      id: sourceRecords.id,
      facts: sourceRecords.facts,
      changedAt: sourceRecords.changedAt,
      deadlineSaidAt: sourceRecords.deadlineSaidAt,
      publishedAt: sourceRecords.publishedAt,
    })
    .from(sourceRecords)
    .where(eq(sourceRecords.consultationId, consultationId))
  const projection = project(records)
  const changes = changesBetween(before.facts, projection.facts).filter(
    (change) => how === 'changed' || isNews(change, cause.facts),
  )
  const publishedAt = earliest(before.publishedAt, ...records.map((record) => record.publishedAt))
  const buyer = await mainBuyer(tx, projection.facts)
  const row = consultationRow(projection, publishedAt, before.reference, buyer, context)
  const drafted = noticesOf(changes)
  await tx
    .update(consultations)
    .set({
      ...row,
      deadlineMoves: before.deadlineMoves + (changes.some(isMove) ? 1 : 0),
      lastChangeAt: drafted.length > 0 ? context.now : before.lastChangeAt,
      lastNoticeKind: drafted.at(-1)?.kind ?? before.lastNoticeKind,
    })
    .where(eq(consultations.id, consultationId))
  await linkRenewals(tx, [{ id: consultationId, projection, buyer, publishedAt }])
  await tx.delete(lots).where(eq(lots.consultationId, consultationId))
  await tx.delete(awards).where(eq(awards.consultationId, consultationId))
  await tx.delete(consultationBuyers).where(eq(consultationBuyers.consultationId, consultationId))
  await insertParts(tx, [{ id: consultationId, projection, buyer, publishedAt }], context)
  // A changed item that keeps its old date of publication was published anew when it was found.
  const dated = cause.publishedAt && cause.publishedAt > before.lastChangeAt
  const said = dated ? earliest(context.now, cause.publishedAt) : context.now
  const stoodOnBoard = await stoodOnTheBoard(tx, consultationId)
  await insertNotices(
    tx,
    drafted.map((notice) => ({
      consultationId,
      recordId: cause.id,
      said,
      notice,
      facts: projection.facts,
      stoodOnBoard,
    })),
    context,
  )
}

/** Whether anything but its outcome was ever told of a consultation. */
async function stoodOnTheBoard(tx: Tx, consultationId: number): Promise<boolean> {
  const [first] = await tx
    .select({ id: notices.id })
    .from(notices)
    .where(
      and(eq(notices.consultationId, consultationId), inArray(notices.kind, ['planned', 'tender'])),
    )
    .limit(1)
  return first !== undefined
}

/**
 * Whether what a source says in joining the others is news: another deadline, an outcome, or what an agent corrects. The
 * rest is the same notice in other words, or was only not known here before.
 */
function isNews({ field, before, after }: Change, facts: RecordFacts): boolean {
  if (field === 'status') return before !== null || after !== 'active'
  if (field === 'statusReason' || field === 'outcome' || field === 'lot.outcome') return true
  const isTyped = Object.values(facts).some((reading) => reading?.basis === 'typed')
  return before !== null && (field === 'deadline' || isTyped)
}

function isMove(change: { field: string; before: unknown }): boolean {
  return change.field === 'deadline' && change.before !== null
}

function earliest(first: Date, ...others: (Date | null)[]): Date {
  return others.reduce<Date>((found, other) => (other && other < found ? other : found), first)
}

/** Adds consultations nobody told of yet, in a handful of statements for the whole batch. */
async function addConsultations(
  tx: Tx,
  sourceId: number,
  drafts: RecordDraft[],
  context: RecordContext,
): Promise<void> {
  if (drafts.length === 0) return
  const references = await nextReferences(tx, parisYear(context.now), drafts.length)
  const known = new Map<string, KnownBuyer | null>()
  const prepared = []
  for (const [position, draft] of drafts.entries()) {
    const key = JSON.stringify(draft.facts.buyers?.value ?? null)
    if (!known.has(key)) known.set(key, await mainBuyer(tx, valuesOf(draft.facts)))
    const buyer = known.get(key) ?? null
    const now = context.now
    const publishedAt = draft.publishedAt && draft.publishedAt < now ? draft.publishedAt : now
    const state: RecordState = {
      id: 0,
      facts: draft.facts,
      changedAt: now,
      deadlineSaidAt: now,
    }
    prepared.push({
      draft,
      buyer,
      publishedAt,
      projection: project([state]),
      reference: references[position] ?? '',
    })
  }
  const rows = await tx
    .insert(consultations)
    .values(
      prepared.map(({ projection, publishedAt, reference, buyer }) => ({
        ...consultationRow(projection, publishedAt, reference, buyer, context),
        reference,
        ocid: `${context.ocidPrefix}-${reference}`,
        lastChangeAt: publishedAt,
        lastNoticeKind: firstNotices(projection.facts).at(-1)?.kind ?? 'tender',
      })),
    )
    .returning({ id: consultations.id, reference: consultations.reference })
  const ids = new Map(rows.map((row) => [row.reference, row.id]))
  const added = prepared.map((each) => ({ ...each, id: ids.get(each.reference) ?? 0 }))
  const recordRows = await tx
    .insert(sourceRecords)
    .values(added.map(({ draft, id }) => recordRow(sourceId, id, draft, context.now)))
    .returning({ id: sourceRecords.id, consultationId: sourceRecords.consultationId })
  const recordIds = new Map(recordRows.map((row) => [row.consultationId, row.id]))
  await tx.execute(sql`
    update consultations c set provenance = (
      select coalesce(jsonb_object_agg(p.key, p.value || jsonb_build_object('recordId', r.id)), '{}')
      from jsonb_each(c.provenance) p)
    from source_records r
    where r.consultation_id = c.id and c.id in ${added.map(({ id }) => id)}`)
  await linkRenewals(tx, added)
  await insertParts(tx, added, context)
  await insertNotices(
    tx,
    added.flatMap(({ id, projection, publishedAt }) =>
      firstNotices(projection.facts).map((notice) => ({
        consultationId: id,
        recordId: recordIds.get(id) ?? null,
        said: publishedAt,
        notice,
        facts: projection.facts,
        stoodOnBoard: false,
      })),
    ),
    context,
  )
}

function parisYear(now: Date): number {
  return Number(now.toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris', year: 'numeric' }))
}

function consultationRow(
  { facts, provenance }: Projection,
  publishedAt: Date,
  reference: string,
  buyer: KnownBuyer | null,
  context: RecordContext,
) {
  const title = context.titleOf(facts.object ?? '', facts.reference ?? null)
  const rows = lotRows(facts, buyer, context)
  const labels = context.trades
    .filter((trade) => rows.some((row) => row.trades.includes(trade.slug)))
    .map((trade) => trade.label)
  return {
    title,
    slug: slugOfName(title),
    buyerId: buyer?.id ?? null,
    publishedAt,
    ...consultationColumns(facts, publishedAt),
    signatory: buyer?.signatory ?? false,
    demonstration: context.demonstration,
    facts,
    provenance,
    searchText: searchTextOf(facts, title, reference, buyer, labels),
  }
}

interface Part {
  id: number
  projection: Projection
  buyer: KnownBuyer | null
  publishedAt: Date
}

async function insertParts(tx: Tx, parts: Part[], context: RecordContext): Promise<void> {
  const lotValues = parts.flatMap(({ id, projection, buyer }) =>
    lotRows(projection.facts, buyer, context).map((row) => ({ ...row, consultationId: id })),
  )
  for (let start = 0; start < lotValues.length; start += 1000)
    await tx.insert(lots).values(lotValues.slice(start, start + 1000))
  const awarded = parts.flatMap(({ id, projection, buyer, publishedAt }) =>
    awardRows(
      id,
      projection.facts,
      lotRows(projection.facts, buyer, context),
      context.now,
      publishedAt,
    ),
  )
  if (awarded.length > 0) await tx.insert(awards).values(awarded)
  const several = []
  for (const { id, projection, buyer } of parts) {
    const named = projection.facts.buyers ?? []
    if (named.length < 2 && buyer)
      several.push({ consultationId: id, buyerId: buyer.id, coordinator: false })
    if (named.length < 2) continue
    for (const each of named) {
      const buyerId = await buyerIdOf(tx, each)
      if (buyerId !== null)
        several.push({ consultationId: id, buyerId, coordinator: each.coordinator })
    }
  }
  if (several.length > 0) await tx.insert(consultationBuyers).values(several).onConflictDoNothing()
}

/** Links what is started again to what it starts again: the consultation of the same buyer with the reference it names. */
async function linkRenewals(tx: Tx, parts: Part[]): Promise<void> {
  for (const { id, projection, buyer } of parts) {
    const key = comparableReference(projection.facts.renews)
    if (key === null || !buyer) continue
    await tx.execute(sql`
      update consultations set renews_id = (
        select earlier.id from consultations earlier
        join source_records r on r.consultation_id = earlier.id
        where r.reference_key = ${key} and earlier.buyer_id = ${buyer.id} and earlier.id <> ${id}
        order by earlier.id desc limit 1)
      where id = ${id}`)
  }
}

interface NoticeToInsert {
  consultationId: number
  recordId: number | null
  said: Date
  notice: NoticeDraft
  facts: Partial<Facts>
  /** Firms could have followed the consultation before this notice. */
  stoodOnBoard: boolean
}

async function insertNotices(
  tx: Tx,
  drafted: NoticeToInsert[],
  { now, firstRead }: RecordContext,
): Promise<void> {
  if (drafted.length === 0) return
  await tx.insert(notices).values(
    drafted.map(({ consultationId, recordId, said, notice, facts, stoodOnBoard }) => ({
      consultationId,
      recordId,
      kind: notice.kind,
      publishedAt: said,
      recordedAt: now,
      feedAt: !firstRead && now.getTime() - said.getTime() > LATE_MS ? now : said,
      inDefaultFeed: notice.kind !== 'award' || (stoodOnBoard && isRecentAward(facts, now)),
      changes: notice.changes,
      reason: notice.kind === 'tender' ? null : (facts.statusReason ?? null),
    })),
  )
}

/** An award without a date was learnt when it was made known. */
function isRecentAward(facts: Partial<Facts>, now: Date): boolean {
  const notified = [
    facts.outcome?.notifiedOn,
    ...(facts.lots ?? []).map((lot) => lot.outcome?.notifiedOn),
  ].filter((day) => typeof day === 'string')
  const latest = notified.toSorted().at(-1)
  return latest === undefined || now.getTime() - Date.parse(latest) < OLD_AWARD_DAYS * 86_400_000
}

/** The buyer a consultation stands under: the coordinator of a group, else the first named; null when nobody is. */
async function mainBuyer(tx: Tx, facts: Partial<Facts> | RecordFacts): Promise<KnownBuyer | null> {
  const given = facts.buyers
  const named = given === undefined ? [] : 'value' in given ? given.value : given
  const main = named.find((each) => each.coordinator) ?? named[0]
  const buyerId = main ? await buyerIdOf(tx, main) : null
  if (buyerId === null) return null
  const [row] = await tx
    .select({
      id: buyers.id,
      name: buyers.name,
      kind: buyers.territoryKind,
      code: buyers.territoryCode,
      signatorySince: partners.signatorySince,
    })
    .from(buyers)
    .leftJoin(partners, eq(partners.id, buyers.partnerId))
    .where(eq(buyers.id, buyerId))
  return row
    ? {
        id: row.id,
        name: row.name,
        signatory: row.signatorySince !== null,
        territoryKey: row.kind && row.code ? placeKey(row.kind, row.code) : null,
      }
    : null
}

/** Characters kept of a buyer's name: an index refuses what no buyer is called. */
const LONGEST_NAME = 300

/** null where the name holds neither letter nor digit. */
async function buyerIdOf(tx: Tx, { name, siret }: BuyerName): Promise<number | null> {
  const kept = [...name].slice(0, LONGEST_NAME).join('')
  return nameKey(kept) === '' ? null : findOrAddBuyer(tx, { name: kept, siret })
}
