import type { RecordDraft } from '../../consultations/records/draft.ts'
import { standingFacts } from '../standing-facts.ts'
import { procedureNotice } from './procedure-notice.ts'
import { type EformsErrorCode, type EformsReading, readEforms } from './read-eforms.ts'

/** Why a notice joins no record: it cannot be read, or it is of another procedure than the record. */
export interface EformsRefusal {
  refused: EformsErrorCode | 'another-procedure'
  line: number | null
}

/**
 * The record of a procedure with one more eForms notice: `storedRaw` is the `raw` of the record so far, null where
 * there is none. A notice that is there already changes nothing, a higher version takes the place of a lower one, and
 * what the notices say together (see standingFacts) does not depend on the order in which they came: it is told in
 * the order in which they were sent.
 *
 * The record's identity is the procedure's (BT-04); that of prior information alone is the notice's own. Its second
 * identities are those of all its notices and of those they follow. `raw` is a JSON list of the documents.
 */
export function mergeEforms(storedRaw: string | null, fresh: string): RecordDraft | EformsRefusal {
  const reading = readEforms(fresh)
  if (!reading.ok) return { refused: reading.code, line: reading.line }
  const stored = documentsIn(storedRaw)
    .map(readEforms)
    .filter((each) => each.ok)
  if (!belongs(reading, stored)) return { refused: 'another-procedure', line: null }
  const ordered = latestVersions([...stored, reading]).toSorted(inOrder)
  const all = ordered.map(({ notice }) => notice)
  const called = ordered.filter(({ notice }) => notice.kind === 'call')
  const numbers = called.at(-1)?.notice.lots ?? new Map<string, string>()
  const official = new Map(all.map((notice) => [notice.official, notice.id]))
  return {
    externalId: all.find(({ procedure }) => procedure !== null)?.procedure ?? all[0]?.id ?? '',
    alternateIds: [...new Set(ordered.flatMap(({ draft }) => draft.alternateIds))],
    raw: JSON.stringify(ordered.map(({ draft }) => draft.raw)),
    facts: standingFacts(
      ordered.map((each) => {
        const notice = procedureNotice(each, numbers)
        return { ...notice, concerns: notice.concerns.map((id) => official.get(id) ?? id) }
      }),
    ),
    publishedAt: (called[0] ?? ordered[0])?.draft.publishedAt ?? null,
  }
}

type Read = Extract<EformsReading, { ok: true }>

function documentsIn(raw: string | null): string[] {
  if (raw === null) return []
  if (raw.trimStart().startsWith('<')) return [raw]
  const documents: unknown = JSON.parse(raw)
  return [documents].flat().filter((each) => typeof each === 'string')
}

/** Whether a notice shares an identifier with those at hand, none of which is of another procedure. */
function belongs({ draft, notice }: Read, stored: Read[]): boolean {
  if (stored.length === 0) return true
  const procedures = new Set(stored.flatMap((each) => each.notice.procedure ?? []))
  if (notice.procedure !== null && procedures.size > 0) return procedures.has(notice.procedure)
  const known = new Set(stored.flatMap((each) => each.draft.alternateIds))
  return draft.alternateIds.some((id) => known.has(id))
}

/** Of each notice its highest version; of one version told twice, the one published last. */
function latestVersions(readings: Read[]): Read[] {
  const latest = new Map<string, Read>()
  for (const reading of readings) {
    const known = latest.get(reading.notice.id)
    if (known === undefined || byVersion(known, reading) <= 0)
      latest.set(reading.notice.id, reading)
  }
  return [...latest.values()]
}

function byVersion(one: Read, other: Read): number {
  return (
    Number(one.notice.version) - Number(other.notice.version) ||
    timeOf(one.draft.publishedAt) - timeOf(other.draft.publishedAt)
  )
}

/** As they were sent; of one moment the call before its results. */
function inOrder(one: Read, other: Read): number {
  return (
    timeOf(one.notice.sentAt) - timeOf(other.notice.sentAt) ||
    RANKS[one.notice.kind] - RANKS[other.notice.kind] ||
    (one.notice.id < other.notice.id ? -1 : 1)
  )
}

const RANKS = { planning: 0, call: 1, result: 2 }

function timeOf(date: Date | null): number {
  return date?.getTime() ?? 0
}
