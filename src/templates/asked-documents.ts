import type { Facts } from '../consultations/facts.ts'
import { nameKey } from '../places/name-key.ts'
import { isWinnersDocument } from '../sources/french/winner-documents.ts'

/** What the model itself has firms hand in. */
export type ModelDocument =
  'deed' | 'prices' | 'technical-note' | 'visit-certificate' | 'samples' | 'qualifications'

/** What is asked with a bid when the model is used, and what is asked of the winner alone. */
export interface AskedDocuments {
  model: ModelDocument[]
  /** Besides, in the buyer's words. */
  typed: string[]
  /** What the buyer had listed and the law lets it ask of the winner alone (R. 2144-4). */
  winner: string[]
}

/**
 * What a consultation with the shared model asks with a bid: no more than the law allows, so that what the buyer lists
 * and only the winner gives is put aside, and what the model's own documents already say is not asked twice.
 */
export function askedDocuments(facts: Partial<Facts>): AskedDocuments {
  const listed = facts.requiredDocuments ?? []
  const winner = listed.filter(isWinnersDocument)
  const criteria = facts.criteria ?? []
  return {
    model: [
      'deed',
      'prices',
      ...(criteria.some(({ name }) => !isPrice(name)) ? (['technical-note'] as const) : []),
      ...(facts.siteVisit?.obligation === 'compulsory' ? (['visit-certificate'] as const) : []),
      ...(facts.qualifications?.length ? (['qualifications'] as const) : []),
      ...(isSaid(facts.samples) ? (['samples'] as const) : []),
    ],
    typed: listed.filter((each) => !winner.includes(each) && !isInModel(each)),
    winner,
  }
}

/** Whether a criterion is judged on the price alone. */
export function isPrice(criterion: string): boolean {
  return /^(?:le )?(?:prix|cout|montant)\b/.test(nameKey(criterion))
}

/** Letter of candidacy and declaration (forms DC1, DC2), deed and prices: the model's own documents are these. */
function isInModel(words: string): boolean {
  return /\b(?:dc ?[1-4]|acte d engagement|attri ?1|bpu|dpgf|dqe|bordereau|cadre de prix|declaration sur l honneur|lettre de candidature|memoire technique|note technique)\b/.test(
    nameKey(words),
  )
}

function isSaid(words: string | undefined): boolean {
  return words !== undefined && !/^(?:aucun|aucune|neant|non|sans)?s?$/.test(nameKey(words))
}
