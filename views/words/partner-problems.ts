import { upperFirst } from '../format.ts'
import type { PartnerProblem, PartnerProblemCode } from '../../src/partners/read-partners.ts'

/** Why a file of partners is refused: one French sentence, with where and what to do. */
export function partnerProblemSentence({ row, field, code, value }: PartnerProblem): string {
  const where = row === 0 ? 'Fichier' : `Fiche ${row}`
  const what = field === null ? '' : `, « ${field} »`
  const given = value === '' ? '' : ` (« ${value} »)`
  return `${where}${what} : ${SENTENCES[code]}${given}.`
}

/** The same at the field of a form. */
export function partnerProblemText({ code }: Pick<PartnerProblem, 'code'>): string {
  return `${upperFirst(SENTENCES[code])}.`
}

const SENTENCES: Record<PartnerProblemCode, string> = {
  unreadable: 'illisible, un JSON ou un CSV bien formé est attendu',
  'empty-file': 'aucune organisation',
  'unknown-column': 'rubrique inconnue, corrigez son nom ou retirez-la',
  missing: 'rubrique obligatoire, à remplir',
  'not-text': 'valeur d’une forme inattendue',
  slug: 'seulement des minuscules sans accent, des chiffres et des traits d’union, 80 caractères au plus',
  'siret-length': 'un SIRET compte 14 chiffres',
  'siret-digits': 'un SIRET n’est fait que de chiffres',
  'siret-checksum': 'ce SIRET est faux (clé de contrôle), vérifiez chaque chiffre',
  kind: 'nature inconnue, choisissez departement, intercommunalite, commune, organisme-public, chambre ou organisation-professionnelle',
  'yes-or-no': 'répondez par oui ou non (true ou false en JSON)',
  date: 'date attendue sous la forme 2026-03-02',
  'dates-reversed': 'la fin précède le début',
  url: 'adresse complète attendue, commençant par https://',
  email: 'adresse électronique incomplète',
  territory: 'nature attendue : commune, intercommunalite ou departement, avec son code',
  'unknown-territory': 'territoire absent des listes officielles de l’Aude et de ses voisins',
  'coverage-missing':
    'un signataire qui achète dit en une phrase lesquelles de ses consultations figurent ici',
  'correspondent-missing':
    'un signataire a un correspondant PME : donnez son nom, ou écrivez « à désigner »',
  'correspondent-count': 'un seul correspondant PME par organisation, ou les mots « à désigner »',
  'not-a-partner': 'réservé aux signataires, aux chambres et aux organisations professionnelles',
  'not-a-buyer': 'réservé aux organisations qui achètent',
  neither: 'ni partenaire ni acheteur, cette organisation n’a pas sa place ici',
  'duplicate-slug': 'identifiant déjà pris par une autre organisation',
  'slug-changed':
    'cette organisation a déjà un identifiant, gardez-le : des adresses publiées le portent',
  'duplicate-siret': 'SIRET déjà donné à une autre organisation du fichier',
  'duplicate-alias': 'nom ou alias déjà donné à une autre organisation',
}
