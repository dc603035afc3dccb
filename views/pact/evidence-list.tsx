import type { EvidenceRead } from '../../src/pact/actions/read-action.ts'
import { shortDate } from '../format.ts'
import { EVIDENCE_KIND_LABELS } from '../words/pact.ts'
import { FileLink } from '../documents/file-link.tsx'

/** What shows that something was done, each with its day and where it is read. */
export function EvidenceList({ evidence }: { evidence: EvidenceRead[] }) {
  if (evidence.length === 0) return null
  return (
    <ul class="plain">
      {evidence.map((each) => (
        <li>
          <EvidenceLine evidence={each} />
        </li>
      ))}
    </ul>
  )
}

/** One of them on a line. */
export function EvidenceLine({ evidence }: { evidence: EvidenceRead }) {
  const { kind, datedOn, by } = evidence
  return (
    <>
      <EvidenceTitle evidence={evidence} />
      <span class="hint">
        {' '}
        – {EVIDENCE_KIND_LABELS[kind].toLowerCase()} du {shortDate(datedOn)}
        {by !== null && `, donné par ${by}`}
      </span>
    </>
  )
}

function EvidenceTitle({ evidence: { title, url, meetingId, file } }: { evidence: EvidenceRead }) {
  if (url !== null)
    return (
      <a href={url} rel="external nofollow">
        {title}
      </a>
    )
  if (meetingId !== null) return <a href={`/pacte/reunions/${meetingId}`}>{title}</a>
  return file === null ? <>{title}</> : <FileLink file={file} label={title} />
}
