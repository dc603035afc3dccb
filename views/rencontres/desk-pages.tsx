import type { ListedRencontre } from '../../src/rencontres/list.ts'
import type { AttendingBuyer, Rencontre, ScheduledBooking } from '../../src/rencontres/queries.ts'
import type { RencontreState } from '../../src/rencontres/schema.ts'
import { longMoment, plural, upperFirst } from '../format.ts'
import { InnerPage } from '../layout/inner-page.tsx'
import type { Frame } from '../layout/layout.tsx'
import { FileLink } from '../documents/file-link.tsx'
import { FactLine } from '../shared/fact-line.tsx'
import {
  errorOf,
  FileField,
  FormActions,
  type FormError,
  SubmitLine,
  TextField,
} from '../shared/form.tsx'
import { BOOKING_LABELS, dayText, freeText, spanText } from '../words/rencontres.ts'

/** What each page of the partners' area is given. */
export interface DeskFrame {
  frame: Frame
  partner: { slug: string; name: string }
}

const STATES: Record<RencontreState, string> = {
  draft: 'Brouillon',
  published: 'Publiée',
  'called-off': 'Annulée',
}

interface DeskListProps extends DeskFrame {
  organised: ListedRencontre[]
  /** Where it takes part as a buyer. */
  attended: ListedRencontre[]
  mayOrganise: boolean
  done: string | null
}

