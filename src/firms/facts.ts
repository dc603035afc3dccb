import { oneLine } from '../feeds/safe-text.ts'
import { placeOf, type FirmPlace } from './place.ts'
import type { FirmSize } from './schema.ts'

/** What a register says of a firm. */
export interface FirmFacts {
  siren: string
  name: string | null
  /** It asked that its name be shown nowhere, or is a person: what was known of its name is forgotten. */
  nameless: boolean
  size: FirmSize | null
  sizeYear: number | null
  seat: string | null
}

/** Where a register says that an establishment is. */
export interface EstablishmentFacts extends FirmPlace {
  siret: string
}

/** The words of a register, in its own spelling; absent or empty: it does not say. */
export interface RegisterWords {
  siren: string
  name?: string | null | undefined
  /** INSEE's « catégorie juridique »: those in 1 are persons. */
  legalForm?: string | null | undefined
  /** O: everybody may be shown it. */
  diffusion?: string | null | undefined
  /** PME, ETI or GE. */
  category?: string | null | undefined
  year?: string | number | null | undefined
  /** INSEE's « tranche d’effectif ». */
  staff?: string | null | undefined
  seat?: string | null | undefined
}

/** A firm out of a register's words; what cannot be understood is unknown. */
export function firmFrom(words: RegisterWords): FirmFacts {
  const nameless =
    (words.legalForm ?? '').startsWith('1') || !['', 'O'].includes(words.diffusion ?? '')
  const name = oneLine((words.name ?? '').slice(0, LONGEST_NAME))
  const size = sizeOf(words.category, words.staff)
  const year = /^20\d\d$/.test(String(words.year ?? '')) ? Number(words.year) : null
  const seat = words.seat ?? ''
  return {
    siren: words.siren,
    name: nameless || name === '' || NOT_SHOWN.test(name) ? null : name,
    nameless,
    size,
    sizeYear: size === null ? null : year,
    seat: /^\d{14}$/.test(seat) && seat.startsWith(words.siren) ? seat : null,
  }
}

/** An establishment by its commune's INSEE code. */
export function establishmentFrom(
  siret: string,
  commune: string | null | undefined,
): EstablishmentFacts {
  return { siret, ...placeOf(commune) }
}

const LONGEST_NAME = 300
/** What INSEE writes in place of what it may not show. */
const NOT_SHOWN = /\[(?:ND|NON-DIFFUSIBLE)\]/
/** Bands of head counts under ten. « NN » is none, or none declared: then nothing says that it is a micro-enterprise. */
const UNDER_TEN = new Set(['00', '01', '02', '03'])

/**
 * INSEE's category of a firm (décret 2008-1354). A PME counts as a micro-enterprise only where its head count is known
 * to be under ten; its turnover, which the law counts too, is not published.
 */
function sizeOf(
  category: string | null | undefined,
  staff: string | null | undefined,
): FirmSize | null {
  if (category === 'PME') return UNDER_TEN.has(staff ?? '') ? 'micro' : 'sme'
  return category === 'ETI' ? 'mid-size' : category === 'GE' ? 'large' : null
}
