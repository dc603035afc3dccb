import { eq } from 'drizzle-orm'
import { trainingMails } from '../../views/mail/trainings.ts'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError, FormOption } from '../../views/shared/form.tsx'
import { tradeOptions } from '../../views/shared/trade-options.ts'
import { NotedPage } from '../../views/trainings/noted-page.tsx'
import { RegisterPage } from '../../views/trainings/register-page.tsx'
import { TrainingPage } from '../../views/trainings/training-page.tsx'
import { TrainingsPage } from '../../views/trainings/trainings-page.tsx'
import {
  INTEREST_LABELS,
  REGISTRATION_LABELS,
  trainingErrors,
} from '../../views/words/training-problems.ts'
import { OTHER_TRADE_LABEL, tradeLabelIn } from '../../views/words/trainings.ts'
import { rowId } from '../http/ids.ts'
import { formOf } from '../auth/guard.ts'
import { isSecret, newSecret, PRIVATE } from '../auth/secret.ts'
import { currentLists } from '../consultations/lists.ts'
import { commit } from '../http/commit.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { actions } from '../pact/actions/schema.ts'
import { groupById } from '../pact/groups/group-by-id.ts'
import { trainingHistory } from './history.ts'
import { balanceOf } from './figures.ts'
import { interestPath, noteInterest, withdrawInterest } from './interest.ts'
import { registrationPath } from './links.ts'
import { findTraining, listTrainings, type ListedTraining, slidesOf } from './queries.ts'
import { isTrapped } from '../forms/trap.ts'
import { OTHER_TRADE, readRegistration } from './read-registration.ts'
import { register } from './register.ts'
import { tellingFor } from './telling.ts'
import { typedForm } from './typed-text.ts'

const { page, write } = routesFor('public')

/** Trainings for everyone: what there is, and registering without an account. */
export const trainingRoutes: Route[] = [
  page('/pacte/formations', { title: 'Formations', keep: ['trainings', 'partners'] }, (c) =>
    listPage(c, NOTHING_TYPED),
  ),
  write('/pacte/formations/alertes', { limit: 'registration' }, addInterest),
  page('/pacte/formations/alertes/notee', { example: '/pacte/formations/alertes/notee' }, (c) =>
    noted(c, 'C’est noté', [
      'Vous serez prévenu à l’ouverture des inscriptions, par un seul message.',
    ]),
  ),
  page('/pacte/formations/alertes/:token', interestPage),
  write('/pacte/formations/alertes/:token', { limit: 'registration' }, async (c) => {
    await c.var.deps.db.transaction((tx) => withdrawInterest(tx, c.req.param('token') ?? ''))
    return noted(c, 'Adresse effacée', ['Vous ne serez pas prévenu.'])
  }),
  page(
    '/pacte/formations/:slug',
    {
      example: '/pacte/formations/repondre-a-sa-premiere-consultation',
      keep: ['trainings', 'pact', 'partners'],
    },
    (c) => withTraining(c, (training) => trainingPage(c, training, NOTHING_TYPED)),
  ),
  page(
    '/pacte/formations/:slug/inscription-recue',
    { example: '/pacte/formations/repondre-a-sa-premiere-consultation/inscription-recue' },
    (c) => withTraining(c, (training) => receivedPage(c, training)),
  ),
  page(
    '/pacte/formations/:slug/sessions/:session/inscription',
    { example: '/pacte/formations/repondre-a-sa-premiere-consultation/sessions/6/inscription' },
    (c) => withTraining(c, (training) => registerPage(c, training, new URLSearchParams(), [])),
  ),
  write('/pacte/formations/:slug/sessions/:session/inscription', { limit: 'registration' }, (c) =>
    withTraining(c, (training) => takeRegistration(c, training)),
  ),
]

interface Interest {
  typed: { courriel: string; accord: boolean }
  errors: FormError[]
}

const NOTHING_TYPED: Interest = { typed: { courriel: '', accord: false }, errors: [] }

