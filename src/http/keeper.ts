import type { CompressedForms } from '../deps.ts'
import { fewAtATime } from './few-at-a-time.ts'

/** A page or feed as it was rendered: the bytes in every form it is sent in, and how long it is true. */
export interface Rendering {
  /** The path of the route that made it, as it stands in the table. */
  route: string
  status: number
  headers: Record<string, string>
  etag: string
  /** Bytes of the identity form. */
  length: number
  /** What is large is kept compressed alone: both forms together are an eighth of a feed. */
  forms: CompressedForms & { identity?: Uint8Array<ArrayBuffer> }
  /** Data versions it was rendered from, joined with dots. */
  versions: string
  /** Keys of those records of the route's first scope that it was made of, where the handler told them. */
  madeOf?: ReadonlySet<number>
  parts?: RenderedParts
  /** Milliseconds since 1970 after which it must be rendered again whatever the versions say. */
  endsAt: number
  /** Milliseconds since 1970 from which it says what is no longer so: a deadline has passed, or the day. */
  trueUntil: number
  renderedAt: number
}

/** Parts of a rendering that another one of the same address may take over. */
export interface RenderedParts {
  /** When (milliseconds since 1970) all of it was last made anew. */
  wholeAt: number
  /** Where each part stands in the bytes of the identity form, by a key that tells what it was made of. */
  at: ReadonlyMap<string, RenderedPart>
}

/** Offsets of bytes, the end excluded. */
export interface RenderedPart {
  start: number
  end: number
}

/** What a request says of the answer it can take. */
export interface Conditions {
  ifNoneMatch: string | undefined
  ifModifiedSince: string | undefined
  acceptEncoding: string | undefined
}

/** An answer ready to be written: no body for 304. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null
}

/** What a keeper has done since it was made, and what it holds. */
export interface KeeperCounts {
  /** Asked for and still true. */
  hits: number
  /** Asked for and rendered anew, or awaited while that was under way. */
  misses: number
  /** Dropped for want of room. */
  evictions: number
  renderings: number
  bytes: number
}

/** Renderings by address, the least recently used dropped beyond a number of bytes. */
export interface Keeper {
  /** The rendering of this address while it is true; null otherwise. */
  fresh(target: string, versions: (scopes: string) => string, now: number): Rendering | null
  /** The last one, true or not: for when the database is away. */
  last(target: string): Rendering | null
  keep(target: string, scopes: string, rendering: Rendering): void
  /** Nobody is given it any more, not even while the database is away. */
  drop(target: string): void
  /** Renders once for all who ask for the same thing at the same time. */
  once(target: string, render: () => Promise<Rendering | null>): Promise<Rendering | null>
  /** Whether that is being rendered. */
  isUnderWay(target: string): boolean
  /** Makes what may be large, a few at a time; throws DatabaseAway to who waits too long. */
  inTurn<T>(make: () => Promise<T>): Promise<T>
  /** Makes what nobody waits for, one at a time, after those who wait have been answered; throws likewise. */
  behind<T>(make: () => Promise<T>): Promise<T>
  counts(): KeeperCounts
}

/** One thread makes them: more at a time are made no sooner, and held in memory together. */
const MOST_LARGE = 3
const PATIENCE_MS = 10_000

/** A keeper of at most `maxBytes`. `scopes` are scope names joined with commas. */
export function createKeeper(maxBytes: number): Keeper {
  const kept = new Map<string, { scopes: string; rendering: Rendering; bytes: number }>()
  const underWay = new Map<string, Promise<Rendering | null>>()
  const oneAtATime = fewAtATime(1, PATIENCE_MS)
  let held = 0
  const counted = { hits: 0, misses: 0, evictions: 0 }
  const drop = (target: string) => {
    held -= kept.get(target)?.bytes ?? 0
    kept.delete(target)
  }
  return {
    fresh(target, versions, now) {
      const found = kept.get(target)
      if (!found || found.rendering.endsAt <= now) return null
      // Made on a clock that has gone back since: it would stay for as long as that was ahead.
      if (found.rendering.renderedAt > now) return null
      if (found.rendering.versions !== versions(found.scopes)) return null
      kept.delete(target)
      kept.set(target, found)
      counted.hits += 1
      return found.rendering
    },
    last: (target) => kept.get(target)?.rendering ?? null,
    keep(target, scopes, rendering) {
      drop(target)
      const bytes = sizeOf(rendering)
      if (bytes > maxBytes) return
      kept.set(target, { scopes, rendering, bytes })
      held += bytes
      for (const oldest of kept.keys()) {
        if (held <= maxBytes) break
        drop(oldest)
        counted.evictions += 1
      }
    },
    drop,
    once(target, render) {
      counted.misses += 1
      const running = underWay.get(target)
      if (running) return running
      const started = render().finally(() => underWay.delete(target))
      underWay.set(target, started)
      return started
    },
    isUnderWay: (target) => underWay.has(target),
    inTurn: fewAtATime(MOST_LARGE, PATIENCE_MS),
    behind: (make) =>
      oneAtATime(async () => {
        await new Promise((resolve) => setTimeout(resolve))
        return make()
      }),
    counts: () => ({ ...counted, renderings: kept.size, bytes: held }),
  }
}

