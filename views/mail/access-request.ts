import type { RequestMail } from '../../src/auth/tell-of-request.ts'
import { oneLine } from './one-line.ts'

/** The message about somebody who waits for a role. */
export const accessRequestMail: RequestMail = ({ partner, address }) => ({
  subject: oneLine(`Un agent attend un rôle pour ${partner}`),
  text: [
    'Bonjour,',
    `Un agent de ${oneLine(partner)} s’est connecté au guichet pour la première fois. Il ne peut encore rien y faire : donnez-lui un rôle, ou refusez.`,
    `L’équipe : ${address}`,
    'Ce message est envoyé une fois.',
  ].join('\n\n'),
})
