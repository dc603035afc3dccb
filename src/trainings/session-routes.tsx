import { trainingMails } from '../../views/mail/trainings.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { CertificatesPage } from '../../views/trainings/certificates-page.tsx'
import { SessionFormPage } from '../../views/trainings/desk-forms.tsx'
import {
  AttendancePage,
  AttendanceSheetPage,
  DeskSessionPage,
} from '../../views/trainings/desk-session-page.tsx'
import { registrationRow, REGISTRATION_COLUMNS } from '../../views/trainings/csv.ts'
import { SESSION_LABELS, trainingErrors } from '../../views/words/training-problems.ts'
import { TRAINING_DONE, tradeLabelIn } from '../../views/words/trainings.ts'
import { formOf } from '../auth/guard.ts'
import { rowId } from '../http/ids.ts'
import { currentLists } from '../consultations/lists.ts'
import type { Tx } from '../db/db.ts'
import { writeCsv } from '../feeds/csv.ts'
import { commit, doneIn } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { parisDay } from '../rules/calendar.ts'
import { type AtDesk, atDesk, atSession } from './desk.ts'
import type { Outcome } from './problem.ts'
import { awaitsDecision, type ListedSession, registrationsOf } from './queries.ts'
import { readDates, readNewSession, readPlace } from './read-session.ts'
import { withdraw } from './register.ts'
import {
  cancelSession,
  confirmSession,
  moveSession,
  planSession,
  postponeSession,
  setRegistrations,
  writeAttendance,
} from './sessions.ts'
import type { Telling } from './tell.ts'
import { tellingFor } from './telling.ts'
import { momentFields } from './typed-moment.ts'
import { typedForm } from './typed-text.ts'

const BASE = '/espace/:partner/formations/:training/sessions'
const ONE = `${BASE}/:session`

const { page, write } = routesFor('edit-pact')

/** Sessions in the partners' area: when and where, whether they take place, who comes. */
export const sessionRoutes: Route[] = [
  page(`${BASE}/nouvelle`, (c) =>
    atDesk(c, (desk) => formPage(c, desk, { ...PLAN, version: null }, new URLSearchParams(), [])),
  ),
  write(`${BASE}/nouvelle`, (c) => atDesk(c, (desk) => plan(c, desk))),
  page(ONE, (c) => atSession(c, (desk) => sessionPage(c, desk, []))),
  page(`${ONE}/modifier`, (c) =>
    atSession(c, (desk) => formPage(c, desk, formFor(MOVE, desk), placeFields(desk.session), [])),
  ),
  write(`${ONE}/modifier`, (c) => atSession(c, (desk) => move(c, desk))),
  page(`${ONE}/report`, (c) =>
    atSession(c, (desk) =>
      formPage(c, desk, formFor(POSTPONE, desk), dateFields(desk.session), []),
    ),
  ),
  write(`${ONE}/report`, (c) => atSession(c, (desk) => postpone(c, desk))),
  page(`${ONE}/annulation`, (c) =>
    atSession(c, (desk) => formPage(c, desk, formFor(CANCEL, desk), new URLSearchParams(), [])),
  ),
  write(`${ONE}/annulation`, (c) => atSession(c, (desk) => cancel(c, desk))),
  write(`${ONE}/ouverture`, (c) =>
    deed(c, 'ouverte', (tx, { session, author }, telling) =>
      setRegistrations(tx, session.id, 'open', author, telling),
    ),
  ),
  write(`${ONE}/fermeture`, (c) =>
    deed(c, 'close', (tx, { session, author }, telling) =>
      setRegistrations(tx, session.id, 'closed', author, telling),
    ),
  ),
  write(`${ONE}/confirmation`, (c) =>
    deed(c, 'confirmee', (tx, { session, author }, telling) =>
      confirmSession(tx, session.id, author, telling),
    ),
  ),
  write(`${ONE}/inscriptions/:registration/annulation`, (c) =>
    atSession(c, (desk) => withdrawOne(c, desk)),
  ),
  page(`${ONE}/inscrits.csv`, { limit: 'export' }, (c) => atSession(c, (desk) => table(c, desk))),
  page(`${ONE}/emargement`, (c) => atSession(c, (desk) => attendanceSheet(c, desk))),
  page(`${ONE}/presences`, (c) => atSession(c, (desk) => attendancePage(c, desk, []))),
  write(`${ONE}/presences`, (c) => atSession(c, (desk) => attendance(c, desk))),
  page(`${ONE}/attestations`, (c) => atSession(c, (desk) => certificates(c, desk))),
]

type AtSession = AtDesk & { session: ListedSession }

interface SessionForm {
  title: string
  lead: string
  action: string
  asks: ('dates' | 'place' | 'reason')[]
}

