import type { AttendingBuyer, Rencontre } from '../../src/rencontres/queries.ts'
import { plural, upperFirst } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import {
  errorOf,
  FormActions,
  type FormError,
  SelectField,
  TextArea,
  TextField,
  typedFields,
} from '../shared/form.tsx'
import { ComerFields, ConsentField, Trap } from '../shared/private-fields.tsx'
import { inSentence } from '../words/names.ts'
import { dayText, KEPT_SENTENCE, spanText } from '../words/rencontres.ts'

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
  const field = typedFields(typed, errors)
  const { buyer, slots, waiting } = attending
  const free = slots.filter(({ isFree }) => isFree)
  const isFull = free.length === 0
  const heading = isFull
    ? `Liste d’attente : ${buyer.name}`
    : `Prendre rendez-vous avec ${inSentence(buyer.name)}`
  const back = `/rencontres/${rencontre.slug}`
  const isOpen = isBookable && slots.length > 0
  return (
    <InnerPage
      current="rencontres"
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
              {...field('creneau')}
              label="Créneau"
              none="Choisir un créneau"
              options={free.map(({ id, fromMinute: from, toMinute: to }) => ({
                value: String(id),
                label: spanText({ from, to }),
              }))}
            />
          )}
          <ComerFields
            field={field}
            mailHint="Pour la confirmation, un rappel la veille et ce qui changerait. Rien d’autre."
          />
          <TextField
            {...field('telephone')}
            label="Téléphone"
            optional
            type="tel"
            autocomplete="tel"
            size={20}
            hint="Pour un imprévu le jour même."
          />
          <TextArea
            {...field('activite')}
            label="Ce que vous proposez"
            hint="Deux ou trois lignes : l’acheteur les lit avant de vous recevoir."
            rows={3}
          />
          <ConsentField
            label={`J’accepte que l’organisateur (${rencontre.organiser.name}) et l’acheteur (${buyer.name}) utilisent ces données pour organiser cette rencontre et en faire le bilan. ${KEPT_SENTENCE}`}
            checked={typed('accord') === 'oui'}
            error={errorOf(errors, 'accord')}
          />
          <FormActions
            label={isFull ? 'M’inscrire sur la liste d’attente' : 'Réserver ce rendez-vous'}
            back={back}
          />
        </form>
      )}
    </InnerPage>
  )
}
