import type { FC } from 'hono/jsx'
import { AccessibilityPage } from '../../views/site/accessibility-page.tsx'
import { LegalPage } from '../../views/site/legal-page.tsx'
import { PrivacyPage } from '../../views/site/privacy-page.tsx'
import type { KeptTimes } from '../../views/site/register.tsx'
import type { Frame } from '../../views/layout/layout.tsx'
import { renderPage } from '../../views/layout/render-page.ts'
import { CONFIRMED_WITHIN_DAYS } from '../alerts/ask.ts'
import { BLOCKED_YEARS, SUSPENDED_DAYS } from '../alerts/forget-job.ts'
import { LINK_KEPT_DAYS } from '../auth/forget-access.ts'
import { IDLE_LIFE_MS, WHOLE_LIFE_MS } from '../auth/sessions.ts'
import type { Statements } from '../db/settings.ts'
import { KNOWN_DAYS } from '../firms/want.ts'
import { frameOf, instanceSettings } from '../http/frame.ts'
import type { Route } from '../http/route.ts'
import { routesFor } from '../http/routes-for.ts'
import { KEPT_SECONDS } from '../mail/send-job.ts'
import { KEPT_DAYS as REPORT_DAYS } from '../pact/erase-reports.ts'
import { CONTACT_YEARS } from '../programme/programme-job.ts'
import { KEPT as KEPT_OF_MEETINGS } from '../rencontres/erase.ts'
import { TIME_LIMITS } from '../requests/time-limits.ts'
import { KEPT_DAYS } from '../templates/orders.ts'
import { KEPT as KEPT_OF_TRAININGS } from '../trainings/erase.ts'

const { asset, page } = routesFor('public')

const HOUR_MS = 3_600_000

const KEPT: KeptTimes = {
  session: { wholeHours: WHOLE_LIFE_MS / HOUR_MS, idleHours: IDLE_LIFE_MS / HOUR_MS },
  linkDays: LINK_KEPT_DAYS,
  mailRecipientDays: KEPT_SECONDS / 86_400,
  requestMonths: Math.max(...Object.values(TIME_LIMITS).map(({ keptMonths }) => keptMonths)),
  meetings: KEPT_OF_MEETINGS,
  alerts: {
    unconfirmedDays: CONFIRMED_WITHIN_DAYS,
    suspendedDays: SUSPENDED_DAYS,
    bouncedYears: BLOCKED_YEARS.bounced,
    complainedYears: BLOCKED_YEARS.complained,
  },
  trainings: KEPT_OF_TRAININGS,
  templateDays: KEPT_DAYS,
  reportDays: REPORT_DAYS,
  firmDays: KNOWN_DAYS,
  purchaseContactYears: CONTACT_YEARS,
}

/** Pages that are only words, and styles, scripts and pictures under addresses that change with their content. */
export const siteRoutes: Route[] = [
  writtenPage('/accessibilite', 'Accessibilité', AccessibilityPage),
  writtenPage('/mentions-legales', 'Mentions légales', LegalPage),
  writtenPage('/donnees-personnelles', 'Données personnelles', ({ frame, statements }) => (
    <PrivacyPage frame={frame} kept={KEPT} dataOfficer={statements.dataOfficer} />
  )),
  asset('/assets/:file', { keep: [] }, (c) => {
    const [, name, hash, extension] =
      /^([\w-]+)\.([0-9a-f]+)\.(\w+)$/.exec(c.req.param('file') ?? '') ?? []
    const asset = c.var.deps.assets.get(`${name}.${extension}`)
    if (!asset || asset.hash !== hash) return c.notFound()
    return c.body(asset.bytes, 200, { 'content-type': asset.type })
  }),
]

interface WrittenProps {
  frame: Frame
  statements: Statements
}

function writtenPage(path: string, title: string, Page: FC<WrittenProps>): Route {
  return page(path, { title, keep: ['partners'] }, async (c) => {
    const { statements } = await instanceSettings(c)
    return c.html(renderPage(<Page frame={await frameOf(c, path)} statements={statements} />))
  })
}
