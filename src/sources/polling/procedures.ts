import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import type { RecordDraft } from '../../consultations/records/draft.ts'
import { sourceRecords } from '../../consultations/schema.ts'
import type { Db } from '../../db/db.ts'
import type { Deps } from '../../deps.ts'
import type { Source } from './look.ts'

/** A record of a source, by the names that it bears. */
export interface StoredRecord {
  externalId: string
  alternateIds: string[]
}

/** Procedures merged at a time: what a thread does within its time. */
const AT_A_TIME = 200

/**
 * One draft for each procedure among these: drafts that share a name, and the record stored of it, whose identity it
 * keeps. Null when that took too long.
 */
export async function mergedDrafts(
  deps: Deps,
  source: Source,
  drafts: RecordDraft[],
): Promise<RecordDraft[] | null> {
  const stored = await storedOf(deps.db, source.id, drafts.flatMap(namesOf))
  const procedures = proceduresAmong(drafts, stored)
  const merged: RecordDraft[] = []
  for (let at = 0; at < procedures.length; at += AT_A_TIME) {
    const some = procedures.slice(at, at + AT_A_TIME)
    const raws = await rawsOf(deps.db, source.id, some)
    const records = await deps.merge(
      source.kind,
      some.map(({ known, fresh }) => ({
        stored: known ? (raws.get(known.externalId) ?? null) : null,
        fresh: fresh.map(({ raw }) => raw),
      })),
    )
    if (records === null) return null
    for (const [position, { known, fresh }] of some.entries()) {
      const record = records[position]
      if (record) merged.push(identified(record, known, fresh))
      else merged.push(...fresh.map((draft) => apart(draft, known)))
    }
  }
  return merged
}

/** The records of a source that bear any of these names, oldest first. */
export async function storedOf(db: Db, sourceId: number, names: string[]): Promise<StoredRecord[]> {
  const distinct = [...new Set(names)]
  const found: StoredRecord[] = []
  for (let at = 0; at < distinct.length; at += 1_000) {
    const some = distinct.slice(at, at + 1_000)
    found.push(
      ...(await db
        .select({ externalId: sourceRecords.externalId, alternateIds: sourceRecords.alternateIds })
        .from(sourceRecords)
        .where(
          and(
            eq(sourceRecords.sourceId, sourceId),
            or(
              inArray(sourceRecords.externalId, some),
              sql`${sourceRecords.alternateIds} && ${sql.param(some, sourceRecords.alternateIds)}`,
            ),
          ),
        )
        .orderBy(asc(sourceRecords.id))),
    )
  }
  return found
}

interface Procedure {
  known: StoredRecord | undefined
  fresh: RecordDraft[]
}

/** Groups what shares a name, directly or through others. */
function proceduresAmong(drafts: RecordDraft[], stored: StoredRecord[]): Procedure[] {
  const leaders = new Map<string, string>()
  const leaderOf = (name: string): string => {
    const leader = leaders.get(name)
    return leader === undefined || leader === name ? name : leaderOf(leader)
  }
  for (const each of [...stored, ...drafts])
    for (const name of namesOf(each)) leaders.set(leaderOf(name), leaderOf(each.externalId))
  const known = Map.groupBy(stored, ({ externalId }) => leaderOf(externalId))
  const fresh = Map.groupBy(drafts, ({ externalId }) => leaderOf(externalId))
  return [...fresh].map(([leader, group]) => ({ known: known.get(leader)?.[0], fresh: group }))
}

function namesOf({ externalId, alternateIds }: StoredRecord): string[] {
  return [externalId, ...alternateIds]
}

async function rawsOf(db: Db, sourceId: number, procedures: Procedure[]) {
  const ids = procedures.flatMap(({ known }) => known?.externalId ?? [])
  const rows = await db
    .select({ externalId: sourceRecords.externalId, raw: sourceRecords.raw })
    .from(sourceRecords)
    .where(
      and(
        eq(sourceRecords.sourceId, sourceId),
        inArray(sourceRecords.externalId, ids.length > 0 ? ids : ['']),
      ),
    )
  return new Map(rows.map(({ externalId, raw }) => [externalId, raw]))
}

/** A draft that a record of its names cannot take in: it takes nothing of that record's, nor its place. */
function apart(draft: RecordDraft, known: StoredRecord | undefined): RecordDraft {
  const theirs = new Set(known ? namesOf(known) : [])
  return { ...draft, alternateIds: draft.alternateIds.filter((name) => !theirs.has(name)) }
}

/** Keeps the identity of the record that it joins; every name of the procedure is one of its second identities. */
function identified(
  record: RecordDraft,
  known: StoredRecord | undefined,
  fresh: RecordDraft[],
): RecordDraft {
  const names = [record, ...(known ? [known] : []), ...fresh].flatMap(namesOf)
  return {
    ...record,
    externalId: known?.externalId ?? record.externalId,
    alternateIds: [...new Set(names)],
  }
}
