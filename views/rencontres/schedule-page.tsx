import type { BuyerFigures } from '../../src/rencontres/schema.ts'
import type { AttendingBuyer, Rencontre, ScheduledBooking } from '../../src/rencontres/queries.ts'
import { plural } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import { type FormError, SubmitButton, TextArea, TextField, typedFields } from '../shared/form.tsx'
import { Table } from '../shared/table.tsx'
import { dayText, spanText } from '../words/rencontres.ts'
import type { DeskFrame } from './desk-pages.tsx'

export interface SchedulePageProps extends DeskFrame {
  rencontre: Rencontre
  attending: AttendingBuyer
  bookings: ScheduledBooking[]
  figures: BuyerFigures
  /** SIRENs of firms that the buyer had met or given a contract before. */
  known: Set<string>
  back: { href: string; label: string }
  /** Where attendance is sent. */
  action: string
  typed: URLSearchParams
  errors: FormError[]
  done: string | null
  now: Date
}

/** A buyer's schedule, to print; from the day on, who came and what came of it. */
export function SchedulePage(props: SchedulePageProps) {
  const { frame, rencontre, attending, bookings, back, errors, done, now } = props
  const { buyer, spot, slots } = attending
  const begun = rencontre.state === 'published' && rencontre.startsAt <= now
  const waiting = bookings.filter(({ status }) => status === 'waiting')
  return (
    <InnerPage
      current="rencontres"
      frame={frame}
      title={`Planning : ${buyer.name}`}
      back={back}
      errors={errors}
      done={done}
    >
      <p>
        <strong>{rencontre.title}</strong>, {dayText(rencontre.startsWall, rencontre.endsWall)},{' '}
        {rencontre.place}
        {spot !== '' && `, ${spot}`}.
        {rencontre.state === 'called-off' && <strong> Rencontre annulée.</strong>}
      </p>
      {slots.length === 0 ? (
        <p>Aucun rendez-vous n’est prévu pour cet acheteur.</p>
      ) : (
        <Table
          caption={
            <>
              {plural(
                bookings.filter(({ status }) => status === 'booked').length,
                'rendez-vous',
                'rendez-vous',
              )}{' '}
              sur {plural(slots.length, 'créneau', 'créneaux')}
            </>
          }
          columns={['Heure', 'Entreprise', 'Personne', 'Ce qu’elle propose']}
        >
          {slots.map((slot) => (
            <Row slot={slot} booking={bookings.find(({ slotId }) => slotId === slot.id)} />
          ))}
        </Table>
      )}
      {waiting.length > 0 && !begun && (
        <p>{plural(waiting.length, 'entreprise attend', 'entreprises attendent')} un créneau.</p>
      )}
      {begun && !rencontre.erasedAt && <TurnOut {...props} />}
      {!begun && rencontre.state === 'published' && (
        <p class="quiet unprinted">
          Les présences se notent ici à partir du début de la rencontre. Cette page s’imprime.
        </p>
      )}
    </InnerPage>
  )
}

interface RowProps {
  slot: AttendingBuyer['slots'][number]
  booking: ScheduledBooking | undefined
}

function Row({ slot: { fromMinute: from, toMinute: to }, booking }: RowProps) {
  return (
    <tr>
      <th scope="row">{spanText({ from, to })}</th>
      {booking?.status === 'booked' ? (
        <>
          <td data-label="Entreprise">
            {booking.firm ?? 'Données effacées'}
            {booking.siret && (
              <>
                <br />
                <span class="quiet">{booking.siret}</span>
              </>
            )}
          </td>
          <td data-label="Personne">
            {booking.person}
            <br />
            <span class="quiet">{[booking.phone, booking.email].filter(Boolean).join(' – ')}</span>
          </td>
          <td data-label="Propose">{booking.sells}</td>
        </>
      ) : (
        <td colspan={3} data-label="État">
          {booking ? 'Proposé à une entreprise en attente' : 'Libre'}
        </td>
      )}
    </tr>
  )
}

function TurnOut({ bookings, figures, known, action, typed, errors }: SchedulePageProps) {
  const field = typedFields(typed, errors)
  const booked = bookings.filter(({ status }) => status === 'booked')
  const said = (name: string) => typed.get(name) ?? ''
  const radio = (id: number, word: string, value: string, label: string) => {
    const element = `${word}-${id}-${value || 'tu'}`
    const on = said(`${word}-${id}`) === value
    return (
      <p class="tick">
        <input id={element} type="radio" name={`${word}-${id}`} value={value} checked={on} />
        <label for={element}>{label}</label>
      </p>
    )
  }
  return (
    <form method="post" action={action} class="entry" novalidate>
      <h2>Présences et suites</h2>
      {booked.length === 0 && <p>Aucun rendez-vous n’avait été pris.</p>}
      {booked.map((booking) => (
        <fieldset class="form-field">
          <legend>
            {booking.firm ?? 'Données effacées'}
            {booking.siren && known.has(booking.siren) && (
              <span class="quiet"> (déjà connue : rencontre ou marché antérieur)</span>
            )}
          </legend>
          <div class="ticks">
            {radio(booking.id, 'presence', 'oui', 'Présente')}
            {radio(booking.id, 'presence', 'non', 'Absente')}
          </div>
          <div class="ticks">
            {radio(booking.id, 'nouvelle', 'oui', 'Nouvelle pour nous')}
            {radio(booking.id, 'nouvelle', 'non', 'Déjà connue')}
            {radio(booking.id, 'nouvelle', '', 'Selon ce que le guichet sait')}
          </div>
          <p class="tick">
            <input
              id={`repondu-${booking.id}`}
              type="checkbox"
              name={`repondu-${booking.id}`}
              value="oui"
              checked={said(`repondu-${booking.id}`) === 'oui'}
            />
            <label for={`repondu-${booking.id}`}>
              A répondu depuis à l’une de nos consultations
            </label>
          </p>
        </fieldset>
      ))}
      <TextField
        {...field('rencontrees')}
        label="Entreprises rencontrées en tout"
        hint={`Si ce nombre diffère de ce qui est noté plus haut (${figures.met ?? 'rien'}).`}
        optional
        inputmode="numeric"
        size={5}
      />
      <TextField
        {...field('nouvelles')}
        label="Dont nouvelles"
        optional
        inputmode="numeric"
        size={5}
      />
      <TextArea
        {...field('mot')}
        label="Ce que vous en retenez"
        hint="Publié avec les chiffres. Ne nommez aucune entreprise ni personne."
        optional
        rows={3}
      />
      <p class="form-actions">
        <SubmitButton>Enregistrer</SubmitButton>
      </p>
    </form>
  )
}
