import type { RecordDraft } from '../consultations/record.ts'

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
  'empty' | 'html' | 'not-a-feed' | 'malformed' | 'too-large' | 'too-deep' | 'too-slow'

export type ParsedDocument =
  | {
      ok: true
      format: 'rss' | 'atom' | 'rdf' | 'json'
      title: string | null
      items: SourceItem[]
      /** The document ended early: complete items are kept, absence means nothing. */
      partial: boolean
      /** Short English codes such as `date-unreadable`, for the health row. */
      warnings: string[]
    }
  | { ok: false; code: DocumentErrorCode; line: number | null; column: number | null }

export interface DocumentToParse {
  bytes: Uint8Array
  /** Content-Type header as served, null when absent. */
  contentType: string | null
  /** Final address: relative links are resolved against it. */
  url: string
}

/** Reads a document; on Node in a worker thread with a time limit, on Workers in place. */
export type ParseDocument = (document: DocumentToParse) => Promise<ParsedDocument>

/**
 * Reads the words of a document's items as the kind of source of this name does; null when that took too long. On Node
 * in the same thread as documents, on Workers in place.
 */
export type ReadItems = (kind: string, items: SourceItem[]) => Promise<RecordDraft[] | null>

/** A kind of source: one file with one value of this shape. */
export interface SourceKind {
  name: string
  /** Turns the items of one document into what is known of consultations; items that are none are left out. */
  read(items: SourceItem[]): RecordDraft[]
}
