import type { RequestProblem, RequestProblemCode } from '../../src/requests/problem.ts'
import type { FormError } from '../shared/form.tsx'
import { type FieldLabels, trainingErrors } from './training-problems.ts'

type OwnCode = Exclude<RequestProblemCode, Parameters<typeof trainingErrors>[0][number]['code']>

const SENTENCES: Record<OwnCode, string> = {
  'buyer-missing': 'dites avec quel acheteur vous avez un désaccord.',
  phone: 'un numéro de téléphone est attendu. Exemple : 04 68 00 00 00. Il est facultatif.',
  ended: 'Cette demande est close, ou n’est plus la vôtre : rien n’a été changé.',
  'not-closed': 'Cette demande n’est pas close.',
  'too-late': 'Le délai pour rouvrir cette demande est passé : faites-en une nouvelle.',
  'relay-waits': 'L’entreprise n’a pas encore répondu au relais proposé : attendez sa réponse.',
  'no-relay': 'Cette question n’attend plus de réponse.',
  'same-partner': 'cette demande est déjà chez vous.',
  'nobody-there': 'personne ne peut encore lire de saisine chez ce partenaire.',
  'one-target': 'choisissez un partenaire, ou nommez un autre organisme (l’un ou l’autre).',
  'name-first':
    'l’entreprise n’a pas accepté que son nom soit donné à l’acheteur : demandez-le-lui d’abord.',
  'hear-buyer-first':
    'entendez d’abord l’acheteur, ou choisissez « Retirée ou abandonnée par l’entreprise ».',
  'step-order': 'cette étape vient après celle qui la précède.',
  'already-routed': 'Cette saisine n’attend plus : quelqu’un peut la lire, ou elle est close.',
  'too-many-files': 'cinq fichiers au plus par envoi.',
  'not-a-member': 'Une de ces personnes n’est plus agent de votre organisme : vérifiez la liste.',
  understood: 'cochez la case pour confirmer : rien n’a été effacé.',
  'one-buyer': 'choisissez dans la liste, ou tapez un nom (l’un ou l’autre).',
}

/** What a request's own form says otherwise. */
const OTHERWISE: Partial<Record<RequestProblemCode, string>> = {
  consent: 'votre accord est nécessaire pour que la demande soit traitée.',
}

function isOwn(code: RequestProblemCode): code is OwnCode {
  return code in SENTENCES
}

/** Messages of a form: « E-mail : cette adresse n’est pas complète. » */
export function requestErrors(problems: RequestProblem[], labels: FieldLabels): FormError[] {
  return problems.flatMap(({ field, code }) => {
    const own = isOwn(code) ? SENTENCES[code] : OTHERWISE[code]
    if (own === undefined) return isOwn(code) ? [] : trainingErrors([{ field, code }], labels)
    const label = field === null ? undefined : labels[field]
    return [{ name: field, text: label ? `${label} : ${own}` : own }]
  })
}

export const REQUEST_LABELS: FieldLabels = {
  nature: 'Votre demande',
  acheteur: 'Acheteur',
  autre: 'Autre acheteur',
  reference: 'Consultation ou marché concerné',
  theme: 'Sujet',
  objet: 'En une ligne',
  message: 'Votre demande',
  effectif: 'Effectif',
  emplois: 'Emplois concernés',
  industriel: 'Situation industrielle',
  financier: 'Situation financière',
  social: 'Situation sociale',
  fichier: 'Fichiers',
  entreprise: 'Entreprise',
  siret: 'SIRET',
  personne: 'Votre nom',
  courriel: 'E-mail',
  telephone: 'Téléphone',
  commune: 'Commune',
  metier: 'Métier',
  nommer: 'Si l’acheteur n’est pas partenaire',
  accord: 'Accord',
}

export const DESK_LABELS: FieldLabels = {
  message: 'Message',
  compris: 'Effacer',
  portee: 'Ce message',
  fichier: 'Fichiers',
  vers: 'Vers',
  organisme: 'Autre organisme',
  motif: 'Pourquoi',
  etape: 'Étape',
  resultat: 'Résultat',
  suites: 'Ce qui en est résulté',
  jour: 'Date',
  demarche: 'Démarche',
  emplois: 'Emplois concernés',
  industriel: 'Situation industrielle',
  financier: 'Situation financière',
  social: 'Situation sociale',
}

export const LINK_LABELS: FieldLabels = { reference: 'Référence', courriel: 'E-mail' }
