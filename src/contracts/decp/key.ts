import { buyerKey } from '../../partners/buyer-key.ts'
import { isSiren } from '../../partners/siret.ts'
import type { ContractFacts } from '../facts.ts'
import { isFields } from './contract.ts'
import { textOf } from './values.ts'

/**
 * What makes two tellings the same contract: the buyer's SIREN (of its SIRET, or as the start of a number that is no
 * SIRET), else its name's key, else its number as written; and its own number for the contract, in which case and what
 * stands between letters and digits do not matter. A number says `2021/045` and `2021 045` alike, but not `2021045`.
 */
export function contractKey(
  facts: Pick<ContractFacts, 'number' | 'buyerSiret' | 'buyerName' | 'rest'>,
): string {
  return `${buyerPart(facts)}|${numberPart(facts.number)}`
}

function buyerPart({
  buyerSiret,
  buyerName,
  rest,
}: Pick<ContractFacts, 'buyerSiret' | 'buyerName' | 'rest'>): string {
  if (buyerSiret !== null) return buyerSiret.slice(0, 9)
  const body = rest['acheteur'] ?? rest['autoriteConcedante']
  const written = isFields(body) ? textOf(body['id']) : null
  const digits = written?.replaceAll(/[\s\u00a0\u202f.-]/g, '') ?? ''
  if (/^\d{9}(?:\d{5})?$/.test(digits) && isSiren(digits.slice(0, 9))) return digits.slice(0, 9)
  const name = buyerName === null ? '' : buyerKey(buyerName)
  return name === '' ? (written ?? '').toLowerCase() : name
}

function numberPart(number: string): string {
  const plain = number.normalize('NFKC').toUpperCase()
  const parts = plain.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '')
  return parts === '' ? plain : parts
}
