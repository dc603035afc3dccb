import { Hono } from 'hono'
import { feedRoutes } from './consultations/feed-routes.ts'
import { duplicateRoutes } from './consultations/duplicate-routes.tsx'
import { consultationRoutes } from './consultations/routes.tsx'
import type { Deps } from './deps.ts'
import { deskRoutes } from './trainings/desk-routes.tsx'
import { trainingRoutes } from './trainings/public-routes.tsx'
import { registrationRoutes } from './trainings/registration-routes.tsx'
import { sessionRoutes } from './trainings/session-routes.tsx'
import { answering, answeringOptions, finished, methodsByPath } from './http/answer.ts'
import { brokenProblem, isApiPath, missingProblem, methodProblem } from './http/api-errors.ts'
import { brokenPage, methodPage, missingPage } from './http/errors.tsx'
import { documentRoutes } from './documents/routes.tsx'
import type { Env, Route } from './http/route.ts'
import { guarding } from './auth/guard.ts'
import { accountRoutes } from './auth/account-routes.tsx'
import { agentRoutes } from './auth/agent-routes.tsx'
import { teamRoutes } from './auth/team-routes.tsx'
import { tokenRoutes } from './auth/token-routes.tsx'
import { administrationRoutes } from './espace/administration-routes.tsx'
import { journalRoutes } from './espace/journal-routes.tsx'
import { authRoutes } from './auth/routes.tsx'
import { oidcRoutes } from './auth/oidc-routes.tsx'
import { draftRoutes } from './posting/draft-routes.tsx'
import { changeRoutes } from './posting/change-routes.tsx'
import { complementRoutes } from './posting/complement-routes.tsx'
import { dossierRoutes } from './posting/dossier-routes.tsx'
import { lifeRoutes } from './posting/life-routes.tsx'
import { outcomeRoutes } from './posting/outcome-routes.tsx'
import { apiRoutes } from './api/routes.ts'
import { apiPageRoutes } from './api/page-routes.tsx'
import { actionEditRoutes } from './pact/action-edit-routes.tsx'
import { pactAdministrationRoutes } from './pact/administration-routes.tsx'
import { pactDeskRoutes } from './pact/desk-routes.tsx'
import { groupEditRoutes } from './pact/group-edit-routes.tsx'
import { meetingEditRoutes } from './pact/meeting-edit-routes.tsx'
import { pactRoutes } from './pact/routes.tsx'
import { buyerRoutes } from './espace/buyer-routes.tsx'
import { espaceRoutes } from './espace/routes.tsx'
import { newsFeedRoutes } from './news/feed-routes.ts'
import { reportRoutes } from './news/report-routes.ts'
import { newsRoutes } from './news/routes.tsx'
import { partnerRoutes } from './partners/routes.tsx'
import { mapRoutes, siteRoutes } from './site/routes.tsx'
import { formatRoutes } from './sources/formats-routes.tsx'
import { sourceRoutes } from './sources/routes.tsx'
import { webSubRoutes } from './sources/websub-routes.ts'
import { subscriptionRoutes } from './consultations/subscription-routes.tsx'
import { awardRoutes } from './consultations/award-routes.tsx'

const FEATURES: Route[] = [
  ...feedRoutes,
  ...consultationRoutes,
  ...awardRoutes,
  ...subscriptionRoutes,
  ...partnerRoutes,
  ...pactRoutes,
  ...pactAdministrationRoutes,
  ...pactDeskRoutes,
  ...groupEditRoutes,
  ...meetingEditRoutes,
  ...actionEditRoutes,
  ...newsFeedRoutes,
  ...newsRoutes,
  ...reportRoutes,
  ...sourceRoutes,
  ...formatRoutes,
  ...webSubRoutes,
  ...authRoutes,
  ...oidcRoutes,
  ...accountRoutes,
  ...teamRoutes,
  ...tokenRoutes,
  ...agentRoutes,
  ...administrationRoutes,
  ...journalRoutes,
  ...espaceRoutes,
  ...buyerRoutes,
  ...draftRoutes,
  ...lifeRoutes,
  ...changeRoutes,
  ...dossierRoutes,
  ...outcomeRoutes,
  ...complementRoutes,
  ...duplicateRoutes,
  ...documentRoutes,
  ...apiPageRoutes,
  ...apiRoutes,
  ...registrationRoutes,
  ...trainingRoutes,
  ...deskRoutes,
  ...sessionRoutes,
  ...siteRoutes,
]

/** Every address of the program, in the order in which they are tried. */
export const ROUTES: Route[] = [...FEATURES, ...mapRoutes(FEATURES)]

const METHODS = methodsByPath(ROUTES)
const API_ERROR = { kind: 'api', policy: 'public' } as const
const PAGE_ERROR = { kind: 'page', policy: 'public' } as const

/** The application for these dependencies: the table of routes, mounted. */
export function createApp(deps: Deps): Hono<Env> {
  const app = new Hono<Env>()
  app.use(async (c, next) => {
    c.set('deps', deps)
    // PostgreSQL holds no U+0000: nothing is named like that.
    if (new URL(c.req.url).pathname.includes('%00')) return c.notFound()
    return next()
  })
  for (const route of ROUTES) {
    app.on(route.method.toUpperCase(), route.path, guarding(route), answering(route))
    app.options(route.path, answeringOptions(route, METHODS.get(route.path) ?? ''))
  }
  const { baseUrl } = deps.config
  for (const [path, methods] of METHODS)
    app.all(path, (c) =>
      isApiPath(path)
        ? finished(methodProblem(c, methods), API_ERROR, baseUrl)
        : finished(methodPage(c, methods), PAGE_ERROR, baseUrl),
    )
  app.notFound((c) =>
    isApiPath(c.req.path)
      ? finished(missingProblem(c), API_ERROR, baseUrl)
      : finished(missingPage(c), PAGE_ERROR, baseUrl),
  )
  app.onError((error, c) => {
    // A failed query's own message carries what was asked: its cause says what broke without it.
    const { message, stack } = error.cause instanceof Error ? error.cause : error
    deps.log('error', { path: c.req.path, error: message, stack })
    return isApiPath(c.req.path)
      ? finished(brokenProblem(c, error), API_ERROR, baseUrl)
      : finished(brokenPage(c, error), PAGE_ERROR, baseUrl)
  })
  return app
}
