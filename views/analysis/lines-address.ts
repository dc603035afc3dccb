import type { Breakdown, Cell } from '../../src/analysis/figures.ts'

/** Where lines are read: the public page or a member's. */
export interface LinesPlace {
  /** `/analyses/2025/lignes` */
  path: string
}

/** Words of `par` in addresses. */
export const GROUP_WORDS: Partial<Record<Breakdown, string>> = {
  category: 'categorie',
  buyer: 'acheteur',
  band: 'tranche',
  procedure: 'procedure',
  division: 'allotissement',
  ground: 'motif',
  kind: 'issue',
  cross: 'croisement',
}

/** Words of `quoi` in addresses: all cases, those that are counted, those that can be told, those that cannot. */
const PART_WORDS: Record<LinesPart, string> = {
  cases: 'cas',
  numerator: 'numerateur',
  denominator: 'denominateur',
  missing: 'inconnus',
}

export type LinesPart = 'cases' | 'numerator' | 'denominator' | 'missing'

/** Of `groupe`, where it is « non précisé ». */
const UNKNOWN_GROUP = 'non-precise'

/** The address of the lines behind a figure. */
export function linesHref(
  { path }: LinesPlace,
  slug: string,
  breakdown: Breakdown,
  cell: Pick<Cell, 'group'> | null,
  { part = 'cases', after = null }: { part?: LinesPart; after?: string | null } = {},
): string {
  const words = new URLSearchParams({ indicateur: slug })
  if (after !== null) words.set('apres', after)
  const by = GROUP_WORDS[breakdown]
  if (by !== undefined && cell !== null) {
    words.set('groupe', cell.group ?? UNKNOWN_GROUP)
    words.set('par', by)
  }
  if (part !== 'cases') words.set('quoi', PART_WORDS[part])
  return `${path}?${words}`
}

/** All the words of these addresses. */
export const LINES_WORDS = { groups: GROUP_WORDS, parts: PART_WORDS, unknown: UNKNOWN_GROUP }
