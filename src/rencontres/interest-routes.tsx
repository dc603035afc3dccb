import { renderPage } from '../../views/layout/render-page.ts'
import { rencontreMails } from '../../views/mail/rencontres.ts'
import {
  InterestPage,
  OwnInterestPage,
  RencontreNotedPage,
} from '../../views/rencontres/interest-page.tsx'
import type { FormError } from '../../views/shared/form.tsx'
import { tradeOptions } from '../../views/shared/trade-options.ts'
import { INTEREST_FIELDS, rencontreErrors } from '../../views/words/rencontre-problems.ts'
import { formOf } from '../auth/guard.ts'
import { PRIVATE } from '../auth/secret.ts'
import { currentLists } from '../consultations/lists.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { isTrapped } from '../forms/trap.ts'
import { typedForm } from '../trainings/typed-text.ts'
import { askInterest, confirmInterest, endInterest, interestBy, interestPath } from './interest.ts'
import { tellingFor } from './telling.ts'

const BASE = '/rencontres/alertes'
const FORM = `${BASE}/nouvelle`

const { page, write, call } = routesFor('public')

/** « Prévenez-moi des prochaines rencontres »: asking, confirming and ending it, without an account. */
export const interestRoutes: Route[] = [
  page(FORM, { example: FORM }, (c) =>
    formPage(c, new URLSearchParams({ metier: c.req.query('metier') ?? '' }), []),
  ),
  write(FORM, { limit: 'registration' }, ask),
  page(`${BASE}/notee`, { example: `${BASE}/notee` }, (c) =>
    noted(c, 'Encore une étape', [
      'Un courriel vient de partir : ouvrez le lien qu’il contient pour confirmer votre adresse. S’il n’arrive pas, regardez dans les indésirables.',
    ]),
  ),
  page(`${BASE}/:token`, ownPage),
  write(`${BASE}/:token/confirmation`, { limit: 'registration' }, confirm),
  write(`${BASE}/:token/fin`, { limit: 'registration' }, async (c) => {
    await end(c)
    return noted(c, 'Adresse effacée', ['Vous ne serez plus prévenu des rencontres.'])
  }),
  // What mail programs send by themselves (RFC 8058) comes from no page of ours.
  call(`${BASE}/:token`, async (c) => {
    await end(c)
    return c.body(null, 204)
  }),
]

async function formPage(
  c: GuichetContext,
  form: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const page = {
    frame: await frameOf(c, FORM),
    trades: tradeOptions((await currentLists(c.var.deps)).trades),
    typed: (field: string) => form.get(field) ?? '',
    errors,
  }
  return c.html(renderPage(<InterestPage {...page} />), errors.length > 0 ? 422 : 200, PRIVATE)
}

async function ask(c: GuichetContext): Promise<Response> {
  const { db, config } = c.var.deps
  const form = formOf(c)
  if (isTrapped(form)) return c.redirect(`${BASE}/notee`, 303)
  const typed = typedForm(form)
  const email = typed.email('courriel')
  const trade = await tradeIn(c, form)
  if (form.get('metier') && trade === null) typed.refuse('metier', 'choice')
  if (form.get('accord') !== 'oui') typed.refuse('accord', 'consent')
  if (typed.problems.length > 0)
    return formPage(c, form, rencontreErrors(typed.problems, INTEREST_FIELDS))
  const telling = await tellingFor(c, rencontreMails)
  const { secret } = await db.transaction((tx) => askInterest(tx, { email, trade }, telling))
  return mailIsOn(config) || secret === null
    ? c.redirect(`${BASE}/notee`, 303)
    : c.redirect(interestPath(secret), 303)
}

async function ownPage(c: GuichetContext): Promise<Response> {
  const secret = c.req.param('token') ?? ''
  const interest = await interestBy(c.var.deps.db, secret)
  if (!interest) return missingPage(c)
  const page = {
    frame: await frameOf(c, BASE),
    path: interestPath(secret),
    isConfirmed: interest.confirmedAt !== null,
    trade: interest.trade,
    trades: tradeOptions((await currentLists(c.var.deps)).trades),
    done:
      c.req.query('fait') === 'confirmee'
        ? 'C’est noté : vous serez prévenu des prochaines rencontres.'
        : null,
  }
  return c.html(renderPage(<OwnInterestPage {...page} />))
}

async function confirm(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const secret = c.req.param('token') ?? ''
  const trade = await tradeIn(c, formOf(c))
  const confirmed = await db.transaction((tx) => confirmInterest(tx, secret, trade, now()))
  return confirmed ? c.redirect(`${interestPath(secret)}?fait=confirmee`, 303) : missingPage(c)
}

async function end(c: GuichetContext): Promise<void> {
  await c.var.deps.db.transaction((tx) => endInterest(tx, c.req.param('token') ?? ''))
}

async function noted(c: GuichetContext, title: string, sentences: string[]): Promise<Response> {
  const page = { frame: await frameOf(c, BASE), title, sentences }
  return c.html(renderPage(<RencontreNotedPage {...page} />), 200, PRIVATE)
}

async function tradeIn(c: GuichetContext, form: URLSearchParams): Promise<string | null> {
  const { trades } = await currentLists(c.var.deps)
  return trades.find(({ slug }) => slug === form.get('metier'))?.slug ?? null
}
