import { TokenMadePage } from '../../views/auth/token-made-page.tsx'
import { TokensPage } from '../../views/auth/tokens-page.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import type { FormError } from '../../views/shared/form.tsx'
import { TEAM_PROBLEMS } from '../../views/words/team.ts'
import { missingPage } from '../http/errors.tsx'
import { frameOf } from '../http/frame.ts'
import { isUuid } from '../http/ids.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { actingPartner, agentOf, formOf } from './guard.ts'
import { listTokens, makeToken, revokeToken } from './tokens.ts'
import { lineOf } from './typed-person.ts'

const { page, write } = routesFor('manage-partner')

/** What a partner's own programs sign with. */
export const tokenRoutes: Route[] = [
  page('/espace/:partner/jetons', (c) => tokensPage(c, '', [])),
  write('/espace/:partner/jetons', async (c) => {
    const { db, now } = c.var.deps
    const partner = actingPartner(c)
    const typed = formOf(c).get('nom')
    const name = lineOf(typed)
    if (name === '' || name.length > 80)
      return tokensPage(c, typed ?? '', [{ name: 'nom', text: TEAM_PROBLEMS['token-name'] }])
    const token = {
      partnerId: partner.id,
      name,
      scopes: ['consultations' as const],
      madeBy: agentOf(c).actor,
    }
    const secret = await db.transaction((tx) => makeToken(tx, token, now()))
    const frame = await frameOf(c, `/espace/${partner.slug}/jetons`)
    return c.html(renderPage(<TokenMadePage frame={frame} partner={partner} secret={secret} />))
  }),
  write('/espace/:partner/jetons/:id/revocation', async (c) => {
    const { db, now } = c.var.deps
    const partner = actingPartner(c)
    const token = { partnerId: partner.id, id: c.req.param('id') ?? '', by: agentOf(c).actor }
    if (!isUuid(token.id)) return missingPage(c)
    const revoked = await db.transaction((tx) => revokeToken(tx, token, now()))
    return revoked ? c.redirect(`/espace/${partner.slug}/jetons`, 303) : missingPage(c)
  }),
]

async function tokensPage(
  c: GuichetContext,
  typed: string,
  errors: FormError[],
): Promise<Response> {
  const partner = actingPartner(c)
  const page = (
    <TokensPage
      frame={await frameOf(c, `/espace/${partner.slug}/jetons`)}
      partner={partner}
      tokens={await listTokens(c.var.deps.db, partner.id)}
      typed={typed}
      errors={errors}
    />
  )
  return c.html(renderPage(page), errors.length > 0 ? 422 : 200)
}
