import { and, eq, inArray } from 'drizzle-orm'
import type { Release } from '../../api/ocds/package-schema.ts'
import {
  type RecordContext,
  type RecordDraft,
  statedFacts,
  valuesOf,
} from '../../consultations/records/draft.ts'
import type { Facts } from '../../consultations/facts.ts'
import { saySame } from '../../consultations/records/match-records.ts'
import { recordDrafts } from '../../consultations/records/record.ts'
import { sourceRecords } from '../../consultations/schema.ts'
import type { Tx } from '../../db/db.ts'
import { ownProcesses } from './own-processes.ts'
import { inOrder } from './read-line.ts'
import { readTender } from './read-facts.ts'
import { withResults } from './read-outcomes.ts'

/** A contracting process as a file tells it, the line that it stands on, and its releases. */
export interface Process {
  ocid: string
  line: number
  releases: Release[]
}

/** What recording one process came to; `notes` in English: what was left out. */
export type ProcessRecorded =
  | { line: number; ocid: string; kind: 'new' | 'changed' | 'unchanged'; notes: string[] }
  | { line: number; ocid: string; kind: 'refused'; problem: string }

/**
 * Records processes under their ocid, release by release, each at its own date: their history comes along. What a file says
 * again changes nothing; where it says more than is known, what comes after that is recorded. What this instance has itself
 * written is known.
 */
export async function recordProcesses(
  tx: Tx,
  sourceId: number,
  processes: Process[],
  context: RecordContext,
): Promise<ProcessRecorded[]> {
  const known = await knownFacts(
    tx,
    sourceId,
    processes.map(({ ocid }) => ocid),
  )
  const results: ProcessRecorded[] = []
  const steps: Step[] = []
  const own = await ownProcesses(tx, processes)
  for (const { ocid, line, releases } of processes) {
    if (own.has(ocid)) {
      results.push({ line, ocid, kind: 'unchanged', notes: [] })
      continue
    }
    const before = known.get(ocid) ?? null
    const read = stepsOf(ocid, releases, before, context)
    if (read.steps.length === 0) {
      results.push({ line, ocid, kind: 'refused', problem: 'no tender with a title' })
      continue
    }
    const fresh = before === null ? read.steps : unknownOf(read.steps, before)
    steps.push(...fresh)
    const kind = before === null ? 'new' : fresh.length > 0 ? 'changed' : 'unchanged'
    results.push({ line, ocid, kind, notes: read.notes })
  }
  await recordSteps(tx, sourceId, steps, context)
  return results
}

/** What is known after one release. */
interface Step {
  at: Date
  draft: RecordDraft
  facts: Partial<Facts>
}

function stepsOf(
  ocid: string,
  releases: Release[],
  before: Partial<Facts> | null,
  context: RecordContext,
): { steps: Step[]; notes: string[] } {
  const notes = new Set<string>()
  const steps: Step[] = []
  let state = before
  for (const release of inOrder(releases)) {
    const at = pastInstant(release.date, context.now)
    const read = release.tender ? readTender(release, context, at) : null
    for (const note of read?.notes ?? []) notes.add(note)
    const told: Partial<Facts> | null = read?.facts ?? state
    if (told === null) continue
    state = withResults(told, state ?? {}, release)
    const isFirst = before === null && steps.length === 0
    const publishedAt = (isFirst ? firstPublished(release, at) : amendedAt(release, at)) ?? at
    const facts = statedFacts(state, 'structured')
    const draft = {
      externalId: ocid,
      // Says that the identifier alone makes it the same one, whatever else has changed.
      alternateIds: [ocid],
      raw: JSON.stringify(release),
      facts,
      publishedAt,
    }
    steps.push({ at, draft, facts: state })
  }
  return { steps, notes: [...notes] }
}

/** When firms could first see it. */
function firstPublished({ tender }: Release, at: Date): Date | null {
  const told = tender?.guichet?.['publishedAt'] ?? tender?.tenderPeriod?.startDate
  return typeof told === 'string' ? pastInstant(told, at) : null
}

/** When the source published what this release amends. */
function amendedAt({ id, tender }: Release, at: Date): Date | null {
  const amendment = tender?.amendments?.findLast(({ releaseID }) => releaseID === id)
  return amendment ? pastInstant(amendment.date, at) : null
}

function pastInstant(text: string | undefined, now: Date): Date {
  const instant = new Date(text ?? '')
  return Number.isNaN(instant.getTime()) || instant > now ? now : instant
}

/** The steps that come after what is known; only the last one where what is known is none of them. */
function unknownOf(steps: Step[], known: Partial<Facts>): Step[] {
  const said = statedFacts(known, 'structured')
  const last = steps.findLastIndex(({ draft }) => saySame(said, draft.facts))
  return last === -1 ? steps.slice(-1) : steps.slice(last + 1)
}

/** In the order of their dates, those of one instant together unless they are of one process. */
async function recordSteps(
  tx: Tx,
  sourceId: number,
  steps: Step[],
  context: RecordContext,
): Promise<void> {
  const batches: { at: Date; drafts: Map<string, RecordDraft> }[] = []
  for (const { at, draft } of steps.toSorted(
    (one, other) => one.at.getTime() - other.at.getTime(),
  )) {
    const last = batches.at(-1)
    if (last && last.at.getTime() === at.getTime() && !last.drafts.has(draft.externalId))
      last.drafts.set(draft.externalId, draft)
    else batches.push({ at, drafts: new Map([[draft.externalId, draft]]) })
  }
  for (const { at, drafts } of batches)
    await recordDrafts(tx, sourceId, [...drafts.values()], { ...context, now: at, firstRead: true })
}

async function knownFacts(
  tx: Tx,
  sourceId: number,
  ocids: string[],
): Promise<Map<string, Partial<Facts>>> {
  if (ocids.length === 0) return new Map()
  const rows = await tx
    .select({ externalId: sourceRecords.externalId, facts: sourceRecords.facts })
    .from(sourceRecords)
    .where(and(eq(sourceRecords.sourceId, sourceId), inArray(sourceRecords.externalId, ocids)))
  return new Map(rows.map(({ externalId, facts }) => [externalId, valuesOf(facts)]))
}
