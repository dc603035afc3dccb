export type SiretCheck =
  { ok: true; siret: string } | { ok: false; problem: 'length' | 'digits' | 'checksum' }

/**
 * Reads the number of an establishment (SIRET): fourteen digits with a Luhn key. Spaces, dots and hyphens between
 * them are forgiven. La Poste's establishments (SIREN 356 000 000) may instead have digits whose sum is a multiple
 * of five.
 */
export function checkSiret(text: string): SiretCheck {
  const siret = text.replaceAll(/[\s\u00A0\u202F.-]/g, '')
  if (!/^\d*$/.test(siret)) return { ok: false, problem: 'digits' }
  if (siret.length !== 14) return { ok: false, problem: 'length' }
  const digits = [...siret].map(Number)
  const isRight =
    luhnSum(digits) % 10 === 0 || (siret.startsWith('356000000') && sum(digits) % 5 === 0)
  return isRight && sum(digits) > 0 ? { ok: true, siret } : { ok: false, problem: 'checksum' }
}

/** Whether this is the number of a firm (SIREN): nine digits with a Luhn key, nothing between them. */
export function isSiren(text: string): boolean {
  const digits = [...text].map(Number)
  return /^\d{9}$/.test(text) && luhnSum(digits) % 10 === 0 && sum(digits) > 0
}

function luhnSum(digits: number[]): number {
  return sum(
    digits
      .toReversed()
      .map((digit, index) => (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2)),
  )
}

function sum(digits: number[]): number {
  return digits.reduce((total, digit) => total + digit, 0)
}
