import type { AlertMails } from '../../src/alerts/ask.ts'
import { plain } from '../format.ts'
import { RHYTHM_SENTENCES } from '../words/alerts.ts'
import { oneLine } from './one-line.ts'
import { textOf } from './text-of.ts'

/** What somebody gets who asks for an alert, before any news. */
export const alertMails: AlertMails = {
  confirm: ({ question, rhythm, url }) => ({
    subject: oneLine(plain(`À confirmer : ${question}`)),
    text: textOf([
      'Bonjour,',
      `Cette adresse a été donnée pour recevoir par courriel, ${RHYTHM_SENTENCES[rhythm]} :\n${question}`,
      `Pour confirmer, ouvrez cette page et appuyez sur « Confirmer » : ${url}`,
      'Vous n’avez rien demandé ? Ne faites rien : sans confirmation, aucun autre message ne part et l’adresse est effacée au bout de sept jours.',
    ]),
  }),
  already: ({ question, rhythm, url }) => ({
    subject: oneLine(plain(`Vous suivez déjà : ${question}`)),
    text: textOf([
      'Bonjour,',
      `Vous recevez déjà par courriel, ${RHYTHM_SENTENCES[rhythm]} :\n${question}`,
      `Changer le rythme ou arrêter : ${url}`,
      'Vous n’avez rien demandé ? Ne faites rien : rien n’a changé.',
    ]),
  }),
  tooMany: ({ question, most, url }) => ({
    subject: 'Cette alerte n’a pas été ajoutée',
    text: textOf([
      'Bonjour,',
      `Une alerte de plus a été demandée pour cette adresse :\n${question}`,
      `Une adresse peut en suivre ${most} à la fois, et les vôtres y sont déjà. Arrêtez-en une depuis l’un de ses messages, puis demandez celle-ci de nouveau. Les flux, eux, sont sans limite : ${url}`,
      'Vous n’avez rien demandé ? Ne faites rien : rien n’a changé.',
    ]),
  }),
}
