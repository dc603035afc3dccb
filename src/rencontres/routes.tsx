import { renderPage } from '../../views/layout/render-page.ts'
import { rencontreEvent } from '../../views/rencontres/entry.ts'
import { RencontrePage } from '../../views/rencontres/rencontre-page.tsx'
import { RencontresPage } from '../../views/rencontres/rencontres-page.tsx'
import { RENCONTRE_WORDS } from '../../views/words/rencontres.ts'
import { tradeLabelIn } from '../../views/words/trainings.ts'
import { currentLists } from '../consultations/lists.ts'
import { writeCalendar } from '../feeds/calendar.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf, instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { askedRencontres } from './asked.ts'
import { figuresOf } from './figures.ts'
import { rencontreQuery } from './filter.ts'
import { listRencontres } from './list.ts'
import { findRencontre, type Rencontre } from './queries.ts'
import type { BuyerFigures } from './schema.ts'

const EXAMPLE = '/rencontres/travaux-publics-les-chantiers-de-l-annee'

const { page, feed } = routesFor('public')

/** Meetings for everyone: those to come, those that are over, and each by itself. */
export const rencontreRoutes: Route[] = [
  page(
    '/rencontres',
    { title: 'Rencontres acheteurs-entreprises', keep: ['rencontres', 'partners'] },
    listPage,
  ),
  page(
    '/rencontres/:slug',
    { example: EXAMPLE, keep: ['rencontres', 'programme', 'contracts', 'partners'] },
    (c) => withRencontre(c, (rencontre) => rencontrePage(c, rencontre)),
  ),
  feed(
    '/rencontres/:slug/agenda.ics',
    { example: `${EXAMPLE}/agenda.ics`, keep: ['rencontres', 'partners'] },
    (c) => withRencontre(c, (rencontre) => calendar(c, rencontre)),
  ),
]

async function listPage(c: GuichetContext): Promise<Response> {
  const asked = await askedRencontres(c, '/rencontres', RENCONTRE_WORDS)
  if (!asked.ok) return asked.answer
  const { db, now } = c.var.deps
  const { filter, cursor } = asked
  const { rencontres, next, previous } = await listRencontres(db, filter, cursor, now())
  keepUntilNext(
    c,
    rencontres.flatMap(({ endsAt, bookableUntil }) => [endsAt, bookableUntil]),
  )
  const page = {
    frame: await frameOf(c, `/rencontres${rencontreQuery(filter, cursor)}`),
    filter,
    rencontres,
    previous: previous && `/rencontres${rencontreQuery(filter, previous)}`,
    next: next && `/rencontres${rencontreQuery(filter, next)}`,
    trades: (await currentLists(c.var.deps)).trades,
    now: now(),
  }
  return c.html(renderPage(<RencontresPage {...page} />))
}

async function withRencontre(
  c: GuichetContext,
  answer: (rencontre: Rencontre) => Promise<Response>,
): Promise<Response> {
  const rencontre = await findRencontre(c.var.deps.db, { slug: c.req.param('slug') ?? '' })
  return rencontre && rencontre.state !== 'draft' ? answer(rencontre) : missingPage(c)
}

async function rencontrePage(c: GuichetContext, rencontre: Rencontre): Promise<Response> {
  const { db, now } = c.var.deps
  const { startsAt, endsAt, bookableUntil, attending, state } = rencontre
  keepUntilNext(c, [startsAt, endsAt, bookableUntil])
  const figures = new Map<number, BuyerFigures>()
  if (state === 'published' && endsAt <= now())
    for (const each of attending) figures.set(each.id, await figuresOf(db, rencontre, each))
  const page = {
    frame: await frameOf(c, `/rencontres/${rencontre.slug}`),
    rencontre,
    tradeLabel: tradeLabelIn((await currentLists(c.var.deps)).trades),
    figures,
    now: now(),
  }
  return c.html(renderPage(<RencontrePage {...page} />))
}

async function calendar(c: GuichetContext, rencontre: Rencontre): Promise<Response> {
  const { baseUrl } = c.var.deps.config
  const { tagAuthority } = await instanceSettings(c)
  const { organiser } = rencontre
  const event = rencontreEvent(
    { ...rencontre, organiser: { ...organiser, shortName: organiser.name } },
    { baseUrl, tagAuthority },
  )
  c.set('contentChanged', rencontre.movedAt)
  const url = `${baseUrl}/rencontres/${rencontre.slug}`
  const file = writeCalendar({ name: rencontre.title, description: rencontre.title, url }, [event])
  return c.body(file, 200, {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': 'inline; filename="rencontre.ics"',
  })
}

/** What a page says changes by itself when a meeting begins, or takes no appointment any more. */
function keepUntilNext(c: GuichetContext, instants: Date[]): void {
  const now = c.var.deps.now().getTime()
  const ahead = instants.map((instant) => instant.getTime()).filter((time) => time > now)
  if (ahead.length > 0) c.set('renderingEnds', new Date(Math.min(...ahead)))
}
