import { and, eq } from 'drizzle-orm'
import type { Deps } from '../deps.ts'
import type { JobHandler } from '../jobs/tick.ts'
import { documentBytes } from './queries.ts'
import { documents } from './schema.ts'

/** The kind of job that has one document looked through; its key is the document's id. */
export const SCAN_JOB = 'scan-document'

const PATIENCE_MS = 60_000

/**
 * Sends a waiting document to the operator's antivirus by POST, as it is. 200 or 204: it is clean, and released. 406:
 * it is not, and stays shut for ever. Anything else is asked again later.
 */
export function scanJob({ db, config, log }: Pick<Deps, 'db' | 'config' | 'log'>): JobHandler {
  return async ({ key: id }) => {
    const [document] = await db
      .select({ size: documents.size })
      .from(documents)
      .where(and(eq(documents.id, id), eq(documents.scan, 'waiting')))
    if (!document) return 'done'
    // The operator's own address, which may well be on this machine: sources' checks do not apply.
    const answer = await fetch(config.antivirusUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: await new Response(documentBytes(db, id, 0, document.size - 1)).arrayBuffer(),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await answer.body?.cancel()
    const isClean = answer.status === 200 || answer.status === 204
    if (!isClean && answer.status !== 406) throw new Error(`the antivirus answers ${answer.status}`)
    if (!isClean) log('document.infected', { id })
    await db
      .update(documents)
      .set({ scan: isClean ? 'clean' : 'infected' })
      .where(eq(documents.id, id))
    return 'done'
  }
}
