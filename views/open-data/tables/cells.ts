import type { Moment, Place } from '../../../src/consultations/facts.ts'
import type { LotRow } from '../../../src/consultations/listing.ts'
import { isoWithOffset } from '../../format.ts'

/** Several values in one cell are parted by this. */
const PARTED_BY = '|'

export function several(values: string[] | undefined): string | null {
  return values && values.length > 0 ? [...new Set(values)].join(PARTED_BY) : null
}

export function yesOrNo(value: boolean | null | undefined): string | null {
  if (value === null || value === undefined) return null
  return value ? 'oui' : 'non'
}

export function moment(value: Moment | Date | null | undefined): string | null {
  return value ? isoWithOffset(value) : null
}

/** « c:11262 »: the code of the place, where it was said or is known of its name. */
export function placeCode(place: Place | undefined, row: LotRow | null | undefined): string | null {
  if (place?.code) return place.code
  return row?.placeKey && !row.placeOfBuyer ? row.placeKey.slice(2) : null
}

export function reserved(value: string | undefined): string | null {
  return value === undefined ? null : (RESERVED[value] ?? null)
}

const RESERVED: Record<string, string> = {
  none: 'non réservé',
  'adapted-enterprises': 'entreprises adaptées',
  integration: 'insertion',
  'social-economy': 'ESS',
}

export const RESERVED_VALUES = Object.values(RESERVED)

export const OUTCOMES = {
  awarded: 'attribué',
  unsuccessful: 'infructueux',
  abandoned: 'sans suite',
} as const
