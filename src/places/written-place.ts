import { nameKey } from './name-key.ts'
import { intercommunalityKey } from './intercommunality-name.ts'

/** A place as someone wrote it, taken apart; keys are as the official lists have them. */
export interface WrittenPlace {
  /** Of a commune, « Ville de » and the like left out; empty when only a code was written. */
  communeKey: string
  intercommunalityKey: string
  departementKey: string
  postcode: string | null
  /** Number of a département: written as such, or that of a postcode that is no place's own (CEDEX). */
  departement: string | null
}

/** Takes « 11100 Narbonne », « NARBONNE CEDEX 9 », « Ville de Quillan (11) » or « CC du Limouxin » apart. */
export function readWrittenPlace(text: string): WrittenPlace {
  const isCedex = /\bcedex\b/i.test(text)
  const words = nameKey(text.replace(/\bcedex(?: \d+)?\b/i, ' '))
  const postcode = /\b\d{5}\b/.exec(words)?.[0] ?? null
  const withoutPostcode = words
    .replace(/\b\d{5}\b/, ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
  const departement = /(?:^| )(\d\d)$/.exec(withoutPostcode)?.[1] ?? null
  const name = withoutPostcode.replace(/(?:^| )\d\d$/, '')
  return {
    communeKey: name
      .replace(/^a /, '')
      .replace(/^(?:ville|commune|mairie) (?:d |de |(?=du |des ))/, '')
      .replace(/^du /, 'le ')
      .replace(/^des /, 'les '),
    intercommunalityKey: intercommunalityKey(name),
    departementKey: name
      .replace(/^(?:tout le |toute )?(?:departement )?(?:d |de |du |des )?/, '')
      .replace(/^(?:l |le |la |les )/, ''),
    postcode: isCedex ? null : postcode,
    departement: departement ?? (isCedex ? (postcode?.slice(0, 2) ?? null) : null),
  }
}
