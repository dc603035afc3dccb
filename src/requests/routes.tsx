import { eq, isNotNull } from 'drizzle-orm'
import { requestMails } from '../../views/mail/requests.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import { ChoosePage } from '../../views/requests/choose-page.tsx'
import { fileErrors } from '../../views/requests/file-errors.ts'
import type { HelperShown } from '../../views/requests/helper-list.tsx'
import { LostLinkPage } from '../../views/requests/lost-link-page.tsx'
import { RequestFormPage } from '../../views/requests/request-form-page.tsx'
import { SaisinesPage } from '../../views/requests/saisines-page.tsx'
import type { FormError, FormOption } from '../../views/shared/form.tsx'
import { tradeOptions } from '../../views/shared/trade-options.ts'
import { LINK_LABELS, REQUEST_LABELS, requestErrors } from '../../views/words/request-problems.ts'
import { ASK_TITLE, CHOOSE_TITLE, KIND_WORDS } from '../../views/words/requests.ts'
import { OTHER_TRADE_LABEL } from '../../views/words/trainings.ts'
import { formOf } from '../auth/guard.ts'
import { newSecret } from '../auth/secret.ts'
import { currentLists } from '../consultations/lists.ts'
import { whoHelps } from '../contacts/who-helps.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { buyers, partners } from '../partners/schema.ts'
import { parisDay } from '../rules/calendar.ts'
import { isTrapped } from '../forms/trap.ts'
import { OTHER_TRADE } from '../trainings/read-registration.ts'
import { typedForm } from '../trainings/typed-text.ts'
import { REQUEST_KINDS } from './choices.ts'
import { currentFigures } from './figures.ts'
import type { GivenFile } from './files.ts'
import { PRIVATE } from './followed.ts'
import { followPath } from './links.ts'
import { readRequest } from './read-request.ts'
import { receiveForm } from './received-files.ts'
import { receiveRequest } from './receive.ts'
import { readReference } from './reference.ts'
import { requests, type RequestKind } from './schema.ts'
import { type Telling, tellFirm } from './tell.ts'
import { TIME_LIMITS } from './time-limits.ts'

const { page, write, upload } = routesFor('public')

/** Asking without an account, and what everyone may know of what was asked. */
export const requestRoutes: Route[] = [
  page('/saisines', { title: ASK_TITLE, keep: ['requests'] }, async (c) => {
    const page = {
      frame: await frameOf(c, '/saisines'),
      figures: await currentFigures(c.var.deps),
    }
    return c.html(renderPage(<SaisinesPage {...page} />))
  }),
  page('/saisines/nouvelle', { title: CHOOSE_TITLE }, newRequest),
  upload('/saisines/nouvelle', { limit: 'request' }, takeRequest),
  page('/saisines/lien', { example: '/saisines/lien' }, (c) =>
    lostLinkPage(c, [], c.req.query('fait') === 'oui'),
  ),
  write('/saisines/lien', { limit: 'registration' }, sendLink),
]

async function newRequest(c: GuichetContext): Promise<Response> {
  const kind = kindOf(c.req.query('nature'))
  const buyer = c.req.query('acheteur') ?? null
  const consultation = c.req.query('consultation') ?? null
  if (kind === null) {
    if (c.req.query('nature') !== undefined) return missingPage(c)
    const page = { frame: await frameOf(c, '/saisines/nouvelle'), buyer, consultation }
    return c.html(renderPage(<ChoosePage {...page} />), 200, PRIVATE)
  }
  const form = new URLSearchParams()
  for (const [word, field] of KNOWN) {
    const known = c.req.query(word)
    if (known !== undefined) form.set(field, known.replaceAll('\0', ''))
  }
  await putBuyer(c, form, buyer)
  return formPage(c, kind, { form, errors: [], received: [], secret: newSecret(), status: 200 })
}

/** What an address may say beforehand, by the fields that it fills in: a link agrees to nothing in a firm's name. */
const KNOWN = [
  ['acheteur', 'acheteur'],
  ['consultation', 'reference'],
  ['theme', 'theme'],
  ['salaries', 'salaries'],
  ['salaries', 'effectif'],
  ['ou', 'ou'],
  ['ou', 'commune'],
] as const

/** A buyer that is no partner is not in the list: its name is typed. */
async function putBuyer(
  c: GuichetContext,
  form: URLSearchParams,
  slug: string | null,
): Promise<void> {
  if (slug === null) return
  const [buyer] = await c.var.deps.db
    .select({ name: buyers.name, partnerId: buyers.partnerId })
    .from(buyers)
    .where(eq(buyers.slug, slug))
  if (buyer?.partnerId === null) form.set('autre', buyer.name)
  if (buyer?.partnerId == null) form.delete('acheteur')
}

interface Shown {
  form: URLSearchParams
  errors: FormError[]
  received: GivenFile[]
  secret: string
  status: 200 | 413 | 415 | 422 | 503
}

