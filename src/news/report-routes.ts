import { PREPARING } from '../../views/words/made-documents.ts'
import type { GuichetContext, Route } from '../http/route.ts'
import { madeDocument } from '../office/made-documents.ts'
import { NOTE, REPORT } from './report-names.ts'

/** The steering committee's report and the monthly note, as a Node process made them last. */
export const reportRoutes: Route[] = [
  document('/pacte/rapport.pdf', REPORT),
  document('/pacte/note.pdf', NOTE),
]

function document(path: string, name: string): Route {
  return {
    method: 'get',
    path,
    kind: 'data',
    policy: 'public',
    handler: (c) => serve(c, name),
  }
}

async function serve(c: GuichetContext, name: string): Promise<Response> {
  const asked = c.req.header('if-none-match')?.replace(/^W\//, '').trim()
  const made = await madeDocument(c.var.deps.db, name, asked)
  if (!made) return c.text(PREPARING, 404)
  const headers = { etag: made.etag, 'last-modified': made.madeAt.toUTCString() }
  if (!made.bytes) return c.body(null, 304, headers)
  return c.body(made.bytes, 200, {
    ...headers,
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename="${name}"`,
  })
}
