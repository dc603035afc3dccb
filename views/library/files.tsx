import type { LinkedFile } from '../../src/documents/file-of.ts'
import { FileLink } from '../documents/file-link.tsx'

/** The files of a version, each with its format and weight. */
export function Files({ files }: { files: LinkedFile[] }) {
  const [only, ...others] = files
  if (!only) return null
  if (others.length === 0)
    return (
      <p>
        <FileLink file={only} />
      </p>
    )
  return (
    <ul class="inline">
      {files.map((file) => (
        <li>
          <FileLink file={file} />
        </li>
      ))}
    </ul>
  )
}
