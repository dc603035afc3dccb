import type { LinkedFile } from '../../src/documents/file-of.ts'
import { numberText } from '../format.ts'

/** A file to download, with its format and weight: « Charte (PDF, 717 ko) ». */
export function FileLink({ file, label }: { file: LinkedFile; label?: string }) {
  return (
    <>
      <a href={file.href}>{label ?? file.name}</a> ({file.kind.toUpperCase()}, {weight(file.size)})
    </>
  )
}

/** « 1,2 Mo », « 34 ko » */
export function weight(bytes: number): string {
  if (bytes >= 1_000_000) return `${numberText(Math.round(bytes / 100_000) / 10)}\u00A0Mo`
  return `${numberText(Math.max(1, Math.round(bytes / 1_000)))}\u00A0ko`
}
