import type { ContractField } from '../contracts/precedence.ts'
import type { FactName } from '../consultations/facts.ts'
import type { RecordDraft } from '../consultations/records/draft.ts'
import type { FeedLinks } from './feed/links.ts'
import type { Reading, ReadingWarning } from './reading.ts'

/** One item of a feed as its publisher wrote it, cleaned to plain text: no markup, no control characters. */
export interface SourceItem {
  /** The publisher's own identifier; null when it gave none. */
  guid: string | null
  /** Absolute http(s) address; null when missing or not http(s). */
  link: string | null
  title: string
  /** Plain text with line breaks where the markup had blocks. */
  text: string
  categories: { label: string; domain: string | null }[]
  author: string | null
  /** ISO 8601 UTC; null when the publisher's date cannot be read (never a guess). */
  published: string | null
  updated: string | null
  /** The item as it stood in the cleaned document, kept as evidence. */
  raw: string
}

/** Why a document could not be read. The French sentence for each code is in views/words. */
export type DocumentErrorCode =
  | 'empty'
  | 'html'
  | 'not-a-feed'
  | 'malformed'
  | 'too-large'
  | 'too-deep'
  | 'too-slow'
  | 'doctype'
  | 'not-json'
  | 'not-a-page'
  | 'query-refused'
  | 'not-eforms'
  | 'not-boamp'
  | 'no-consultation'
  | 'no-identifier'
  | 'no-object'

export interface UnreadDocument {
  ok: false
  code: DocumentErrorCode
  line: number | null
  column: number | null
  /** What the server said is wrong, in its own words. */
  detail?: string
}

export type ParsedDocument =
  | {
      ok: true
      format: 'rss' | 'atom' | 'rdf' | 'json'
      title: string | null
      items: SourceItem[]
      links: FeedLinks
      /** Milliseconds that it asks to wait between looks; null where it does not. */
      askedPause: number | null
      /** The document ended early: complete items are kept, absence means nothing. */
      partial: boolean
      /** How the document could be read, and what is wrong with it. */
      mode: Reading
      warnings: ReadingWarning[]
    }
  | UnreadDocument

export interface DocumentToParse {
  bytes: Uint8Array
  /** Content-Type header as served, null when absent. */
  contentType: string | null
  /** Final address: relative links are resolved against it. */
  url: string
}

/** What a document of any kind says. */
export type DocumentReading =
  | {
      ok: true
      /** What is known of consultations; items that are none are left out. */
      drafts: RecordDraft[]
      /** Items, records or notices that it holds, those left out among them. */
      items: number
      /** When its items were published, for the source's rhythm. */
      dates: Date[]
      partial: boolean
      /** How the document could be read. */
      mode: Reading
      warnings: ReadingWarning[]
      /** Milliseconds that the document itself asks to wait; null where it does not. */
      askedPause: number | null
      /** Where a feed says that it lives, and who pushes it. */
      links?: FeedLinks
      /** Of a page: how many records all pages hold together. */
      total?: number
      /** Notices of the same procedures that its own ones name. */
      follows?: string[]
    }
  | UnreadDocument

/**
 * Reads a document as the kind of source of this name does; on Node in a thread of its own within its time, on Workers
 * in place. Rejects for a fault of the program only.
 */
export type ReadDocument = (kind: string, document: DocumentToParse) => Promise<DocumentReading>

/** What is stored of a procedure, and what of it has just been read: the `raw` of drafts, in the order in which they came. */
export interface ProcedureParts {
  stored: string | null
  fresh: string[]
}

/**
 * The record of each procedure, in their order, as the kind of source of this name makes it, null for one that it
 * cannot make; null for all when that took too long. In the same thread as documents.
 */
export type MergeRecords = (
  kind: string,
  procedures: ProcedureParts[],
) => Promise<(RecordDraft | null)[] | null>

/** A kind of source: one file with one value of this shape. */
export interface SourceKind {
  name: string
  description: KindDescription
  /**
   * Reads a document. Calls `parsed` once its shape is known and what is left takes no more than a time linear in its
   * length: until then it has two seconds, from then on fifteen.
   */
  read(document: DocumentToParse, parsed: () => void): Promise<DocumentReading>
  /**
   * The one record of a procedure whose documents come one after the other (corrections, results): what is stored of
   * it, and a fresh draft's `raw`. Absent where each draft tells the whole and takes the place of the one before.
   */
  merge?(stored: string | null, fresh: string): RecordDraft | null
  /** Absent where the source is one document at its address. */
  pages?: Pages
  /** Its file tells of contracts that have been let: it is streamed to where these are recorded, whatever its size. */
  contracts?: true
}

/** How a source of several documents is asked for: all of them are one look, and one transaction. */
export interface Pages {
  /** Whether an address says what to ask for. */
  accepts(address: URL): boolean
  /** What is new or may have changed since an instant; null: never asked yet. */
  changed(address: string, since: Date | null, now: Date): Question
  /** The notices of these names, and those that follow them. */
  named(address: string, names: string[]): Question[]
  /** Parts of a document that can each be read by itself, none so large that reading it takes long. */
  parts(document: DocumentToParse): DocumentToParse[]
}

/** An answer in pages. */
export interface Question {
  first: string
  /** What is left to ask once the first page has told how many records there are. */
  rest(total: number): {
    addresses: string[]
    /** They hold the first page's records again. */
    again: boolean
  }
}

/** What /sources/formats tells of a kind; the French for each code is in views/words/source-kinds.ts. */
export interface KindDescription {
  /** An address as `sources add` takes it. */
  example: string
  /** Formats by the names that their publishers gave them. */
  formats: string[]
  /** For each field that it reads, where from: elements or columns as they are written in the documents. */
  fields: { [K in FactName]?: string[] }
  /** The same of contracts, where it is those that its documents tell of. */
  contractFields?: { [K in ContractField]?: string[] }
}
