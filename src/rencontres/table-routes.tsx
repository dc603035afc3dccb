import { asc, isNotNull, or, sql } from 'drizzle-orm'
import { renderPage } from '../../views/layout/render-page.ts'
import { rencontreMails } from '../../views/mail/rencontres.ts'
import { BuyerFormPage } from '../../views/rencontres/desk-forms.tsx'
import { SchedulePage } from '../../views/rencontres/schedule-page.tsx'
import type { FormError, FormOption } from '../../views/shared/form.tsx'
import { RENCONTRE_FIELDS, rencontreErrors } from '../../views/words/rencontre-problems.ts'
import { clockText, RENCONTRE_DONE } from '../../views/words/rencontres.ts'
import { formOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { buyers } from '../partners/schema.ts'
import { typedForm } from '../trainings/typed-text.ts'
import { addBuyer, type Attendance, editBuyer, removeBuyer, writeTurnOut } from './attend.ts'
import { type AtDesk, atDesk, atTable } from './desk.ts'
import { acquaintance, figuresOf, sirensOf } from './figures.ts'
import type { RencontreProblem } from './problem.ts'
import {
  type AttendingBuyer,
  bookingsAt,
  purchasesOf,
  type ScheduledBooking,
  type ShownPurchase,
} from './queries.ts'
import { readAttending } from './read-attending.ts'
import { tellingFor } from './telling.ts'

const ONE = '/espace/:partner/rencontres/:rencontre'
/** More than a buyer receives in a day. */
const MOST_MET = 500
const LONGEST_WORDS = 1_000
/** Buyers to choose among. */
const MOST_BUYERS = 2_000

const { page, write } = routesFor('edit-pact')
const members = routesFor('see-partner-area')

/** Buyers at a meeting in the partners' area: their slots, their schedules, who came. */
export const tableRoutesOfRencontres: Route[] = [
  page(`${ONE}/acheteurs/nouveau`, (c) =>
    atDesk(c, (desk) => buyerPage(c, desk, null, new URLSearchParams(), [])),
  ),
  write(`${ONE}/acheteurs/nouveau`, (c) => atDesk(c, (desk) => add(c, desk))),
  page(`${ONE}/acheteurs/:attending`, (c) =>
    atAttending(c, (desk, attending) => buyerPage(c, desk, attending, fieldsOf(attending), [])),
  ),
  write(`${ONE}/acheteurs/:attending`, (c) =>
    atAttending(c, (desk, attending) => edit(c, desk, attending)),
  ),
  write(`${ONE}/acheteurs/:attending/retrait`, (c) =>
    atAttending(c, (desk, attending) => remove(c, desk, attending)),
  ),
  // Whose schedule it is, the handlers ask: the organiser's, or the buyer's own.
  members.page(`${ONE}/planning/:attending`, (c) =>
    atTable(c, 'named', (desk) => schedulePage(c, desk, null, [])),
  ),
  members.write(`${ONE}/planning/:attending`, (c) =>
    atTable(c, 'named', (desk) => turnOut(c, desk)),
  ),
  members.page(`${ONE}/notre-planning`, (c) =>
    atTable(c, 'own', (desk) => schedulePage(c, desk, null, [])),
  ),
  members.write(`${ONE}/notre-planning`, (c) => atTable(c, 'own', (desk) => turnOut(c, desk))),
]

async function atAttending(
  c: GuichetContext,
  answer: (desk: AtDesk, attending: AttendingBuyer) => Promise<Response>,
): Promise<Response> {
  return atDesk(c, async (desk) => {
    const id = rowId(c.req.param('attending'))
    const attending = desk.rencontre.attending.find((each) => each.id === id)
    return attending ? answer(desk, attending) : missingPage(c)
  })
}

function fieldsOf({ seeks, spot, grid, purchases }: AttendingBuyer): URLSearchParams {
  return new URLSearchParams([
    ['recherche', seeks],
    ['table', spot],
    ...(grid === null
      ? []
      : [
          ['de', clockText(grid.from)],
          ['a', clockText(grid.to)],
          ['duree', String(grid.length)],
          ...grid.breaks.flatMap(({ from, to }, index) => [
            [`pause${index + 1}-de`, clockText(from)],
            [`pause${index + 1}-a`, clockText(to)],
          ]),
        ]),
    ...purchases.map(({ id }) => ['achat', String(id)]),
  ])
}

async function buyerPage(
  c: GuichetContext,
  { partner, rencontre, base }: AtDesk,
  attending: AttendingBuyer | null,
  typed: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    title: attending ? attending.buyer.name : 'Ajouter un acheteur',
    back: { href: base, label: rencontre.title },
    typed,
    errors,
    version: null,
    buyers: attending ? null : await buyerOptions(c),
    purchases: attending ? await offeredTo(c, attending) : [],
    removal: attending ? `${base}/acheteurs/${attending.id}/retrait` : null,
  }
  return c.html(renderPage(<BuyerFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

/** What a buyer may show: what it plans, and what it shows already, whatever became of it. */
async function offeredTo(c: GuichetContext, attending: AttendingBuyer): Promise<ShownPurchase[]> {
  const planned = await purchasesOf(c.var.deps.db, attending.buyerId)
  const others = attending.purchases.filter(({ id }) => !planned.some((each) => each.id === id))
  return [...planned, ...others]
}

/** Partners first: they are asked for most. */
async function buyerOptions(c: GuichetContext): Promise<FormOption[]> {
  const rows = await c.var.deps.db
    .select({ id: buyers.id, name: buyers.name, partnerId: buyers.partnerId })
    .from(buyers)
    .where(or(isNotNull(buyers.partnerId), isNotNull(buyers.siret)))
    .orderBy(sql`${buyers.partnerId} is null`, asc(buyers.name))
    .limit(MOST_BUYERS)
  return rows.map(({ id, name, partnerId }) => ({
    value: String(id),
    label: name,
    group: partnerId === null ? 'Autres acheteurs' : 'Partenaires',
  }))
}

async function add(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { db } = c.var.deps
  const form = formOf(c)
  const read = readAttending(form, [])
  const buyerId = rowId(form.get('acheteur') ?? '')
  const isKnown = (await buyerOptions(c)).some(({ value }) => value === String(buyerId))
  const problems: RencontreProblem[] = [
    ...(buyerId !== null && isKnown ? [] : [{ field: 'acheteur', code: 'unknown-buyer' as const }]),
    ...(read.ok ? [] : read.problems),
  ]
  if (!read.ok || buyerId === null || problems.length > 0)
    return buyerPage(c, desk, null, form, rencontreErrors(problems, RENCONTRE_FIELDS))
  const telling = await tellingFor(c, rencontreMails)
  const added = await commit(c, (tx) =>
    addBuyer(tx, desk.rencontre.id, { buyerId, typed: read.typed }, desk.author, telling),
  )
  if (!added.ok)
    return buyerPage(c, desk, null, form, rencontreErrors(added.problems, RENCONTRE_FIELDS))
  const planned = await purchasesOf(db, buyerId)
  return planned.length > 0
    ? c.redirect(`${desk.base}/acheteurs/${added.id}#champ-achat`, 303)
    : c.redirect(`${desk.base}?fait=acheteur`, 303)
}

async function edit(c: GuichetContext, desk: AtDesk, attending: AttendingBuyer): Promise<Response> {
  const form = formOf(c)
  const offered = await offeredTo(c, attending)
  const read = readAttending(
    form,
    offered.map(({ id }) => id),
  )
  if (!read.ok)
    return buyerPage(c, desk, attending, form, rencontreErrors(read.problems, RENCONTRE_FIELDS))
  const telling = await tellingFor(c, rencontreMails)
  const change = { id: attending.id, typed: read.typed }
  const edited = await commit(c, (tx) =>
    editBuyer(tx, desk.rencontre.id, change, desk.author, telling),
  )
  if (edited.ok) return c.redirect(`${desk.base}?fait=acheteur`, 303)
  return buyerPage(c, desk, attending, form, rencontreErrors(edited.problems, RENCONTRE_FIELDS))
}

async function remove(
  c: GuichetContext,
  desk: AtDesk,
  attending: AttendingBuyer,
): Promise<Response> {
  const telling = await tellingFor(c, rencontreMails)
  const removed = await commit(c, (tx) =>
    removeBuyer(tx, desk.rencontre.id, attending.id, desk.author, telling),
  )
  if (removed.ok) return c.redirect(`${desk.base}?fait=retire`, 303)
  const errors = rencontreErrors(removed.problems, RENCONTRE_FIELDS)
  return buyerPage(c, desk, attending, fieldsOf(attending), errors)
}

type AtTable = AtDesk & { attending: AttendingBuyer }

async function schedulePage(
  c: GuichetContext,
  { partner, rencontre, attending, base }: AtTable,
  form: URLSearchParams | null,
  errors: FormError[],
): Promise<Response> {
  const { db, now } = c.var.deps
  const bookings = await bookingsAt(db, { attendingBuyerId: attending.id })
  const organises = rencontre.organiser.id === partner.id && c.req.param('attending') !== undefined
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    rencontre,
    attending,
    bookings,
    figures: await figuresOf(db, rencontre, attending),
    known: (await acquaintance(db, rencontre, attending.buyerId, sirensOf(bookings))).before,
    back: organises
      ? { href: base, label: rencontre.title }
      : { href: `/espace/${partner.slug}/rencontres`, label: 'Nos rencontres' },
    action: c.req.path,
    typed: form ?? turnOutFields(attending, bookings),
    errors,
    done: c.req.query('fait') === 'presences' ? RENCONTRE_DONE.presences : null,
    now: now(),
  }
  return c.html(renderPage(<SchedulePage {...shown} />), errors.length > 0 ? 422 : 200)
}

function turnOutFields(
  { toldMet, toldNew, outcomeWords }: AttendingBuyer,
  own: ScheduledBooking[],
): URLSearchParams {
  const word = (is: boolean | null) => (is === null ? '' : is ? 'oui' : 'non')
  return new URLSearchParams([
    ['rencontrees', String(toldMet ?? '')],
    ['nouvelles', String(toldNew ?? '')],
    ['mot', outcomeWords],
    ...own.flatMap(({ id, attendance, toldNew: isNew, hasBid }) => [
      [`presence-${id}`, word(attendance === null ? null : attendance === 'present')],
      [`nouvelle-${id}`, word(isNew)],
      [`repondu-${id}`, word(hasBid)],
    ]),
  ])
}

async function turnOut(c: GuichetContext, desk: AtTable): Promise<Response> {
  const { db } = c.var.deps
  const { rencontre, attending, author } = desk
  const form = formOf(c)
  const typed = typedForm(form)
  const optional = (field: string) =>
    (form.get(field) ?? '').trim() === '' ? null : typed.whole(field, 0, MOST_MET)
  const toldMet = optional('rencontrees')
  const toldNew = optional('nouvelles')
  const words = typed.text('mot', LONGEST_WORDS, 'optional')
  const own = await bookingsAt(db, { attendingBuyerId: attending.id })
  const present = own.filter(({ id }) => form.get(`presence-${id}`) === 'oui').length
  if (toldNew !== null && toldNew > (toldMet ?? present)) typed.refuse('nouvelles', 'number')
  if (typed.problems.length > 0)
    return schedulePage(c, desk, form, rencontreErrors(typed.problems, RENCONTRE_FIELDS))
  const rows = own.map(({ id }): Attendance => {
    const came = form.get(`presence-${id}`)
    const isNew = form.get(`nouvelle-${id}`)
    return {
      bookingId: id,
      attendance: came === 'oui' ? 'present' : came === 'non' ? 'absent' : null,
      toldNew: isNew === 'oui' ? true : isNew === 'non' ? false : null,
      hasBid: form.get(`repondu-${id}`) === 'oui' ? true : null,
    }
  })
  const written = await commit(c, (tx) =>
    writeTurnOut(tx, rencontre.id, attending.id, { rows, toldMet, toldNew, words }, author),
  )
  if (written.ok) return c.redirect(`${c.req.path}?fait=presences`, 303)
  return schedulePage(c, desk, form, rencontreErrors(written.problems, RENCONTRE_FIELDS))
}
