import {
  BUYERS,
  CATEGORIES,
  CIRCUMSTANCE_WORDS,
  NAMES,
  PROCEDURES,
  type RuleProblem,
} from '../../src/rules/read-rules.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { numberText, plain } from '../format.ts'

/** Why a file of rules is refused: one French sentence, with where and what to do. */
export function ruleProblemSentence({ row, field, code, value }: RuleProblem): string {
  const where = row === 0 ? 'Fichier' : `Règle ${row}`
  const what = field === null ? '' : `, « ${field} »`
  const given = value === '' ? '' : ` (${value})`
  return `${where}${what} : ${SENTENCES[code]}${given}.`
}

/** A rule on one line, in the words of the file that rules are imported from. */
export function ruleLine(rule: Rule): string {
  const { category, buyer, procedure, circumstance, amountFrom, period, from, until } = rule
  const cases = [
    category && CATEGORIES[category],
    buyer && BUYERS[buyer],
    procedure && PROCEDURES[procedure],
    circumstance && CIRCUMSTANCE_WORDS[circumstance],
    amountFrom === null ? null : `à partir de ${plain(numberText(amountFrom))}`,
    period,
  ].filter((each) => each !== null)
  return [
    NAMES[rule.name],
    cases.join(', ') || 'tous',
    plain(numberText(rule.value)),
    rule.article ?? '–',
    until === null ? `depuis ${from}` : `de ${from} à ${until}`,
  ].join('\t')
}

const SENTENCES: Record<RuleProblem['code'], string> = {
  unreadable: 'illisible, une liste JSON est attendue',
  'empty-file': 'aucune règle',
  'unknown-key': 'rubrique inconnue, corrigez son nom ou retirez-la',
  missing: 'rubrique obligatoire, à remplir',
  'not-text': 'valeur d’une forme inattendue',
  name: 'règle inconnue, « rules list » montre celles qui existent',
  word: 'mot inconnu, « rules list » montre ceux qui existent',
  date: 'jour attendu sous la forme 2028-01-01',
  'dates-reversed': 'la fin précède le début',
  number: 'nombre positif attendu, sans espace ni guillemets',
  period: 'période attendue sous la forme 08-01/08-31',
  repeated: 'la même règle, pour le même cas et depuis le même jour, est déjà dans le fichier',
}
