import type { InstanceNudgeMail, NudgeMail } from '../../src/contacts/nudge.ts'
import { plural } from '../format.ts'
import { oneLine } from './one-line.ts'

/** The message that asks a partner whether what is said of its contacts still holds. */
export const contactsNudgeMail: NudgeMail = ({ partner, count, url }) => ({
  subject: oneLine(`Vos contacts sur le guichet sont-ils encore exacts ? (${partner})`),
  text: [
    'Bonjour,',
    `${plural(count, 'fiche', 'fiches')} de ${partner} (correspondant PME, interlocuteurs, pratiques d’achat) n’${count < 2 ? 'a' : 'ont'} pas été ${count < 2 ? 'vérifiée' : 'vérifiées'} depuis un an.`,
    'Ouvrez la liste : un clic suffit pour dire qu’une fiche est encore exacte, ou pour la corriger :',
    url,
    'Tant qu’elles ne sont pas vérifiées, les pages publiques le disent. Vous recevrez ce rappel une fois par mois au plus.',
  ].join('\n\n'),
})

/** The same for administrators: bodies, contacts and sheets that no partner answers for. */
export const instanceContactsMail: InstanceNudgeMail = ({ count, url }) => ({
  subject: oneLine('Des contacts et des aides du guichet sont à vérifier'),
  text: [
    'Bonjour,',
    `${plural(count, 'fiche', 'fiches')} qu’aucun partenaire ne tient (organismes, interlocuteurs, aides) n’${count < 2 ? 'a' : 'ont'} pas été ${count < 2 ? 'vérifiée' : 'vérifiées'} depuis un an.`,
    'Ouvrez la liste : un clic suffit pour dire qu’une fiche est encore exacte, ou pour la corriger :',
    url,
    'Tant qu’elles ne sont pas vérifiées, les pages publiques le disent. Vous recevrez ce rappel une fois par mois au plus.',
  ].join('\n\n'),
})
