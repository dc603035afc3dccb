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

/** Of `groupe`, where it is « non précisé ». */
export const UNKNOWN_GROUP = 'non-precise'

/** The address of the lines behind a figure. */
export function linesHref(
  { path }: LinesPlace,
  slug: string,
  breakdown: Breakdown,
  cell: Pick<Cell, 'group' | 'unknown'> | null,
): string {
  const words = new URLSearchParams({ indicateur: slug })
  const by = GROUP_WORDS[breakdown]
  if (by !== undefined && cell !== null) {
    words.set('groupe', cell.group ?? UNKNOWN_GROUP)
    words.set('par', by)
  }
  return `${path}?${words}`
}