async function withTraining(
  c: GuichetContext,
  answer: (training: ListedTraining) => Promise<Response>,
): Promise<Response> {
  const { db, now } = c.var.deps
  const training = await findTraining(db, { slug: c.req.param('slug') ?? '' }, now())
  return training ? answer(training) : missingPage(c)
}

async function listPage(c: GuichetContext, interest: Interest): Promise<Response> {
  const { db, now } = c.var.deps
  const trainings = await listTrainings(db, now())
  keepUntilNextStart(c, trainings)
  const frame = await frameOf(c, '/pacte/formations')
  const page = <TrainingsPage frame={frame} trainings={trainings} interest={interest} />
  return c.html(renderPage(page), interest.errors.length > 0 ? 422 : 200)
}

/** A session that begins takes no registration any more. */
function keepUntilNextStart(c: GuichetContext, trainings: ListedTraining[]): void {
  const now = c.var.deps.now().getTime()
  const starts = trainings
    .flatMap(({ sessions }) => sessions.map(({ startsAt }) => startsAt.getTime()))
    .filter((start) => start > now)
  if (starts.length > 0) c.set('renderingEnds', new Date(Math.min(...starts)))
}

async function trainingPage(
  c: GuichetContext,
  training: ListedTraining,
  interest: Interest,
): Promise<Response> {
  const { db } = c.var.deps
  keepUntilNextStart(c, [training])
  const page = {
    frame: await frameOf(c, `/pacte/formations/${training.slug}`),
    training,
    slides: await slidesOf(db, training),
    balance: training.balancePublishedAt ? await balanceOf(db, training) : null,
    tradeLabel: tradeLabelIn((await currentLists(c.var.deps)).trades),
    group: await groupOf(c, training),
    action: await actionOf(c, training),
    history: await trainingHistory(db, training.id),
    interest,
  }
  return c.html(renderPage(<TrainingPage {...page} />), interest.errors.length > 0 ? 422 : 200)
}

async function groupOf(
  c: GuichetContext,
  { groupId }: ListedTraining,
): Promise<{ slug: string; title: string } | null> {
  if (groupId === null) return null
  const group = await groupById(c.var.deps.db, groupId)
  return group && { slug: group.slug, title: group.title }
}

async function actionOf(
  c: GuichetContext,
  { actionId }: ListedTraining,
): Promise<{ slug: string; title: string } | null> {
  if (actionId === null) return null
  const [action] = await c.var.deps.db
    .select({ slug: actions.slug, title: actions.title })
    .from(actions)
    .where(eq(actions.id, actionId))
  return action ?? null
}

async function registerPage(
  c: GuichetContext,
  training: ListedTraining,
  form: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const session = training.sessions.find(({ id }) => id === rowId(c.req.param('session')))
  if (!session) return missingPage(c)
  const secret = form.get('demande') ?? ''
  const page = {
    frame: await frameOf(c, c.req.path),
    training,
    session,
    trades: await tradesAndOther(c),
    typed: (field: string) => form.get(field) ?? '',
    errors,
    secret: isSecret(secret) ? secret : newSecret(),
  }
  const status = errors.length > 0 ? 422 : 200
  return c.html(renderPage(<RegisterPage {...page} />), status, PRIVATE)
}

async function takeRegistration(c: GuichetContext, training: ListedTraining): Promise<Response> {
  const { config } = c.var.deps
  const form = formOf(c)
  const session = training.sessions.find(({ id }) => id === rowId(c.req.param('session')))
  if (!session) return missingPage(c)
  const received = `/pacte/formations/${training.slug}/inscription-recue`
  // A program that fills in everything is told nothing else than a person, and nothing is kept.
  if (isTrapped(form)) return c.redirect(received, 303)
  const { trades } = await currentLists(c.var.deps)
  const read = readRegistration(
    form,
    trades.map(({ slug }) => slug),
  )
  if (!read.ok)
    return registerPage(c, training, form, trainingErrors(read.problems, REGISTRATION_LABELS))
  const telling = await tellingFor(c, trainingMails)
  const asked = { typed: read.typed, formSecret: form.get('demande') ?? '' }
  const registering = await commit(c, (tx) => register(tx, session.id, asked, telling))
  if (!registering.ok) {
    if (registering.problem === 'unknown') return missingPage(c)
    const { problem } = registering
    return withTraining(c, (fresh) =>
      registerPage(c, fresh, form, trainingErrors([{ field: null, code: problem }], {})),
    )
  }
  const state = registering.status === 'waiting' ? 'attente' : 'inscrit'
  // Who asks a second time with somebody's address learns no more than the first time.
  if (mailIsOn(config) || registering.secret === null)
    return c.redirect(`${received}?etat=${state}`, 303)
  return c.redirect(`${registrationPath(registering.secret)}?fait=faite`, 303)
}

