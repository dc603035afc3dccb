import { requestMails } from '../../views/mail/requests.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { DeskListPage } from '../../views/requests/desk-list-page.tsx'
import {
  DESK_DONE,
  type DeskForm,
  DeskRequestPage,
} from '../../views/requests/desk-request-page.tsx'
import { fileErrors } from '../../views/requests/file-errors.ts'
import { GonePage } from '../../views/requests/gone-page.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { DESK_LABELS, requestErrors } from '../../views/words/request-problems.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { newSecret } from '../auth/secret.ts'
import { can } from '../auth/policy.ts'
import { currentLists } from '../consultations/lists.ts'
import type { Tx } from '../db/db.ts'
import { commit } from '../http/commit.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { cursorWord, type InstantCursor, readInstantCursor } from '../http/instant-cursor.ts'
import { readingFields } from '../forms/read-fields.ts'
import { parisDay } from '../rules/calendar.ts'
import { typedForm } from '../trainings/typed-text.ts'
import { type AtRequest, atRequest } from './at-request.ts'
import { closeRequest } from './close.ts'
import { OUTCOMES } from './choices.ts'
import { addStep, saveDiagnosis } from './diagnosis.ts'
import type { GivenFile } from './files.ts'
import { handlingOf } from './handlers.ts'
import type { RequestRow } from './links.ts'
import { takeMediationStep } from './mediation.ts'
import { acknowledge, writeAsPartner } from './messages.ts'
import { isOwnBuyer } from './own-buyer.ts'
import type { Done, RequestProblem } from './problem.ts'
import { deskRequests, wholeRequest } from './queries.ts'
import { readDiagnosis } from './read-request.ts'
import { receiveForm } from './received-files.ts'
import { askForRelay } from './relay.ts'
import { relayTargets } from './relay-targets.ts'
import type { Telling } from './tell.ts'
import { isLate, nextDue } from './time-limits.ts'

const LIST = '/espace/:partner/saisines'
const BASE = `${LIST}/:reference`

const handlers = routesFor('answer-requests')

/** What a partner's named persons do with the requests that are routed to it. */
export const requestDeskRoutes: Route[] = [
  handlers.page(LIST, { example: '/espace/narbonne/saisines' }, listPage),
  handlers.page(BASE, { example: '/espace/narbonne/saisines/S-DMN-222' }, (c) =>
    atRequest(c, (at) => requestPage(c, at, NOTHING)),
  ),
  action('accuse', (c, at) =>
    settle(c, at, 'accuse', (tx, telling) => acknowledge(tx, at.request.id, at.author, telling)),
  ),
  handlers.upload(`${BASE}/messages`, (c) => atRequest(c, (at) => write(c, at))),
  action('relais', relay),
  action('mediation', (c, at) => {
    const step = formOf(c).get('etape') === 'proposal' ? 'proposal' : 'buyer-heard'
    return settle(
      c,
      at,
      'etape',
      (tx, telling) => takeMediationStep(tx, at.request.id, step, at.author, telling),
      formOf(c),
    )
  }),
  action('fiche', saveForm),
  action('demarches', addDeed),
  action('cloture', close),
]

function action(word: string, act: (c: GuichetContext, at: AtRequest) => Promise<Response>): Route {
  return handlers.write(`${BASE}/${word}`, (c) =>
    atRequest(
      c,
      (at) => act(c, at),
      () => gonePage(c, formOf(c)),
    ),
  )
}

async function listPage(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const agent = agentOf(c)
  const handling = await handlingOf(db, agent.id, partner.id)
  const open = c.req.query('etat') !== 'closes'
  const list = handling
    ? await deskRequests(db, { partnerId: partner.id, handling, open }, placeIn(c))
    : { rows: [], previous: null, next: null }
  const page = {
    frame: await frameOf(c, c.req.path),
    partner,
    isNamed: handling !== null,
    mayName: can(agent, 'name-request-handlers', partner.id),
    open,
    rows: list.rows.map((row) => ({
      ...row,
      due: nextDue(row),
      isLate: isLate(row, now()),
    })),
    previous: linkTo(list.previous, open),
    next: linkTo(list.next, open),
  }
  return c.html(renderPage(<DeskListPage {...page} />))
}

