import type { Reader } from '../db/db.ts'
import { INDICATORS } from './indicators/catalogue.ts'
import type { YearFigures } from './figures.ts'
import { publishedBefore, readYear, type YearRead } from './years/read-year.ts'
import { publicFigures, type ShownIndicator, shownIndicators } from './years/shown.ts'
import type { Snapshot } from './years/snapshots.ts'
import { checkingBuyers } from './years/standing.ts'

/** A published year as everyone reads it. */
export interface PublicYear {
  read: YearRead
  snapshot: Snapshot
  /** Without the buyers that have not agreed. */
  figures: YearFigures
  indicators: ShownIndicator[]
  /** Buyers whose own sheet everyone may read, in alphabetical order. */
  sheets: PublicSheet[]
}

/** Whose sheet everyone may read. */
export interface PublicSheet {
  /** Of the partner, in addresses; of the buyer, in figures. */
  slug: string
  buyer: string
  name: string
}

/** The year that a word of an address names; null where there is no analysis of it. */
export async function readYearWord(
  reader: Reader,
  word: string | undefined,
  now: Date,
): Promise<YearRead | null> {
  const [year] = /^20\d\d$/.exec(word ?? '') ?? []
  return year === undefined ? null : readYear(reader, Number(year), now)
}

/** A published year; null before it is. */
export async function readPublicYear(
  reader: Reader,
  word: string | undefined,
  now: Date,
): Promise<PublicYear | null> {
  const read = await readYearWord(reader, word, now)
  const snapshot = read?.snapshot
  if (!read || !snapshot || read.row.state !== 'published') return null
  const sheets = (await checkingBuyers(reader, read.row))
    .filter(({ sheetPublicSince }) => sheetPublicSince !== null)
    .map(({ slug, buyer, name }) => ({ slug, buyer, name }))
  const figures = publicFigures(snapshot.figures, new Set(sheets.map(({ buyer }) => buyer)))
  const before = await publishedBefore(reader, read.row.year)
  return {
    read,
    snapshot,
    figures,
    indicators: shownIndicators(figures, INDICATORS, before),
    sheets,
  }
}
