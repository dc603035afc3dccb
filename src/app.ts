import type { Hono } from 'hono'
import { askAlertRoutes } from './alerts/ask-routes.tsx'
import { ownAlertRoutes } from './alerts/own-routes.tsx'
import { analysisCheckRoutes } from './analysis/check-routes.tsx'
import { analysisDeskRoutes } from './analysis/desk-routes.tsx'
import { analysisDocumentRoutes } from './analysis/document-routes.ts'
import { type ApplicationOptions, createApplication } from './application.ts'
import { READING_ROUTES } from './reading-routes.ts'
import { cardRoutes } from './contacts/card-routes.ts'
import { contactDeskRoutes } from './contacts/desk-routes.tsx'
import { contactEntryRoutes } from './contacts/entry-routes.tsx'
import { contractRoutes } from './contracts/routes.tsx'
import { bookingRoutes } from './rencontres/booking-routes.tsx'
import { rencontreDeskRoutes } from './rencontres/desk-routes.tsx'
import { rencontreFileRoutes } from './rencontres/file-routes.tsx'
import { interestRoutes } from './rencontres/interest-routes.tsx'
import { tableRoutesOfRencontres } from './rencontres/table-routes.tsx'
import { duplicateRoutes } from './consultations/duplicate-routes.tsx'
import type { Deps } from './deps.ts'
import { deskRoutes } from './trainings/desk-routes.tsx'
import { registrationRoutes } from './trainings/registration-routes.tsx'
import { sessionRoutes } from './trainings/session-routes.tsx'
import { documentRoutes } from './documents/routes.tsx'
import { libraryDeskRoutes } from './library/desk-routes.tsx'
import { guideRoutes } from './library/guide-routes.tsx'
import type { Env, Route } from './http/route.ts'
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
import { paperEditRoutes } from './pact/paper-edit-routes.tsx'
import { groupEditRoutes } from './pact/group-edit-routes.tsx'
import { ownDeskRoutes } from './pact/own-desk-routes.ts'
import { meetingEditRoutes } from './pact/meeting-edit-routes.tsx'
import { programmeDeskRoutes } from './programme/desk-routes.tsx'
import { programmeImportRoutes } from './programme/import-routes.tsx'
import { buyerRoutes } from './espace/buyer-routes.tsx'
import { espaceRoutes } from './espace/routes.tsx'
import { firmRoutes } from './firms/routes.tsx'
import { decpRoutes } from './open-data/decp-routes.ts'
import { ocdsRoutes } from './open-data/ocds-routes.ts'
import { hubRoutes } from './hub/routes.ts'
import { planningRoutes } from './open-data/planning-routes.ts'
import { openDataRoutes } from './open-data/routes.tsx'
import { tableRoutes } from './open-data/table-routes.ts'
import { templateDeskRoutes } from './templates/desk-routes.tsx'
import { templateOrderRoutes } from './templates/order-routes.tsx'
import { templateRoutes } from './templates/routes.tsx'
import { requestDeskRoutes } from './requests/desk-routes.tsx'
import { requestFileRoutes } from './requests/file-routes.tsx'
import { followRoutes } from './requests/follow-routes.tsx'
import { requestHandlerRoutes } from './requests/handler-routes.tsx'
import { requestRoutes } from './requests/routes.tsx'
import { waitingRequestRoutes } from './requests/waiting-routes.tsx'
import { reportRoutes } from './news/report-routes.ts'
import { mapRoutes } from './site/map-routes.tsx'
import { pictureRoutes } from './site/picture-routes.ts'
import { metricsRoutes } from './site/metrics-routes.ts'
import { formatRoutes } from './sources/formats-routes.tsx'
import { webSubRoutes } from './sources/websub-routes.ts'

const FEATURES: Route[] = [
  ...READING_ROUTES,
  ...contractRoutes,
  ...cardRoutes,
  ...contactDeskRoutes,
  ...contactEntryRoutes,
  ...pactAdministrationRoutes,
  ...ownDeskRoutes,
  ...pactDeskRoutes,
  ...paperEditRoutes,
  ...groupEditRoutes,
  ...meetingEditRoutes,
  ...actionEditRoutes,
  ...reportRoutes,
  ...metricsRoutes,
  ...formatRoutes,
  ...webSubRoutes,
  ...hubRoutes,
  ...authRoutes,
  ...oidcRoutes,
  ...accountRoutes,
  ...teamRoutes,
  ...tokenRoutes,
  ...agentRoutes,
  ...administrationRoutes,
  ...journalRoutes,
  ...firmRoutes,
  ...espaceRoutes,
  ...buyerRoutes,
  ...draftRoutes,
  ...lifeRoutes,
  ...changeRoutes,
  ...dossierRoutes,
  ...outcomeRoutes,
  ...complementRoutes,
  ...programmeImportRoutes,
  ...programmeDeskRoutes,
  ...duplicateRoutes,
  ...documentRoutes,
  ...guideRoutes,
  ...libraryDeskRoutes,
  ...decpRoutes,
  ...openDataRoutes,
  ...tableRoutes,
  ...ocdsRoutes,
  ...planningRoutes,
  ...apiPageRoutes,
  ...apiRoutes,
  ...registrationRoutes,
  ...deskRoutes,
  ...sessionRoutes,
  ...bookingRoutes,
  ...interestRoutes,
  ...rencontreDeskRoutes,
  ...rencontreFileRoutes,
  ...tableRoutesOfRencontres,
  ...askAlertRoutes,
  ...ownAlertRoutes,
  ...requestRoutes,
  ...followRoutes,
  ...waitingRequestRoutes,
  ...requestHandlerRoutes,
  ...requestDeskRoutes,
  ...requestFileRoutes,
  ...templateRoutes,
  ...templateOrderRoutes,
  ...templateDeskRoutes,
  ...analysisDocumentRoutes,
  ...analysisDeskRoutes,
  ...analysisCheckRoutes,
  ...pictureRoutes,
]

/** Every address of the program, in the order in which they are tried. */
export const ROUTES: Route[] = [...FEATURES, ...mapRoutes(FEATURES)]

/** The whole application for these dependencies. */
export function createApp(deps: Deps, options?: Pick<ApplicationOptions, 'once'>): Hono<Env> {
  return createApplication(ROUTES, deps, options)
}
