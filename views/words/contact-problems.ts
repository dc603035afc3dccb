import type { ContactProblem, ContactProblemCode } from '../../src/contacts/problem.ts'
import { upperFirst } from '../format.ts'
import type { FormError } from '../shared/form.tsx'

/** The problems of a form, each at its field. */
export function contactErrors(problems: ContactProblem[]): FormError[] {
  return problems.map(({ field, code, value }) => ({
    name: field,
    text: `${upperFirst(SENTENCES[code])}${given(value)}.`,
  }))
}

/** Why a file of contacts is refused: one sentence, with where. */
export function contactProblemSentence({ list, row, field, code, value }: ContactProblem): string {
  const where = list === null ? 'Fichier' : `« ${list} », ${row}`
  const what = field === null ? '' : `, « ${field} »`
  return `${where}${what} : ${SENTENCES[code]}${given(value)}.`
}

function given(value: string): string {
  return value === '' ? '' : ` (« ${value.slice(0, 80)} »)`
}

const SENTENCES: Record<ContactProblemCode, string> = {
  unreadable: 'illisible, un objet JSON est attendu',
  'empty-file': 'aucune fiche',
  'unknown-key': 'rubrique inconnue, corrigez son nom ou retirez-la',
  missing: 'à remplir',
  'not-text': 'valeur d’une forme inattendue',
  'too-long': 'trop long, raccourcissez',
  'one-line': 'une seule ligne est attendue',
  slug: 'seulement des minuscules sans accent, des chiffres et des traits d’union',
  choice: 'choisissez une valeur de la liste',
  number: 'un nombre est attendu',
  range: 'nombre hors des limites',
  date: 'date attendue, comme 2027-01-15',
  'dates-reversed': 'la fin vient avant le début',
  future: 'cette date est dans l’avenir',
  url: 'une adresse complète est attendue, commençant par https://',
  email: 'adresse électronique incomplète',
  phone: 'numéro de téléphone attendu, comme 04 00 00 00 00 ou 04 00 00 00 00 (standard)',
  place: 'lieu inconnu : écrivez une commune, une intercommunalité ou un département',
  trade: 'métier inconnu',
  'unknown-body': 'organisme inconnu, ou retiré',
  'unknown-partner': 'partenaire inconnu, importez-le d’abord',
  repeated: 'donné deux fois',
  'in-use':
    'impossible tant qu’il a des interlocuteurs, une fiche d’aide ou une règle en vigueur : retirez-les d’abord',
  stale:
    'quelqu’un a modifié cette fiche entre-temps : comparez, corrigez au besoin, puis enregistrez',
}
