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
  /** What the buyer had listed and the law lets it ask of the winner alone. */
  winner: string[]
  /** Those of them that the model does not ask of every winner anyway. */
  winnerBesides: string[]
  /** What the buyer had listed and nobody is asked: the model's own documents hold it, or the buyer finds it itself. */
  needless: string[]
}

/**
 * What a consultation with the shared model asks with a bid: no more than the law allows, so that what the buyer lists
 * and only the winner gives is put aside, and what the model's own documents already say is not asked twice. Each thing
 * listed stands in one of `typed`, `winner` and `needless`.
 */
export function askedDocuments(facts: Partial<Facts>): AskedDocuments {
  const listed = facts.requiredDocuments ?? []
  const needless = listed.filter((each) => isInModel(each) || isFoundByBuyer(each))
  const winner = listed.filter((each) => !needless.includes(each) && isWinnersDocument(each))
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
    typed: listed.filter((each) => !winner.includes(each) && !needless.includes(each)),
    winner,
    winnerBesides: winner.filter((each) => !isOfEveryWinner(each)),
    needless,
  }
}

/** Whether a criterion is judged on the price alone. */
export function isPrice(criterion: string): boolean {
  return /^(?:le )?(?:prix|cout|montant)\b/.test(nameKey(criterion))
}

/** Letter of candidacy and declaration (forms DC1, DC2, DUME), deed and prices: the model's own documents are these. */
function isInModel(words: string): boolean {
  return /\b(?:dc ?[1-4]|dume|acte d engagement|attri ?1|bpu|dpgf|dqe|bordereau|cadre de prix|declaration sur l honneur|lettre de candidature|memoire technique|note technique)\b/.test(
    nameKey(words),
  )
}

/** An extract of a register, which the SIRET gives. */
function isFoundByBuyer(words: string): boolean {
  return /\b(?:k ?bis|extrait du registre|rne|siren)\b/.test(nameKey(words))
}

/** Taxes, social contributions, insurance, bank account, foreign workers: the model's list of what a winner gives. */
function isOfEveryWinner(words: string): boolean {
  return /\b(?:fisca\w*|social\w*|sociaux|urssaf|vigilance|impots?|regularite|assurances?|decennale|responsabilite civile|rib|releve d identite bancaire|(?:travailleurs|salaries) etrangers|liste nominative)\b/.test(
    nameKey(words),
  )
}

function isSaid(words: string | undefined): boolean {
  return words !== undefined && !/^(?:aucun|aucune|neant|non|sans)?s?$/.test(nameKey(words))
}
