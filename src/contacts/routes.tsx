import { BodyPageView } from '../../views/contacts/body-page.tsx'
import type { ContactNames } from '../../views/contacts/contact-entry.tsx'
import { ContactsPage } from '../../views/contacts/contacts-page.tsx'
import { SchemePageView } from '../../views/contacts/scheme-page.tsx'
import { SchemesPage } from '../../views/contacts/schemes-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { CONTACT_WORDS } from '../../views/words/contacts.ts'
import { tradeOptions } from '../../views/shared/trade-options.ts'
import { currentLists, type Lists } from '../consultations/lists.ts'
import { missingPage, wrongFilterPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { placeKey } from '../places/gazetteer.ts'
import { parisDay } from '../rules/calendar.ts'
import { alsoHelp } from './also-help.ts'
import { listCorrespondents } from './correspondents.ts'
import { type ContactFilter, contactQuery, readContactFilter } from './filter.ts'
import { findBody } from './find-body.ts'
import { listBodies } from './list-bodies.ts'
import { listRules } from './list-rules.ts'
import { readSchemeQuery, schemeQuery } from './scheme-filter.ts'
import { findScheme, listSchemes } from './schemes.ts'
import { whoHelps } from './who-helps.ts'

const { page } = routesFor('public')

/** « Qui peut m'aider ? »: contacts and support schemes for everyone. */
export const contactRoutes: Route[] = [
  page('/contacts', { title: 'Qui peut m’aider ?', keep: ['contacts', 'partners'] }, showContacts),
  page(
    '/contacts/aides',
    { title: 'Aides et dispositifs', keep: ['contacts', 'partners'] },
    showSchemes,
  ),
  page(
    '/contacts/aides/:slug',
    { example: '/contacts/aides/avance', keep: ['contacts', 'partners'] },
    async (c) => {
      const { db, now } = c.var.deps
      const slug = c.req.param('slug') ?? ''
      const page = await findScheme(db, slug)
      if (!page) return missingPage(c)
      const frame = await frameOf(c, `/contacts/aides/${slug}`)
      const html = renderPage(<SchemePageView frame={frame} page={page} today={parisDay(now())} />)
      return shownOrGone(c, html, page.scheme)
    },
  ),
  page(
    '/contacts/organismes/:slug{[a-z0-9-]+}',
    { example: '/contacts/organismes/codefi-de-l-aude', keep: ['contacts', 'partners'] },
    async (c) => {
      const { db, now } = c.var.deps
      const slug = c.req.param('slug') ?? ''
      const page = await findBody(db, slug, now())
      if (!page) return missingPage(c)
      const shown = {
        frame: await frameOf(c, `/contacts/organismes/${slug}`),
        page,
        names: namesIn(await currentLists(c.var.deps)),
        today: parisDay(now()),
      }
      return shownOrGone(c, renderPage(<BodyPageView {...shown} />), page.body)
    },
  ),
]

/** What has left keeps its page, which says why and where to turn instead (status 410). */
function shownOrGone(
  c: GuichetContext,
  html: string,
  { removedAt }: { removedAt: Date | null },
): Response | Promise<Response> {
  return removedAt === null ? c.html(html) : c.html(html, 410, { 'cache-control': 'no-cache' })
}

async function showContacts(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const lists = await currentLists(c.var.deps)
  const { gazetteer } = lists
  const today = parisDay(now())
  const everyone = await listCorrespondents(db, gazetteer, { keys: null, today })
  const choices = {
    place: gazetteer.find,
    trades: lists.trades,
    partners: everyone.flatMap(({ partner, buyer }) => (buyer === null ? [] : partner)),
  }
  const given = new URL(c.req.url).search
  const asked = readContactFilter(new URLSearchParams(given), choices)
  if (!asked.ok) return wrongFilterPage(c, '/contacts', asked.problems, CONTACT_WORDS)
  const { filter, after } = asked
  const query = contactQuery(filter, after)
  if (query !== given) return c.redirect(`/contacts${query}`, 301)
  const place = filter.place === null ? null : gazetteer.find(filter.place)
  const keys = place && gazetteer.keysWithin(place, 0)
  const list =
    filter.problem === null
      ? await listBodies(db, { keys, trade: filter.trade }, after)
      : { bodies: [], next: null }
  const shown = {
    frame: await frameOf(c, `/contacts${query}`),
    filter,
    placeName: place?.name ?? null,
    choices: {
      trades: tradeOptions(lists.trades),
      partners: choices.partners.map(({ slug, name }) => ({ value: slug, label: name })),
    },
    answer: await answerTo(c, filter, everyone, lists),
    correspondents:
      after !== null || filter.problem !== null
        ? null
        : await listCorrespondents(db, gazetteer, { keys, today }),
    bodies: list.bodies,
    next: list.next && `/contacts${contactQuery(filter, list.next)}#organismes`,
    isLater: after !== null,
    rules: await listRules(db, today),
    names: namesIn(lists),
    today,
  }
  return c.html(renderPage(<ContactsPage {...shown} />))
}

async function answerTo(
  c: GuichetContext,
  { problem, place: slug, trade, partner, headCount }: ContactFilter,
  partners: { partner: { id: number; slug: string } }[],
  { gazetteer }: Lists,
) {
  if (problem === null) return null
  const { db, now } = c.var.deps
  const place = slug === null ? null : gazetteer.find(slug)
  const found = partners.find((each) => each.partner.slug === partner)
  const asked = { problem, place, buyerPartnerId: found?.partner.id ?? null, headCount, trade }
  const helpers = await whoHelps(db, gazetteer, asked, parisDay(now()))
  const told = new Set(helpers.map(({ contact }) => contact?.id))
  // That nobody is named yet matters at the buyer's; elsewhere somebody else is.
  const named = helpers.filter(
    ({ kind, contact, rule }) =>
      kind !== 'correspondent' || contact !== null || rule.target === 'buyer-correspondent',
  )
  const keys = place && gazetteer.keysWithin(place, 0)
  const others = await alsoHelp(db, { problem, keys, trade })
  return { helpers: named, others: others.filter(({ contact }) => !told.has(contact.id)) }
}

async function showSchemes(c: GuichetContext): Promise<Response> {
  const { db, now } = c.var.deps
  const given = new URL(c.req.url).search
  const asked = readSchemeQuery(new URLSearchParams(given))
  if (!asked.ok) return wrongFilterPage(c, '/contacts/aides', asked.problems, CONTACT_WORDS)
  const query = schemeQuery(asked.theme, asked.after)
  if (query !== given) return c.redirect(`/contacts/aides${query}`, 301)
  const { schemes, next } = await listSchemes(db, asked.theme, asked.after)
  const shown = {
    frame: await frameOf(c, `/contacts/aides${query}`),
    theme: asked.theme,
    schemes,
    next: next && `/contacts/aides${schemeQuery(asked.theme, next)}`,
    today: parisDay(now()),
  }
  return c.html(renderPage(<SchemesPage {...shown} />))
}

/** What people call the places and trades that entries name by key and word. */
function namesIn({ gazetteer, trades }: Lists): ContactNames {
  return {
    places: new Map(gazetteer.all.map((each) => [placeKey(each.kind, each.code), each.name])),
    trades: new Map(trades.map(({ slug, label }) => [slug, label])),
  }
}
