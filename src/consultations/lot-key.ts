import { nameKey } from '../places/name-key.ts'

/** The form in which two numbers of a lot are compared: « Lot n° 03 », « LOT-0003 » and « 3 » are the same. */
export function lotKey(number: string): string {
  return nameKey(number)
    .replace(/^lots? (?=.)/, '')
    .replace(/^(?:n|no|num|numero) (?=\w)/, '')
    .replaceAll(/\b0+(?=[\da-z])/g, '')
}
