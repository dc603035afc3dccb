import type { Asked, AskingMail } from '../../src/analysis/years/tell.ts'
import { longDate } from '../format.ts'

/** The message that asks a partner's agents for their part in the yearly analysis. */
export const askingMail: AskingMail = ({ asked, year, partner, until, url }) => {
  const { subject, lines } = WORDS[asked](year, partner)
  return {
    subject: until === null ? subject : `${subject}, jusqu’au ${longDate(until)}`,
    text: ['Bonjour,', ...lines, url].join('\n\n'),
  }
}

const WORDS: Record<
  Asked,
  (year: number, partner: string) => { subject: string; lines: string[] }
> = {
  check: (year, partner) => ({
    subject: `Analyse ${year} : vos marchés sont à vérifier`,
    lines: [
      `Les données de l’analyse ${year} sont gelées. Vérifiez les marchés de ${partner} : confirmez-les, ou corrigez une taille d’entreprise, un lieu, un montant, une date.`,
    ],
  }),
  'check-soon': (year, partner) => ({
    subject: `Rappel, analyse ${year} : vos marchés sont à vérifier`,
    lines: [
      `Les marchés de ${partner} ne sont pas encore vérifiés. Ensuite, l’analyse se prépare avec les données telles qu’elles sont.`,
    ],
  }),
  comment: (year) => ({
    subject: `Analyse ${year} : le projet vous est soumis`,
    lines: [
      `Le projet d’analyse de l’année ${year} est prêt. Lisez-le et dites ce que votre organisme en pense, indicateur par indicateur.`,
    ],
  }),
  'comment-soon': (year) => ({
    subject: `Rappel, analyse ${year} : vos commentaires sont attendus`,
    lines: [
      `Le projet d’analyse de l’année ${year} peut encore être commenté pendant quelques jours.`,
    ],
  }),
  sign: (year, partner) => ({
    subject: `Analyse ${year} : votre signature est attendue`,
    lines: [
      `Le texte de l’analyse ${year} est arrêté. Signez-le au nom de ${partner}, avec une réserve si vous en avez une : elle sera publiée avec l’analyse.`,
    ],
  }),
  'sign-again': (year, partner) => ({
    subject: `Rappel, analyse ${year} : votre signature est attendue`,
    lines: [`L’analyse ${year} attend encore la signature de ${partner}.`],
  }),
}
