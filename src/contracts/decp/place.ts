import { PLACE_CODES } from './words.ts'

/** The word for the code of a département. */
export const DEPARTEMENT = 'Code département'

/**
 * The département that the code of a place lies in, by the kind of code (null: not said, as of a postal code or a
 * commune's). Null where the code is larger than one: a region, a country. A zero that a spreadsheet has eaten at the
 * front is put back.
 */
export function departementOf(
  code: string,
  typeCode: string | null,
): { ok: true; departement: string | null } | { ok: false } {
  const type = typeCode === null ? null : PLACE_CODES.read(typeCode)
  if (typeCode !== null && type === null) return { ok: false }
  if (type === 'Code région' || type === 'Code pays') return { ok: true, departement: null }
  const written = code.toUpperCase()
  if (type === DEPARTEMENT) return known(written.length === 1 ? `0${written}` : written)
  if (type === 'Code canton' || type === 'Code arrondissement')
    return known(/^(?:97\d|98\d|2[AB]|\d\d)(?=\d{1,3}$)/.exec(written)?.[0])
  const five = /^\d{4}$/.test(written) ? `0${written}` : written
  if (!/^(?:\d\d|2[AB])\d{3}$/.test(five)) return { ok: false }
  if (/^9[78]/.test(five)) return known(five.slice(0, 3))
  if (type !== 'Code commune' && five.startsWith('20'))
    return known(/^20[01]/.test(five) ? '2A' : '2B')
  return known(five.slice(0, 2))
}

function known(departement = ''): { ok: true; departement: string } | { ok: false } {
  return DEPARTEMENTS.test(departement) ? { ok: true, departement } : { ok: false }
}

/** Those of 2024 and the collectivities overseas, by their INSEE codes. */
const DEPARTEMENTS = /^(?:0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[4678])$/
