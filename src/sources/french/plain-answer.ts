import { nameKey } from '../../places/name-key.ts'

/**
 * Whether a text of a notice says plainly yes or no to a clause or an advance: « Oui », « 70 heures d’insertion »,
 * « avance de 10 % »; « Non », « Néant », « Pas d’avance ». Null for all that has to be understood.
 */
export function plainAnswer(text: string): boolean | null {
  const words = nameKey(text)
  if (NO.test(words)) return false
  return YES.test(words) ? true : null
}

const NO =
  /^(?:non|neant|aucune?|sans objet|sans|pas d(?:e|avance)?)(?: (?:clauses?|considerations?|criteres?|avances?|sociales?|sociaux|environnementales?|environnementaux|prevues?|specifiques?|particulieres?|d|de|l|applicables?))*$/
const YES =
  /^oui\b|^\d+ h(?:eures)? (?:d )?insertion\b|^clauses? (?:sociales?(?: d insertion)?|d insertion|environnementales?)$|^(?:avance (?:de )?)?\d{1,2}(?: \d+)? ?(?:pour cent)?$/
