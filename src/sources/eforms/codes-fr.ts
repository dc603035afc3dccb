import { PRICE } from '../french/clauses.ts'

/**
 * The official French labels of eForms codes that Guichet passes on as reasons (Publications Office of the European
 * Union, eForms SDK, CC BY 4.0).
 */

/** change-corrig-justification: why a notice corrects another. */
export const CHANGE_REASONS: ReadonlyMap<string, string> = new Map([
  ['cancel', 'Avis annulé'],
  ['cancel-intent', 'Intention d’annuler'],
  ['cor-buy', 'Correction par l’acheteur'],
  ['cor-esen', 'Correction par l’eSender'],
  ['cor-pub', 'Correction par l’éditeur'],
  ['info-release', 'Informations désormais disponibles'],
  [
    'susp-review',
    'Procédure suspendue à la suite d’une plainte, d’un recours ou de tout autre réexamen',
  ],
  ['update-add', 'Mise à jour d’informations'],
])

/** non-award-justification: why nobody was chosen. */
export const NON_AWARD_REASONS: ReadonlyMap<string, string> = new Map([
  [
    'all-rej',
    'Toutes les offres, toutes les demandes de participation ou tous les projets ont été retiré(e)s ou jugé(e)s irrecevables',
  ],
  ['chan-need', 'Décision de l’acheteur, en raison d’un changement des besoins'],
  ['ins-fund', 'Décision de l’acheteur, faute de fonds suffisants'],
  ['no-rece', 'Aucune offre, aucune demande de participation, ni aucun projet n’a été reçu'],
  [
    'no-signed',
    'Le(s) soumissionnaire(s) le(s) mieux classé(s) a (ont) refusé de signer le marché',
  ],
  [
    'one-admis',
    'Une seule offre, une seule demande de participation ou un seul projet recevable a été reçu(e)',
  ],
  ['other', 'Autre'],
  [
    'rev-body',
    'Décision d’une instance chargée des procédures de recours ou d’une autre instance judiciaire',
  ],
  [
    'rev-buyer',
    'Décision de l’acheteur consécutive à une demande de réexamen de l’attribution par un soumissionnaire',
  ],
  [
    'tch-pr-error',
    'Décision de l’acheteur, non consécutive à une demande de réexamen de l’attribution par un soumissionnaire, en raison d’erreurs techniques ou de procédure',
  ],
])

/** award-criterion-type, for criteria that have no name of their own. */
export const CRITERION_TYPES: ReadonlyMap<string, string> = new Map([
  ['price', PRICE],
  ['cost', 'Coût'],
  ['quality', 'Qualité'],
])
