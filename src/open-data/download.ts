import { describeError } from '../http/describe-error.ts'
import type { GuichetContext, Scope } from '../http/route.ts'
import { freshnessOf } from './freshness.ts'

/** A file that is written while it is sent. */
export interface Download {
  /** Media type of what is written. */
  type: string
  /** What it is made of. */
  scopes: readonly Scope[]
  /** Sent as a gzip file; `type` is then that of its content no more. */
  gzip: boolean
  /** Its text, a page of it at a time. */
  pages: () => AsyncGenerator<string>
}

/** Raised when the form of the files changes, so that nobody keeps the old one. */
const FORM = 1

/**
 * The answer that streams a file, or 304 for who has it: known by the versions of the data, without writing any of it. Its
 * ETag is weak, because what is written during a download may or may not be in it; the next version tells of that.
 */
export async function download(c: GuichetContext, file: Download): Promise<Response> {
  const { deps, route } = c.var
  const { db, log, waitUntil } = deps
  const { version, changedAt } = await freshnessOf(db, file.scopes)
  const etag = `W/"${FORM}-${version}"`
  const headers = new Headers({
    etag,
    'content-type': file.gzip ? 'application/gzip' : file.type,
    'content-disposition': `attachment; filename="${c.req.path.split('/').at(-1)}"`,
  })
  if (changedAt) headers.set('last-modified', changedAt.toUTCString())
  if (isHeld(c, etag, changedAt)) {
    headers.delete('content-type')
    headers.delete('content-disposition')
    return new Response(null, { status: 304, headers })
  }
  if (c.req.method === 'HEAD') return new Response(null, { headers })
  // On Workers the database stays open until the last byte is read.
  const { promise, resolve } = Promise.withResolvers<void>()
  waitUntil(promise)
  const bytes = bytesOf(file.pages(), resolve, (error) =>
    log('download-broken', { route, ...describeError(error) }),
  )
  const body = file.gzip ? bytes.pipeThrough(new CompressionStream('gzip')) : bytes
  return new Response(body, { headers })
}

/** RFC 9110, 13.2.2: If-None-Match, weakly compared, before If-Modified-Since. */
function isHeld(c: GuichetContext, etag: string, changedAt: Date | null): boolean {
  const named = c.req.header('if-none-match')
  if (named !== undefined)
    return named.split(',').some((one) => {
      const each = one.trim()
      return each === '*' || each.replace(/^W\//, '') === etag.slice(2)
    })
  const since = c.req.header('if-modified-since')
  if (since === undefined || changedAt === null) return false
  return Date.parse(since) >= Math.floor(changedAt.getTime() / 1000) * 1000
}

/** A page is read when the one before has been taken. `ended` is called once, however it ends. */
function bytesOf(
  pages: AsyncGenerator<string>,
  ended: () => void,
  failed: (error: unknown) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  let left = false
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { value, done } = await pages.next()
          // Whoever asked has left while the page was read.
          if (left) return
          if (!done) return controller.enqueue(encoder.encode(value))
          controller.close()
        } catch (error) {
          failed(error)
          controller.error(error)
        }
        ended()
      },
      async cancel() {
        left = true
        await pages.return(undefined)
        ended()
      },
    },
    { highWaterMark: 0 },
  )
}
