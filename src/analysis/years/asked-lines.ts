import type { Reader } from '../../db/db.ts'
import type { Drilled, DrilledLines } from '../drill-down.ts'
import { drillDown } from '../drill-down.ts'
import { indicatorBySlug } from '../compute.ts'
import type { Indicator } from '../indicators/indicator.ts'
import type { Lines } from '../lines.ts'
import { METHOD, methodOf } from '../method.ts'
import { lineOfWord } from './line-word.ts'

const LINES_PAGE = 50

/** What an address asks of the lines behind a figure. */
export interface LinesAsked {
  indicator: Indicator
  drilled: Drilled
  after: string
}

/** The words of an address, and what they may be: views spell them. */
export interface LinesWords {
  groups: Partial<Record<Drilled['breakdown'], string>>
  parts: Record<Drilled['part'], string>
  unknown: string
}

/**
 * What an address asks; null where it asks what there is not, lines that nobody may read one by one, or a buyer's own
 * where it has not agreed.
 */
export function readLinesAsked(
  query: URLSearchParams,
  words: LinesWords,
  agreed: ReadonlySet<string>,
): LinesAsked | null {
  const indicator = indicatorBySlug(query.get('indicateur') ?? '')
  if (!indicator?.areLinesPublic) return null
  const breakdown = keyOf({ all: '', ...words.groups }, query.get('par') ?? '')
  const part = keyOf(words.parts, query.get('quoi') ?? words.parts.cases)
  const given = query.get('groupe')
  if (breakdown === null || part === null || (breakdown === 'all') !== (given === null)) return null
  const group = given === words.unknown ? null : given
  if (breakdown === 'buyer' && (group === null || !agreed.has(group))) return null
  const after = lineOfWord(query.get('apres') ?? '')
  if (after === null || [after, group ?? ''].some((text) => text.includes('\0'))) return null
  return { indicator, drilled: { breakdown, within: null, group, part }, after }
}

/** A page of the lines that were asked for. */
export async function linesAsked(
  reader: Reader,
  { indicator, drilled, after }: LinesAsked,
  lines: Lines,
  method: number | null,
): Promise<DrilledLines | null> {
  return drillDown(reader, indicator, drilled, lines, {
    after,
    limit: LINES_PAGE,
    method: method === null ? METHOD : (methodOf(method) ?? METHOD),
  })
}

function keyOf<K extends string>(words: Partial<Record<K, string>>, given: string): K | null {
  const found = Object.entries(words).find(([, word]) => word === given)
  return found ? (found[0] as K) : null
}
