import type { ReminderMail } from '../../src/pact/actions/remind-pilot.ts'
import { longDate } from '../format.ts'
import { oneLine } from './one-line.ts'

/** The message that reminds an action's pilot of its due date. */
export const reminderMail: ReminderMail = ({
  kind,
  title,
  dueOn,
  isLate,
  pilot,
  askedBy,
  url,
}) => ({
  subject: oneLine(
    isLate ? `Action en retard : ${title}` : `Échéance le ${longDate(dueOn)} : ${title}`,
  ),
  text: [
    'Bonjour,',
    isLate
      ? `L’action « ${title} », que ${pilot} pilote, devait être réalisée le ${longDate(dueOn)}.`
      : `L’action « ${title} », que ${pilot} pilote, doit être réalisée le ${longDate(dueOn)}.`,
    ...(askedBy === null ? [] : [`Ce rappel est demandé par ${askedBy}.`]),
    'Mettez à jour son état, ajoutez un justificatif, ou changez l’échéance en disant pourquoi :',
    url,
    kind === 'before' || (kind === 'asked' && !isLate)
      ? 'Vous recevrez un autre rappel à la date.'
      : 'Quatorze jours après ce rappel, le retard est visible du public.',
  ].join('\n\n'),
})
