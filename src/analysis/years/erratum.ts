import type { Tx } from '../../db/db.ts'
import { bumpVersions } from '../../db/versions.ts'
import { type Author, keepVersion } from '../../pact/versions.ts'
import { lockYear } from './lock-year.ts'
import { refused, type YearWritten } from './problem.ts'
import { analysisErrata } from './schema.ts'

/** What was found wrong in a published year. */
export interface ErratumValues {
  /** Null: it is about the whole. */
  indicator: string | null
  words: string
  before: string
  after: string
}

/** Adds a dated erratum to a year that is published: the figures stay as they are. Errata are never taken back. */
export async function addErratum(
  tx: Tx,
  author: Author,
  year: number,
  values: ErratumValues,
): Promise<YearWritten> {
  const row = await lockYear(tx, year)
  if (!row) throw new Error(`no analysis of ${year}`)
  if (row.state !== 'published') return refused('not-now')
  const [added] = await tx
    .insert(analysisErrata)
    .values({ year, ...values, at: author.now, partnerId: author.partnerId })
    .returning()
  if (!added) throw new Error('the erratum was not stored')
  await keepVersion(
    tx,
    author,
    { kind: 'analysis', subject: `${year}:${added.id}` },
    {
      before: null,
      after: { erratum: values.words, figureBefore: values.before, figureAfter: values.after },
    },
  )
  await bumpVersions(tx, ['analysis'])
  return { ok: true }
}
