import { analysisRoutes } from './analysis/routes.tsx'
import { awardRoutes } from './consultations/award-routes.tsx'
import { consultationRoutes } from './consultations/routes.tsx'
import { contactFeedRoutes } from './contacts/feed-routes.ts'
import { contactRoutes } from './contacts/routes.tsx'
import { feedRoutes } from './consultations/feed-routes.ts'
import { libraryFeedRoutes } from './library/feed-routes.ts'
import { libraryRoutes } from './library/routes.tsx'
import { newsFeedRoutes } from './news/feed-routes.ts'
import { newsRoutes } from './news/routes.tsx'
import { pactRoutes } from './pact/routes.tsx'
import { programmeFeedRoutes } from './programme/feed-routes.ts'
import { programmeRoutes } from './programme/routes.tsx'
import { partnerRoutes } from './partners/routes.tsx'
import { rencontreFeedRoutes } from './rencontres/feed-routes.ts'
import { rencontreRoutes } from './rencontres/routes.tsx'
import { healthRoutes } from './site/health-routes.ts'
import { siteRoutes } from './site/routes.tsx'
import { sourceRoutes } from './sources/routes.tsx'
import { subscriptionRoutes } from './consultations/subscription-routes.tsx'
import { trainingRoutes } from './trainings/routes.tsx'
import type { Route } from './http/route.ts'

/**
 * What most visitors ask for, by far: the board, its feeds and calendars, buyers, the pact. On Workers these are a
 * program of their own, which stays small.
 */
export const READING_ROUTES: Route[] = [
  ...feedRoutes,
  ...consultationRoutes,
  ...awardRoutes,
  ...subscriptionRoutes,
  ...partnerRoutes,
  ...contactRoutes,
  ...contactFeedRoutes,
  ...programmeFeedRoutes,
  ...programmeRoutes,
  ...pactRoutes,
  ...analysisRoutes,
  ...newsFeedRoutes,
  ...newsRoutes,
  ...sourceRoutes,
  ...trainingRoutes,
  ...rencontreFeedRoutes,
  ...rencontreRoutes,
  ...libraryFeedRoutes,
  ...libraryRoutes,
  ...siteRoutes,
  ...healthRoutes,
]
