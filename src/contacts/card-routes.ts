import { CARD_NOTES } from '../../views/words/contacts.ts'
import { missingPage } from '../http/errors.tsx'
import { instanceSettings } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { currentLists } from '../consultations/lists.ts'
import { tagUri } from '../feeds/tag-uri.ts'
import { parisDay } from '../rules/calendar.ts'
import { type CardFacts, writeCard } from './card.ts'
import { listCorrespondents } from './correspondents.ts'
import { findBody, findContact } from './find-body.ts'

const { data } = routesFor('public')

/** Contacts as cards to keep (vCard). */
export const cardRoutes: Route[] = [
  card('/contacts/fiches', 'conseillere-commande-publique-cci', contactCard),
  card('/contacts/organismes', 'codefi-de-l-aude', bodyCard),
  card('/contacts/correspondants', 'narbonne', correspondentCard),
]

type ReadCard = (c: GuichetContext, slug: string) => Promise<Omit<CardFacts, 'uid'> | null>

function card(at: string, example: string, read: ReadCard): Route {
  return data(
    `${at}/:name{.+\\.vcf}`,
    { example: `${at}/${example}.vcf`, keep: ['contacts', 'partners'] },
    async (c) => {
      const slug = (c.req.param('name') ?? '').replace(/\.vcf$/, '')
      const facts = await read(c, slug)
      if (!facts) return missingPage(c)
      const { tagAuthority, tagDate } = await instanceSettings(c)
      const uid = tagUri(tagAuthority, tagDate, `${at.slice(1)}/${slug}`)
      return c.body(writeCard({ ...facts, uid }), 200, {
        'content-type': 'text/vcard; charset=utf-8',
        'content-disposition': `attachment; filename="${slug}.vcf"`,
      })
    },
  )
}

async function contactCard(c: GuichetContext, slug: string) {
  const { db, config } = c.var.deps
  const found = await findContact(db, slug)
  if (!found) return null
  const { contact, body } = found
  return {
    person: contact.person,
    function: contact.function,
    body: body.name,
    email: contact.email,
    phones: contact.phones,
    office: contact.office || body.office,
    page: `${config.baseUrl}/contacts/organismes/${body.slug}#${slug}`,
    website: body.website,
    note: contact.demonstration ? CARD_NOTES.demonstration : '',
    changedAt: contact.changedAt,
  }
}

async function bodyCard(c: GuichetContext, slug: string) {
  const { db, config, now } = c.var.deps
  const found = await findBody(db, slug, now())
  if (!found || found.body.removedAt !== null) return null
  const { body } = found
  return {
    person: null,
    function: null,
    body: body.name,
    email: body.email,
    phones: body.phones,
    office: body.office,
    page: `${config.baseUrl}/contacts/organismes/${slug}`,
    website: body.website,
    note: body.demonstration ? CARD_NOTES.demonstration : body.role,
    changedAt: body.changedAt,
  }
}

async function correspondentCard(c: GuichetContext, slug: string) {
  const { db, config, now } = c.var.deps
  const { gazetteer } = await currentLists(c.var.deps)
  const [found] = await listCorrespondents(db, gazetteer, {
    keys: null,
    today: parisDay(now()),
    slug,
  })
  if (!found?.correspondent) return null
  const { partner, correspondent, checkedOn, isDemonstration } = found
  const { tagDate } = await instanceSettings(c)
  return {
    person: correspondent.name,
    function: correspondent.function ?? CARD_NOTES.correspondent,
    body: partner.name,
    email: correspondent.email,
    phones: correspondent.phones,
    office: '',
    page: `${config.baseUrl}/contacts#correspondant-${slug}`,
    website: null,
    note: isDemonstration ? CARD_NOTES.demonstration : CARD_NOTES.correspondent,
    changedAt: new Date(`${checkedOn ?? tagDate}T00:00:00Z`),
  }
}
