import type { RencontreProblem, RencontreProblemCode } from '../../src/rencontres/problem.ts'
import type { TrainingProblemCode } from '../../src/trainings/problem.ts'
import type { FormError } from '../shared/form.tsx'
import { type FieldLabels, trainingErrors } from './training-problems.ts'

/** Codes of trainings too that are said of a meeting in other words. */
type OwnCode = Exclude<RencontreProblemCode, TrainingProblemCode> | 'same-date' | 'not-now'

const SENTENCES: Record<OwnCode, string> = {
  clock: 'une heure est attendue. Exemple : 9 h 30.',
  span: 'la fin doit venir après le début, et les plages ne pas se chevaucher.',
  'not-that-day': 'une rencontre tient en un jour : pour plusieurs jours, faites-en plusieurs.',
  'too-many-slots': 'c’est plus de soixante créneaux : réduisez la plage.',
  'no-slot': 'aucun créneau ne tient dans cette plage.',
  'slots-booked':
    'des entreprises ont rendez-vous à des heures que vous retirez. Annulez ou déplacez d’abord ces rendez-vous.',
  'already-attending': 'cet acheteur participe déjà.',
  'unknown-buyer': 'choisissez un acheteur de la liste.',
  'bookable-after-start': 'les réservations finissent au plus tard au début de la rencontre.',
  'slots-out-of-day':
    'des créneaux sortiraient des heures de la rencontre. Changez ces heures, décalez les rendez-vous ou gardez-les.',
  'slots-outside': 'les créneaux doivent tenir dans les heures de la rencontre.',
  'same-date': 'c’est déjà la date de la rencontre.',
  'not-now': 'Cela ne peut plus, ou pas encore, être fait pour cette rencontre.',
  'no-file': 'choisissez un fichier.',
  'called-off': 'Cette rencontre est annulée.',
  'bookings-closed': 'Les réservations sont closes pour cette rencontre.',
  taken: 'Ce créneau vient d’être pris. Choisissez-en un autre : ce que vous avez écrit est gardé.',
  'firm-has-buyer':
    'Votre entreprise a déjà un rendez-vous avec cet acheteur, ou est sur sa liste d’attente. Le lien privé reçu par courriel permet de le voir, de le déplacer ou de l’annuler.',
  'firm-busy':
    'Votre entreprise a déjà un rendez-vous à cette heure. Choisissez un autre créneau : ce que vous avez écrit est gardé.',
  'firm-elsewhere':
    'Votre entreprise a un rendez-vous à cette heure à une autre rencontre du même jour. Choisissez un autre créneau : ce que vous avez écrit est gardé.',
  'slots-free': 'Cet acheteur a de nouveau des créneaux libres : choisissez-en un.',
  'offer-over':
    'Cette proposition n’est plus valable : le créneau est allé à l’entreprise suivante.',
  begun: 'L’heure de ce rendez-vous est passée.',
}

/** Messages of a form: « E-mail : cette adresse n’est pas complète. » */
export function rencontreErrors(problems: RencontreProblem[], labels: FieldLabels): FormError[] {
  return problems.flatMap(({ field, code }) => {
    if (!isOwn(code)) return trainingErrors([{ field, code }], labels)
    const label = field === null ? undefined : labels[field]
    return [{ name: field, text: label ? `${label} : ${SENTENCES[code]}` : SENTENCES[code] }]
  })
}

function isOwn(code: RencontreProblemCode): code is OwnCode {
  return Object.hasOwn(SENTENCES, code)
}

export const BOOKING_FIELDS: FieldLabels = {
  creneau: 'Créneau',
  entreprise: 'Entreprise',
  siret: 'SIRET',
  personne: 'Nom et prénom',
  courriel: 'E-mail',
  telephone: 'Téléphone',
  activite: 'Ce que vous proposez',
  accord: 'Accord',
}

export const INTEREST_FIELDS: FieldLabels = {
  courriel: 'E-mail',
  metier: 'Métier',
  accord: 'Accord',
}

export const RENCONTRE_FIELDS: FieldLabels = {
  titre: 'Titre',
  metier: 'Métier',
  presentation: 'Présentation',
  lieu: 'Lieu',
  acces: 'Accès et accueil',
  contact: 'Contact',
  debut: 'Début',
  fin: 'Fin',
  limite: 'Fin des réservations',
  motif: 'Motif',
  acheteur: 'Acheteur',
  recherche: 'Ce que l’acheteur vient présenter ou chercher',
  table: 'Emplacement',
  de: 'Premier rendez-vous',
  a: 'Fin des rendez-vous',
  duree: 'Durée d’un rendez-vous',
  fichier: 'Fichier',
  intitule: 'Titre du document',
  mot: 'Bilan',
  rencontrees: 'Entreprises rencontrées',
  nouvelles: 'Dont nouvelles',
  ...Object.fromEntries(
    [1, 2, 3].flatMap((number) => [
      [`pause${number}-de`, `Pause ${number}, début`],
      [`pause${number}-a`, `Pause ${number}, fin`],
    ]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => index + 1).flatMap((number) => [
      [`heure${number}`, `Ligne ${number}, heure`],
      [`fin${number}`, `Ligne ${number}, fin`],
      [`sujet${number}`, `Ligne ${number}, sujet`],
      [`intervenant${number}`, `Ligne ${number}, intervenant`],
    ]),
  ),
}
