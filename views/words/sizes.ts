import type { Winner } from '../../src/consultations/facts.ts'

/** How the law counts firms (loi 2008-776, art. 51), in the middle of a line. */
export const SIZE_LABELS: Record<NonNullable<Winner['size']>, string> = {
  micro: 'microentreprise',
  sme: 'PME',
  'mid-size': 'ETI',
  large: 'grande entreprise',
}
