import type { News, ToldRegistration, TrainingMails } from '../../src/trainings/tell.ts'
import { longDate, plain, plural } from '../format.ts'
import { dayText, spanText } from '../words/trainings.ts'
import { textOf } from './text-of.ts'
import { oneLine } from './one-line.ts'

/** The messages about trainings: to those who register, to those who wait for a session, to the organisers. */
export const trainingMails: TrainingMails = {
  registration: (told) => ({
    subject: oneLine(plain(`${SUBJECTS[told.news](told)} : ${told.training.title}`)),
    text: textOf(['Bonjour,', ...BODIES[told.news](told), ...ending(told)]),
  }),
  event(told) {
    const { session, training, trainingUrl } = told
    const prefix =
      session.state === 'cancelled' ? 'ANNULÉE – ' : session.postponedFrom ? 'REPORTÉE – ' : ''
    return {
      summary: oneLine(plain(`${prefix}Formation – ${training.title}`)),
      description: textOf([
        `Organisée par ${training.organiser}.`,
        ...(session.link ? [`Lien de la visioconférence : ${session.link}`] : []),
        `Sur Guichet : ${trainingUrl}`,
      ]),
    }
  },
  nextSession: ({ training, session, trainingUrl }) => ({
    subject: oneLine(plain(`Inscriptions ouvertes : ${training.title}`)),
    text: textOf([
      'Bonjour,',
      `Vous vouliez être prévenu : les inscriptions sont ouvertes pour « ${training.title} ».`,
      whenAndWhere(session),
      `Pour vous inscrire : ${trainingUrl}`,
      'Ce message est le seul : votre adresse vient d’être effacée de la liste.',
    ]),
  }),
  interestNoted: ({ title, withdrawUrl }) => ({
    subject: 'Vous serez prévenu de la prochaine session',
    text: textOf([
      'Bonjour,',
      title
        ? `Nous vous écrirons une fois, à l’ouverture des inscriptions de la prochaine session de « ${title} ».`
        : 'Nous vous écrirons une fois, à l’ouverture des inscriptions de la prochaine formation.',
      `Vous n’avez rien demandé, ou vous avez changé d’avis : ${withdrawUrl}`,
      'Votre adresse est effacée dès que vous êtes prévenu, et au plus tard après un an.',
    ]),
  }),
  decision: ({ training, session, registered, url }) => ({
    subject: oneLine(plain(`À décider : ${training.title}, ${dayText(session.startsWall)}`)),
    text: textOf([
      'Bonjour,',
      `C’est le jour de décider si cette session a lieu : « ${training.title} », ${spanText(session.startsWall, session.endsWall)}.`,
      `${plural(registered, 'inscrit', 'inscrits')}, pour un minimum de ${session.minimum} et ${plural(session.seats, 'place', 'places')}.`,
      `Confirmer, reporter ou annuler : ${url}`,
      'Toutes les personnes inscrites seront prévenues.',
    ]),
  }),
}

const SUBJECTS: Record<News, (told: ToldRegistration) => string> = {
  registered: () => 'Inscription confirmée',
  waiting: () => 'Liste d’attente',
  again: ({ status }) =>
    status === 'waiting' ? 'Vous êtes en liste d’attente' : 'Vous êtes inscrit',
  promoted: () => 'Une place s’est libérée',
  withdrawn: () => 'Inscription annulée',
  'withdrawn-by-organiser': () => 'Inscription annulée par l’organisateur',
  confirmed: () => 'Session confirmée',
  postponed: ({ session }) => `Session reportée au ${dayText(session.startsWall)}`,
  changed: () => 'Changement de lieu',
  'session-cancelled': () => 'Session annulée',
  reminder: () => 'Rappel',
  evaluation: () => 'Votre avis',
  'later-evaluation': () => 'Quatre mois après',
}

