import { checkSiret } from '../../partners/siret.ts'

/**
 * The SIRET in what was typed as a buyer's identifier: fourteen digits with a right key, whatever stands before them
 * (« SIRET : », « FR »). Null for a SIREN, a VAT number, a missing or an excess digit: BOAMP holds all of these, and a
 * completed number would be another buyer's.
 */
export function typedSiret(typed: string | null): string | null {
  const check = checkSiret(typed?.replace(/^\D+/, '').trim() ?? '')
  return check.ok ? check.siret : null
}
