import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { BalancePage, SlidesPage } from '../../views/trainings/desk-after-pages.tsx'
import { SessionFormPage, TrainingFormPage } from '../../views/trainings/desk-forms.tsx'
import { DeskListPage, DeskTrainingPage } from '../../views/trainings/desk-pages.tsx'
import { TRAINING_LABELS, trainingErrors } from '../../views/words/training-problems.ts'
import { TRAINING_DONE, tradeLabelIn } from '../../views/words/trainings.ts'
import { uploadErrors } from '../../views/words/upload-problems.ts'
import { actingPartner, formOf } from '../auth/guard.ts'
import { currentLists } from '../consultations/lists.ts'
import { publishDocuments } from '../documents/publish-document.ts'
import { receiveUpload, uploadStatus } from '../documents/receive-upload.ts'
import { commit, doneIn } from '../http/commit.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { parisDay } from '../rules/calendar.ts'
import { trainingChoices } from './choices.ts'
import { type AtDesk, atDesk, authorOf } from './desk.ts'
import { changeTraining, createTraining, editTraining } from './edit-training.ts'
import { balanceOf } from './figures.ts'
import { interestedIn } from './interest.ts'
import {
  listTrainings,
  type ListedTraining,
  registrationsOf,
  sessionsToDecide,
  slidesOf,
} from './queries.ts'
import { readTraining, TEXT_FIELDS } from './read-training.ts'
import { typedForm } from './typed-text.ts'

const BASE = '/espace/:partner/formations'

const { page, write, upload } = routesFor('edit-pact')

/** Trainings in the partners' area: what they are, their slides, their balance. */
export const deskRoutes: Route[] = [
  page(BASE, { example: '/espace/narbonne/formations' }, listPage),
  page(`${BASE}/nouvelle`, { example: '/espace/narbonne/formations/nouvelle' }, (c) =>
    newPage(c, new URLSearchParams([['etape', 'conception']]), []),
  ),
  write(`${BASE}/nouvelle`, create),
  page(`${BASE}/:training`, (c) => atDesk(c, (desk) => trainingPage(c, desk, []))),
  page(`${BASE}/:training/modifier`, (c) =>
    atDesk(c, (desk) => editPage(c, desk, fieldsOf(desk.training), [])),
  ),
  write(`${BASE}/:training/modifier`, (c) => atDesk(c, (desk) => edit(c, desk))),
  page(`${BASE}/:training/abandon`, (c) =>
    atDesk(c, (desk) => dropPage(c, desk, new URLSearchParams(), [])),
  ),
  write(`${BASE}/:training/abandon`, (c) => atDesk(c, (desk) => drop(c, desk))),
  page(`${BASE}/:training/supports`, (c) =>
    atDesk(c, (desk) => slidesPage(c, desk, desk.training.slidesUrl ?? '', [])),
  ),
  upload(`${BASE}/:training/supports`, (c) => atDesk(c, (desk) => publishSlides(c, desk))),
  page(`${BASE}/:training/bilan`, (c) =>
    atDesk(c, (desk) => balancePage(c, desk, desk.training.balanceWords, [])),
  ),
  write(`${BASE}/:training/bilan`, (c) => atDesk(c, (desk) => publishBalance(c, desk))),
]

