import { eq } from 'drizzle-orm'
import type { JobHandler } from '../jobs/tick.ts'
import { askHub } from '../sources/websub/ask-hub.ts'
import { hubTopics } from './schema.ts'
import type { HubDeps } from './verify-job.ts'

/** Tries before a hub that does not answer is left alone until the next change. */
const MOST_TRIES = 8

/** Tells the hub that the operator named that a feed has changed: it then fetches it, and tells those who subscribe. */
export function pingJob(deps: HubDeps): JobHandler {
  return async ({ key, attempt }) => {
    const { hub, baseUrl } = deps.config
    const [topic] = await deps.db
      .select()
      .from(hubTopics)
      .where(eq(hubTopics.id, Number(key)))
    if (!topic || hub === null || hub.own) return 'done'
    const url = baseUrl + topic.path
    const answer = await askHub(deps, hub.url, {
      'hub.mode': 'publish',
      'hub.url': url,
      'hub.topic': url,
    })
    if (answer.ok || attempt >= MOST_TRIES) return 'done'
    deps.log('hub.unreachable', { code: answer.code })
    throw new Error(`the hub did not take it: ${answer.code}`)
  }
}
