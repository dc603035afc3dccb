import type { FC } from 'hono/jsx'
import { AccessibilityPage } from '../../views/pages/accessibility-page.tsx'
import { LegalPage } from '../../views/pages/legal-page.tsx'
import { type KeptTimes, PrivacyPage } from '../../views/pages/privacy-page.tsx'
import type { Frame } from '../../views/layout/layout.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { CONFIRMED_WITHIN_DAYS } from '../alerts/ask.ts'
import { BLOCKED_YEARS, SUSPENDED_DAYS } from '../alerts/forget-job.ts'
import { frameOf } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { KEPT as KEPT_OF_MEETINGS } from '../rencontres/erase.ts'
import { TIME_LIMITS } from '../requests/time-limits.ts'
import { KEPT_DAYS } from '../templates/orders.ts'

const KEPT: KeptTimes = {
  requestMonths: Math.max(...Object.values(TIME_LIMITS).map(({ keptMonths }) => keptMonths)),
  meetings: KEPT_OF_MEETINGS,
  alerts: {
    unconfirmedDays: CONFIRMED_WITHIN_DAYS,
    suspendedDays: SUSPENDED_DAYS,
    bouncedYears: BLOCKED_YEARS.bounced,
    complainedYears: BLOCKED_YEARS.complained,
  },
  templateDays: KEPT_DAYS,
}

/** Pages that are only words, and styles, scripts and pictures under addresses that change with their content. */
export const siteRoutes: Route[] = [
  writtenPage('/accessibilite', 'Accessibilité', AccessibilityPage),
  writtenPage('/mentions-legales', 'Mentions légales', LegalPage),
  writtenPage('/donnees-personnelles', 'Données personnelles', ({ frame }) => (
    <PrivacyPage frame={frame} kept={KEPT} />
  )),
  {
    method: 'get',
    path: '/assets/:file',
    kind: 'asset',
    policy: 'public',
    keep: [],
    handler(c) {
      const [, name, hash, extension] =
        /^([\w-]+)\.([0-9a-f]+)\.(\w+)$/.exec(c.req.param('file') ?? '') ?? []
      const asset = c.var.deps.assets.get(`${name}.${extension}`)
      if (!asset || asset.hash !== hash) return c.notFound()
      return c.body(asset.bytes, 200, { 'content-type': asset.type })
    },
  },
]

function writtenPage(path: string, title: string, Page: FC<{ frame: Frame }>): Route {
  return {
    method: 'get',
    path,
    kind: 'page',
    policy: 'public',
    title,
    keep: ['partners'],
    handler: async (c) => c.html(renderPage(<Page frame={await frameOf(c, path)} />)),
  }
}
