import { documentById } from '../documents/queries.ts'
import { serveDocument } from '../documents/serve-document.ts'
import { missingPage } from '../http/errors.tsx'
import type { GuichetContext } from '../http/route.ts'

/** A file that is not for everyone (yet), to whom the caller has let in; kept by nobody on the way. */
export async function heldBackFile(
  c: GuichetContext,
  documentId: string | null,
): Promise<Response> {
  const document = documentId === null ? null : await documentById(c.var.deps.db, documentId)
  const isReadable =
    document !== null &&
    document.withdrawnAt === null &&
    (document.scan === 'unasked' || document.scan === 'clean')
  if (!isReadable) return missingPage(c)
  const answer = serveDocument(c, document)
  answer.headers.set('cache-control', 'private, no-store')
  return answer
}
