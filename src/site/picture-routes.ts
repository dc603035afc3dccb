import {
  analysisPicture,
  consultationPicture,
  rencontrePicture,
  SERVICE_PICTURE,
} from '../../views/site/picture-texts.ts'
import { type SharedPicture, sharedPicture } from '../../views/site/shared-picture.tsx'
import { readPublicYear } from '../analysis/public-year.ts'
import { currentLists } from '../consultations/lists.ts'
import { findConsultation, readConsultationPage } from '../consultations/page.ts'
import { instanceSettings, plainFrameOf } from '../http/frame.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { findRencontre } from '../rencontres/queries.ts'

const { data } = routesFor('public')

type Texts = Omit<SharedPicture, 'host'>

/**
 * What messengers show of a link, as PNG; kept like pages are. Drawn when somebody asks for it, one at a time: whoever
 * comes when too many wait is told to come back (503). A Worker draws nothing, and leads to the service's icon.
 */
export const pictureRoutes: Route[] = [
  picture('guichet.png', 'guichet.png', [], async () => SERVICE_PICTURE),
  picture(
    'consultations/:file{\\d{4}-\\d{4,}\\.png}',
    'consultations/2026-0001.png',
    ['board'],
    async (c, reference) => {
      const { db, now } = c.var.deps
      const row = await findConsultation(db, reference)
      if (!row) return null
      const lists = await currentLists(c.var.deps)
      return consultationPicture(await readConsultationPage(db, row, now(), lists))
    },
  ),
  picture(
    'rencontres/:file{[a-z0-9-]+\\.png}',
    'rencontres/travaux-publics-les-chantiers-de-l-annee.png',
    ['rencontres'],
    async (c, slug) => {
      const rencontre = await findRencontre(c.var.deps.db, { slug })
      return rencontre && rencontre.state !== 'draft' ? rencontrePicture(rencontre) : null
    },
  ),
  picture('analyses/:file{20\\d\\d\\.png}', 'analyses/2024.png', ['analysis'], async (c, year) => {
    const { db, now } = c.var.deps
    return (await readPublicYear(db, year, now())) ? analysisPicture(Number(year)) : null
  }),
]

function picture(
  path: string,
  example: string,
  keep: Route['keep'],
  textsOf: (c: GuichetContext, name: string) => Promise<Texts | null>,
): Route {
  return data(`/partage/${path}`, { keep, example: `/partage/${example}` }, async (c) => {
    const { draw, config } = c.var.deps
    const texts = await textsOf(c, (c.req.param('file') ?? '').replace(/\.png$/, ''))
    if (!texts) return c.notFound()
    if (!draw) return c.redirect(plainFrameOf(c, '/').assets('icon-180.png'), 302)
    const { demonstration } = await instanceSettings(c)
    const kind = demonstration ? `Démonstration : ${texts.kind.toLowerCase()}` : texts.kind
    const png = await draw(sharedPicture({ ...texts, kind, host: new URL(config.baseUrl).host }))
    if (!png) return c.body(null, 503, { 'retry-after': '10' })
    return c.body(png, 200, {
      'content-type': 'image/png',
      'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
    })
  })
}
