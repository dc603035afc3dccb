import type { AgentMails } from '../../src/posting/tell-agents.ts'
import { longMoment, plain } from '../format.ts'
import { oneLine } from './one-line.ts'

/** The message about an official date that came in the place of an agent's. */
export const overriddenDateMail: AgentMails['overridden'] = ({
  title,
  typed,
  official,
  address,
}) => ({
  subject: oneLine(`Date limite reprise de l’avis : ${title}`),
  text: [
    'Bonjour,',
    plain(
      `Pour « ${oneLine(title)} », vous aviez indiqué le ${longMoment(typed)}. L’avis officiel dit maintenant le ${longMoment(official)} : c’est cette date que le guichet montre.`,
    ),
    'Si elle est juste, rien n’est à faire. Sinon, corrigez-la d’abord sur votre profil d’acheteur.',
    `La consultation dans l’espace partenaires : ${address}`,
    'Ce message est envoyé une fois.',
  ].join('\n\n'),
})