/** A partner's meetings: those that it organises, those where it receives firms. */
export function DeskListPage(props: DeskListProps) {
  const { frame, partner, organised, attended, mayOrganise, done } = props
  const base = `/espace/${partner.slug}/rencontres`
  return (
    <InnerPage
      current="rencontres"
      frame={frame}
      title="Nos rencontres acheteurs-entreprises"
      back={{ href: '/espace', label: 'Espace partenaires' }}
      done={done}
    >
      <p class="lead">Pour {partner.name}</p>
      {mayOrganise && (
        <p>
          <a class="button" href={`${base}/nouvelle`}>
            Préparer une rencontre
          </a>
        </p>
      )}
      <h2>Nous y recevons des entreprises</h2>
      {attended.length === 0 ? (
        <p>Aucune. L’organisateur d’une rencontre vous y ajoute comme acheteur.</p>
      ) : (
        <ul>
          {attended.map((rencontre) => (
            <li>
              <a href={`${base}/${rencontre.id}/notre-planning`}>{rencontre.title}</a>,{' '}
              {dayText(rencontre.startsWall, rencontre.endsWall)}
              {rencontre.state === 'called-off' && ' – annulée'}
            </li>
          ))}
        </ul>
      )}
      {mayOrganise && (
        <>
          <h2>Nous les organisons</h2>
          {organised.length === 0 ? (
            <p>Aucune.</p>
          ) : (
            <ul>
              {organised.map((rencontre) => (
                <li>
                  <a href={`${base}/${rencontre.id}`}>{rencontre.title}</a>,{' '}
                  {dayText(rencontre.startsWall, rencontre.endsWall)}{' '}
                  <span class="tag">{STATES[rencontre.state]}</span>{' '}
                  <span class="quiet">{freeText(rencontre)}</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </InnerPage>
  )
}

interface DeskRencontreProps extends DeskFrame {
  rencontre: Rencontre
  bookings: ScheduledBooking[]
  mailIsOn: boolean
  now: Date
  done: string | null
  errors: FormError[]
}

/** A meeting as its organiser sees it: what is left to do, its buyers, who comes. */
export function DeskRencontrePage(props: DeskRencontreProps) {
  const { frame, partner, rencontre, bookings, mailIsOn, now, done, errors } = props
  const base = `/espace/${partner.slug}/rencontres/${rencontre.id}`
  const { state, startsAt, programme, attending, files } = rencontre
  const isAhead = startsAt > now && state !== 'called-off'
  return (
    <InnerPage
      current="rencontres"
      frame={frame}
      title={rencontre.title}
      back={{ href: `/espace/${partner.slug}/rencontres`, label: 'Nos rencontres' }}
      errors={errors}
      done={done}
    >
      <p>
        <span class="tag">{STATES[state]}</span>{' '}
        {upperFirst(dayText(rencontre.startsWall, rencontre.endsWall))}, {rencontre.place}
      </p>
      {!mailIsOn && bookings.length > 0 && (
        <p class="note">
          Ce guichet n’envoie pas de courriel : prévenez vous-même les entreprises de tout
          changement.
        </p>
      )}
      {state !== 'draft' && (
        <p>
          <a href={`/rencontres/${rencontre.slug}`}>Voir la page publique</a>
        </p>
      )}
      <section aria-labelledby="faire">
        <h2 id="faire">À faire</h2>
        {state === 'draft' && isAhead && (
          <form method="post" action={`${base}/publication`}>
            <SubmitLine>Publier la rencontre</SubmitLine>
            <p class="hint">
              La page paraît et les rendez-vous s’ouvrent. Les personnes qui l’ont demandé sont
              prévenues.
            </p>
          </form>
        )}
        <ul>
          {state !== 'called-off' && (
            <>
              <li>
                <a href={`${base}/modifier`}>Modifier la présentation ou le lieu</a>
              </li>
              <li>
                <a href={`${base}/programme`}>Programme de la plénière</a> (
                {plural(programme.length, 'ligne', 'lignes')})
              </li>
              <li>
                <a href={`${base}/documents`}>Documents à télécharger</a> (
                {plural(files.length, 'fichier', 'fichiers')})
              </li>
            </>
          )}
          {isAhead && (
            <li>
              <a href={`${base}/report`}>Reporter à une autre date</a>
            </li>
          )}
          {isAhead && state === 'published' && (
            <li>
              <a href={`${base}/annulation`}>Annuler la rencontre</a>
            </li>
          )}
          {state === 'published' && !isAhead && (
            <li>
              <a href={`${base}/bilan`}>Bilan</a>
            </li>
          )}
        </ul>
      </section>
      <section aria-labelledby="acheteurs">
        <h2 id="acheteurs">Acheteurs</h2>
        {isAhead && (
          <p>
            <a class="button button-quiet" href={`${base}/acheteurs/nouveau`}>
              Ajouter un acheteur
            </a>
          </p>
        )}
        {bookings.length > 0 && (
          <p>
            <a href={`${base}/rendez-vous.csv`}>Télécharger les rendez-vous (CSV)</a>
          </p>
        )}
        {attending.length === 0 && <p>Aucun acheteur n’est encore ajouté.</p>}
        {attending.map((each) => (
          <Buyer
            attending={each}
            bookings={bookings.filter(({ attendingBuyerId }) => attendingBuyerId === each.id)}
            base={base}
            isAhead={isAhead}
          />
        ))}
      </section>
      {state === 'draft' && (
        <form method="post" action={`${base}/suppression`}>
          <h2>La rencontre ne se fera pas</h2>
          <SubmitLine quiet>Supprimer le brouillon</SubmitLine>
          <p class="hint">Personne ne l’a vue : elle disparaît avec ses acheteurs et fichiers.</p>
        </form>
      )}
      {rencontre.erasedAt && (
        <p>Les données des entreprises sont effacées ; les totaux sont gardés.</p>
      )}
    </InnerPage>
  )
}

interface DeskBuyerProps {
  attending: AttendingBuyer
  bookings: ScheduledBooking[]
  base: string
  isAhead: boolean
}

function Buyer({ attending, bookings, base, isAhead }: DeskBuyerProps) {
  const { id, buyer, slots, purchases } = attending
  const free = slots.filter(({ isFree }) => isFree).length
  const active = bookings.filter(({ status }) => status !== 'cancelled' && status !== 'lapsed')
  return (
    <section aria-labelledby={`acheteur-${id}`}>
      <h3 id={`acheteur-${id}`}>{buyer.name}</h3>
      <p>
        {freeText({ slots: slots.length, freeSlots: free })}
        {purchases.length > 0 && `, ${plural(purchases.length, 'achat prévu', 'achats prévus')}`}
      </p>
      <p>
        <a href={`${base}/planning/${id}`}>
          Planning et présences<span class="unseen"> : {buyer.name}</span>
        </a>
        {isAhead && (
          <>
            {' '}
            ·{' '}
            <a href={`${base}/acheteurs/${id}`}>
              Modifier les créneaux et les achats<span class="unseen"> : {buyer.name}</span>
            </a>
          </>
        )}
      </p>
      {active.length > 0 && (
        <ul>
          {active.map((booking) => (
            <li>
              <Line booking={booking} />
              {isAhead && (
                <form method="post" action={`${base}/rendez-vous/${booking.id}/annulation`}>
                  <button type="submit" class="link">
                    Annuler<span class="unseen"> : {booking.firm}</span>
                  </button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ booking }: { booking: ScheduledBooking }) {
  const { fromMinute: from, toMinute: to, status, firm, person, email, phone, offerUntil } = booking
  return (
    <>
      {from !== null && to !== null && <strong>{spanText({ from, to })} </strong>}
      {firm ?? 'Données effacées'} <span class="tag">{BOOKING_LABELS[status]}</span>
      {status === 'offered' && offerUntil && ` jusqu’au ${longMoment(offerUntil)}`}
      <br />
      <span class="quiet">{[person, email, phone].filter(Boolean).join(' – ')}</span>
    </>
  )
}

interface FilesPageProps extends DeskFrame {
  rencontre: Rencontre
  /** Title that was typed for one more. */
  typed: string
  errors: FormError[]
  done: string | null
  now: Date
}

/** Slides and other files: those that are there, and one more. */
export function FilesPage(props: FilesPageProps) {
  const { frame, partner, rencontre, typed, errors, done, now } = props
  const base = `/espace/${partner.slug}/rencontres/${rencontre.id}`
  const isOver = rencontre.state === 'published' && rencontre.startsAt <= now
  return (
    <InnerPage
      current="rencontres"
      frame={frame}
      title="Documents à télécharger"
      back={{ href: base, label: rencontre.title }}
      errors={errors}
      done={done}
    >
      {rencontre.files.length === 0 ? (
        <p>Aucun document n’est en ligne.</p>
      ) : (
        <ul>
          {rencontre.files.map((file) => (
            <li>
              <FileLink file={file} label={file.title} />
              <form method="post" action={`${base}/documents/${file.id}/retrait`}>
                <button type="submit" class="link">
                  Retirer<span class="unseen"> : {file.title}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" enctype="multipart/form-data" class="entry" novalidate>
        <h2>Ajouter un document</h2>
        <TextField
          name="intitule"
          label="Titre du document"
          hint="Par exemple : Les chantiers 2027 du Département"
          value={typed}
          error={errorOf(errors, 'intitule')}
        />
        <FileField
          name="fichier"
          label="Fichier"
          hint="PDF, présentation ou tableau, 20 Mo au plus. Tout le monde pourra le lire."
          error={errorOf(errors, 'fichier')}
        />
        <FormActions label="Mettre en ligne" back={base} />
      </form>
      {isOver && rencontre.files.length > 0 && !rencontre.slidesSentAt && (
        <form method="post" action={`${base}/documents/annonce`}>
          <h2>Quand tout est en ligne</h2>
          <SubmitLine quiet>Prévenir les entreprises</SubmitLine>
          <p class="hint">
            Une seule fois : les entreprises qui avaient rendez-vous reçoivent le lien, et le flux
            le dit.
          </p>
        </form>
      )}
      {rencontre.slidesSentAt && (
        <dl class="facts">
          <FactLine label="Entreprises prévenues">le {longMoment(rencontre.slidesSentAt)}</FactLine>
        </dl>
      )}
    </InnerPage>
  )
}
