import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { actions } from '../../pact/actions/schema.ts'
import { type Author, keepVersion } from '../../pact/versions.ts'
import { lockYear, type YearRow } from './lock-year.ts'
import { refused, type YearWritten } from './problem.ts'
import { analysisRecommendations, analysisYears } from './schema.ts'

/** What the partners write beside the figures. */
export interface WrittenPart {
  firmsSay: string
  firmsAsked: number | null
  /** At most three. */
  findings: string[]
}

/** Whether the written part may still be changed: from the draft on, until its text is settled for signature. */
export function isBeingWritten({ state }: Pick<YearRow, 'state'>): boolean {
  return state === 'draft' || state === 'shared'
}

/** Changes the written part; `stale` where another hand came first. */
export async function editWrittenPart(
  tx: Tx,
  author: Author,
  { year, version }: { year: number; version: number },
  values: WrittenPart,
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (!isBeingWritten(row)) return refused('not-now')
  if (row.version !== version) return refused('stale')
  await tx
    .update(analysisYears)
    .set({ ...values, version: row.version + 1 })
    .where(eq(analysisYears.year, year))
  const { firmsSay, firmsAsked, findings } = row
  await keepVersion(
    tx,
    author,
    { kind: 'analysis', subject: year, visibility: 'members' },
    { before: { firmsSay, firmsAsked, findings }, after: { ...values } },
  )
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}

/** Adds what changes next year, and the pact's action that does it. */
export async function addRecommendation(
  tx: Tx,
  author: Author,
  year: number,
  { words, actionId }: { words: string; actionId: number },
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (!isBeingWritten(row)) return refused('not-now')
  const [action] = await tx.select({ id: actions.id }).from(actions).where(eq(actions.id, actionId))
  if (!action) return refused('unknown-action', 'action')
  await tx.insert(analysisRecommendations).values({ year, words, actionId })
  await keepRecommendation(tx, author, row, { before: null, after: words })
  return { ok: true }
}

/** Takes a recommendation out; null where there is none. */
export async function removeRecommendation(
  tx: Tx,
  author: Author,
  year: number,
  id: number,
): Promise<YearWritten | null> {
  const row = await lockYear(tx, year)
  if (!row) return null
  if (!isBeingWritten(row)) return refused('not-now')
  const [removed] = await tx
    .delete(analysisRecommendations)
    .where(and(eq(analysisRecommendations.year, year), eq(analysisRecommendations.id, id)))
    .returning()
  if (!removed) return null
  await keepRecommendation(tx, author, row, { before: removed.words, after: null })
  return { ok: true }
}

async function keepRecommendation(
  tx: Tx,
  author: Author,
  { year }: YearRow,
  { before, after }: { before: string | null; after: string | null },
): Promise<void> {
  await keepVersion(
    tx,
    author,
    { kind: 'analysis', subject: year, visibility: 'members' },
    { before: { recommendation: before }, after: { recommendation: after } },
  )
  await bumpVersions(tx, ['analysis'])
}
