import type { RecordDraft } from '../consultations/records/draft.ts'
import type { DecodedDocument } from './decode.ts'
import type { DocumentErrorCode, DocumentReading } from './kind.ts'
import { Warnings } from './reading.ts'

/** What a document says that is one notice. */
export function wholeDocument(draft: RecordDraft, decoded: DecodedDocument): DocumentReading {
  const warnings = new Warnings().ofBytes(decoded)
  return {
    ok: true,
    drafts: [draft],
    items: 1,
    dates: draft.publishedAt ? [draft.publishedAt] : [],
    partial: false,
    mode: warnings.reading(),
    warnings: warnings.told(decoded.text),
    askedPause: null,
  }
}

/** That a document is no notice that could be read, and at which line, counted from 1. */
export function refusedDocument(code: DocumentErrorCode, line: number | null): DocumentReading {
  return { ok: false, code, line, column: null }
}
