import type { Deps } from '../../deps.ts'
import { isAllowedAddress } from './addresses.ts'
import { type Body, DOCUMENT_LIMIT, readBody } from './body.ts'
import { type FetchFailureCode, failureOf } from './failure.ts'

export interface FetchRequest {
  url: string
  /** Validators of the last answer, sent back verbatim. */
  etag: string | null
  lastModified: string | null
  /** ALLOW_PRIVATE_SOURCES: local addresses and any port. */
  allowPrivate: boolean
  /** Public address of this instance, where a source's operator finds who asks. */
  contact: string
  /** Bytes at most, decompressed; absent: 5 MB. */
  limit?: number
  /** Longest wait for the whole answer, in milliseconds; absent: 30 seconds. */
  timeout?: number
  signal?: AbortSignal
}

export type FetchOutcome =
  | {
      kind: 'not-modified'
      etag: string | null
      lastModified: string | null
      permanentRedirect: string | null
      askedPause: number | null
    }
  | {
      kind: 'document'
      bytes: Uint8Array<ArrayBuffer>
      contentType: string | null
      etag: string | null
      lastModified: string | null
      /** The `Link` header; null when absent. */
      link: string | null
      /** Where the document was found, after redirects. */
      finalUrl: string
      /** Where redirects that are all permanent lead from the first address; null when none does. */
      permanentRedirect: string | null
      /** Milliseconds that Cache-Control asks to wait; null where it does not. */
      askedPause: number | null
    }
  | FetchFailure

export interface FetchFailure {
  kind: 'failed'
  code: FetchFailureCode
  /** HTTP status, null when there was no answer. */
  status: number | null
  /** The server's wish (429 and 503), never in the past. */
  retryAfter: Date | null
  /** What came with a status 400, which says what is wrong with the question. */
  said?: Uint8Array
}

/** Longest wait for the whole answer, in milliseconds. */
export const TOTAL_TIMEOUT = 30_000
const REDIRECT_LIMIT = 5

/**
 * Asks a source for its document: a conditional GET, redirects followed one by one and each address checked,
 * at most 30 seconds and 5 MB (`limit`). Never rejects: whatever goes wrong is an outcome.
 */
export function fetchDocument(
  deps: Pick<Deps, 'fetch' | 'now'>,
  request: FetchRequest,
): Promise<FetchOutcome> {
  return fetchWith(deps, request, (response) => readBody(response, request.limit))
}

/** A document that was not kept but given on as it came, with what came of it. */
export type StreamOutcome<T> =
  | Exclude<FetchOutcome, { kind: 'document' }>
  | (Omit<Extract<FetchOutcome, { kind: 'document' }>, 'kind' | 'bytes'> & {
      kind: 'streamed'
      value: T
    })

/**
 * The same for a document of any size: `read` gets its bytes as they come. What it throws is thrown; where the answer
 * breaks off or passes its limit, the bytes end with an error that `read` must let through, and the outcome tells why.
 */
export async function fetchStream<T>(
  deps: Pick<Deps, 'fetch' | 'now'>,
  request: FetchRequest,
  read: (bytes: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<StreamOutcome<T>> {
  const came: { end?: { value: T } | { fault: unknown } } = {}
  const fetched = await fetchWith(deps, request, async (response) => {
    const body: { failure?: unknown } = {}
    try {
      came.end = { value: await read(within(response, request.limit, body)) }
      return { ok: true, bytes: NOTHING }
    } catch (error) {
      if (body.failure === TOO_LARGE) return { ok: false, code: 'too-large' }
      if (body.failure !== undefined) throw body.failure
      came.end = { fault: error }
      return { ok: true, bytes: NOTHING }
    }
  })
  const { end } = came
  if (end && 'fault' in end) throw end.fault
  if (fetched.kind !== 'document') return fetched
  if (!end) throw new Error('a document came that nobody read')
  const { bytes: _, ...answer } = fetched
  return { ...answer, kind: 'streamed', value: end.value }
}

const NOTHING = new Uint8Array()
const TOO_LARGE = new Error('the document is larger than its limit')

/** An answer's bytes; notes what made them end early. */
async function* within(
  response: Response,
  limit = DOCUMENT_LIMIT,
  body: { failure?: unknown },
): AsyncGenerator<Uint8Array> {
  let length = 0
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length
      if (length > limit) throw TOO_LARGE
      yield chunk
    }
  } catch (error) {
    body.failure = error
    throw error
  }
}

type ReadAnswer = (response: Response) => Promise<Body>

