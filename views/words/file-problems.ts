import type { FileProblem, FileProblemCode } from '../../src/sources/file/problems.ts'
import { COLUMNS, type FileColumn } from '../../src/sources/file/template.ts'

/** Why a file of consultations, or a row of it, is refused: one French sentence, with where and what to do. */
export function fileProblemSentence(problem: FileProblem): string {
  return tableProblemSentence(problem, COLUMNS)
}

/** The same of a file with other columns. */
export function tableProblemSentence<K extends string>(
  { row, column, code, value }: FileProblem<K>,
  columns: Record<K, Pick<FileColumn, 'name' | 'takes'>>,
): string {
  const where = row === 0 ? 'Fichier' : `Ligne ${row}`
  const what = column === null ? '' : `, « ${columns[column].name} »`
  const given = value === '' ? '' : ` (« ${value.replaceAll('\n', ' ')} »)`
  const wanted = column !== null && FORMS.has(code) ? ` ; attendu : ${columns[column].takes}` : ''
  return `${where}${what} : ${SENTENCES[code]}${given}${wanted}.`
}

/** The same for a field of a form, which says by itself what it takes. */
export function fieldProblemSentence(label: string, code: FileProblemCode): string {
  return `${label} : ${SENTENCES[code]}.`
}

/** Problems that knowing what the column takes puts right. */
const FORMS = new Set<FileProblemCode>([
  'missing',
  'missing-column',
  'choice',
  'date-form',
  'hour-missing',
  'amount',
  'whole-number',
  'criteria',
  'trade',
  'cpv',
  'quarter',
  'boamp-id',
])

const SENTENCES: Record<FileProblemCode, string> = {
  'not-a-table': 'ce n’est pas un CSV ; un classeur porte l’extension .xlsx',
  'not-a-workbook': 'ce n’est pas un classeur .xlsx',
  protected:
    'classeur protégé par un mot de passe ou d’un ancien format (.xls) ; enregistrez-le en .xlsx sans mot de passe',
  'odd-workbook':
    'classeur abîmé ou d’une forme inhabituelle ; ouvrez-le dans un tableur et enregistrez-le de nouveau en .xlsx',
  'too-large': 'trop grand, 20 Mo au plus une fois décompressé',
  'too-many-rows': 'trop de lignes, 20 000 au plus ; envoyez plusieurs fichiers',
  'too-many-columns': 'trop de colonnes ; effacez ce qui se trouve à droite du tableau',
  'empty-file': 'aucune ligne sous celle des titres',
  'broken-quotes': 'un guillemet reste ouvert ou se trouve au milieu d’une valeur',
  'unknown-column': 'colonne inconnue, corrigez son nom ou retirez-la',
  'unnamed-column': 'valeur dans une colonne sans titre',
  'repeated-column': 'colonne présente deux fois',
  'missing-column': 'colonne obligatoire, absente',
  missing: 'obligatoire, à remplir',
  'too-long': 'texte trop long',
  'formula-error': 'la formule a échoué',
  'became-date':
    'le tableur en a fait une date ; mettez la cellule au format Texte et tapez-la de nouveau',
  'became-rounded':
    'le tableur a abrégé ce nombre ; mettez la cellule au format Texte et tapez-le de nouveau',
  choice: 'valeur inconnue',
  'yes-or-no': 'répondez par oui ou non',
  'no-letter': 'un objet se dit en mots',
  'date-form': 'date illisible',
  year: 'année hors de portée',
  'no-such-day': 'ce jour n’existe pas',
  'hour-missing': 'l’heure manque',
  'no-such-hour': 'cette heure n’existe pas',
  'skipped-hour': 'cette heure n’existe pas, le passage à l’heure d’été la saute',
  'doubled-hour':
    'cette heure existe deux fois, au passage à l’heure d’hiver ; choisissez-en une autre',
  midnight: 'minuit prête à confusion, écrivez 23:59 la veille',
  'not-yet': 'cette date est à venir',
  'before-publication': 'la date limite précède la parution',
  amount: 'montant illisible',
  'amounts-reversed': 'le minimum dépasse le maximum',
  'whole-number': 'nombre refusé',
  criteria: 'critère illisible',
  weights: 'les poids ne font pas 100 % ensemble',
  trade: 'métier inconnu',
  cpv: 'code CPV illisible',
  url: 'adresse complète attendue, commençant par http:// ou https://',
  email: 'adresse électronique incomplète',
  phone: 'numéro de téléphone illisible',
  'boamp-id': 'numéro illisible',
  'siret-length': 'un SIRET compte 14 chiffres',
  'siret-digits': 'un SIRET n’est fait que de chiffres',
  'siret-checksum': 'ce SIRET est faux (clé de contrôle), vérifiez chaque chiffre',
  'buyer-missing': 'dites le nom de l’acheteur',
  'response-kind-missing': 'dites comment répondre : plateforme, courriel ou papier',
  'response-address': 'obligatoire pour répondre par une plateforme ou par courriel',
  'visit-missing': 'dites si la visite est conseillée ou obligatoire',
  'visit-contradiction': 'aucune visite, mais une date ou un rendez-vous est donné',
  'lot-number-missing': 'un lot a un numéro, à mettre dans « Lot »',
  'repeated-lot': 'ce lot est déjà décrit plus haut',
  'too-many-lots': 'trop de lots, 500 au plus',
  'not-divided': 'marché non alloti, mais plusieurs lots sont décrits',
  'repeated-reference':
    'cette référence est déjà celle d’une autre ligne ; un lot porte un numéro dans « Lot »',
  'rows-differ': 'une ligne plus haut de la même consultation dit autre chose',
  'outcome-missing': 'dites le résultat : attribué, infructueux ou sans suite',
  'outcome-contradiction': 'réservé à un lot ou à un marché attribué',
  'winner-missing': 'dites le nom du titulaire',
  'winner-lists': 'autant de valeurs que de titulaires, dans le même ordre',
  'too-many-winners': 'trop de titulaires, 10 au plus',
  quarter: 'trimestre inconnu',
  'repeated-line':
    'une ligne plus haut a le même identifiant, ou le même objet sans identifiant ; donnez à chacune le sien',
  'unknown-buyer': 'acheteur inconnu du guichet',
  'other-buyer': 'ce fichier est celui d’un autre acheteur',
}