const PLAN: SessionForm = {
  title: 'Programmer une session',
  lead: 'La session paraît tout de suite ; les inscriptions s’ouvrent ensuite, d’un clic.',
  action: 'Programmer la session',
  asks: ['dates', 'place'],
}
const MOVE: SessionForm = {
  title: 'Changer le lieu ou le nombre de places',
  lead: 'Un changement de lieu est dit à toutes les personnes inscrites.',
  action: 'Enregistrer',
  asks: ['place'],
}
const POSTPONE: SessionForm = {
  title: 'Reporter la session',
  lead: 'Toutes les personnes inscrites gardent leur place et sont prévenues.',
  action: 'Reporter la session',
  asks: ['dates', 'reason'],
}
const CANCEL: SessionForm = {
  title: 'Annuler la session',
  lead: 'Toutes les personnes inscrites sont prévenues. Une session annulée ne peut pas être rouverte.',
  action: 'Annuler la session',
  asks: ['reason'],
}
const LONGEST_REASON = 300

function formFor(form: SessionForm, { session }: AtSession) {
  return { ...form, version: session.version, under: `/sessions/${session.id}` }
}

async function formPage(
  c: GuichetContext,
  { partner, training, base }: AtDesk,
  form: SessionForm & { version: number | null; under?: string },
  typed: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const shown = {
    ...form,
    frame: await frameOf(c, c.req.path),
    partner,
    back: form.under
      ? { href: base + form.under, label: 'La session' }
      : { href: base, label: training.title },
    typed,
    errors,
  }
  return c.html(renderPage(<SessionFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

function placeFields({ place, link, seats, minimum }: ListedSession): URLSearchParams {
  return new URLSearchParams({
    lieu: place,
    lien: link ?? '',
    places: String(seats),
    minimum: String(minimum),
  })
}

function dateFields({ startsWall, endsWall }: ListedSession): URLSearchParams {
  return new URLSearchParams([
    ...momentFields('debut', startsWall),
    ...momentFields('fin', endsWall),
  ])
}

async function plan(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { now } = c.var.deps
  const form = formOf(c)
  const { gazetteer } = await currentLists(c.var.deps)
  const read = readNewSession(form, gazetteer, now())
  if (!read.ok) {
    const errors = trainingErrors(read.problems, SESSION_LABELS)
    return formPage(c, desk, { ...PLAN, version: null }, form, errors)
  }
  const id = await commit(c, (tx) => planSession(tx, desk.training.id, read, desk.author))
  return c.redirect(`${desk.base}/sessions/${id}?fait=programmee`, 303)
}

async function move(c: GuichetContext, desk: AtSession): Promise<Response> {
  const form = formOf(c)
  const { gazetteer } = await currentLists(c.var.deps)
  const read = readPlace(form, gazetteer)
  if (!read.ok) return refusedForm(c, MOVE, read.problems)
  const change = { version: Number(form.get('version')), place: read.place }
  return decide(c, desk, 'modifiee', MOVE, (tx, telling) =>
    moveSession(tx, desk.session.id, change, desk.author, telling),
  )
}

async function postpone(c: GuichetContext, desk: AtSession): Promise<Response> {
  const form = formOf(c)
  const read = readDates(form, c.var.deps.now())
  const typed = typedForm(form)
  const reason = typed.line('motif', LONGEST_REASON)
  if (!read.ok || typed.problems.length > 0)
    return refusedForm(c, POSTPONE, [...(read.ok ? [] : read.problems), ...typed.problems])
  const change = { version: Number(form.get('version')), dates: read.dates, reason }
  return decide(c, desk, 'reportee', POSTPONE, (tx, telling) =>
    postponeSession(tx, desk.session.id, change, desk.author, telling),
  )
}

async function cancel(c: GuichetContext, desk: AtSession): Promise<Response> {
  const typed = typedForm(formOf(c))
  const reason = typed.line('motif', LONGEST_REASON)
  if (typed.problems.length > 0) return refusedForm(c, CANCEL, typed.problems)
  return decide(c, desk, 'annulee', CANCEL, (tx, telling) =>
    cancelSession(tx, desk.session.id, reason, desk.author, telling),
  )
}

/** Writes what a form decided; where it is refused, the form comes back with everything typed. */
async function decide(
  c: GuichetContext,
  { base, session }: AtSession,
  done: keyof typeof TRAINING_DONE,
  form: SessionForm,
  write: (tx: Tx, telling: Telling) => Promise<Outcome>,
): Promise<Response> {
  const telling = await tellingFor(c, trainingMails)
  const outcome = await commit(c, (tx) => write(tx, telling))
  if (outcome.ok) return c.redirect(`${base}/sessions/${session.id}?fait=${done}`, 303)
  return refusedForm(c, form, outcome.problems)
}

function refusedForm(
  c: GuichetContext,
  form: SessionForm,
  problems: Parameters<typeof trainingErrors>[0],
): Promise<Response> {
  const errors = trainingErrors(problems, SESSION_LABELS)
  return atSession(c, (desk) => formPage(c, desk, formFor(form, desk), formOf(c), errors))
}

/** Something that is done with one button. */
async function deed(
  c: GuichetContext,
  done: keyof typeof TRAINING_DONE,
  write: (tx: Tx, desk: AtSession, telling: Telling) => Promise<Outcome>,
): Promise<Response> {
  return atSession(c, async (desk) => {
    const telling = await tellingFor(c, trainingMails)
    const outcome = await commit(c, (tx) => write(tx, desk, telling))
    if (outcome.ok) return c.redirect(`${desk.base}/sessions/${desk.session.id}?fait=${done}`, 303)
    const errors = trainingErrors(outcome.problems, SESSION_LABELS)
    return atSession(c, (fresh) => sessionPage(c, fresh, errors))
  })
}

async function withdrawOne(c: GuichetContext, desk: AtSession): Promise<Response> {
  const { db } = c.var.deps
  const id = rowId(c.req.param('registration'))
  const people = await registrationsOf(db, desk.session.id)
  const own = people.find((each) => each.id === id)
  if (!own) return missingPage(c)
  const telling = await tellingFor(c, trainingMails)
  const outcome = await commit(c, (tx) => withdraw(tx, own.id, 'organiser', telling))
  if (outcome.ok) return c.redirect(`${desk.base}/sessions/${desk.session.id}?fait=retiree`, 303)
  const errors = trainingErrors([{ field: null, code: 'not-now' }], SESSION_LABELS)
  return atSession(c, (fresh) => sessionPage(c, fresh, errors))
}

async function sessionPage(
  c: GuichetContext,
  { partner, training, session }: AtSession,
  errors: FormError[],
): Promise<Response> {
  const { db, now, config } = c.var.deps
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    training,
    session,
    people: await registrationsOf(db, session.id),
    tradeLabel: tradeLabelIn((await currentLists(c.var.deps)).trades),
    toDecide: awaitsDecision(session, parisDay(now())),
    mailIsOn: mailIsOn(config),
    done: doneIn(c, TRAINING_DONE),
    errors,
  }
  return c.html(renderPage(<DeskSessionPage {...shown} />), errors.length > 0 ? 422 : 200)
}

/** Who is registered, for a spreadsheet. */
async function table(c: GuichetContext, { session }: AtSession): Promise<Response> {
  const tradeLabel = tradeLabelIn((await currentLists(c.var.deps)).trades)
  const people = await registrationsOf(c.var.deps.db, session.id)
  const rows = people.map((each) => registrationRow(each, tradeLabel))
  return c.body(writeCsv(REGISTRATION_COLUMNS, rows), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="inscrits-session-${session.id}.csv"`,
  })
}

async function attendanceSheet(c: GuichetContext, desk: AtSession): Promise<Response> {
  return c.html(renderPage(<AttendanceSheetPage {...await seatedAt(c, desk)} />))
}

async function attendancePage(
  c: GuichetContext,
  desk: AtSession,
  errors: FormError[],
): Promise<Response> {
  const shown = { ...(await seatedAt(c, desk)), errors }
  return c.html(renderPage(<AttendancePage {...shown} />), errors.length > 0 ? 422 : 200)
}

/** Those who have a seat, by name. */
async function seatedAt(c: GuichetContext, { partner, training, session }: AtSession) {
  const people = (await registrationsOf(c.var.deps.db, session.id))
    .filter(({ status }) => status === 'registered')
    .toSorted((one, other) => (one.person ?? '').localeCompare(other.person ?? '', 'fr'))
  return { frame: await frameOf(c, c.req.path), partner, training, session, people }
}

async function attendance(c: GuichetContext, desk: AtSession): Promise<Response> {
  const present = formOf(c)
    .getAll('present')
    .flatMap((word) => rowId(word) ?? [])
  const outcome = await commit(c, (tx) =>
    writeAttendance(tx, desk.session.id, present, desk.author),
  )
  if (outcome.ok) return c.redirect(`${desk.base}/sessions/${desk.session.id}?fait=presences`, 303)
  const errors = trainingErrors(outcome.problems, SESSION_LABELS)
  return atSession(c, (fresh) => attendancePage(c, fresh, errors))
}

async function certificates(c: GuichetContext, desk: AtSession): Promise<Response> {
  const { people, ...seated } = await seatedAt(c, desk)
  const shown = {
    ...seated,
    people: people.filter(({ attendance: came }) => came === 'present'),
    back: { href: `${desk.base}/sessions/${desk.session.id}`, label: 'La session' },
    today: c.var.deps.now(),
  }
  return c.html(renderPage(<CertificatesPage {...shown} />))
}
