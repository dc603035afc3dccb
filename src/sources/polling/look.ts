import type { RecordCounts } from '../../consultations/records/record.ts'
import type { sources } from '../../consultations/schema.ts'
import type { FetchFailure } from '../fetch/fetch.ts'
import type { DocumentReading } from '../kind.ts'
import type { sourceHealth } from '../schema.ts'

export type Health = typeof sourceHealth.$inferSelect
export type Source = typeof sources.$inferSelect

/** What an answer says beside its document. */
export interface Answer {
  /** Where redirects that are all permanent lead from the source's address; null when none does. */
  permanentRedirect: string | null
  /** Milliseconds that the source asks to wait; null where it does not. */
  askedPause: number | null
}

/** How the same answer is known again. */
export type Validators = Pick<Health, 'etag' | 'lastModified' | 'bodyHash'>

export type ReadDocuments = Extract<DocumentReading, { ok: true }>

/** What a look at a source found. */
export type Look =
  /** Without `bodyHash` where nothing came (« not modified »). */
  | { kind: 'unchanged'; answer: Answer; validators: Partial<Validators> }
  | { kind: 'read'; answer: Answer; validators: Validators; reading: ReadDocuments }
  /** Read and recorded as it came. */
  | {
      kind: 'recorded'
      answer: Answer
      validators: Validators
      items: number
      counts: RecordCounts
    }
  | FailedLook

export interface FailedLook {
  kind: 'failed'
  code: string
  detail: string | null
  status: number | null
  retryAfter: Date | null
}

export interface LookOptions {
  /** Asks without validators. */
  whole: boolean
  /** Cuts the look short. */
  signal?: AbortSignal
  /** Waits between the requests of one look. */
  betweenRequests?: () => Promise<void>
}

/** What a source's health keeps of the document last read, to know it again. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** An answer with the pause that its document asks for, where that is the longer one. */
export function slower({ permanentRedirect, askedPause }: Answer, another: number | null): Answer {
  const pauses = [askedPause, another].filter((each) => each !== null)
  return { permanentRedirect, askedPause: pauses.length === 0 ? null : Math.max(...pauses) }
}

export function failedLook(fetched: FetchFailure): FailedLook {
  const { code, status, retryAfter } = fetched
  return { kind: 'failed', code, detail: status?.toString() ?? null, status, retryAfter }
}

/** A document that could not be read, with the place or the words that tell why. */
export function unread(reading: Extract<DocumentReading, { ok: false }>): FailedLook {
  const { code, line, column, detail } = reading
  const place = line === null ? null : [line, ...(column === null ? [] : [column])].join(':')
  return { kind: 'failed', code, detail: detail ?? place, status: null, retryAfter: null }
}