/** The place in the list that the address carries. */
function placeIn(c: GuichetContext): InstantCursor | null {
  const word = c.req.query('avant') === undefined ? 'apres' : 'avant'
  return readInstantCursor(word, c.req.query(word) ?? '')
}

function linkTo(cursor: InstantCursor | null, open: boolean): string | null {
  return cursor && `?${open ? '' : 'etat=closes&'}${cursorWord(cursor).join('=')}`
}

interface Shown {
  /** Which of the page's forms was sent, and what it held. */
  sent: DeskForm | null
  form: URLSearchParams
  errors: FormError[]
  received: GivenFile[]
  secret: string | null
  status: 200 | 413 | 415 | 422 | 503
}

const NOTHING: Shown = {
  sent: null,
  form: new URLSearchParams(),
  errors: [],
  received: [],
  secret: null,
  status: 200,
}

async function requestPage(
  c: GuichetContext,
  { partner, request, base }: AtRequest,
  shown: Shown,
): Promise<Response> {
  const { db, now } = c.var.deps
  const { trades } = await currentLists(c.var.deps)
  const page = {
    frame: await frameOf(c, base),
    partner,
    base,
    whole: await wholeRequest(db, request),
    tradeLabel: tradeLabelIn(trades),
    due: nextDue(request),
    isLate: isLate(request, now()),
    isOwnBuyer: await isOwnBuyer(db, request),
    targets: request.state === 'closed' ? [] : await targetsOf(c, request),
    done:
      shown.errors.length > 0 ? null : (DONE.find((each) => each === c.req.query('fait')) ?? null),
    ...shown,
    secret: shown.secret ?? newSecret(),
  }
  return c.html(renderPage(<DeskRequestPage {...page} />), shown.status)
}

async function targetsOf(c: GuichetContext, request: RequestRow) {
  const { db, now } = c.var.deps
  const { gazetteer } = await currentLists(c.var.deps)
  return relayTargets(db, gazetteer, request, parisDay(now()))
}

type DoneWord = keyof typeof DESK_DONE

const DONE: DoneWord[] = ['accuse', 'message', 'relais', 'etape', 'fiche', 'demarche', 'close']

async function write(c: GuichetContext, at: AtRequest): Promise<Response> {
  const { fields, secret, files, problems, status } = await receiveForm(c, at.author.actor)
  const typed = typedForm(fields)
  const body = typed.text('message', 8_000)
  const scope = typed.word('portee', ['reponse', 'precision'])
  const errors = [
    ...requestErrors(problems.length > 0 ? [] : typed.problems, DESK_LABELS),
    ...fileErrors(problems),
  ]
  const shown: Shown = { sent: 'messages', form: fields, errors, received: files, secret, status }
  if (errors.length > 0) return requestPage(c, at, shown)
  const message = { body, formSecret: secret, isAnswer: scope === 'reponse' }
  return settle(
    c,
    at,
    'message',
    (tx, telling) => writeAsPartner(tx, at.request.id, message, at.author, telling),
    fields,
    shown,
  )
}

async function relay(c: GuichetContext, at: AtRequest): Promise<Response> {
  const form = formOf(c)
  const typed = typedForm(form)
  const reason = typed.text('motif', 1_000)
  const body = typed.line('organisme', 200, 'optional')
  const chosen = form.get('vers') ?? ''
  const target = (await targetsOf(c, at.request)).find(({ word }) => word === chosen)
  if (chosen !== '' && !target) typed.refuse('vers', 'choice')
  if (typed.problems.length > 0) return refused(c, at, 'relais', typed.problems)
  if (target && body !== '')
    return refused(c, at, 'relais', [{ field: 'vers', code: 'one-target' }])
  const asked = target
    ? { ...target, body: target.bodyId === null ? null : target.name, reason }
    : { partnerId: null, bodyId: null, body: body === '' ? null : body, reason }
  return settle(
    c,
    at,
    'relais',
    (tx, telling) => askForRelay(tx, at.request.id, asked, at.author, telling),
    form,
    { ...NOTHING, sent: 'relais' },
  )
}

