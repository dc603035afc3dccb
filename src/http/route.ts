import type { Context, Handler } from 'hono'
import type { SentFile } from '../../views/shared/kept-form.tsx'
import type { Action, Agent } from '../auth/policy.ts'
import type { Deps } from '../deps.ts'
import type { RenderedParts, Rendering } from './keeper.ts'
import type { LimitedPurpose } from './rate-limit.ts'

/** What a runtime knows of the connection that a request came over. */
export interface Connection {
  /** The address at the other end: who asks, or a proxy. */
  peer?: string
}

/** What every handler finds in its context. */
export interface Env {
  Bindings: Connection
  Variables: {
    deps: Deps
    /** Names this request in the log, in its answer and on pages of errors. */
    requestId: string
    /** The path of the route that took the request, as it stands in the table. */
    route?: string
    /** Set by a handler whose rendering must not be served after this instant. */
    renderingEnds?: Date
    /** Set by a handler to tell which records of the route's first scope its rendering was made of. */
    madeOf?: ReadonlySet<number>
    /** Set by a handler that has the whole body of its answer in bytes. */
    bytes?: Uint8Array<ArrayBuffer>
    /** Set by a handler whose rendering can be taken over in parts: where these stand in it. */
    parts?: RenderedParts
    /** What was rendered before at this address, and which records of the route's first scope have changed since: those alone. */
    before?: { rendering: Rendering; changed: ReadonlySet<number> }
    /** Set by a handler to date the content it shows (Last-Modified). */
    contentChanged?: Date
    /** Who asks, on routes that are not public; null: nobody is signed in. */
    agent?: Agent | null
    /** The agent's session; null for a token. */
    sessionId?: string | null
    /** The partner that the address names (`/espace/:partner/…`): the agent may do for it what the route does. */
    partner?: ActingPartner
    /** What a native form has sent, on routes of the kind `write`; beside its files, once `upload` has read it. */
    form?: URLSearchParams
    /** The files that came with it. */
    sentFiles?: SentFile[]
  }
}

/** A partner in whose name something is done. */
export interface ActingPartner {
  id: number
  slug: string
  name: string
}

export type GuichetContext = Context<Env>

/** Names of the data versions (one row each in data_versions). */
export const SCOPES = [
  'board',
  'sources',
  'partners',
  'contacts',
  'pact',
  'trainings',
  'contracts',
  'firms',
  'analysis',
  'programme',
  'templates',
  'requests',
  'rencontres',
  'library',
] as const
export type Scope = (typeof SCOPES)[number]

/**
 * One address of the program. The policy matrix, the accessibility walk, the site map and the sitemap all read
 * the same table, so that no page can be forgotten.
 */
export interface Route {
  method: 'get' | 'post' | 'put'
  /** A Hono path. */
  path: string
  /**
   * page: HTML for people; feed: watched by machines; data: JSON or files; asset: styles and scripts; write: takes a
   * native form of this site; upload: takes one with files, which its handler reads; api: called by programs, without
   * cookies.
   */
  kind: 'page' | 'feed' | 'data' | 'asset' | 'write' | 'upload' | 'api'
  /** Which action of the policy it is: what is not public is never kept, by anybody. */
  policy: Action
  /** French title in the site map; absent: not listed there. */
  title?: string
  /** A path that exists in the demonstration, for walks over all pages; absent: the path itself. */
  example?: string
  /** Scopes whose version a kept rendering depends on; empty: none changes it; absent: never kept. */
  keep?: Scope[]
  /**
   * Whether any of these records of the first of those scopes, which have changed since, answers what is asked. Where
   * none does, nor was part of it, what was rendered before goes on. Absent: rendered again at each version.
   */
  concerns?: (c: GuichetContext, ids: number[]) => Promise<boolean>
  /** The rate limit that it counts towards; absent: `write` for forms, none for others. Calls of the API count by token. */
  limit?: LimitedPurpose
  handler: Handler<Env>
}
