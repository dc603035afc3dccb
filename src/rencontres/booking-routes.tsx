import { and, eq, lte } from 'drizzle-orm'
import { renderPage } from '../../views/layout/render-page.ts'
import { rencontreMails } from '../../views/mail/rencontres.ts'
import { BookingFormPage } from '../../views/rencontres/booking-form-page.tsx'
import { RencontreNotedPage } from '../../views/rencontres/interest-page.tsx'
import { OwnBookingPage } from '../../views/rencontres/own-booking-page.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { BOOKING_FIELDS, rencontreErrors } from '../../views/words/rencontre-problems.ts'
import { formOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { isSecret, newSecret, PRIVATE } from '../auth/secret.ts'
import type { Tx } from '../db/db.ts'
import { commit, doneIn } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { isTrapped } from '../forms/trap.ts'
import {
  acceptOffer,
  book,
  bookingsRefusal,
  type Change,
  giveBack,
  moveBooking,
  type Wanted,
} from './book.ts'
import { instantAt } from './clock.ts'
import { bookingBy, bookingPath } from './links.ts'
import {
  type AttendingBuyer,
  bookingsAt,
  findRencontre,
  type Rencontre,
  type ScheduledBooking,
} from './queries.ts'
import type { BookingRefusal, RencontreProblem } from './problem.ts'
import { readBooking } from './read-booking.ts'
import { bookings } from './schema.ts'
import { bookingCalendar, type Telling } from './tell.ts'
import { tellingFor } from './telling.ts'

const OWN = '/rencontres/rendez-vous/:token'
const EXAMPLE = '/rencontres/travaux-publics-les-chantiers-de-l-annee'

const anyone = routesFor('public')

/** Appointments without an account, and what their private links lead to. */
export const bookingRoutes: Route[] = [
  anyone.page(
    '/rencontres/:slug/rendez-vous',
    { example: `${EXAMPLE}/rendez-vous?acheteur=1` },
    (c) => {
      const typed = new URLSearchParams({
        acheteur: c.req.query('acheteur') ?? '',
        creneau: c.req.query('creneau') ?? '',
      })
      return formPage(c, typed, [])
    },
  ),
  anyone.write('/rencontres/:slug/rendez-vous', { limit: 'registration' }, takeBooking),
  anyone.page(
    '/rencontres/:slug/demande-recue',
    { example: `${EXAMPLE}/demande-recue` },
    receivedPage,
  ),
  anyone.page(OWN, (c) => withBooking(c, (own) => ownPage(c, own, []))),
  anyone.page(`${OWN}/agenda.ics`, (c) => withBooking(c, (own) => calendar(c, own))),
  ownWrite('deplacement', 'deplace', (c, { booking }) => {
    const slotId = rowId(formOf(c).get('creneau') ?? '')
    if (slotId === null) return Promise.resolve({ ok: false, problem: 'unknown' })
    return write(c, (tx, telling) => moveBooking(tx, booking.id, slotId, telling))
  }),
  ownWrite('annulation', 'annule', (c, { booking }) =>
    write(c, (tx, telling) => giveBack(tx, booking.id, 'themselves', telling)),
  ),
  ownWrite('acceptation', 'accepte', (c, { booking }) =>
    write(c, (tx, telling) => acceptOffer(tx, booking.id, telling)),
  ),
]

interface Own {
  secret: string
  rencontre: Rencontre
  attending: AttendingBuyer | null
  booking: ScheduledBooking
}

function ownWrite(
  word: string,
  done: keyof typeof DONE,
  change: (c: GuichetContext, own: Own) => Promise<Change>,
): Route {
  return anyone.write(`${OWN}/${word}`, { limit: 'registration' }, (c) =>
    withBooking(c, async (own) => {
      const changed = await change(c, own)
      if (changed.ok) return c.redirect(`${bookingPath(own.secret)}?fait=${done}`, 303)
      const errors = rencontreErrors([problemOf(changed.problem)], BOOKING_FIELDS)
      return withBooking(c, (fresh) => ownPage(c, fresh, errors))
    }),
  )
}

/** A slot that is none, or that another has, is put right where it is chosen. */
function problemOf(code: BookingRefusal | 'unknown'): RencontreProblem {
  if (code === 'unknown') return { field: 'creneau', code: 'missing' }
  const isOfSlot = code === 'taken' || code === 'firm-busy' || code === 'firm-elsewhere'
  return { field: isOfSlot ? 'creneau' : null, code }
}

async function write(
  c: GuichetContext,
  change: (tx: Tx, telling: Telling) => Promise<Change>,
): Promise<Change> {
  const telling = await tellingFor(c, rencontreMails)
  return commit(c, (tx) => change(tx, telling))
}

async function asked(
  c: GuichetContext,
  form: URLSearchParams,
): Promise<{ rencontre: Rencontre; attending: AttendingBuyer } | null> {
  const rencontre = await findRencontre(c.var.deps.db, { slug: c.req.param('slug') ?? '' })
  const id = rowId(form.get('acheteur') ?? '')
  const attending = rencontre?.attending.find((each) => each.id === id)
  if (!rencontre || rencontre.state === 'draft' || !attending) return null
  return { rencontre, attending }
}

async function formPage(
  c: GuichetContext,
  form: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const found = await asked(c, form)
  if (!found) return missingPage(c)
  const secret = form.get('demande') ?? ''
  const page = {
    ...found,
    frame: await frameOf(c, c.req.path),
    typed: (field: string) => form.get(field) ?? '',
    errors,
    secret: isSecret(secret) ? secret : newSecret(),
    isBookable: bookingsRefusal(found.rencontre, c.var.deps.now()) === null,
  }
  const status = errors.length > 0 ? 422 : 200
  return c.html(renderPage(<BookingFormPage {...page} />), status, PRIVATE)
}

async function takeBooking(c: GuichetContext): Promise<Response> {
  const { config } = c.var.deps
  const form = formOf(c)
  const found = await asked(c, form)
  if (!found) return missingPage(c)
  const { rencontre, attending } = found
  const received = `/rencontres/${rencontre.slug}/demande-recue`
  // A program that fills in everything is told nothing else than a person, and nothing is kept.
  if (isTrapped(form)) return c.redirect(received, 303)
  const read = readBooking(form)
  const hasFree = attending.slots.some(({ isFree }) => isFree)
  const typedSlot = rowId(form.get('creneau') ?? '')
  const slotId = attending.slots.some(({ id }) => id === typedSlot) ? typedSlot : null
  const problems = [
    ...(slotId === null && hasFree ? [{ field: 'creneau', code: 'missing' as const }] : []),
    ...(read.ok ? [] : read.problems),
  ]
  if (!read.ok || problems.length > 0)
    return formPage(c, form, rencontreErrors(problems, BOOKING_FIELDS))
  const wanted: Wanted = slotId === null ? { attendingBuyerId: attending.id } : { slotId }
  const telling = await tellingFor(c, rencontreMails)
  const request = { typed: read.typed, formSecret: form.get('demande') ?? '' }
  const booking = await commit(c, (tx) => book(tx, rencontre.id, wanted, request, telling))
  if (!booking.ok) {
    const { problem } = booking
    const told = problem === 'unknown' ? problemOf('taken') : problemOf(problem)
    // Where the last one went, there is none to choose any more.
    const isFull = !(await asked(c, form))?.attending.slots.some(({ isFree }) => isFree)
    const field = isFull && told.field === 'creneau' ? null : told.field
    return formPage(c, form, rencontreErrors([{ ...told, field }], {}))
  }
  if (mailIsOn(config) || booking.secret === null)
    return c.redirect(`${received}${booking.status === 'waiting' ? '?etat=attente' : ''}`, 303)
  return c.redirect(`${bookingPath(booking.secret)}?fait=reserve`, 303)
}

async function receivedPage(c: GuichetContext): Promise<Response> {
  const rencontre = await findRencontre(c.var.deps.db, { slug: c.req.param('slug') ?? '' })
  if (!rencontre || rencontre.state === 'draft') return missingPage(c)
  const page = {
    frame: await frameOf(c, c.req.path),
    title:
      c.req.query('etat') === 'attente'
        ? 'Vous êtes sur la liste d’attente'
        : 'Votre rendez-vous est réservé',
    sentences: [
      'Un courriel vous le confirme, avec un fichier pour votre agenda et un lien privé pour déplacer ou annuler. S’il n’arrive pas, regardez dans les indésirables.',
    ],
    back: { href: `/rencontres/${rencontre.slug}`, label: rencontre.title },
  }
  return c.html(renderPage(<RencontreNotedPage {...page} />), 200, PRIVATE)
}

async function withBooking(
  c: GuichetContext,
  answer: (own: Own) => Promise<Response>,
): Promise<Response> {
  const { db } = c.var.deps
  const secret = c.req.param('token') ?? ''
  const found = await bookingBy(db, secret)
  if (!found) return missingPage(c)
  const rencontre = await findRencontre(db, { id: found.rencontreId })
  const own = await bookingsAt(db, { attendingBuyerId: found.attendingBuyerId })
  const booking = own.find(({ id }) => id === found.id)
  if (!rencontre || !booking) return missingPage(c)
  const attending = rencontre.attending.find(({ id }) => id === booking.attendingBuyerId) ?? null
  return answer({ secret, rencontre, attending, booking })
}

const DONE = {
  reserve: 'C’est noté.',
  deplace: 'Votre rendez-vous est déplacé.',
  annule: 'C’est annulé.',
  accepte: 'Le créneau est à vous.',
} as const

async function ownPage(c: GuichetContext, own: Own, errors: FormError[]): Promise<Response> {
  const { db, now, config } = c.var.deps
  const { rencontre, booking, secret } = own
  const begins =
    booking.fromMinute === null
      ? rencontre.startsAt
      : instantAt(rencontre.startsWall, booking.fromMinute)
  const page = {
    ...own,
    frame: await frameOf(c, '/rencontres'),
    path: bookingPath(secret),
    line:
      booking.status === 'waiting'
        ? await db.$count(
            bookings,
            and(
              eq(bookings.attendingBuyerId, booking.attendingBuyerId),
              eq(bookings.status, 'waiting'),
              lte(bookings.id, booking.id),
            ),
          )
        : null,
    isBookable: bookingsRefusal(rencontre, now()) === null,
    isOver: begins <= now(),
    mailIsOn: mailIsOn(config),
    done: doneIn(c, DONE),
    errors,
  }
  const status = errors.length > 0 ? 422 : 200
  return c.html(renderPage(<OwnBookingPage {...page} />), status)
}

async function calendar(c: GuichetContext, own: Own): Promise<Response> {
  const { rencontre, attending, booking } = own
  if (booking.status !== 'booked' || !attending) return missingPage(c)
  const told = {
    rencontre: { ...rencontre, organiser: rencontre.organiser.name },
    buyer: { ...attending, name: attending.buyer.name },
    booking,
  }
  return c.body(bookingCalendar(told, await tellingFor(c, rencontreMails)), 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="rendez-vous.ics"',
  })
}