/** Bytes from which a rendering is kept compressed alone. */
const LARGE = 512 * 1024

/** The forms of a rendering that are kept. */
export function keptForms(
  identity: Uint8Array<ArrayBuffer>,
  compressed: CompressedForms,
): Rendering['forms'] {
  return identity.length >= LARGE && compressed.unpacked ? compressed : { identity, ...compressed }
}

/** The bytes of the identity form. */
export async function identityOf({ forms }: Rendering): Promise<Uint8Array<ArrayBuffer>> {
  return forms.identity ?? (await forms.unpacked?.()) ?? new Uint8Array()
}

function decompressed({ gzip }: CompressedForms): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob(gzip ? [gzip] : []).stream().pipeThrough(new DecompressionStream('gzip'))
}

function sizeOf({ forms, headers, madeOf, parts }: Rendering): number {
  const { identity, gzip, br } = forms
  const bodies = (identity?.length ?? 0) + (gzip?.length ?? 0) + (br?.length ?? 0)
  const indexes = 40 * (madeOf?.size ?? 0) + 400 * (parts?.at.size ?? 0)
  return bodies + 200 * Object.keys(headers).length + indexes
}

/**
 * What to send at this time for these conditions (RFC 9110 § 13: If-None-Match wins over If-Modified-Since). Nobody may
 * keep it beyond what it is true for.
 */
export function answerOf(rendering: Rendering, asked: Conditions, now: number): Answer {
  const encoding = encodingFor(rendering, asked.acceptEncoding)
  const etag = encoding === 'identity' ? `"${rendering.etag}"` : `"${rendering.etag}-${encoding}"`
  const headers: Record<string, string> = { ...rendering.headers, etag }
  const seconds = Math.max(0, Math.floor((rendering.trueUntil - now) / 1000))
  if (seconds < LONGEST_KEPT_SECONDS)
    for (const name of ['cache-control', 'cdn-cache-control']) {
      const control = headers[name]
      if (control !== undefined) headers[name] = keptFor(seconds, control)
    }
  if (isUnchanged(rendering, asked)) {
    delete headers['content-type']
    return { status: 304, headers, body: null }
  }
  if (encoding !== 'identity') headers['content-encoding'] = encoding
  const kept = rendering.forms[encoding]
  headers['content-length'] = String(kept?.length ?? rendering.length)
  return { status: rendering.status, headers, body: kept ?? decompressed(rendering.forms) }
}

/** Longer than any cache may keep a rendering: `max-age` and `stale-while-revalidate` together. */
const LONGEST_KEPT_SECONDS = 3600

/** Cache-Control or CDN-Cache-Control with both shortened to so many seconds together (RFC 9111, 5.2.2.1; RFC 5861, 3). */
function keptFor(seconds: number, control: string): string {
  let left = seconds
  return control.replaceAll(
    /\b(max-age|stale-while-revalidate)=(\d+)/g,
    (_, name: string, wanted: string) => {
      const given = Math.min(Number(wanted), left)
      left -= given
      return `${name}=${given}`
    },
  )
}

function encodingFor(
  { forms }: Rendering,
  accepted: string | undefined,
): 'identity' | 'gzip' | 'br' {
  if (!accepted) return 'identity'
  const takes = codingsOf(accepted)
  if (forms.br && takes('br')) return 'br'
  return forms.gzip && takes('gzip') ? 'gzip' : 'identity'
}

/** Which codings an Accept-Encoding takes: those it names without refusing them (`q=0`), or `*` for the others. */
function codingsOf(accepted: string): (coding: string) => boolean {
  const named = new Map(
    accepted.split(',').map((each) => {
      const [coding = '', weight = ''] = each.toLowerCase().split(';')
      return [coding.trim(), !/^\s*q=0(\.0*)?\s*$/.test(weight)]
    }),
  )
  return (coding) => named.get(coding) ?? named.get('*') ?? false
}

function isUnchanged({ etag, headers }: Rendering, asked: Conditions): boolean {
  if (asked.ifNoneMatch !== undefined)
    return asked.ifNoneMatch
      .split(',')
      .map((each) =>
        each
          .trim()
          .replace(/^W\//, '')
          .replaceAll('"', '')
          .replace(/-(gzip|br)$/, ''),
      )
      .some((each) => each === etag || each === '*')
  const changed = headers['last-modified']
  if (asked.ifModifiedSince === undefined || changed === undefined) return false
  return Date.parse(asked.ifModifiedSince) >= Date.parse(changed)
}
