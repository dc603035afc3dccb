import type { SignInProblem } from '../../src/auth/oidc/finish.ts'
import type { Settled } from '../../src/auth/oidc/settle.ts'

export const ADDRESS_EXPECTED =
  'Donnez votre adresse électronique entière, comme camille.martin@ville.fr.'

/** Why nobody was signed in with the identity provider. */
export type ShownProblem = SignInProblem | Exclude<Settled['kind'], 'agent'>

/** What happened, and what to do. */
export const SIGN_IN_PROBLEMS: Record<ShownProblem, { title: string; sentences: string[] }> = {
  cancelled: {
    title: 'Connexion abandonnée',
    sentences: ['Vous n’avez pas été reconnu, ou vous avez renoncé. Rien n’a été enregistré.'],
  },
  refused: {
    title: 'Connexion refusée',
    sentences: [
      'La réponse du fournisseur d’identité n’a pas pu être vérifiée : personne n’a été connecté.',
      'Recommencez depuis la page de connexion. Si cela dure, prévenez l’administrateur du guichet.',
    ],
  },
  expired: {
    title: 'Connexion à recommencer',
    sentences: [
      'Cette page a été rouverte, ou la connexion a pris plus de dix minutes. Elle ne sert qu’une fois.',
    ],
  },
  unavailable: {
    title: 'Fournisseur d’identité injoignable',
    sentences: [
      'Le service qui vous reconnaît ne répond pas. Recommencez dans quelques minutes ; lire les consultations reste possible.',
    ],
  },
  'too-weak': {
    title: 'Double authentification demandée',
    sentences: [
      'Votre organisme vous a reconnu avec un seul moyen. Le guichet en demande deux : connectez-vous avec la double authentification.',
    ],
  },
  disabled: {
    title: 'Accès suspendu',
    sentences: ['Un administrateur a suspendu votre accès au guichet.'],
  },
  'no-partner': {
    title: 'Votre organisme n’est pas encore partenaire',
    sentences: [
      'Vous avez bien été reconnu, mais votre organisme ne figure pas parmi les partenaires du pacte. Aucun compte n’a été créé.',
    ],
  },
  'address-taken': {
    title: 'Adresse déjà connue',
    sentences: [
      'Un compte existe déjà avec votre adresse électronique, mais rien ne prouve ici qu’il est le vôtre. Il n’a pas été ouvert.',
      'Demandez à un administrateur du guichet de dissocier l’ancienne identité, ou de vous donner un lien de connexion.',
    ],
  },
  'no-address': {
    title: 'Adresse électronique inconnue',
    sentences: [
      'Le fournisseur d’identité n’a pas donné votre adresse électronique : aucun compte n’a pu être créé.',
    ],
  },
}