async function listPage(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const partner = actingPartner(c)
  const at = { now: now(), today: parisDay(now()) }
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    trainings: await listTrainings(db, now(), { partnerId: partner.id }),
    toDecide: await sessionsToDecide(db, partner.id, at),
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
    title: 'Ajouter une formation',
    back: { href: `/espace/${partner.slug}/formations`, label: 'Nos formations' },
    typed,
    errors,
    version: null,
    choices: await trainingChoices(c.var.deps.db, partner.id),
  }
  return c.html(renderPage(<TrainingFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function create(c: GuichetContext): Promise<Response> {
  const { db } = c.var.deps
  const partner = actingPartner(c)
  const form = formOf(c)
  const read = readTraining(form, await trainingChoices(db, partner.id))
  if (!read.ok) return newPage(c, form, trainingErrors(read.problems, TRAINING_LABELS))
  const { id } = await commit(c, (tx) => createTraining(tx, read.typed, partner.id, authorOf(c)))
  return c.redirect(`/espace/${partner.slug}/formations/${id}?fait=ajoutee`, 303)
}

async function trainingPage(
  c: GuichetContext,
  { partner, training }: AtDesk,
  errors: FormError[],
): Promise<Response> {
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    training,
    interested: await interestedIn(c.var.deps.db, training.id),
    mailIsOn: mailIsOn(c.var.deps.config),
    done: doneIn(c, TRAINING_DONE),
    errors,
  }
  return c.html(renderPage(<DeskTrainingPage {...shown} />), errors.length > 0 ? 422 : 200)
}

/** The fields of a training's form, as it stands. */
function fieldsOf(training: ListedTraining): URLSearchParams {
  return new URLSearchParams([
    ['titre', training.title],
    ['etape', training.stage === 'need' ? 'besoin' : 'conception'],
    ...Object.entries(TEXT_FIELDS).map(([field, part]) => [field, training[part]]),
    ['axe', String(training.axisId ?? '')],
    ['groupe', String(training.groupId ?? '')],
    ['action', String(training.actionId ?? '')],
    ...training.organisers
      .filter(({ id }) => id !== training.organiserId)
      .map(({ id }) => ['avec', String(id)]),
  ])
}

async function editPage(
  c: GuichetContext,
  { partner, training, base }: AtDesk,
  typed: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    title: 'Modifier la formation',
    back: { href: base, label: training.title },
    typed,
    errors,
    version: training.version,
    choices: await choicesFor(c, training),
  }
  return c.html(renderPage(<TrainingFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

/** The group and the action that it is tied to stay, even when they are over. */
async function choicesFor(c: GuichetContext, training: ListedTraining) {
  const { db } = c.var.deps
  return trainingChoices(db, training.organiserId, training)
}

async function edit(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { training, author, base } = desk
  const form = formOf(c)
  const read = readTraining(form, await choicesFor(c, training))
  if (!read.ok) return editPage(c, desk, form, trainingErrors(read.problems, TRAINING_LABELS))
  const change = { version: Number(form.get('version')), typed: read.typed }
  const outcome = await commit(c, (tx) => editTraining(tx, training.id, change, author))
  if (outcome.ok) return c.redirect(`${base}?fait=modifiee`, 303)
  return atDesk(c, (fresh) =>
    editPage(c, fresh, form, trainingErrors(outcome.problems, TRAINING_LABELS)),
  )
}

async function dropPage(
  c: GuichetContext,
  { partner, training, base }: AtDesk,
  typed: URLSearchParams,
  errors: FormError[],
): Promise<Response> {
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    title: 'Abandonner la formation',
    back: { href: base, label: training.title },
    typed,
    errors,
    version: null,
    asks: ['reason' as const],
    lead: 'La formation reste visible, comme abandonnée, avec le motif.',
    action: 'Abandonner la formation',
  }
  return c.html(renderPage(<SessionFormPage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function drop(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { training, author, base } = desk
  const form = formOf(c)
  const typed = typedForm(form)
  const reason = typed.line('motif', LONGEST_REASON)
  if (training.sessions.length > 0) typed.refuse('motif', 'not-now')
  if (typed.problems.length > 0)
    return dropPage(c, desk, form, trainingErrors(typed.problems, TRAINING_LABELS))
  await commit(c, (tx) => changeTraining(tx, training.id, { stage: 'dropped' }, author, reason))
  return c.redirect(`${base}?fait=abandonnee`, 303)
}

const LONGEST_REASON = 300
const LONGEST_WORDS = 4_000

async function slidesPage(
  c: GuichetContext,
  { partner, training }: AtDesk,
  link: string,
  errors: FormError[],
  status: 200 | 413 | 415 | 422 | 503 = errors.length > 0 ? 422 : 200,
): Promise<Response> {
  const slides = await slidesOf(c.var.deps.db, training)
  const shown = { frame: await frameOf(c, c.req.path), partner, training, slides, link, errors }
  return c.html(renderPage(<SlidesPage {...shown} />), status)
}

async function publishSlides(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { training, author, partner, base } = desk
  const giver = { partnerId: partner.id, actor: author.actor, now: author.now }
  const upload = await receiveUpload(c, giver)
  const link = upload.fields.get('lien') ?? ''
  if (!upload.ok) {
    const errors = uploadErrors(upload.problems)
    return slidesPage(c, desk, link, errors, uploadStatus(upload.problems))
  }
  const typed = typedForm(upload.fields)
  const slidesUrl = typed.link('lien')
  const [document, another] = upload.documents
  if (another) typed.refuse('fichier', 'choice')
  if (typed.problems.length > 0)
    return slidesPage(c, desk, link, trainingErrors(typed.problems, TRAINING_LABELS))
  await commit(c, async (tx) => {
    if (document) await publishDocuments(tx, [document.id], giver)
    const change = { slidesUrl, ...(document ? { slidesDocumentId: document.id } : {}) }
    await changeTraining(tx, training.id, change, author)
  })
  return c.redirect(`${base}?fait=supports`, 303)
}

async function balancePage(
  c: GuichetContext,
  { partner, training }: AtDesk,
  words: string,
  errors: FormError[],
): Promise<Response> {
  const { db } = c.var.deps
  const people = []
  for (const { id } of training.sessions) people.push(...(await registrationsOf(db, id)))
  const shown = {
    frame: await frameOf(c, c.req.path),
    partner,
    training,
    errors,
    balance: await balanceOf(db, training),
    tradeLabel: tradeLabelIn((await currentLists(c.var.deps)).trades),
    words,
    remarks: people.flatMap(({ hot, cold }) =>
      [hot?.words ?? '', cold?.words ?? ''].filter((remark) => remark !== ''),
    ),
  }
  return c.html(renderPage(<BalancePage {...shown} />), errors.length > 0 ? 422 : 200)
}

async function publishBalance(c: GuichetContext, desk: AtDesk): Promise<Response> {
  const { training, author, base } = desk
  const typed = typedForm(formOf(c))
  const balanceWords = typed.text('mot', LONGEST_WORDS, 'optional')
  const isHeld = training.sessions.some(({ state }) => state === 'held')
  const problems = isHeld ? typed.problems : [{ field: null, code: 'not-now' as const }]
  if (problems.length > 0)
    return balancePage(c, desk, balanceWords, trainingErrors(problems, TRAINING_LABELS))
  const balancePublishedAt = training.balancePublishedAt ?? author.now
  await commit(c, (tx) =>
    changeTraining(tx, training.id, { balanceWords, balancePublishedAt }, author),
  )
  return c.redirect(`${base}?fait=bilan`, 303)
}
