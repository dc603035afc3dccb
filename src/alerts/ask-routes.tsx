import * as z from 'zod'
import { AlertsPage, AskAlertPage, AskedPage } from '../../views/alerts/alert-pages.tsx'
import type { AlertFormProps } from '../../views/alerts/alert-form.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { ALERT_WORDS } from '../../views/mail/alert-words.ts'
import { alertMails } from '../../views/mail/alerts.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { formOf } from '../auth/guard.ts'
import { missingPage, wrongFilterPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import { countTowards } from '../http/rate-limit.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { isTrapped } from '../forms/trap.ts'
import { askForAlert } from './ask.ts'
import { type Followed, followedThings, type Question } from './followed.ts'
import { ownPath } from './own-addresses.ts'
import { rhythmOf } from './rhythm.ts'

const THINGS = followedThings(ALERT_WORDS)
/** Where the criteria of each subject are chosen. */
const CRITERIA: Record<string, string> = {
  consultations: '/flux',
  programmation: '/programmation',
  rencontres: '/rencontres',
  documents: '/documents',
  pacte: '/pacte/calendrier',
}
const ASKED = '/alertes/demande-recue'

const { page, write } = routesFor('public')

/** Asking for an alert by mail. */
export const askAlertRoutes: Route[] = [
  page('/alertes', { title: 'Alertes par e-mail' }, showSubjects),
  page(ASKED, { example: ASKED }, async (c) =>
    c.html(renderPage(<AskedPage frame={await frameOf(c, ASKED)} />)),
  ),
  page('/alertes/:subject', { example: '/alertes/consultations?metier=electricite' }, (c) =>
    withSubject(c, (followed) => showForm(c, followed)),
  ),
  write('/alertes/:subject', { limit: 'registration' }, (c) =>
    withSubject(c, (followed) => takeForm(c, followed)),
  ),
]

async function withSubject(
  c: GuichetContext,
  answer: (followed: Followed) => Promise<Response>,
): Promise<Response> {
  const followed = THINGS.find(({ name }) => name === c.req.param('subject'))
  return followed ? answer(followed) : missingPage(c)
}

async function showSubjects(c: GuichetContext): Promise<Response> {
  const subjects = THINGS.map(({ name, title }) => ({
    title,
    path: `/alertes/${name}`,
    criteria: CRITERIA[name] ?? '/flux',
  }))
  return c.html(renderPage(<AlertsPage frame={await frameOf(c, '/alertes')} subjects={subjects} />))
}

async function showForm(c: GuichetContext, followed: Followed): Promise<Response> {
  const given = new URL(c.req.url).search
  const question = await followed.question(c.var.deps, given)
  if (!question) return wrongFilterPage(c, CRITERIA[followed.name] ?? '/flux', [])
  const path = `/alertes/${followed.name}`
  if (question.query !== given) return c.redirect(path + question.query, 301)
  return askPage(c, question, {})
}

async function askPage(
  c: GuichetContext,
  { subject, query, words, page }: Question,
  form: Pick<AlertFormProps, 'typed' | 'errors'>,
): Promise<Response> {
  const html = renderPage(
    <AskAlertPage
      frame={await frameOf(c, `/alertes/${subject}${query}`)}
      words={words}
      page={page}
      subject={subject}
      query={query}
      {...form}
    />,
  )
  return c.html(html, form.errors ? 422 : 200)
}

async function takeForm(c: GuichetContext, followed: Followed): Promise<Response> {
  const { db, config, now } = c.var.deps
  const form = formOf(c)
  const asked = c.redirect(ASKED, 303)
  // A program that fills in everything is told nothing else than a person, and nothing is kept.
  if (isTrapped(form)) return asked
  const question = await followed.question(c.var.deps, form.get('filtre') ?? '')
  const { alerts } = await frameOf(c, c.req.path)
  if (!question || !alerts) return missingPage(c)
  const email = (form.get('courriel') ?? '').trim()
  const rhythm = rhythmOf(form.get('rythme') ?? '')
  const errors = errorsOf(email, rhythm)
  if (errors.length > 0 || rhythm === null)
    return askPage(c, question, {
      typed: { courriel: email, rythme: form.get('rythme') ?? '' },
      errors,
    })
  // Whoever asks too often for an address is told what everybody is told.
  if (await countTowards(db, 'alert-mail', email.toLowerCase())) return asked
  const context = { config, now: now(), mails: alertMails }
  const token = await db.transaction((tx) => askForAlert(tx, { question, email, rhythm }, context))
  return mailIsOn(config) || token === null
    ? asked
    : c.redirect(`${ownPath(token)}?fait=demande`, 303)
}

function errorsOf(email: string, rhythm: string | null): FormError[] {
  const isAddress = email.length <= 254 && z.email().safeParse(email).success
  return [
    ...(isAddress
      ? []
      : [
          {
            name: 'courriel',
            text:
              email === ''
                ? 'E-mail : à remplir.'
                : 'E-mail : cette adresse n’est pas complète. Exemple : prenom@entreprise.fr.',
          },
        ]),
    ...(rhythm === null ? [{ name: 'rythme', text: 'Quand : choisissez un des rythmes.' }] : []),
  ]
}
