import { renderPage } from '../../views/layout/render-page.ts'
import {
  AnnouncedPage,
  DropPage,
  LinkPage,
  ProgrammeDeskPage,
  PurchaseDeskPage,
  PurchaseFormPage,
} from '../../views/programme/desk-pages.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { fieldProblemSentence } from '../../views/words/file-problems.ts'
import {
  LINE_FIELD_LABELS,
  PROGRAMME_DONE,
  PURCHASE_PROBLEMS,
} from '../../views/words/programme.ts'
import { formOf } from '../auth/guard.ts'
import type { Cursor } from '../consultations/filter.ts'
import { currentLists } from '../consultations/lists.ts'
import type { Tx } from '../db/db.ts'
import { commit, doneIn } from '../http/commit.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { ownConsultation } from '../posting/own-consultation.ts'
import { type Acting, withConsultation } from '../posting/with-consultation.ts'
import { announcePurchases } from './announce.ts'
import { consultationsFor, purchasesFor } from './candidates.ts'
import {
  changePurchase,
  type ChangeOutcome,
  dropPurchase,
  linkPurchase,
  resumePurchase,
} from './change.ts'
import { type AtDesk, atDesk, atPurchase } from './desk.ts'
import { STATUS_WORDS, type StatusAsked } from './filter.ts'
import { listProgramme } from './list.ts'
import type { ListedPurchase } from './listed.ts'
import { announcedIn } from './purchases.ts'
import type { LineProblem } from './read-line.ts'
import { readTypedLine, typedFieldsOf } from './typed-line.ts'

const BASE = '/espace/:partner/programmation'
const LINE = `${BASE}/:purchase`

const { page, write } = routesFor('write-consultations')

/** A partner's programme in its area: what it expects to buy, and what became of it. */
export const programmeDeskRoutes: Route[] = [
  page(BASE, { example: '/espace/narbonne/programmation' }, (c) =>
    atDesk(c, (desk) => listPage(c, desk)),
  ),
  page(`${BASE}/nouvel-achat`, { example: '/espace/narbonne/programmation/nouvel-achat' }, (c) =>
    atDesk(c, (desk) => formPage(c, desk, new URLSearchParams(), [])),
  ),
  write(`${BASE}/nouvel-achat`, (c) => atDesk(c, (desk) => announce(c, desk))),
  page(LINE, (c) => atPurchase(c, (desk) => purchasePage(c, desk, []))),
  page(`${LINE}/modifier`, (c) =>
    atPurchase(c, (desk) => formPage(c, desk, typedFieldsOf(desk.purchase), [], desk.purchase)),
  ),
  write(`${LINE}/modifier`, (c) => atPurchase(c, (desk) => change(c, desk))),
  page(`${LINE}/abandon`, (c) => atPurchase(c, (desk) => dropPage(c, desk, '', []))),
  write(`${LINE}/abandon`, (c) => atPurchase(c, (desk) => drop(c, desk))),
  write(`${LINE}/reprise`, (c) =>
    atPurchase(c, (desk) =>
      act(c, desk, 'repris', (tx) =>
        resumePurchase(tx, desk.purchase.id, versionIn(c), desk.author),
      ),
    ),
  ),
  page(`${LINE}/consultation`, (c) => atPurchase(c, (desk) => linkPage(c, desk, []))),
  write(`${LINE}/consultation`, (c) => atPurchase(c, (desk) => link(c, desk))),
  write(`${LINE}/separation`, (c) =>
    atPurchase(c, (desk) =>
      act(c, desk, 'separe', (tx) =>
        linkPurchase(
          tx,
          desk.purchase.id,
          { version: versionIn(c), consultationId: null },
          desk.author,
        ),
      ),
    ),
  ),
  page('/espace/:partner/consultations/:reference/programmation', (c) =>
    withConsultation(c, (acting) => atDesk(c, (desk) => announcedPage(c, acting, desk, []))),
  ),
  write('/espace/:partner/consultations/:reference/programmation', (c) =>
    withConsultation(c, (acting) => atDesk(c, (desk) => linkFromConsultation(c, acting, desk))),
  ),
]

type AtPurchase = AtDesk & { purchase: ListedPurchase }

