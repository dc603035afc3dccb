import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { type Author, keepVersion } from '../../pact/versions.ts'
import { parisDay } from '../../rules/calendar.ts'
import { refused, type YearWritten } from './problem.ts'
import { analysisYears } from './schema.ts'
import { usualFreeze } from './states.ts'

/** Begins the analysis of a year, its figures live. Refuses a year that has not begun, and one that is there already. */
export async function openYear(
  tx: Tx,
  author: Author,
  year: number,
  demonstration = false,
): Promise<YearWritten> {
  if (String(year) > parisDay(author.now).slice(0, 4)) return refused('year-not-begun', 'year')
  const [opened] = await tx
    .insert(analysisYears)
    .values({
      year,
      state: 'open',
      freezesOn: usualFreeze(year),
      findings: [],
      movedAt: author.now,
      demonstration,
    })
    .onConflictDoNothing()
    .returning()
  if (!opened) return refused('year-known', 'year')
  const { state, freezesOn } = opened
  await keepVersion(
    tx,
    author,
    { kind: 'analysis', subject: year, visibility: 'members' },
    { before: null, after: { state, freezesOn } },
  )
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}
