import type { DocumentKind } from './kinds.ts'
import { documentPath } from './queries.ts'

/** A published file as a page links it. */
export interface LinkedFile {
  href: string
  name: string
  kind: DocumentKind
  /** Bytes. */
  size: number
}

/** Where a document is read; null where there is none, or it was taken back or not published. */
export function fileOf(
  document: {
    id: string
    name: string
    kind: DocumentKind
    size: number
    publishedAt: Date | null
    withdrawnAt: Date | null
  } | null,
): LinkedFile | null {
  if (document === null || document.publishedAt === null || document.withdrawnAt !== null)
    return null
  const { name, kind, size } = document
  return { href: documentPath(document), name, kind, size }
}
