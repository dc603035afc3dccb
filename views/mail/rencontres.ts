import type { BookingNews, RencontreMails, ToldBooking } from '../../src/rencontres/tell.ts'
import { longDate, longMoment, plain, upperFirst } from '../format.ts'
import { inSentence } from '../words/names.ts'
import { dayText, KEPT_SENTENCE, spanText } from '../words/rencontres.ts'
import { textOf } from './text-of.ts'
import { oneLine } from './one-line.ts'

/** The messages about meetings: to firms with an appointment, and to those who want to know of the next ones. */
export const rencontreMails: RencontreMails = {
  booking: (told) => ({
    subject: oneLine(plain(`${SUBJECTS[told.news](told)} : ${told.rencontre.title}`)),
    text: textOf(['Bonjour,', ...BODIES[told.news](told), ...ending(told)]),
  }),
  event({ rencontre, buyer, rencontreUrl }) {
    const prefix =
      rencontre.state === 'called-off' ? 'ANNULÉ – ' : rencontre.movedFrom ? 'REPORTÉ – ' : ''
    return {
      summary: oneLine(plain(`${prefix}Rendez-vous avec ${buyer.name}`)),
      description: textOf([
        `${rencontre.title}, organisée par ${rencontre.organiser}.`,
        ...(buyer.spot === '' ? [] : [buyer.spot]),
        `Sur Guichet : ${rencontreUrl}`,
      ]),
    }
  },
  interestAsked: ({ confirmUrl }) => ({
    subject: 'Confirmez : être prévenu des rencontres acheteurs-entreprises',
    text: textOf([
      'Bonjour,',
      `Pour être prévenu des prochaines rencontres, confirmez votre adresse : ${confirmUrl}`,
      'Vous n’avez rien demandé ? N’ouvrez pas ce lien : votre adresse est effacée après une semaine.',
    ]),
  }),
  published: ({ rencontre, rencontreUrl, endUrl }) => ({
    subject: oneLine(plain(`Nouvelle rencontre acheteurs-entreprises : ${rencontre.title}`)),
    text: textOf([
      'Bonjour,',
      `${rencontre.organiser} annonce une rencontre : « ${rencontre.title} ».`,
      whenAndWhere({ rencontre }),
      `Programme, acheteurs présents et rendez-vous : ${rencontreUrl}`,
      `Ne plus recevoir ces annonces : ${endUrl}`,
    ]),
  }),
}

const SUBJECTS: Record<BookingNews, (told: ToldBooking) => string> = {
  booked: ({ buyer }) => `Rendez-vous avec ${buyer.name}`,
  waiting: ({ buyer }) => `Liste d’attente pour ${buyer.name}`,
  again: ({ buyer }) => `Votre demande pour ${buyer.name}`,
  offered: ({ buyer }) => `Un créneau s’est libéré avec ${buyer.name}`,
  lapsed: () => 'Proposition expirée',
  moved: ({ buyer }) => `Rendez-vous déplacé avec ${buyer.name}`,
  'given-back': () => 'Rendez-vous annulé',
  'given-back-by-organiser': () => 'Rendez-vous annulé par l’organisateur',
  'buyer-withdrew': ({ buyer }) => `${buyer.name} ne participe plus`,
  'rencontre-moved': ({ rencontre }) =>
    `Rencontre reportée au ${longDate(rencontre.startsWall.slice(0, 10))}`,
  'place-changed': () => 'Changement de lieu',
  'called-off': () => 'Rencontre annulée',
  reminder: () => 'Rappel',
  documents: () => 'Documents en ligne',
}