async function fetchWith(
  { fetch, now }: Pick<Deps, 'fetch' | 'now'>,
  request: FetchRequest,
  read: ReadAnswer,
): Promise<FetchOutcome> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(timedOut), request.timeout ?? TOTAL_TIMEOUT)
  const signal = request.signal
    ? AbortSignal.any([deadline.signal, request.signal])
    : deadline.signal
  try {
    return await follow(fetch, request, signal, now(), read)
  } catch (error) {
    if (deadline.signal.aborted) return failed('timeout')
    return failed(request.signal?.aborted ? 'cancelled' : failureOf(error))
  } finally {
    clearTimeout(timer)
    // Frees the connection of an answer whose body nobody wanted.
    deadline.abort()
  }
}

const timedOut = new DOMException('The source took too long.', 'TimeoutError')

async function follow(
  fetch: Deps['fetch'],
  request: FetchRequest,
  signal: AbortSignal,
  now: Date,
  read: ReadAnswer,
): Promise<FetchOutcome> {
  let url = URL.parse(request.url)
  let permanent = true
  let permanentRedirect: string | null = null
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects += 1) {
    if (url === null || !isAllowedAddress(url, request.allowPrivate))
      return failed('forbidden-address')
    const response = await fetch(url.href, {
      headers: headersOf(request),
      redirect: 'manual',
      signal,
    })
    const location = redirectStatuses.has(response.status) ? response.headers.get('location') : null
    if (location === null) {
      const answer = { response, permanentRedirect }
      return await outcomeOf(answer, request, url, now, read)
    }

    const next = URL.parse(location, url.href)
    permanent &&= isPermanent(response.status) && !losesEncryption(url, next)
    if (permanent) permanentRedirect = next?.href ?? null
    url = next
    await response.body?.cancel()
  }
  return failed('redirect-loop')
}

const redirectStatuses = new Set([301, 302, 303, 307, 308])

function headersOf({ contact, etag, lastModified }: FetchRequest): Record<string, string> {
  return {
    'User-Agent': `Guichet (+${contact})`,
    Accept:
      'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
    'Accept-Encoding': 'gzip, br',
    ...(etag === null ? {} : { 'If-None-Match': etag }),
    ...(lastModified === null ? {} : { 'If-Modified-Since': lastModified }),
  }
}

function isPermanent(status: number): boolean {
  return status === 301 || status === 308
}

function losesEncryption(from: URL, to: URL | null): boolean {
  return from.protocol === 'https:' && to?.protocol !== 'https:'
}

async function outcomeOf(
  { response, permanentRedirect }: { response: Response; permanentRedirect: string | null },
  request: FetchRequest,
  url: URL,
  now: Date,
  read: ReadAnswer,
): Promise<FetchOutcome> {
  const { status, headers } = response
  const etag = headers.get('etag') || null
  const lastModified = headers.get('last-modified') || null
  const conditional = request.etag !== null || request.lastModified !== null
  if (status === 304 && conditional) {
    // RFC 9111, 4.3.4: a 304 brings new validators or leaves the old ones.
    return {
      kind: 'not-modified',
      etag: etag ?? request.etag,
      lastModified: lastModified ?? request.lastModified,
      permanentRedirect,
      askedPause: maxAgeOf(headers),
    }
  }
  if (status === 410) return failed('gone', status)
  if (!response.ok)
    return {
      ...failed('http-status', status, retryAfterOf(response, now)),
      ...(status === 400 ? await saidIn(response) : {}),
    }
  const body = await read(response)
  if (!body.ok) return failed(body.code, status)
  return {
    kind: 'document',
    bytes: body.bytes,
    contentType: headers.get('content-type'),
    link: headers.get('link'),
    etag,
    lastModified,
    finalUrl: url.href,
    permanentRedirect,
    askedPause: maxAgeOf(headers),
  }
}

const SAID_LIMIT = 64 * 1024

async function saidIn(response: Response): Promise<{ said?: Uint8Array }> {
  const body = await readBody(response, SAID_LIMIT)
  return body.ok ? { said: body.bytes } : {}
}

/** RFC 9111, 5.2.2.1. */
function maxAgeOf(headers: Headers): number | null {
  const [, seconds] = /\bmax-age\s*=\s*"?(\d{1,9})/i.exec(headers.get('cache-control') ?? '') ?? []
  return seconds === undefined ? null : Number(seconds) * 1000
}

/** What a 429 or 503 asks for (RFC 9110, 10.2.3): a number of seconds or an HTTP date; null: nothing that can be read. */
export function retryAfterOf({ status, headers }: Response, now: Date): Date | null {
  const written = headers.get('retry-after')?.trim() ?? ''
  if (status !== 429 && status !== 503) return null
  const at = /^\d{1,9}$/.test(written)
    ? now.getTime() + Number(written) * 1000
    : /^[A-Z][a-z]+,? .*GMT$/.test(written)
      ? Date.parse(written)
      : Number.NaN
  return Number.isNaN(at) ? null : new Date(Math.max(at, now.getTime()))
}

function failed(
  code: FetchFailureCode,
  status: number | null = null,
  retryAfter: Date | null = null,
): FetchFailure {
  return { kind: 'failed', code, status, retryAfter }
}
