import type { Config } from './config.ts'
import type { Db } from './db/db.ts'
import type { Versions } from './db/versions.ts'
import type { Keeper } from './http/keeper.ts'
import type { Answered } from './http/watching.ts'
import type { SendMail } from './mail/send.ts'
import type { Office } from './office/block.ts'
import type { MergeRecords, ReadDocument } from './sources/kind.ts'

/** A served file of views/assets, with the hash that its address carries. */
export interface Asset {
  name: string
  type: string
  bytes: Uint8Array<ArrayBuffer>
  hash: string
  /** What pages say that it must be to be run (W3C Subresource Integrity). */
  integrity: string
}

export interface CompressedForms {
  gzip?: Uint8Array<ArrayBuffer>
  br?: Uint8Array<ArrayBuffer>
  /** The body itself again, out of one of them. */
  unpacked?: () => Promise<Uint8Array<ArrayBuffer>>
}

/** A SHA-256 of bytes that come one after the other. */
export interface Sha256 {
  update(bytes: Uint8Array): void
  hex(): string
}

/** The PNG that an SVG draws, its texts in Source Sans 3; null where too many others wait. */
export type Draw = (svg: string) => Promise<Uint8Array<ArrayBuffer> | null>

/** What a process counts of itself. */
export interface Watch {
  answered(answer: Answered): void
  /** A kept rendering was sent before the application was asked. */
  sentKept(route: string, method: 'GET' | 'HEAD', status: number): void
  /** When each thing that it does again and again last ended well. */
  rounds(): Record<string, Date>
  /** Everything that was counted, in Prometheus' text format 0.0.4. */
  exposition(): Promise<string>
}

/** The whole port between the program and its runtimes. */
export interface Deps {
  db: Db
  /** The same ahead of whoever waits for it; absent on Workers, where each request has connections of its own. */
  ahead?: Db
  config: Config
  /** The instant that the rules count from; FAKE_NOW moves it. */
  now: () => Date
  /** Fetches from other people's servers with addresses checked; never follows redirects by itself. */
  fetch: typeof fetch
  /** One structured line: no personal data. */
  log: (event: string, fields?: Record<string, unknown>) => void
  keep: Keeper
  versions: Versions
  read: ReadDocument
  merge: MergeRecords
  /** Smaller forms of a body that will be sent many times; none where the edge compresses. */
  compress: (body: Uint8Array<ArrayBuffer>) => Promise<CompressedForms>
  assets: Map<string, Asset>
  /** Begins one; absent on Workers, which read no files of any size. */
  sha256?: () => Sha256
  /** Sends a message; absent where no server is named, and on Workers, which only queue for a Node process. */
  mail?: SendMail
  /** Writes documents to hand over; absent on Workers, which serve what a Node process made. */
  office?: Office
  /** Draws pictures for messengers; absent on Workers, where that takes longer than an invocation may. */
  draw?: Draw
  /** Absent on Workers, whose platform counts, and where nothing is served. */
  watch?: Watch
  /** Lets work go on after the answer (Workers); on Node it only catches errors. */
  waitUntil: (work: Promise<unknown>) => void
}