async function listPage(c: GuichetContext, { partner, buyer, today, base }: AtDesk) {
  const status = STATUSES.find((each) => STATUS_WORDS[each] === c.req.query('statut')) ?? null
  const resolved = { filter: {}, trade: null, place: null, placeKeys: [], buyer }
  const filter = { board: {}, ...(status === null ? {} : { status }) }
  const list = await listProgramme(c.var.deps.db, { filter, resolved }, cursorOf(c), today)
  const at = (word: string, key: string | null) =>
    key === null
      ? null
      : `${base}?${new URLSearchParams({ ...(status ? { statut: STATUS_WORDS[status] } : {}), [word]: key })}`
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    base,
    list,
    status,
    previous: at('avant', list.previous),
    next: at('apres', list.next),
    done: doneIn(c, PROGRAMME_DONE),
  }
  return c.html(renderPage(<ProgrammeDeskPage {...shown} />))
}

const STATUSES = Object.keys(STATUS_WORDS) as StatusAsked[]

function cursorOf(c: GuichetContext): Cursor | null {
  const [after, before] = [c.req.query('apres'), c.req.query('avant')]
  if (after) return { direction: 'after', key: after }
  return before ? { direction: 'before', key: before } : null
}

function versionIn(c: GuichetContext): number {
  return Number(formOf(c).get('version'))
}

async function purchasePage(c: GuichetContext, desk: AtPurchase, errors: FormError[]) {
  const { partner, base, purchase } = desk
  const shown = { frame: await frameOf(c, c.req.path), partner, base, purchase, errors }
  const html = renderPage(<PurchaseDeskPage {...shown} done={doneIn(c, PROGRAMME_DONE)} />)
  return c.html(html, errors.length > 0 ? 422 : 200)
}

