import type { ScheduledBooking, Rencontre, AttendingBuyer } from '../../src/rencontres/queries.ts'
import { longMoment, upperFirst } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import { errorOf, type FormError, SelectField, SubmitLine } from '../shared/form.tsx'
import { inSentence } from '../words/names.ts'
import { dayText, KEPT_SENTENCE, spanText } from '../words/rencontres.ts'

export interface OwnBookingPageProps {
  frame: Frame
  /** Path of this page. */
  path: string
  rencontre: Rencontre
  /** Null: the buyer does not come any more. */
  attending: AttendingBuyer | null
  booking: ScheduledBooking
  /** Place in the waiting list, from 1; null: not in it. */
  line: number | null
  isBookable: boolean
  /** Its hour has come, or the meeting's day. */
  isOver: boolean
  /** The operator sends mail: absent, this page is the only confirmation. */
  mailIsOn: boolean
  done: string | null
  errors: FormError[]
}

/** What a firm's private link shows: its appointment, how to move it or give it back, an offer to take. */
export function OwnBookingPage(props: OwnBookingPageProps) {
  const { frame, path, rencontre, attending, booking, mailIsOn, done, errors, isOver } = props
  const { status } = booking
  const isStanding = rencontre.state === 'published' && !isOver
  const isActive = status === 'booked' || status === 'waiting' || status === 'offered'
  const title = 'Votre rendez-vous'
  return (
    <InnerPage
      current="rencontres"
      frame={frame}
      title={title}
      back={{ href: `/rencontres/${rencontre.slug}`, label: rencontre.title }}
      errors={errors}
      done={done}
    >
      <p class="lead">{statusText(props)}</p>
      {!mailIsOn && isActive && isStanding && (
        <div class="note">
          <p>
            <strong>Gardez cette adresse</strong> : ce guichet n’envoie pas de courriel. Elle est le
            seul moyen de retrouver votre rendez-vous, de le déplacer ou de l’annuler.
          </p>
          <p>
            <a href={path}>{frame.baseUrl + path}</a>
          </p>
        </div>
      )}
      {status === 'offered' && isStanding && (
        <form method="post" action={`${path}/acceptation`}>
          <SubmitLine>Accepter ce créneau</SubmitLine>
        </form>
      )}
      <dl class="facts">
        <FactLine label="Rencontre">
          {upperFirst(dayText(rencontre.startsWall, rencontre.endsWall))}
        </FactLine>
        <FactLine label="Lieu">{rencontre.place}</FactLine>
        <FactLine label="Sur place">{attending?.spot}</FactLine>
        <FactLine label="Accès et accueil">{rencontre.access}</FactLine>
        <FactLine label="Contact">{rencontre.contact}</FactLine>
      </dl>
      {status === 'booked' && isStanding && (
        <p>
          <a href={`${path}/agenda.ics`}>Ajouter à mon agenda</a>
        </p>
      )}
      <Move {...props} />
      <h2>Ce que vous avez indiqué</h2>
      <dl class="facts">
        <FactLine label="Entreprise">{booking.firm}</FactLine>
        <FactLine label="SIRET">{booking.siret}</FactLine>
        <FactLine label="Personne">{booking.person}</FactLine>
        <FactLine label="E-mail">{booking.email}</FactLine>
        <FactLine label="Téléphone">{booking.phone}</FactLine>
        <FactLine label="Activité">{booking.sells}</FactLine>
      </dl>
      <p class="quiet">{KEPT_SENTENCE} Lien privé : ne le transmettez pas.</p>
      {isActive && isStanding && (
        <form method="post" action={`${path}/annulation`}>
          <SubmitLine quiet>{GIVE_BACK[status]}</SubmitLine>
        </form>
      )}
    </InnerPage>
  )
}

const GIVE_BACK = {
  booked: 'Annuler mon rendez-vous',
  waiting: 'Quitter la liste d’attente',
  offered: 'Laisser ce créneau et quitter la liste d’attente',
}

function Move({ path, attending, booking, isBookable, errors, rencontre }: OwnBookingPageProps) {
  if (booking.status !== 'booked' || !attending || !isBookable || rencontre.state !== 'published')
    return null
  const free = attending.slots.filter(({ isFree }) => isFree)
  if (free.length === 0)
    return <p class="quiet">Aucun autre créneau de {attending.buyer.name} n’est libre.</p>
  return (
    <form method="post" action={`${path}/deplacement`} class="entry" novalidate>
      <h2>Déplacer</h2>
      <SelectField
        name="creneau"
        label="Autre créneau"
        none="Choisir un créneau"
        options={free.map(({ id, fromMinute: from, toMinute: to }) => ({
          value: String(id),
          label: spanText({ from, to }),
        }))}
        value=""
        error={errorOf(errors, 'creneau')}
      />
      <SubmitLine quiet>Déplacer mon rendez-vous</SubmitLine>
    </form>
  )
}

function statusText({ booking, rencontre, attending, line, isOver }: OwnBookingPageProps): string {
  const { status, fromMinute: from, toMinute: to, offerUntil } = booking
  const buyer = attending?.buyer.name ?? 'l’acheteur'
  if (rencontre.state === 'called-off') return `La rencontre est annulée. ${rencontre.reason}`
  if (status === 'cancelled') return 'Votre demande est annulée.'
  if (status === 'lapsed')
    return 'La proposition a expiré : le créneau est allé à l’entreprise suivante.'
  if (isOver) return 'La rencontre a eu lieu.'
  const hours = from === null || to === null ? '' : `de ${spanText({ from, to })}`
  if (status === 'waiting')
    return `Vous êtes sur la liste d’attente de ${buyer}, au rang ${line ?? 1}. Si un créneau se libère, il vous est proposé pendant un temps limité.`
  if (status === 'offered' && offerUntil)
    return `Un créneau s’est libéré avec ${inSentence(buyer)}, ${hours}. Il vous est réservé jusqu’au ${longMoment(offerUntil)}.`
  return `Vous avez rendez-vous avec ${inSentence(buyer)}, ${hours}.`
}
