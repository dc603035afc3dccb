import { createApplication } from '../application.ts'
import { READING_ROUTES } from '../reading-routes.ts'
import {
  answerRequest,
  type Invocation,
  type SourceReading,
  type WorkerEnv,
} from './worker-program.ts'

/** Beside what both Workers have, the other one: it answers what is not for readers. */
interface ReadersEnv extends WorkerEnv {
  DESK: { fetch(request: Request): Promise<Response> }
}

/** No route for readers reads a source. */
const unread: SourceReading = {
  read: () => Promise.reject(new Error('sources are read at the desk')),
  merge: () => Promise.reject(new Error('sources are read at the desk')),
}

/**
 * The readers' entry on Cloudflare Workers: the board, its feeds, buyers and the pact, out of a bundle that stays
 * small. Everything else goes on to the desk (worker-desk.ts) as it came.
 */
export default {
  fetch: (request: Request, env: ReadersEnv, invocation: Invocation): Promise<Response> =>
    answerRequest(request, env, invocation, unread, (deps) =>
      createApplication(READING_ROUTES, deps, {
        elsewhere: (unanswered) => env.DESK.fetch(unanswered),
        once: true,
      }),
    ),
}
