import type { AttendingBuyer, Rencontre } from '../../src/rencontres/queries.ts'
import { plural, upperFirst } from '../format.ts'
import type { Frame } from '../layout/layout.tsx'
import { errorOf, type FormError, SelectField, TextArea, TextField } from '../shared/form.tsx'
import { ConsentField, Trap } from '../trainings/private-fields.tsx'
import { dayText, KEPT_SENTENCE, spanText } from '../words/rencontres.ts'
import { FormActions, RencontreFrame } from './frame.tsx'

interface BookingFormPageProps {
  frame: Frame
  rencontre: Rencontre
  attending: AttendingBuyer
  /** What was typed, by the field's name. */
  typed: (field: string) => string
  errors: FormError[]
  /** Leads to the appointment that the form makes, however often it is sent. */
  secret: string
  isBookable: boolean
}

/** An appointment with a buyer, or a place in its waiting list, without an account. */
export function BookingFormPage(props: BookingFormPageProps) {
  const { frame, rencontre, attending, typed, errors, secret, isBookable } = props
  const { buyer, slots, waiting } = attending
  const free = slots.filter(({ isFree }) => isFree)
  const isFull = free.length === 0
  const heading = isFull
    ? `Liste d’attente : ${buyer.name}`
    : `Prendre rendez-vous avec ${buyer.name}`
  const back = `/rencontres/${rencontre.slug}`
  const isOpen = isBookable && slots.length > 0
  return (
    <RencontreFrame
      frame={frame}
      title={heading}
      back={{ href: back, label: rencontre.title }}
      errors={isOpen ? errors : []}
    >
      <p>
        {upperFirst(dayText(rencontre.startsWall, rencontre.endsWall))}, {rencontre.place}
      </p>
      {!isOpen ? (
        <p>Les réservations sont closes.</p>
      ) : (
        <form method="post" class="entry" novalidate>
          {isFull && (
            <p class="note">
              Tous les créneaux sont pris
              {waiting > 0 &&
                ` et ${plural(waiting, 'entreprise attend', 'entreprises attendent')}`}
              . Si un créneau se libère, il est proposé à la première entreprise de la liste,
              pendant un temps limité.
            </p>
          )}
          <p class="quiet">Tous les champs sont obligatoires, sauf mention (facultatif).</p>
          <input type="hidden" name="acheteur" value={String(attending.id)} />
          <input type="hidden" name="demande" value={secret} />
          <Trap />
          {!isFull && (
            <SelectField
              name="creneau"
              label="Créneau"
              none="Choisir un créneau"
              options={free.map(({ id, fromMinute: from, toMinute: to }) => ({
                value: String(id),
                label: spanText({ from, to }),
              }))}
              value={typed('creneau')}
              error={errorOf(errors, 'creneau')}
            />
          )}
          <TextField
            name="entreprise"
            label="Entreprise"
            autocomplete="organization"
            value={typed('entreprise')}
            error={errorOf(errors, 'entreprise')}
          />
          <TextField
            name="siret"
            label="SIRET"
            optional
            hint="14 chiffres, par exemple 123 456 782 00010"
            inputmode="numeric"
            size={20}
            value={typed('siret')}
            error={errorOf(errors, 'siret')}
          />
          <TextField
            name="personne"
            label="Nom et prénom de la personne qui vient"
            autocomplete="name"
            value={typed('personne')}
            error={errorOf(errors, 'personne')}
          />
          <TextField
            name="courriel"
            label="E-mail"
            type="email"
            autocomplete="email"
            hint="Pour la confirmation, un rappel la veille et ce qui changerait. Rien d’autre."
            value={typed('courriel')}
            error={errorOf(errors, 'courriel')}
          />
          <TextField
            name="telephone"
            label="Téléphone"
            optional
            type="tel"
            autocomplete="tel"
            size={20}
            hint="Pour un imprévu le jour même."
            value={typed('telephone')}
            error={errorOf(errors, 'telephone')}
          />
          <TextArea
            name="activite"
            label="Ce que vous proposez"
            hint="Deux ou trois lignes : l’acheteur les lit avant de vous recevoir."
            rows={3}
            value={typed('activite')}
            error={errorOf(errors, 'activite')}
          />
          <ConsentField
            label={`J’accepte que ${rencontre.organiser.name} et ${buyer.name} utilisent ces données pour organiser cette rencontre et en faire le bilan. ${KEPT_SENTENCE}`}
            checked={typed('accord') === 'oui'}
            error={errorOf(errors, 'accord')}
          />
          <FormActions
            label={isFull ? 'M’inscrire sur la liste d’attente' : 'Réserver ce rendez-vous'}
            back={back}
          />
        </form>
      )}
    </RencontreFrame>
  )
}
