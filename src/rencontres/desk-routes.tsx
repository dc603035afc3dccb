import { renderPage } from '../../views/layout/render-page.ts'
import { rencontreMails } from '../../views/mail/rencontres.ts'
import { BOOKING_COLUMNS, bookingRow } from '../../views/rencontres/csv.ts'
import {
  DecisionPage,
  OutcomeFormPage,
  ProgrammePage,
  RencontreFormPage,
} from '../../views/rencontres/desk-forms.tsx'
import { DeskListPage, DeskRencontrePage } from '../../views/rencontres/desk-pages.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { tradeOptions } from '../../views/shared/trade-options.ts'
import { RENCONTRE_FIELDS, rencontreErrors } from '../../views/words/rencontre-problems.ts'
import { clockText, RENCONTRE_DONE } from '../../views/words/rencontres.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { can } from '../auth/policy.ts'
import { currentLists } from '../consultations/lists.ts'
import type { Tx } from '../db/db.ts'
import { writeCsv } from '../feeds/csv.ts'
import { commit, doneIn } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { authorOf } from '../trainings/desk.ts'
import { momentFields } from '../trainings/typed-moment.ts'
import { typedForm } from '../trainings/typed-text.ts'
import { giveBack } from './book.ts'
import { deleteDraft } from './delete-draft.ts'
import { type AtDesk, atDesk } from './desk.ts'
import {
  announceDocuments,
  callOff,
  createRencontre,
  editRencontre,
  moveRencontre,
  publishRencontre,
  setProgramme,
  writeOutcome,
} from './edit-rencontre.ts'
import { rencontresOfPartner } from './list.ts'
import type { Outcome } from './problem.ts'
import { bookingsAt } from './queries.ts'
import { MOST_ITEMS, readProgramme } from './read-programme.ts'
import { LONGEST_REASON, readDay, readLimit, readMove, readRencontre } from './read-rencontre.ts'
import type { Telling } from './tell.ts'
import { tellingFor } from './telling.ts'

const BASE = '/espace/:partner/rencontres'
const ONE = `${BASE}/:rencontre`
const LONGEST_WORDS = 4_000

const members = routesFor('see-partner-area')
const { page, write } = routesFor('edit-pact')

/** Meetings in the partners' area: what they are, whether they take place, their programme, files and outcome. */
export const rencontreDeskRoutes: Route[] = [
  members.page(BASE, { example: '/espace/narbonne/rencontres' }, listPage),
  page(`${BASE}/nouvelle`, { example: '/espace/narbonne/rencontres/nouvelle' }, (c) =>
    newPage(c, new URLSearchParams(), []),
  ),
  write(`${BASE}/nouvelle`, create),
  page(ONE, (c) => atDesk(c, (desk) => rencontrePage(c, desk, []))),
  page(`${ONE}/modifier`, (c) =>
    atDesk(c, (desk) => editPage(c, desk, fieldsOf(desk.rencontre), [])),
  ),
  write(`${ONE}/modifier`, (c) => atDesk(c, (desk) => edit(c, desk))),
  page(`${ONE}/programme`, (c) =>
    atDesk(c, (desk) => programmePage(c, desk, programmeFields(desk), [])),
  ),
  write(`${ONE}/programme`, (c) => atDesk(c, (desk) => programme(c, desk))),
  write(`${ONE}/suppression`, (c) => atDesk(c, (desk) => removeDraft(c, desk))),
  write(`${ONE}/publication`, (c) =>
    deed(c, 'publiee', (tx, { rencontre, author }) => publishRencontre(tx, rencontre.id, author)),
  ),
  page(`${ONE}/report`, (c) =>
    atDesk(c, (desk) => movePage(c, desk, dayFields(desk.rencontre), [])),
  ),
  write(`${ONE}/report`, (c) => atDesk(c, (desk) => move(c, desk))),
  page(`${ONE}/annulation`, (c) =>
    atDesk(c, (desk) => callOffPage(c, desk, new URLSearchParams(), [])),
  ),
  write(`${ONE}/annulation`, (c) => atDesk(c, (desk) => cancel(c, desk))),
  write(`${ONE}/rendez-vous/:booking/annulation`, (c) =>
    atDesk(c, (desk) => cancelBooking(c, desk)),
  ),
  page(`${ONE}/rendez-vous.csv`, { limit: 'export' }, (c) => atDesk(c, (desk) => table(c, desk))),
  write(`${ONE}/documents/annonce`, (c) =>
    deed(c, 'prevenues', (tx, { rencontre, author }, telling) =>
      announceDocuments(tx, rencontre.id, author, telling),
    ),
  ),
  page(`${ONE}/bilan`, (c) =>
    atDesk(c, (desk) =>
      outcomePage(c, desk, new URLSearchParams({ mot: desk.rencontre.outcome }), []),
    ),
  ),
  write(`${ONE}/bilan`, (c) => atDesk(c, (desk) => outcome(c, desk))),
]