async function saveForm(c: GuichetContext, at: AtRequest): Promise<Response> {
  const form = formOf(c)
  const read = readDiagnosis(form)
  if (!read.ok) return refused(c, at, 'fiche', read.problems)
  const version = /^\d{1,9}$/.test(form.get('version') ?? '') ? Number(form.get('version')) : 0
  return settle(
    c,
    at,
    'fiche',
    (tx, { now }) =>
      saveDiagnosis(tx, at.request.id, { diagnosis: read.diagnosis, version }, at.author, now),
    form,
    { ...NOTHING, sent: 'fiche' },
  )
}

async function addDeed(c: GuichetContext, at: AtRequest): Promise<Response> {
  const form = formOf(c)
  const reading = readingFields(form)
  const on = reading.day('jour')
  const typed = typedForm(form)
  const words = typed.line('demarche', 500)
  const problems: RequestProblem[] = [
    ...(reading.problems.length > 0 ? [{ field: 'jour', code: 'date' } as const] : []),
    ...typed.problems,
  ]
  if (problems.length > 0) return refused(c, at, 'demarches', problems)
  const today = parisDay(c.var.deps.now())
  return settle(
    c,
    at,
    'demarche',
    (tx, { now }) => addStep(tx, at.request.id, { on: on ?? today, words }, at.author, now),
    form,
    { ...NOTHING, sent: 'demarches' },
  )
}

async function close(c: GuichetContext, at: AtRequest): Promise<Response> {
  const form = formOf(c)
  const typed = typedForm(form)
  const outcome = typed.word('resultat', OUTCOMES[at.request.kind])
  const body = typed.text('message', 8_000, 'optional')
  const result = typed.text('suites', 8_000, 'optional')
  if (outcome === null || typed.problems.length > 0)
    return refused(c, at, 'cloture', typed.problems)
  const end = { outcome, result, body, formSecret: form.get('demande') ?? '' }
  return settle(
    c,
    at,
    'close',
    (tx, telling) => closeRequest(tx, at.request.id, end, at.author, telling),
    form,
    { ...NOTHING, sent: 'cloture' },
  )
}

function refused(
  c: GuichetContext,
  at: AtRequest,
  sent: DeskForm,
  problems: RequestProblem[],
): Promise<Response> {
  const errors = requestErrors(problems, DESK_LABELS)
  return requestPage(c, at, { ...NOTHING, sent, form: formOf(c), errors, status: 422 })
}

/** Does something to the request; what is refused is told on its page, with what was typed. */
async function settle(
  c: GuichetContext,
  at: AtRequest,
  done: DoneWord,
  act: (tx: Tx, telling: Telling) => Promise<Done>,
  form = new URLSearchParams(),
  shown: Shown = NOTHING,
): Promise<Response> {
  const { config, now } = c.var.deps
  const telling = { config, now: now(), mails: requestMails }
  const result = await commit(c, (tx) => act(tx, telling))
  if (result.ok) return c.redirect(`${at.base}?fait=${done}`, 303)
  const errors = requestErrors(result.problems, DESK_LABELS)
  return atRequest(
    c,
    (fresh) => requestPage(c, fresh, { ...shown, form, errors, status: 422 }),
    () => gonePage(c, form),
  )
}

/** What was typed is not lost where the request went to another partner meanwhile. */
async function gonePage(c: GuichetContext, typed: URLSearchParams): Promise<Response> {
  const list = `/espace/${actingPartner(c).slug}/saisines`
  const page = <GonePage frame={await frameOf(c, list)} list={list} typed={typed} />
  return c.html(renderPage(page), 404)
}
