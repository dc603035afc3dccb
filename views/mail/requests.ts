import type { FirmNews, PartnerNews, RequestMails } from '../../src/requests/tell.ts'
import { plain } from '../format.ts'
import { textOf } from './text-of.ts'

/** The messages about requests: a reference and a link, never what is asked, by whom, or of which kind it is. */
export const requestMails: RequestMails = {
  firm: ({ news, reference, privateUrl }) => ({
    subject: plain(`${FIRM_SUBJECTS[news]} : demande ${reference}`),
    text: textOf([
      'Bonjour,',
      FIRM_BODIES[news],
      `Votre page privée : ${privateUrl}`,
      'Ce lien est privé : ne le transmettez pas. Ne répondez pas à ce courriel : écrivez sur votre page privée.',
    ]),
  }),
  partner: ({ news, reference, partner, url }) => ({
    subject: plain(`${PARTNER_SUBJECTS[news]} : saisine ${reference}`),
    text: textOf(['Bonjour,', PARTNER_BODIES[news], `La voir : ${url}`, `Pour ${partner}.`]),
  }),
  administrator: ({ reference, url }) => ({
    subject: plain(`Saisine sans correspondant : ${reference}`),
    text: textOf([
      'Bonjour,',
      'Aucun partenaire n’a été trouvé pour cette saisine : elle attend que vous lui en donniez un. Son contenu ne vous est pas montré.',
      `Saisines en attente : ${url}`,
    ]),
  }),
}

const FIRM_SUBJECTS: Record<FirmNews, string> = {
  received: 'Bien reçue',
  acknowledged: 'Prise en charge',
  message: 'Nouveau message',
  'relay-asked': 'Votre accord est demandé',
  routed: 'Transmise',
  progress: 'Du nouveau',
  closed: 'Close',
  quiet: 'Toujours d’actualité ?',
  link: 'Votre lien',
}

const FIRM_BODIES: Record<FirmNews, string> = {
  received:
    'Votre demande est bien arrivée. Suivez-la, complétez-la et lisez la réponse sur votre page privée.',
  acknowledged: 'Votre demande a été lue par la personne qui y répondra.',
  message: 'Un message vous attend sur votre page privée.',
  'relay-asked':
    'Un autre organisme peut mieux vous répondre. Rien ne lui est transmis sans votre accord : donnez-le, ou refusez, sur votre page privée.',
  routed: 'Votre demande a trouvé son correspondant.',
  progress: 'Votre demande a avancé : voyez où elle en est sur votre page privée.',
  closed:
    'Votre demande est close. Vous trouverez le résultat sur votre page privée, où vous pouvez aussi la rouvrir pendant trente jours.',
  quiet:
    'Votre correspondant attend de vos nouvelles. Si rien ne bouge d’ici un mois, votre demande sera close. Si tout est réglé, retirez-la sur votre page privée ; sinon, écrivez-y.',
  link: 'Voici un nouveau lien vers votre demande.',
}

const PARTNER_SUBJECTS: Record<PartnerNews, string> = {
  arrived: 'À prendre en charge',
  'firm-wrote': 'Nouveau message',
  'relay-answered': 'Réponse de l’entreprise',
  reopened: 'Rouverte',
  withdrawn: 'Retirée',
  erased: 'Effacée',
  quiet: 'Close sans nouvelles',
  soon: 'Délai demain',
  late: 'En retard',
  unhandled: 'Personne n’est désigné',
}

const PARTNER_BODIES: Record<PartnerNews, string> = {
  arrived: 'Une entreprise vous a saisis. Accusez-en réception : la page dit jusqu’à quand.',
  'firm-wrote': 'L’entreprise vous a écrit.',
  'relay-answered': 'L’entreprise a répondu à votre proposition de relais.',
  reopened: 'L’entreprise a rouvert sa demande.',
  withdrawn: 'L’entreprise a retiré sa demande : il n’y a plus rien à faire.',
  erased:
    'L’entreprise a fait effacer sa demande : il n’y a plus rien à lire ni à faire. Effacez aussi ce que vous en auriez gardé ailleurs, sauf obligation contraire.',
  quiet:
    'Rien n’a bougé depuis longtemps dans cette demande : elle est close. L’entreprise peut encore la rouvrir.',
  soon: 'Une réponse est attendue de vous d’ici demain.',
  late: 'Le délai promis à l’entreprise est dépassé : répondez-lui, ne serait-ce que pour dire quand elle aura sa réponse.',
  unhandled:
    'Une saisine attend, et personne n’est désigné pour la lire. Désignez qui, parmi vos agents, traite les saisines.',
}