async function listPage(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const partner = actingPartner(c)
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    organised: await rencontresOfPartner(db, partner.id, 'organiser'),
    attended: await rencontresOfPartner(db, partner.id, 'buyer'),
    mayOrganise: can(agentOf(c), 'edit-pact', partner.id),
    done: doneIn(c, RENCONTRE_DONE),
  }
  return c.html(renderPage(<DeskListPage {...shown} />))
}

async function newPage(
  c: GuichetContext,
  typed: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const partner = actingPartner(c)
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    title: 'Préparer une rencontre',
    back: { href: `/espace/${partner.slug}/rencontres`, label: 'Nos rencontres' },
    typed,
    errors,
    version: null,
    trades: tradeOptions((await currentLists(c.var.deps)).trades),
    asksDay: true,
  }
  return c.html(renderPage(<RencontreFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function create(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const form = formOf(c)
  const read = readRencontre(form, await choices(c))
  const day = readDay(form, now())
  if (!read.ok || !day.ok) {
    const problems = [...(read.ok ? [] : read.problems), ...(day.ok ? [] : day.problems)]
    return newPage(c, form, rencontreErrors(problems, RENCONTRE_FIELDS))
  }
  const author = authorOf(c)
  const { id } = await db.transaction((tx) =>
    createRencontre(tx, { typed: read.typed, day: day.day }, author),
  )
  return c.redirect(`/espace/${actingPartner(c).slug}/rencontres/${id}?fait=ajoutee`, 303)
}

async function rencontrePage(
  c: GuichetContext,
  { partner, rencontre }: AtDesk,
  errors: FormError[],
): Promise<Response> {
  const { db, now, config } = c.var.deps
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    rencontre,
    bookings: await bookingsAt(db, { rencontreId: rencontre.id }),
    mailIsOn: mailIsOn(config),
    now: now(),
    done: doneIn(c, RENCONTRE_DONE),
    errors,
  }
  return c.html(renderPage(<DeskRencontrePage {...shown} />), errors.length > 0 ? 422 : 200)
}

function fieldsOf(rencontre: AtDesk['rencontre']): URLSearchParams {
  return new URLSearchParams({
    titre: rencontre.title,
    metier: rencontre.trade ?? '',
    presentation: rencontre.description,
    lieu: rencontre.place,
    acces: rencontre.access,
    contact: rencontre.contact,
    ...Object.fromEntries(limitFields(rencontre)),
  })
}

function limitFields({ startsWall, bookableUntilWall }: AtDesk['rencontre']): [string, string][] {
  return bookableUntilWall === startsWall ? [] : momentFields('limite', bookableUntilWall)
}

function dayFields(rencontre: AtDesk['rencontre']) {
  return new URLSearchParams([
    ...momentFields('debut', rencontre.startsWall),
    ...momentFields('fin', rencontre.endsWall),
    ...limitFields(rencontre),
  ])
}

function programmeFields({ rencontre }: AtDesk): URLSearchParams {
  return new URLSearchParams(
    rencontre.programme.flatMap(({ fromMinute, toMinute, title, speaker }, index) => [
      [`heure${index + 1}`, clockText(fromMinute)],
      [`fin${index + 1}`, toMinute === null ? '' : clockText(toMinute)],
      [`sujet${index + 1}`, title],
      [`intervenant${index + 1}`, speaker],
    ]),
  )
}

const editPage: FormPage = async (c, desk, typed, errors) => {
  const shown = {
    ...(await formAt(c, desk, 'Modifier la rencontre', typed, errors)),
    trades: tradeOptions((await currentLists(c.var.deps)).trades),
    asksDay: false,
  }
  return c.html(renderPage(<RencontreFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function edit(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const form = formOf(c)
  const read = readRencontre(form, await choices(c))
  const { startsWall: wall, startsAt } = desk.rencontre
  const limit = readLimit(form, { wall, instant: startsAt.toISOString() })
  if (!read.ok || !limit.ok) {
    const problems = [...(read.ok ? [] : read.problems), ...(limit.ok ? [] : limit.problems)]
    return editPage(c, desk, form, rencontreErrors(problems, RENCONTRE_FIELDS))
  }
  const { bookableUntil } = limit
  const change = { version: Number(form.get('version')), typed: read.typed, bookableUntil }
  return decide(c, desk, 'modifiee', editPage, (tx, telling) =>
    editRencontre(tx, desk.rencontre.id, change, desk.author, telling),
  )
}

const programmePage: FormPage = async (c, desk, typed, errors) => {
  const shown = await formAt(c, desk, 'Programme de la plénière', typed, errors)
  const lines = Math.min(MOST_ITEMS, Math.max(8, desk.rencontre.programme.length + 4))
  return c.html(
    renderPage(<ProgrammePage {...shown} lines={lines} />),
    errors.length > 0 ? 422 : 200,
  )
}

async function programme(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const form = formOf(c)
  const read = readProgramme(form)
  if (!read.ok)
    return programmePage(c, desk, form, rencontreErrors(read.problems, RENCONTRE_FIELDS))
  const change = { version: Number(form.get('version')), items: read.items }
  return decide(c, desk, 'programme', programmePage, (tx) =>
    setProgramme(tx, desk.rencontre.id, change, desk.author),
  )
}

const movePage: FormPage = async (c, desk, typed, errors) => {
  const shown = {
    ...(await formAt(c, desk, 'Reporter la rencontre', typed, errors)),
    lead: 'Les rendez-vous sont gardés, et toutes les entreprises inscrites sont prévenues.',
    action: 'Reporter la rencontre',
    asksDay: true,
  }
  return c.html(renderPage(<DecisionPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function move(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const form = formOf(c)
  const read = readMove(form, c.var.deps.now())
  if (!read.ok) return movePage(c, desk, form, rencontreErrors(read.problems, RENCONTRE_FIELDS))
  const change = { version: Number(form.get('version')), move: read.move }
  return decide(c, desk, 'reportee', movePage, (tx, telling) =>
    moveRencontre(tx, desk.rencontre.id, change, desk.author, telling),
  )
}

const callOffPage: FormPage = async (c, desk, typed, errors) => {
  const shown = {
    ...(await formAt(c, desk, 'Annuler la rencontre', typed, errors)),
    version: null,
    lead: 'Toutes les entreprises inscrites sont prévenues. Une rencontre annulée ne peut pas être rouverte.',
    action: 'Annuler la rencontre',
    asksDay: false,
  }
  return c.html(renderPage(<DecisionPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function cancel(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const form = formOf(c)
  const typed = typedForm(form)
  const reason = typed.line('motif', LONGEST_REASON)
  if (typed.problems.length > 0)
    return callOffPage(c, desk, form, rencontreErrors(typed.problems, RENCONTRE_FIELDS))
  return decide(c, desk, 'annulee', callOffPage, (tx, telling) =>
    callOff(tx, desk.rencontre.id, reason, desk.author, telling),
  )
}

async function cancelBooking(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { db } = c.var.deps
  const id = rowId(c.req.param('booking'))
  const own = await bookingsAt(db, { rencontreId: desk.rencontre.id })
  const booking = own.find((each) => each.id === id)
  if (!booking) return missingPage(c)
  return deed(c, 'rendez-vous', async (tx, _, telling) => {
    const given = await giveBack(tx, booking.id, 'organiser', telling)
    return given.ok ? given : { ok: false, problems: [{ field: null, code: 'begun' }] }
  })
}

async function removeDraft(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { rencontre, author } = desk
  const removed = await c.var.deps.db.transaction((tx) => deleteDraft(tx, rencontre.id, author))
  if (removed.ok) return c.redirect(`/espace/${desk.partner.slug}/rencontres?fait=supprimee`, 303)
  return rencontrePage(c, desk, rencontreErrors(removed.problems, RENCONTRE_FIELDS))
}

async function table(c: GuichetContext, { rencontre }: AtDesk): Promise<Response> {
  const own = await bookingsAt(c.var.deps.db, { rencontreId: rencontre.id })
  const rows = own.map((booking) => bookingRow(booking, rencontre.attending))
  return c.body(writeCsv(BOOKING_COLUMNS, rows), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="rendez-vous-rencontre-${rencontre.id}.csv"`,
  })
}

/** What each form about a meeting is shown with. */
async function formAt(
  c: GuichetContext,
  { partner, rencontre, base }: AtDesk,
  title: string,
  typed: URLSearchParams,
  errors: FormError[],
) {
  const frame = await frameOf(c, c.req.path)
  const back = { href: base, label: rencontre.title }
  return { frame, partner, title, back, typed, errors, version: rencontre.version }
}

type FormPage = (
  c: GuichetContext,
  desk: AtDesk,
  typed: URLSearchParams,
  errors: FormError[],
) => Promise<Response>

/** Writes what a form decided; where it is refused, the form comes back with everything typed. */
async function decide(
  c: GuichetContext,
  { base }: AtDesk,
  done: keyof typeof RENCONTRE_DONE,
  formPage: FormPage,
  change: (tx: Tx, telling: Telling) => Promise<Outcome>,
): Promise<Response> {
  const telling = await tellingFor(c, rencontreMails)
  const written = await commit(c, (tx) => change(tx, telling))
  if (written.ok) return c.redirect(`${base}?fait=${done}`, 303)
  const errors = rencontreErrors(written.problems, RENCONTRE_FIELDS)
  return atDesk(c, (desk) => formPage(c, desk, formOf(c), errors))
}

/** Something that is done with one button. */
async function deed(
  c: GuichetContext,
  done: keyof typeof RENCONTRE_DONE,
  change: (tx: Tx, desk: AtDesk, telling: Telling) => Promise<Outcome>,
): Promise<Response> {
  return atDesk(c, async (desk) => {
    const telling = await tellingFor(c, rencontreMails)
    const written = await commit(c, (tx) => change(tx, desk, telling))
    if (written.ok) return c.redirect(`${desk.base}?fait=${done}`, 303)
    const errors = rencontreErrors(written.problems, RENCONTRE_FIELDS)
    return atDesk(c, (fresh) => rencontrePage(c, fresh, errors))
  })
}

const outcomePage: FormPage = async (c, desk, typed, errors) => {
  const shown = await formAt(c, desk, 'Bilan de la rencontre', typed, errors)
  return c.html(
    renderPage(<OutcomeFormPage {...shown} version={null} />),
    errors.length > 0 ? 422 : 200,
  )
}

async function outcome(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const form = formOf(c)
  const typed = typedForm(form)
  const words = typed.text('mot', LONGEST_WORDS, 'optional')
  if (typed.problems.length > 0)
    return outcomePage(c, desk, form, rencontreErrors(typed.problems, RENCONTRE_FIELDS))
  return decide(c, desk, 'bilan', outcomePage, (tx) =>
    writeOutcome(tx, desk.rencontre.id, words, desk.author),
  )
}

async function choices(c: GuichetContext) {
  const { trades, gazetteer } = await currentLists(c.var.deps)
  return { trades: trades.map(({ slug }) => slug), places: gazetteer }
}