async function receivedPage(c: GuichetContext, training: ListedTraining): Promise<Response> {
  const isWaiting = c.req.query('etat') === 'attente'
  const on = mailIsOn(c.var.deps.config)
  return noted(
    c,
    isWaiting ? 'Vous êtes en liste d’attente' : 'Votre inscription est enregistrée',
    [
      on
        ? 'Un courriel vous le confirme, avec un lien privé pour voir ou annuler votre inscription. S’il n’arrive pas, regardez dans les indésirables.'
        : 'Cette adresse est déjà inscrite à cette session : le lien privé affiché la première fois permet de voir ou d’annuler l’inscription. Vous ne l’avez plus ? Écrivez à l’organisateur.',
    ],
    { href: `/pacte/formations/${training.slug}`, label: training.title },
  )
}

async function addInterest(c: GuichetContext): Promise<Response> {
  const { db, now, config } = c.var.deps
  const form = formOf(c)
  const slug = form.get('formation') ?? ''
  const training = slug === '' ? null : await findTraining(db, { slug }, now())
  if (slug !== '' && !training) return missingPage(c)
  const noted303 = c.redirect('/pacte/formations/alertes/notee', 303)
  if (isTrapped(form)) return noted303
  const typed = typedForm(form)
  const email = typed.email('courriel')
  if (form.get('accord') !== 'oui') typed.refuse('accord', 'consent')
  if (typed.problems.length > 0) {
    const interest = {
      typed: { courriel: form.get('courriel') ?? '', accord: form.get('accord') === 'oui' },
      errors: trainingErrors(typed.problems, INTEREST_LABELS),
    }
    return training ? trainingPage(c, training, interest) : listPage(c, interest)
  }
  const telling = await tellingFor(c, trainingMails)
  const { secret } = await db.transaction((tx) => noteInterest(tx, { training, email }, telling))
  return mailIsOn(config) || secret === null ? noted303 : c.redirect(interestPath(secret), 303)
}

async function interestPage(c: GuichetContext): Promise<Response> {
  const frame = await frameOf(c, '/pacte/formations')
  const page = (
    <NotedPage frame={frame} title="Votre alerte" back={BACK}>
      <p>
        Vous serez prévenu une fois, à l’ouverture des inscriptions de la prochaine session. Gardez
        l’adresse de cette page si vous voulez pouvoir changer d’avis.
      </p>
      <form method="post">
        <p>
          <button type="submit" class="button button-quiet">
            Ne plus me prévenir
          </button>
        </p>
      </form>
    </NotedPage>
  )
  return c.html(renderPage(page), 200, PRIVATE)
}

const BACK = { href: '/pacte/formations', label: 'Toutes les formations' }

async function noted(
  c: GuichetContext,
  title: string,
  sentences: string[],
  back = BACK,
): Promise<Response> {
  const frame = await frameOf(c, '/pacte/formations')
  const page = (
    <NotedPage frame={frame} title={title} back={back}>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </NotedPage>
  )
  return c.html(renderPage(page), 200, PRIVATE)
}

async function tradesAndOther(c: GuichetContext): Promise<FormOption[]> {
  const { trades } = await currentLists(c.var.deps)
  return [...tradeOptions(trades), { value: OTHER_TRADE, label: OTHER_TRADE_LABEL }]
}
