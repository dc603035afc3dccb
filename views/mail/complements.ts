import type { AgentMails } from '../../src/posting/tell-agents.ts'
import { oneLine } from './one-line.ts'

/** The message that asks for what an avis does not say: one link each, no password. */
export const complementsMail: AgentMails['complements'] = ({ asked, baseUrl }) => {
  const [first] = asked
  return {
    subject:
      first && asked.length === 1
        ? oneLine(`3 précisions aideraient les entreprises : ${first.title}`)
        : `3 précisions aideraient les entreprises, pour ${asked.length} consultations`,
    text: [
      'Bonjour,',
      asked.length === 1
        ? 'Votre consultation est sur le guichet : rien n’est à ressaisir. La tranche de montant, les lots ou le nom de qui appeler n’y sont pas ; les entreprises en ont besoin pour décider.'
        : 'Vos consultations sont sur le guichet : rien n’est à ressaisir. La tranche de montant, les lots ou le nom de qui appeler n’y sont pas ; les entreprises en ont besoin pour décider.',
      'Un lien, trois champs, pas de mot de passe, quarante secondes :',
      asked.map(({ title, address }) => `- ${oneLine(title)}\n  ${address}`).join('\n'),
      'Chaque lien sert une fois, pendant quatorze jours, et ne permet que cela. Vous pouvez aussi l’ignorer : rien ne vous sera redemandé pour cette consultation. La page du lien permet de ne plus recevoir ces messages.',
      `Guichet : ${baseUrl}`,
    ].join('\n\n'),
  }
}
