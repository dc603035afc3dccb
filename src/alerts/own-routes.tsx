import { GoneAlertPage, StopPage, StoppedPage } from '../../views/alerts/alert-pages.tsx'
import { OwnAlertPage } from '../../views/alerts/own-alert-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { ALERT_WORDS } from '../../views/mail/alert-words.ts'
import { formOf } from '../auth/guard.ts'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { mailIsOn } from '../mail/queue-mail.ts'
import { DEMO_ALERTS } from './demo-tokens.ts'
import { type Finding, followedThings } from './followed.ts'
import { beginAlert, changeRhythm, type OwnSubscription, stopAlert, subscriptionBy } from './own.ts'
import { ownPath, stopPath } from './own-addresses.ts'
import { rhythmOf } from './rhythm.ts'

const THINGS = followedThings(ALERT_WORDS)
const BASE = '/alerte/:token'
const SHOWN = 5

const { page, write, call } = routesFor('public')

/** What the private addresses in messages lead to. */
export const ownAlertRoutes: Route[] = [
  page(BASE, { example: ownPath(DEMO_ALERTS.active) }, ownPage),
  write(`${BASE}/confirmation`, { limit: 'registration' }, async (c) => {
    const { db, now } = c.var.deps
    const begun = await db.transaction((tx) => beginAlert(tx, tokenOf(c), now()))
    return begun ? c.redirect(`${ownPath(tokenOf(c))}?fait=confirmee`, 303) : gone(c)
  }),
  write(`${BASE}/rythme`, { limit: 'registration' }, async (c) => {
    const rhythm = rhythmOf(formOf(c).get('rythme') ?? '')
    if (rhythm === null) return c.redirect(ownPath(tokenOf(c)), 303)
    const { db } = c.var.deps
    const changed = await db.transaction((tx) => changeRhythm(tx, tokenOf(c), rhythm))
    return changed ? c.redirect(`${ownPath(tokenOf(c))}?fait=rythme`, 303) : gone(c)
  }),
  page(`${BASE}/arret`, { example: stopPath(DEMO_ALERTS.active) }, stopPage),
  // RFC 8058: mail providers post here by themselves, without cookies, Origin or anything else of a browser's.
  call(`${BASE}/arret`, async (c) => {
    const { db, now } = c.var.deps
    await db.transaction((tx) => stopAlert(tx, tokenOf(c), now()))
    return c.html(renderPage(<StoppedPage frame={await frameOf(c, '/alertes')} />))
  }),
]

function tokenOf(c: GuichetContext): string {
  return c.req.param('token') ?? ''
}

async function ownPage(c: GuichetContext): Promise<Response> {
  const { db, config } = c.var.deps
  const own = await subscriptionBy(db, tokenOf(c))
  if (!own) return gone(c)
  const latest = await latestOf(c, own)
  const done = c.req.query('fait')
  const frame = await frameOf(c, ownPath(own.token))
  const page = (
    <OwnAlertPage
      frame={frame}
      question={latest?.question ?? null}
      state={own.state}
      rhythm={own.rhythm}
      suspendedAt={own.suspendedAt}
      latest={latest?.news.slice(0, SHOWN) ?? []}
      done={done === 'confirmee' || done === 'rythme' ? done : null}
      unsent={!mailIsOn(config) && frame.demonstration}
    />
  )
  return c.html(renderPage(page))
}

async function latestOf(
  c: GuichetContext,
  { subject, query }: Pick<OwnSubscription, 'subject' | 'query'>,
): Promise<Finding | null> {
  const followed = THINGS.find(({ name }) => name === subject)
  const everything = { after: 0, upTo: Number.MAX_SAFE_INTEGER }
  return (await followed?.find(c.var.deps, query, everything)) ?? null
}

async function stopPage(c: GuichetContext): Promise<Response> {
  const own = await subscriptionBy(c.var.deps.db, tokenOf(c))
  if (!own) return gone(c)
  const followed = THINGS.find(({ name }) => name === own.subject)
  const question = await followed?.question(c.var.deps, own.query)
  const frame = await frameOf(c, stopPath(own.token))
  const page = <StopPage frame={frame} words={question?.words ?? 'Votre alerte'} />
  return c.html(renderPage(page))
}

async function gone(c: GuichetContext): Promise<Response> {
  return c.html(renderPage(<GoneAlertPage frame={await frameOf(c, '/alertes')} />), 404)
}
