import { AdministrationPage } from '../../views/espace/administration-page.tsx'
import { EditPartnerPage } from '../../views/espace/edit-partner-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { partnerProblemText } from '../../views/words/partner-problems.ts'
import { actingPartner, agentOf, formOf } from '../auth/guard.ts'
import { listWaiting } from '../auth/members.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { editPartner, findTypedPartner, type TypedPartner } from '../partners/edit-partner.ts'
import { listPartners } from '../partners/queries.ts'
import { readTypedDay } from './typed-day.ts'

const HOME = '/espace/administration'

const { page, write } = routesFor('administer')

/** What administrators look after: partners, people, sources. */
export const administrationRoutes: Route[] = [
  page(HOME, async (c) => {
    const { db } = c.var.deps
    const page = (
      <AdministrationPage
        frame={await frameOf(c, HOME)}
        partners={await listPartners(db)}
        waiting={await listWaiting(db, null)}
      />
    )
    return c.html(renderPage(page))
  }),
  page(`${HOME}/partenaires/:partner`, (c) => partnerPage(c, null, [])),
  write(`${HOME}/partenaires/:partner`, async (c) => {
    const { db, now, versions } = c.var.deps
    const { id, slug } = actingPartner(c)
    const typed = typedPartner(formOf(c))
    const edit = { partnerId: id, typed: readable(typed), by: agentOf(c).actor }
    const edited = await db.transaction((tx) => editPartner(tx, edit, now()))
    if (!edited.ok)
      return partnerPage(
        c,
        typed,
        edited.problems.map((problem) => ({
          name: problem.field === 'signataire' ? 'signataire_depuis' : problem.field,
          text: partnerProblemText(problem),
        })),
      )
    await versions.refresh()
    return c.redirect(`${HOME}/partenaires/${slug}?fait=oui`, 303)
  }),
]

async function partnerPage(
  c: GuichetContext,
  typed: TypedPartner | null,
  errors: FormError[],
): Promise<Response> {
  const { slug, id } = actingPartner(c)
  const partner = await findTypedPartner(c.var.deps.db, id)
  if (!partner) return missingPage(c)
  const page = (
    <EditPartnerPage
      frame={await frameOf(c, `${HOME}/partenaires/${slug}`)}
      partner={{ ...partner, slug }}
      typed={typed ?? partner.typed}
      done={c.req.query('fait') === 'oui' && errors.length === 0}
      errors={errors}
    />
  )
  return c.html(renderPage(page), errors.length > 0 ? 422 : 200)
}

/** Only these fields: whatever else is sent changes nothing. */
function typedPartner(form: URLSearchParams): TypedPartner {
  const field = (name: string) => (form.get(name) ?? '').trim()
  return {
    coverage: field('couverture'),
    website: field('site'),
    buyerProfileUrl: field('profil_acheteur'),
    since: field('signataire_depuis'),
    until: field('signataire_jusqu_au'),
    aliases: field('alias'),
    correspondent: {
      name: field('correspondant_nom'),
      function: field('correspondant_fonction'),
      email: field('correspondant_courriel'),
      phones: field('correspondant_telephones'),
    },
  }
}

function readable(typed: TypedPartner): TypedPartner {
  return { ...typed, since: readTypedDay(typed.since), until: readTypedDay(typed.until) }
}
