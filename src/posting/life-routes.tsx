import { HubPage } from '../../views/posting/life/hub-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { currentLists } from '../consultations/lists.ts'
import { findConsultation, readConsultationPage } from '../consultations/page.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { overriddenDates, seeOverriddenDates } from './attention.ts'
import { lackingIn } from './complements/lacking.ts'
import { complementsAreRefused } from './complements/refuse.ts'
import { followedSources } from './followed-sources.ts'
import { keptReasonsOf } from './kept-reasons.ts'
import { platformOf } from './platform.ts'
import { type Acting, withConsultation } from './with-consultation.ts'

const { page, write } = routesFor('write-consultations')

/** A consultation for the agents of its partner: what stands, who said it, and what can be done. */
export const lifeRoutes: Route[] = [
  page('/espace/:partner/consultations/:reference', (c) =>
    withConsultation(c, (acting) => hubPage(c, acting)),
  ),
  write('/espace/:partner/consultations/:reference/date-officielle', (c) =>
    withConsultation(c, (acting) => seeDate(c, acting)),
  ),
]

async function hubPage(c: GuichetContext, acting: Acting): Promise<Response> {
  const { db, now } = c.var.deps
  const { consultation, partner, base } = acting
  const row = await findConsultation(db, consultation.reference)
  if (!row) return missingPage(c)
  const followed = await followedSources(db, consultation.id)
  const isAsked = followed.length > 0 && !(await complementsAreRefused(db, consultation.id))
  const overridden = await overriddenDates(db, partner.id)
  const view = {
    frame: await frameOf(c, c.req.path),
    partner,
    consultation,
    base,
    page: await readConsultationPage(db, row, now(), await currentLists(c.var.deps)),
    platform: platformOf(consultation.facts, followed),
    reasons: await keptReasonsOf(db, consultation.id, partner.id),
    overridden: overridden.filter(({ reference }) => reference === consultation.reference),
    lacking: isAsked ? lackingIn(consultation.facts) : [],
    done: c.req.query('fait') ?? (c.req.query('publiee') === 'oui' ? 'publiee' : null),
  }
  return c.html(renderPage(<HubPage {...view} />))
}

async function seeDate(c: GuichetContext, acting: Acting): Promise<Response> {
  const { db, now } = c.var.deps
  await db.transaction((tx) =>
    seeOverriddenDates(tx, acting.partner.id, acting.consultation.id, now()),
  )
  return c.redirect(`${acting.base}?fait=compris`, 303)
}
