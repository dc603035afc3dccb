import type { Role } from '../../src/auth/policy.ts'
import { roleLabel } from '../words/roles.ts'

/** The message to somebody who has just been given a role for a partner; `address` signs in once, for three days. */
export function invitationMail(
  partner: string,
  role: Role,
  address: string,
): { subject: string; text: string } {
  return {
    subject: 'Votre accès à l’espace partenaires du guichet',
    text: [
      'Bonjour,',
      `Vous voici ${roleLabel(role)} pour ${partner} sur le guichet des consultations publiques.`,
      'Pour entrer, ouvrez cette adresse dans les trois jours. Elle sert une seule fois :',
      address,
      'Ensuite, la page de connexion du guichet vous enverra un lien chaque fois que vous en demanderez un.',
    ].join('\n\n'),
  }
}
