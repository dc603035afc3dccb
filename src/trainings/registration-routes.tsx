import { trainingMails } from '../../views/mail/trainings.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { CertificatesPage } from '../../views/trainings/certificates-page.tsx'
import { EvaluationPage } from '../../views/trainings/evaluation-page.tsx'
import { RegistrationPage } from '../../views/trainings/registration-page.tsx'
import { EVALUATION_LABELS, trainingErrors } from '../../views/words/training-problems.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { formOf } from '../auth/guard.ts'
import { currentLists } from '../consultations/lists.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { answerEvaluation, type Evaluations, openEvaluations } from './evaluate.ts'
import { registrationBy, registrationPath } from './links.ts'
import {
  findTraining,
  type ListedSession,
  type ListedTraining,
  placeInLine,
  sessionById,
  type RegistrationRow,
} from './queries.ts'
import { readCold, readHot } from './read-evaluation.ts'
import { withdraw } from './register.ts'
import { registrationCalendar } from './tell.ts'
import { tellingFor } from './telling.ts'

type Which = keyof Evaluations

const BASE = '/pacte/formations/inscriptions/:token'
/** The word of each evaluation in addresses. */
const EVALUATIONS: { word: string; which: Which }[] = [
  { word: 'evaluation', which: 'hot' },
  { word: 'suites', which: 'cold' },
]

const { page, write } = routesFor('public')

/** What a private link leads to: seeing one's registration, giving it back, answering afterwards, the certificate. */
export const registrationRoutes: Route[] = [
  page(BASE, (c) => withRegistration(c, (own) => ownPage(c, own))),
  page(`${BASE}/agenda.ics`, (c) => withRegistration(c, (own) => calendar(c, own))),
  write(`${BASE}/annulation`, { limit: 'registration' }, (c) =>
    withRegistration(c, (own) => giveBack(c, own)),
  ),
  page(`${BASE}/attestation`, (c) => withRegistration(c, (own) => certificate(c, own))),
  ...EVALUATIONS.flatMap(({ word, which }): Route[] => [
    page(`${BASE}/${word}`, (c) =>
      withRegistration(c, (own) => evaluationPage(c, own, which, new URLSearchParams(), [])),
    ),
    write(`${BASE}/${word}`, { limit: 'registration' }, (c) =>
      withRegistration(c, (own) => evaluate(c, own, which)),
    ),
  ]),
]

interface Own {
  secret: string
  registration: RegistrationRow
  training: ListedTraining
  session: ListedSession
}

async function withRegistration(
  c: GuichetContext,
  answer: (own: Own) => Promise<Response>,
): Promise<Response> {
  const { db, now } = c.var.deps
  const secret = c.req.param('token') ?? ''
  const registration = await registrationBy(db, secret)
  const row = registration && (await sessionById(db, registration.sessionId))
  const training = row && (await findTraining(db, { id: row.trainingId }, now()))
  const session = training?.sessions.find(({ id }) => id === row?.id)
  if (!registration || !training || !session) return missingPage(c)
  return answer({ secret, registration, training, session })
}

async function ownPage(c: GuichetContext, own: Own): Promise<Response> {
  const { db, now, config } = c.var.deps
  const { registration, session } = own
  const page = {
    ...own,
    frame: await frameOf(c, '/pacte/formations'),
    path: registrationPath(own.secret),
    line: registration.status === 'waiting' ? await placeInLine(db, registration) : null,
    evaluations: openEvaluations(registration, session, now()),
    tradeLabel: tradeLabelIn((await currentLists(c.var.deps)).trades),
    mailIsOn: mailIsOn(config),
    done: DONE.find((each) => each === c.req.query('fait')) ?? null,
  }
  return c.html(renderPage(<RegistrationPage {...page} />))
}

const DONE = ['faite', 'annulee', 'merci'] as const

async function calendar(c: GuichetContext, own: Own): Promise<Response> {
  const { registration, training, session, secret } = own
  if (registration.status !== 'registered') return missingPage(c)
  const telling = await tellingFor(c, trainingMails)
  const { baseUrl } = c.var.deps.config
  const file = registrationCalendar(
    {
      news: 'registered',
      training: { ...training, organiser: training.organisers[0].name },
      session,
      status: registration.status,
      privateUrl: baseUrl + registrationPath(secret),
      trainingUrl: `${baseUrl}/pacte/formations/${training.slug}`,
    },
    telling,
  )
  return c.body(file, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'attachment; filename="formation.ics"',
  })
}

async function giveBack(c: GuichetContext, { registration, secret }: Own): Promise<Response> {
  const telling = await tellingFor(c, trainingMails)
  await commit(c, (tx) => withdraw(tx, registration.id, 'themselves', telling))
  return c.redirect(`${registrationPath(secret)}?fait=annulee`, 303)
}

async function certificate(c: GuichetContext, own: Own): Promise<Response> {
  const { registration, training, session, secret } = own
  if (registration.attendance !== 'present') return missingPage(c)
  const page = {
    frame: await frameOf(c, '/pacte/formations'),
    training,
    session,
    people: [registration],
    back: { href: registrationPath(secret), label: 'Votre inscription' },
    today: c.var.deps.now(),
  }
  return c.html(renderPage(<CertificatesPage {...page} />))
}

async function evaluate(c: GuichetContext, own: Own, which: Which): Promise<Response> {
  const { now } = c.var.deps
  const { registration, session, secret } = own
  const back = registrationPath(secret)
  if (!openEvaluations(registration, session, now())[which]) return c.redirect(back, 303)
  const form = formOf(c)
  if (which === 'hot') {
    const read = readHot(form)
    if (!read.ok) return refusedEvaluation(c, own, which, read.problems)
    await commit(c, (tx) => answerEvaluation(tx, registration.id, { hot: read.answer }))
  } else {
    const read = readCold(form)
    if (!read.ok) return refusedEvaluation(c, own, which, read.problems)
    await commit(c, (tx) => answerEvaluation(tx, registration.id, { cold: read.answer }))
  }
  return c.redirect(`${back}?fait=merci`, 303)
}

function refusedEvaluation(
  c: GuichetContext,
  own: Own,
  which: Which,
  problems: Parameters<typeof trainingErrors>[0],
): Promise<Response> {
  return evaluationPage(c, own, which, formOf(c), trainingErrors(problems, EVALUATION_LABELS))
}

async function evaluationPage(
  c: GuichetContext,
  own: Own,
  which: Which,
  form: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const { registration, session, training, secret } = own
  const back = registrationPath(secret)
  if (!openEvaluations(registration, session, c.var.deps.now())[which]) return c.redirect(back, 303)
  const page = {
    frame: await frameOf(c, '/pacte/formations'),
    back,
    training: training.title,
    which,
    typed: (field: string) => form.get(field) ?? '',
    errors,
  }
  const status = errors.length > 0 ? 422 : 200
  return c.html(renderPage(<EvaluationPage {...page} />), status)
}
