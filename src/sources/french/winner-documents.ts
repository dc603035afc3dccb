import { nameKey } from '../../places/name-key.ts'

/**
 * Whether these words name a proof that a buyer may ask of the firm only that it means to award the contract to (code de
 * la commande publique, R. 2144-4), or may not ask at all because it finds it by itself (R. 2143-13): certificates of
 * taxes and social contributions, extracts of registers, insurance, lists of foreign workers, DUME.
 */
export function isWinnersDocument(words: string): boolean {
  const key = nameKey(words)
  return WINNERS.some((each) => each.test(key))
}

const WINNERS = [
  /\b(?:k ?bis|extrait du registre|rne|siren)\b/,
  /\b(?:dume|noti ?[12]|dc ?6|dc ?7)\b/,
  /\battestations?\b.*\b(?:fiscal\w*|social\w*|urssaf|vigilance|impots?|regularite|assurances?|decennale|rc|responsabilite civile)\b/,
  /\bcertificats?\b.*\b(?:fisca\w*|socia\w*|urssaf|impots?)\b/,
  /\b(?:urssaf|casier judiciaire|travailleurs etrangers|salaries etrangers|conges payes|cibtp|rib|releve d identite bancaire)\b/,
  /\bassurances? decennales?\b/,
  /\bliste nominative\b/,
]