const BODIES: Record<News, (told: ToldRegistration) => string[]> = {
  registered: (told) => [
    `Votre place est réservée pour « ${told.training.title} ».`,
    whenAndWhere(told.session),
    ...linkLine(told),
  ],
  waiting: ({ training, session }) => [
    `La session est complète : vous êtes en liste d’attente pour « ${training.title} ». Si une place se libère, elle vous est donnée et nous vous écrivons.`,
    whenAndWhere(session),
  ],
  again: (told) => (told.status === 'waiting' ? BODIES.waiting(told) : BODIES.registered(told)),
  promoted: (told) => [
    `Une place s’est libérée pour « ${told.training.title} » : elle est à vous.`,
    whenAndWhere(told.session),
    ...linkLine(told),
    'Si vous ne pouvez plus venir, annulez : la place ira à la personne suivante.',
  ],
  withdrawn: ({ training, session }) => [
    `Votre inscription à « ${training.title} » est annulée.`,
    whenAndWhere(session),
  ],
  'withdrawn-by-organiser': ({ training, session }) => [
    `${training.organiser} a annulé votre inscription à « ${training.title} ».`,
    whenAndWhere(session),
  ],
  confirmed: (told) => [
    `La session de « ${told.training.title} » aura bien lieu.`,
    whenAndWhere(told.session),
    ...waitingLine(told),
    ...linkLine(told),
  ],
  postponed: (told) => [
    `La session de « ${told.training.title} » prévue le ${longDate((told.session.postponedFrom ?? '').slice(0, 10))} est reportée. ${told.status === 'waiting' ? 'Votre rang en liste d’attente est gardé.' : 'Votre place est gardée.'}`,
    `Nouvelle date. ${whenAndWhere(told.session)}`,
    ...reasonLine(told),
    'Si cette date ne vous convient pas, annulez votre inscription avec le lien ci-dessous.',
  ],
  changed: (told) => [
    `Le lieu de la session de « ${told.training.title} » a changé.`,
    whenAndWhere(told.session),
    ...linkLine(told),
  ],
  'session-cancelled': (told) => [
    `La session de « ${told.training.title} » n’aura pas lieu.`,
    whenAndWhere(told.session),
    ...reasonLine(told),
    `Pour être prévenu de la prochaine : ${told.trainingUrl}`,
  ],
  reminder: (told) => [
    `C’est bientôt : « ${told.training.title} ».`,
    whenAndWhere(told.session),
    ...linkLine(told),
  ],
  evaluation: ({ training, privateUrl }) => [
    `Merci d’être venu à « ${training.title} ». Deux questions, une minute : ${privateUrl}/evaluation`,
    'Vous trouverez aussi sur cette page privée votre attestation de présence, dès que la présence est enregistrée.',
  ],
  'later-evaluation': ({ training, privateUrl }) => [
    `Il y a quatre mois, vous avez suivi « ${training.title} ». Avez-vous répondu à une consultation depuis ? Trois questions, une minute : ${privateUrl}/suites`,
    'C’est la seule mesure de ce que ces formations apportent ; seuls des totaux sont publiés.',
  ],
}

function whenAndWhere(session: ToldRegistration['session']): string {
  const when = spanText(session.startsWall, session.endsWall)
  const where = session.place || 'à distance'
  return `${when.charAt(0).toUpperCase()}${when.slice(1)}, ${where}.`
}

function linkLine({ session, status }: ToldRegistration): string[] {
  return session.link && status === 'registered'
    ? [`Lien de la visioconférence : ${session.link}`]
    : []
}

function waitingLine({ status }: ToldRegistration): string[] {
  return status === 'waiting' ? ['Vous êtes toujours en liste d’attente.'] : []
}

function reasonLine({ session }: ToldRegistration): string[] {
  return session.reason === '' ? [] : [`Motif : ${session.reason}`]
}

/** Where the registration is seen and cancelled, as long as there is something to see. */
function ending({ news, training, privateUrl }: ToldRegistration): string[] {
  const isOver = news === 'withdrawn' || news === 'withdrawn-by-organiser'
  return [
    ...(isOver ? [] : [`Votre inscription (la voir, l’annuler) : ${privateUrl}`]),
    ...(isOver || news === 'session-cancelled'
      ? []
      : ['Ce lien est privé : ne le transmettez pas.']),
    `Organisée par ${training.organiser}.`,
  ]
}