async function formPage(
  c: GuichetContext,
  { partner, base, today }: AtDesk,
  typed: URLSearchParams,
  errors: FormError[],
  purchase: ListedPurchase | null = null,
): Promise<Response> {
  const thisYear = Number(today.slice(0, 4))
  const years = [thisYear - 1, ...Array.from({ length: 6 }, (_, ahead) => thisYear + ahead)]
  const own = purchase?.facts.year
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    base,
    title: purchase ? 'Modifier un achat programmé' : 'Ajouter un achat au programme',
    back: purchase
      ? { href: `${base}/${purchase.id}`, label: purchase.facts.object }
      : { href: base, label: 'Notre programmation' },
    typed,
    errors,
    version: purchase?.version ?? null,
    trades: (await currentLists(c.var.deps)).trades,
    years: own === undefined || years.includes(own) ? years : [own, ...years],
  }
  return c.html(renderPage(<PurchaseFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function announce(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { buyer, author, today, base } = desk
  const form = formOf(c)
  const lists = await currentLists(c.var.deps)
  const read = readTypedLine(form, lists, Number(today.slice(0, 4)))
  if (!read.ok) return formPage(c, desk, form, errorsOf(read.problems))
  const line = { facts: read.line.facts, buyer, external: null, dropped: null }
  const [id] = await commit(c, (tx) =>
    announcePurchases(tx, [line], author, { ...lists, demonstration: buyer.demonstration }),
  )
  return c.redirect(`${base}/${id}?fait=ajoute`, 303)
}

async function change(c: GuichetContext, desk: AtPurchase): Promise<Response> {
  const { buyer, author, today, base, purchase } = desk
  const form = formOf(c)
  const lists = await currentLists(c.var.deps)
  const read = readTypedLine(form, lists, Number(today.slice(0, 4)))
  if (!read.ok) return formPage(c, desk, form, errorsOf(read.problems), purchase)
  const said = { version: versionIn(c), facts: read.line.facts, buyer }
  const outcome = await commit(c, (tx) => changePurchase(tx, purchase.id, said, author, lists))
  if (outcome === 'stale') return formPage(c, desk, form, [STALE], purchase)
  return c.redirect(
    `${base}/${purchase.id}?fait=${outcome === 'same' ? 'inchange' : 'modifie'}`,
    303,
  )
}

/** Of one field, the first thing that is wrong. */
function errorsOf(problems: LineProblem[]): FormError[] {
  const first = new Map(problems.toReversed().map((problem) => [problem.column, problem]))
  return [...first.values()].toReversed().map(({ column, code }) => ({
    name: column,
    text: fieldProblemSentence(LINE_FIELD_LABELS[column] ?? column, code),
  }))
}

const STALE: FormError = { name: null, text: PURCHASE_PROBLEMS.stale }

async function dropPage(
  c: GuichetContext,
  { partner, base, purchase }: AtPurchase,
  reason: string,
  errors: FormError[],
): Promise<Response> {
  const shown = { frame: await frameOf(c, c.req.path), partner, base, purchase, reason, errors }
  return c.html(renderPage(<DropPage {...shown} />), errors.length > 0 ? 422 : 200)
}

const LONGEST_REASON = 500

async function drop(c: GuichetContext, desk: AtPurchase): Promise<Response> {
  const { author, base, purchase } = desk
  const reason = (formOf(c).get('motif') ?? '').replaceAll(/\s+/g, ' ').trim()
  const text =
    reason === ''
      ? PURCHASE_PROBLEMS.reasonMissing
      : reason.length > LONGEST_REASON
        ? PURCHASE_PROBLEMS.reasonTooLong
        : null
  if (text !== null) return dropPage(c, desk, reason, [{ name: 'motif', text }])
  const outcome = await commit(c, (tx) =>
    dropPurchase(tx, purchase.id, { version: versionIn(c), reason }, author),
  )
  if (outcome === 'stale') return dropPage(c, desk, reason, [STALE])
  return c.redirect(`${base}/${purchase.id}?fait=abandonne`, 303)
}

/** Does what a button of a line's page asks. */
async function act(
  c: GuichetContext,
  desk: AtPurchase,
  done: string,
  write: (tx: Tx) => Promise<ChangeOutcome>,
): Promise<Response> {
  const outcome = await commit(c, write)
  if (outcome === 'stale') return purchasePage(c, desk, [STALE])
  return c.redirect(`${desk.base}/${desk.purchase.id}?fait=${done}`, 303)
}

async function linkPage(
  c: GuichetContext,
  { partner, base, purchase }: AtPurchase,
  errors: FormError[],
  typed = new URLSearchParams(),
): Promise<Response> {
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    base,
    purchase,
    candidates: await consultationsFor(c.var.deps.db, partner.id, purchase.facts.object),
    chosen: typed.get('consultation') ?? purchase.became?.reference ?? '',
    other: typed.get('reference') ?? '',
    errors,
  }
  return c.html(renderPage(<LinkPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function link(c: GuichetContext, desk: AtPurchase): Promise<Response> {
  const { partner, purchase, author } = desk
  const form = formOf(c)
  const typed = (form.get('reference') ?? '').trim()
  const reference = typed === '' ? (form.get('consultation') ?? '').trim() : typed
  const name = typed === '' && form.has('consultation') ? 'consultation' : 'reference'
  if (reference === '')
    return linkPage(c, desk, [{ name, text: PURCHASE_PROBLEMS.noConsultation }], form)
  const { db, now } = c.var.deps
  const consultation = await ownConsultation(db, partner.id, reference.slice(0, 40), now())
  if (!consultation) {
    const text = PURCHASE_PROBLEMS.unknownConsultation
    return linkPage(c, desk, [{ name, text }], form)
  }
  return act(c, desk, 'lie', (tx) =>
    linkPurchase(
      tx,
      purchase.id,
      { version: versionIn(c), consultationId: consultation.id },
      author,
    ),
  )
}

async function announcedPage(
  c: GuichetContext,
  { partner, consultation, base }: Acting,
  { today }: AtDesk,
  errors: FormError[],
): Promise<Response> {
  const { db } = c.var.deps
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    consultation,
    base,
    announced: await announcedIn(db, consultation.id, today),
    candidates: await purchasesFor(db, partner.id, consultation.title, today),
    errors,
  }
  return c.html(renderPage(<AnnouncedPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function linkFromConsultation(
  c: GuichetContext,
  acting: Acting,
  desk: AtDesk,
): Promise<Response> {
  const { db } = c.var.deps
  const { consultation, partner } = acting
  const chosen = formOf(c).get('achat') ?? ''
  const candidates = await purchasesFor(db, partner.id, consultation.title, desk.today)
  const purchase = candidates.find(({ id }) => String(id) === chosen)
  if (!purchase)
    return announcedPage(c, acting, desk, [{ name: 'achat', text: PURCHASE_PROBLEMS.noPurchase }])
  const outcome = await commit(c, (tx) =>
    linkPurchase(
      tx,
      purchase.id,
      { version: purchase.version, consultationId: consultation.id },
      desk.author,
    ),
  )
  return outcome === 'stale'
    ? announcedPage(c, acting, desk, [STALE])
    : c.redirect(`${acting.base}?fait=annoncee`, 303)
}
