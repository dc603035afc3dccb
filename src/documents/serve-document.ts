import type { Deps } from '../deps.ts'
import type { GuichetContext } from '../http/route.ts'
import { readByteRange } from './byte-range.ts'
import { contentDisposition } from './file-name.ts'
import { DOCUMENT_KINDS, type DocumentKind } from './kinds.ts'
import { documentBytes, type DocumentRow } from './queries.ts'

/** What a browser may show by itself; anything else is saved. */
const SHOWN: readonly DocumentKind[] = ['pdf', 'png', 'jpg', 'webp']

/**
 * What keeps a file from doing anything on this site. Chromium's PDF viewer refuses to start where its document is in
 * a sandbox or may have no objects and styles; it runs on its own, away from the site.
 */
const SHUT_IN =
  "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const SHUT_IN_PDF = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The answer that holds a document or a part of it (RFC 9110, 14): 200, 206 for one range, 416 where it has no such
 * bytes, 304 for who has it already. The ETag is the content's, so a range asked « If-Range » of another content gets
 * the whole.
 */
export function serveDocument(c: GuichetContext, document: DocumentRow): Response {
  const { id, name, kind, size } = document
  const etag = `"${document.sha256.slice(0, 32)}"`
  const headers = new Headers({
    'content-type': DOCUMENT_KINDS[kind],
    'content-disposition': contentDisposition(SHOWN.includes(kind) ? 'inline' : 'attachment', name),
    'content-security-policy': kind === 'pdf' ? SHUT_IN_PDF : SHUT_IN,
    'accept-ranges': 'bytes',
    'cache-control': 'public, max-age=300',
    'x-robots-tag': 'noindex',
    etag,
  })
  if (hasIt(c.req.header('if-none-match'), etag))
    return new Response(null, { status: 304, headers })
  const ifRange = c.req.header('if-range')
  const mayBePart = c.req.method === 'GET' && (ifRange === undefined || ifRange.trim() === etag)
  const range = readByteRange(mayBePart ? c.req.header('range') : undefined, size)
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    headers.delete('content-disposition')
    return new Response(null, { status: 416, headers })
  }
  const { first, last } = range === 'whole' ? { first: 0, last: size - 1 } : range
  if (range !== 'whole') headers.set('content-range', `bytes ${first}-${last}/${size}`)
  headers.set('content-length', String(last - first + 1))
  const body = c.req.method === 'HEAD' ? null : streamed(c.var.deps, id, first, last)
  return new Response(body, { status: range === 'whole' ? 200 : 206, headers })
}

/** On Workers the database stays open until the last byte is read. */
function streamed({ db, waitUntil }: Deps, id: string, first: number, last: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  waitUntil(promise)
  return documentBytes(db, id, first, last, resolve)
}

/** RFC 9110, 13.1.2: weakly compared. */
function hasIt(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch
    .split(',')
    .some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
}