async function formPage(c: GuichetContext, kind: RequestKind, shown: Shown): Promise<Response> {
  const { trades } = await currentLists(c.var.deps)
  const page = {
    frame: await frameOf(c, '/saisines/nouvelle'),
    kind,
    ...shown,
    buyers: await partnersThatBuy(c),
    trades: [...tradeOptions(trades), { value: OTHER_TRADE, label: OTHER_TRADE_LABEL }],
    helpers: kind === 'difficulty' ? await helpersFor(c, shown.form) : null,
    keptMonths: TIME_LIMITS[kind].keptMonths,
  }
  return c.html(renderPage(<RequestFormPage {...page} />), shown.status, PRIVATE)
}

async function partnersThatBuy(c: GuichetContext): Promise<FormOption[]> {
  const rows = await c.var.deps.db
    .select({ value: buyers.slug, label: partners.name })
    .from(buyers)
    .innerJoin(partners, eq(partners.id, buyers.partnerId))
    .where(isNotNull(buyers.partnerId))
  return rows.toSorted((one, other) => one.label.localeCompare(other.label, 'fr'))
}

/** Today's bodies for a head count and a place; null where neither was given. */
async function helpersFor(c: GuichetContext, form: URLSearchParams): Promise<HelperShown[] | null> {
  const size = (form.get('salaries') ?? form.get('effectif') ?? '').trim()
  const place = (form.get('ou') ?? form.get('commune') ?? '').trim()
  if (size === '' && place === '') return null
  const { db, now } = c.var.deps
  const { gazetteer } = await currentLists(c.var.deps)
  return whoHelps(
    db,
    gazetteer,
    {
      problem: 'difficulty',
      place: place === '' ? null : gazetteer.find(place),
      buyerPartnerId: null,
      headCount: /^\d{1,6}$/.test(size) ? Number(size) : null,
      trade: null,
    },
    parisDay(now()),
  )
}

async function takeRequest(c: GuichetContext): Promise<Response> {
  const { fields: form, secret, files: received, problems, status } = await receiveForm(c, 'firm')
  const kind = kindOf(form.get('nature') ?? undefined)
  // Without its kind, as little arrived as a form can have.
  if (kind === null) {
    const page = (
      <ChoosePage frame={await frameOf(c, '/saisines/nouvelle')} buyer={null} consultation={null} />
    )
    return c.html(renderPage(page), problems.length > 0 ? status : 422, PRIVATE)
  }
  // A program that fills in everything is told nothing else than a person, and nothing is kept.
  if (isTrapped(form)) return c.redirect('/saisines', 303)
  const { trades, gazetteer } = await currentLists(c.var.deps)
  const read = readRequest(form, kind, { trades: trades.map(({ slug }) => slug), gazetteer })
  const errors = [
    ...(read.ok ? [] : requestErrors(read.problems, REQUEST_LABELS)),
    ...fileErrors(problems),
  ]
  if (!read.ok || errors.length > 0)
    return formPage(c, kind, { form, errors, received, secret, status })
  const asked = await commit(c, (tx) =>
    receiveRequest(tx, read.typed, { formSecret: secret, gazetteer }, tellingIn(c)),
  )
  return c.redirect(`${followPath(asked.secret)}?fait=recue`, 303)
}

function tellingIn(c: GuichetContext): Telling {
  const { config, now } = c.var.deps
  return { config, now: now(), mails: requestMails }
}

function kindOf(word: string | undefined): RequestKind | null {
  return REQUEST_KINDS.find((kind) => KIND_WORDS[kind] === word) ?? null
}

async function sendLink(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const form = formOf(c)
  const typed = typedForm(form)
  const reference = typed.line('reference', 20)
  const email = typed.email('courriel')
  if (typed.problems.length > 0)
    return lostLinkPage(c, requestErrors(typed.problems, LINK_LABELS), false)
  const sent = c.redirect('/saisines/lien?fait=oui', 303)
  if (isTrapped(form)) return sent
  const [request] = await db
    .select()
    .from(requests)
    .where(eq(requests.reference, readReference(reference) ?? ''))
  // Who does not know both is told the same.
  if (request?.email?.toLowerCase() === email.toLowerCase())
    await db.transaction((tx) =>
      tellFirm(tx, request, 'link', Math.floor(now().getTime() / 600_000), tellingIn(c)),
    )
  return sent
}

async function lostLinkPage(
  c: GuichetContext,
  errors: FormError[],
  sent: boolean,
): Promise<Response> {
  const page = {
    frame: await frameOf(c, '/saisines/lien'),
    typed: (field: string) => (errors.length > 0 ? (formOf(c).get(field) ?? '') : ''),
    errors,
    sent,
    mailIsOn: mailIsOn(c.var.deps.config),
  }
  return c.html(renderPage(<LostLinkPage {...page} />), errors.length > 0 ? 422 : 200, PRIVATE)
}