const BODIES: Record<BookingNews, (told: ToldBooking) => string[]> = {
  booked: (told) => [
    `Vous avez rendez-vous avec ${inSentence(told.buyer.name)}, ${hours(told)}, à la rencontre « ${told.rencontre.title} ».`,
    whenAndWhere(told),
    ...spot(told),
    'Un imprévu ? Déplacez ou annulez avec le lien ci-dessous : le créneau servira à une autre entreprise.',
  ],
  waiting: (told) => [
    `Tous les créneaux de ${told.buyer.name} sont pris : vous êtes sur sa liste d’attente à la rencontre « ${told.rencontre.title} ». Si un créneau se libère, il vous est proposé pendant un temps limité, par courriel.`,
    whenAndWhere(told),
  ],
  again: (told) => {
    const { status } = told.booking
    if (status === 'waiting') return BODIES.waiting(told)
    return status === 'offered' ? BODIES.offered(told) : BODIES.booked(told)
  },
  offered: (told) => [
    `Un créneau s’est libéré avec ${told.buyer.name}, ${hours(told)}, à la rencontre « ${told.rencontre.title} ».`,
    whenAndWhere(told),
    `Il vous est réservé jusqu’au ${told.booking.offerUntil ? longMoment(told.booking.offerUntil) : 'rendez-vous'}. Pour l’accepter ou le laisser : ${told.privateUrl}`,
    'Sans réponse de votre part, il sera proposé à l’entreprise suivante.',
  ],
  lapsed: ({ buyer, rencontreUrl }) => [
    `Vous n’avez pas répondu à temps : le créneau proposé avec ${buyer.name} est allé à une autre entreprise, et vous n’êtes plus sur la liste d’attente.`,
    `Pour voir les créneaux qui restent, ou attendre de nouveau : ${rencontreUrl}`,
  ],
  moved: (told) => [
    `Votre rendez-vous avec ${inSentence(told.buyer.name)} est maintenant ${hours(told)}, à la rencontre « ${told.rencontre.title} ».`,
    whenAndWhere(told),
    ...spot(told),
  ],
  'given-back': (told) => [
    `Votre demande de rendez-vous avec ${inSentence(told.buyer.name)} est annulée.`,
    whenAndWhere(told),
  ],
  'given-back-by-organiser': (told) => [
    `${told.rencontre.organiser} a annulé votre demande de rendez-vous avec ${inSentence(told.buyer.name)}.`,
    whenAndWhere(told),
  ],
  'buyer-withdrew': (told) => [
    `${told.buyer.name} ne participe plus à la rencontre « ${told.rencontre.title} » : votre demande de rendez-vous est annulée.`,
    `Les autres acheteurs et leurs créneaux : ${told.rencontreUrl}`,
  ],
  'rencontre-moved': (told) => [
    `La rencontre « ${told.rencontre.title} » prévue le ${longDate((told.rencontre.movedFrom ?? '').slice(0, 10))} est reportée.`,
    `Nouvelle date. ${whenAndWhere(told)}`,
    ...standing(told),
    ...reason(told),
    'Si cette date ne vous convient pas, annulez avec le lien ci-dessous.',
  ],
  'place-changed': (told) => [
    `Le lieu de la rencontre « ${told.rencontre.title} » a changé.`,
    whenAndWhere(told),
    ...standing(told),
  ],
  'called-off': (told) => [
    `La rencontre « ${told.rencontre.title} » n’aura pas lieu.`,
    whenAndWhere(told),
    ...reason(told),
    `Pour être prévenu des prochaines : ${told.rencontreUrl}`,
  ],
  reminder: (told) => [
    `C’est bientôt : votre rendez-vous avec ${inSentence(told.buyer.name)}, ${hours(told)}, à la rencontre « ${told.rencontre.title} ».`,
    whenAndWhere(told),
    ...spot(told),
    ...(told.rencontre.access === '' ? [] : [told.rencontre.access]),
  ],
  documents: (told) => [
    `Les documents présentés à la rencontre « ${told.rencontre.title} » sont en ligne : ${told.rencontreUrl}#documents`,
  ],
}

function hours({ booking: { fromMinute, toMinute } }: ToldBooking): string {
  return fromMinute === null || toMinute === null
    ? ''
    : `de ${spanText({ from: fromMinute, to: toMinute })}`
}

function standing(told: ToldBooking): string[] {
  const { status } = told.booking
  if (status === 'waiting') return ['Votre rang sur la liste d’attente est gardé.']
  if (status === 'offered')
    return [
      `Le créneau qui vous est proposé avec ${told.buyer.name}, ${hours(told)}, reste à accepter avec le lien ci-dessous.`,
    ]
  return [`Votre rendez-vous avec ${inSentence(told.buyer.name)} est gardé, ${hours(told)}.`]
}

function spot({ buyer }: ToldBooking): string[] {
  return buyer.spot === '' ? [] : [`Sur place : ${buyer.spot}.`]
}

function whenAndWhere({ rencontre }: Pick<ToldBooking, 'rencontre'>): string {
  return `${upperFirst(dayText(rencontre.startsWall, rencontre.endsWall))}. Lieu : ${rencontre.place}.`
}

function reason({ rencontre }: ToldBooking): string[] {
  return rencontre.reason === '' ? [] : [`Motif : ${rencontre.reason}`]
}

const OVER: BookingNews[] = [
  'given-back',
  'given-back-by-organiser',
  'buyer-withdrew',
  'lapsed',
  'called-off',
]

/** Where the appointment is seen, moved and given back, as long as there is something to see. */
function ending({ news, rencontre, privateUrl }: ToldBooking): string[] {
  return [
    ...(OVER.includes(news)
      ? []
      : [
          `Votre rendez-vous (le voir, le déplacer, l’annuler) : ${privateUrl}`,
          'Ce lien est privé : ne le transmettez pas.',
        ]),
    `Organisée par ${rencontre.organiser}.`,
    ...(news === 'booked' || news === 'waiting' ? [KEPT_SENTENCE] : []),
  ]
}
